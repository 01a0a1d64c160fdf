/* notes: a presenter's second terminal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It shows what a talk sends and sends what is pressed, and knows nothing of
 * lessons. What comes may be anything: a message has a length that is bounded,
 * is shown in glyphs, and what is no message ends the notes, never the talk.
 */
#include "ui/line/notes.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "show/canvas/block.h"
#include "show/canvas/frame.h"
#include "ui/file/output.h"
#include "ui/file/watchers.h"
#include "ui/line/options.h"
#include "ui/screen/screen.h"
#include "ui/screen/signals.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct notes {
	struct loop *loop;
	struct signals signals;
	struct screen *screen; /* NULL: plain */
	struct grid grid;
	int fd;
	struct buf bytes, text;
	struct talk_head head;
	uint64_t came; /* when the last message did */
	struct loop_timer tick;
	int scroll, scroll_most;
	bool is_over, is_wrong, is_new;
};

/* --- finding the talk ------------------------------------------------------
 */

static int connect_to(const char *folder, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	AUTO_FREE char *path = xprintf("%s/%s", folder, name);
	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	// One that was killed left its socket behind.
	if (errno == ECONNREFUSED)
		unlink(path);
	close(fd);
	return -1;
}

static const char prefix[] = "talk-";

/* Connects to the only talk; `pids` gets the numbers of all. */
static int find_talk(const char *folder, struct buf *pids, size_t *count)
{
	int found = -1;
	struct dirent *entry;
	DIR *dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		int fd = connect_to(folder, entry->d_name);
		if (fd < 0)
			continue;
		buf_printf(pids, "%s%s", *count ? ", " : "",
			   entry->d_name + strlen(prefix));
		if (++*count == 1)
			found = fd;
		else
			close(fd);
	}
	if (dir)
		closedir(dir);
	return found;
}

static bool open_talk(struct notes *notes, const char *pid, struct err *err)
{
	struct buf pids = {0};
	size_t count = 0;
	AUTO_FREE char *folder = watchers_folder(err);
	if (!folder)
		return false;
	if (pid && (!pid[0] || pid[strspn(pid, "0123456789")]))
		return FAILURE(err, "notes-number", SLOT_TEXT("pid", pid));
	if (pid) {
		AUTO_FREE char *name = xprintf("%s%s", prefix, pid);
		notes->fd = strchr(pid, '/') ? -1 : connect_to(folder, name);
		return notes->fd >= 0 ||
		       FAILURE(err, "notes-no-talk", SLOT_TEXT("pid", pid));
	}
	notes->fd = find_talk(folder, &pids, &count);
	if (!count)
		FAILURE(err, "notes-none");
	if (count > 1)
		FAILURE(err, "notes-several", SLOT_NUMBER("count", count),
			SLOT_TEXT("pids", buf_text(&pids)));
	buf_done(&pids);
	return count == 1;
}

/* --- drawing ---------------------------------------------------------------
 */

static void fill(const struct notes *notes, struct arena *arena,
		 struct blocks *blocks)
{
	struct str rest = str_from(buf_text((struct buf *)&notes->text)), line;
	while (str_next_line(&rest, &line)) {
		bool is_title = str_has_prefix(line, "# ");
		if (is_title)
			line = (struct str){line.data + 2, line.len - 2};
		const char *text =
			line.len ? arena_strndup(arena, line.data, line.len)
				 : " ";
		blocks_add(blocks,
			   (struct block){.rule = is_title,
					  .style = is_title ? STYLE_TITLE
							    : STYLE_PLAIN,
					  .text = text});
	}
}

/* "3:12 of 7 min", and whether that is more than there is. */
static void draw_clock(const struct notes *notes, struct area area)
{
	uint64_t seconds = notes->head.seconds +
			   (clock_now() - notes->came) / CLOCK_SECOND;
	unsigned minutes = notes->head.minutes;
	bool is_late = minutes && seconds > minutes * UINT64_C(60);
	struct buf text = {0};
	buf_printf(&text, "%u:%02u", (unsigned)(seconds / 60),
		   (unsigned)(seconds % 60));
	if (minutes)
		SENTENCE_LINE(&text, " ", is_late ? ", " : "", "notes-minutes",
			      SLOT_NUMBER("minutes", minutes));
	if (is_late)
		buf_puts(&text, sentence_text("notes-over-time"));
	area_text(area, 1, 0, is_late ? STYLE_TROUBLE : STYLE_TITLE,
		  buf_text(&text));
	buf_done(&text);
}

static const struct scene_key footer[] = {
	{.key = "space", .brief = SENTENCE_ID("brief-next"), .now = true},
	{.key = "←", .brief = SENTENCE_ID("brief-back"), .now = true},
	{.key = "B", .brief = SENTENCE_ID("brief-blank"), .now = true},
	{.key = "↑ ↓", .brief = SENTENCE_ID("brief-scroll"), .now = true},
	{.key = "q", .brief = SENTENCE_ID("brief-leave-notes"), .now = true},
};

static void draw(struct notes *notes)
{
	int width, height;
	struct arena arena = {0};
	struct blocks blocks = {0};
	screen_size(notes->screen, &width, &height);
	grid_done(&notes->grid);
	grid_init(&notes->grid, width, height);
	struct area area = area_of(&notes->grid);
	draw_clock(notes, area);
	fill(notes, &arena, &blocks);
	struct grid all;
	struct area inner =
		area_cut(area, 1, 1, width - 2, height > 2 ? height - 2 : 0);
	int rows = blocks_rows(&blocks, inner.width, BLOCK_ROOMY);
	int most = rows > inner.height ? rows - inner.height : 0;
	notes->scroll_most = most;
	notes->scroll = notes->scroll > most ? most : notes->scroll;
	grid_init(&all, inner.width, rows > 0 ? rows : 1);
	blocks_draw(&blocks, area_of(&all));
	area_copy(inner, &all, notes->scroll);
	struct scene_key keys[COUNT(footer)];
	for (size_t i = 0; i < COUNT(footer); i++) {
		keys[i] = footer[i];
		keys[i].brief = sentence_text(footer[i].brief);
	}
	frame_keys(area_cut(area, 0, height - 1, width, 1), keys,
		   COUNT(footer));
	if (!screen_has_utf8())
		grid_to_ascii(&notes->grid);
	screen_show(notes->screen, &notes->grid);
	grid_done(&all);
	blocks_done(&blocks);
	arena_done(&arena);
}

/* --- what comes ------------------------------------------------------------
 */

static void take_messages(struct notes *notes)
{
	struct str rest = {buf_text(&notes->bytes), notes->bytes.len}, text;
	int found;
	while ((found = talk_take(&rest, &notes->head, &text)) > 0) {
		buf_clear(&notes->text);
		text_show_lines(&notes->text, text.data, text.len);
		notes->came = clock_now();
		notes->is_new = true;
	}
	notes->is_wrong |= found < 0;
	struct buf kept = {0};
	buf_add(&kept, rest.data, rest.len);
	buf_done(&notes->bytes);
	notes->bytes = kept;
}

static void on_talk(void *data, uint32_t ready)
{
	struct notes *notes = data;
	char bytes[8192];
	(void)ready;
	ssize_t n = recv(notes->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n > 0) {
		buf_add(&notes->bytes, bytes, (size_t)n);
		take_messages(notes);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		notes->is_over = true;
		loop_remove(notes->loop, notes->fd);
	}
}

static void on_tick(void *data)
{
	struct notes *notes = data;
	loop_timer_set(notes->loop, &notes->tick, clock_now() + CLOCK_SECOND);
}

/* --- what is pressed -------------------------------------------------------
 */

static const struct {
	uint32_t codes[5];
	size_t word; /* of watchers_word() */
	int scroll;  /* or by so many rows */
} keys[] = {
	{{' ', SCREEN_KEY_ENTER, SCREEN_KEY_RIGHT, SCREEN_KEY_PAGE_DOWN, 'n'},
	 0,
	 0},
	{{SCREEN_KEY_LEFT, SCREEN_KEY_PAGE_UP, 'p'}, 1, 0},
	{{'b', 'B'}, 2, 0},
	{{SCREEN_KEY_UP, 'k'}, 0, -1},
	{{SCREEN_KEY_DOWN, 'j'}, 0, 1},
};

static void press(struct notes *notes, uint32_t code)
{
	if (code == 'q')
		notes->is_over = true;
	for (size_t i = 0; i < COUNT(keys); i++) {
		for (size_t k = 0; k < COUNT(keys[i].codes); k++) {
			if (keys[i].codes[k] != code)
				continue;
			notes->scroll += keys[i].scroll;
			if (notes->scroll < 0)
				notes->scroll = 0;
			if (keys[i].scroll)
				return;
			notes->scroll = 0;
			AUTO_FREE char *line =
				xprintf("%s\n", watchers_word(keys[i].word));
			// A talk that has ended is told of by its socket.
			send(notes->fd, line, strlen(line),
			     MSG_NOSIGNAL | MSG_DONTWAIT);
			return;
		}
	}
}

static void on_key(void *data, uint32_t ready)
{
	struct notes *notes = data;
	uint32_t code;
	enum screen_input input;
	while ((input = screen_read(notes->screen, &code)) == SCREEN_KEY)
		press(notes, code);
	if (input == SCREEN_CLOSED || ready & (EPOLLHUP | EPOLLERR)) {
		notes->is_over = true;
		loop_remove(notes->loop, STDIN_FILENO);
	}
}

/* --- the round -------------------------------------------------------------
 */

static void act_on_signals(struct notes *notes)
{
	struct signals *signals = &notes->signals;
	if (signals->suspend) {
		screen_suspend(notes->screen);
		signals_stop_here();
		signals->resumed = true;
	}
	if (signals->resumed)
		screen_resume(notes->screen);
	else if (signals->resized)
		screen_resize(notes->screen);
	signals->suspend = signals->resumed = signals->resized = false;
}

static bool print(struct notes *notes, struct err *err)
{
	struct buf out = {0};
	if (!notes->is_new)
		return true;
	notes->is_new = false;
	buf_add(&out, buf_text(&notes->text), notes->text.len);
	buf_puts(&out, "\n");
	bool ok = output_flush(&out, err);
	buf_done(&out);
	return ok;
}

static bool watch(struct notes *notes, struct err *err)
{
	while (!notes->is_over && !notes->is_wrong && !notes->signals.ending) {
		if (notes->screen) {
			act_on_signals(notes);
			draw(notes);
		} else if (!print(notes, err)) {
			return false;
		}
		if (!loop_once(notes->loop, -1, err))
			return false;
	}
	return notes->screen || print(notes, err);
}

static bool begin(struct notes *notes, bool plain, struct err *err)
{
	notes->loop = loop_new(err);
	if (!notes->loop ||
	    !signals_open(&notes->signals, notes->loop, !plain, err) ||
	    !loop_add(notes->loop, notes->fd, EPOLLIN, on_talk, notes, err))
		return false;
	notes->came = clock_now();
	if (plain)
		return true;
	notes->screen = screen_open(err);
	notes->tick = (struct loop_timer){.fn = on_tick, .data = notes};
	on_tick(notes);
	return notes->screen &&
	       loop_add(notes->loop, STDIN_FILENO, EPOLLIN, on_key, notes, err);
}

static void end(struct notes *notes)
{
	screen_close(notes->screen);
	if (notes->signals.loop)
		signals_close(&notes->signals);
	loop_free(notes->loop);
	if (notes->fd >= 0)
		close(notes->fd);
	grid_done(&notes->grid);
	buf_done(&notes->bytes);
	buf_done(&notes->text);
}

int notes_show(const char *pid, bool plain, struct err *err)
{
	struct notes notes = {.fd = -1};
	if (!open_talk(&notes, pid, err))
		return STATUS_USAGE;
	bool ok = begin(&notes, plain, err) && watch(&notes, err);
	int status = ok ? STATUS_DONE : STATUS_CANNOT;
	if (ok && notes.is_wrong) {
		FAILURE(err, "notes-foreign");
		status = STATUS_FAILED;
	}
	if (ok && notes.signals.ending)
		status = STATUS_SIGNAL + notes.signals.ending;
	end(&notes);
	return status;
}
