/* terminal: the pseudo-terminal of a traced program, see pty(7).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the master's end says EIO when the last process closes the other
 * one. Before the program has opened it that is so, too, which is why a
 * terminal is given its slave end open.
 */
#include "lab/trace/terminal.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <termios.h>

enum { TYPED_MOST = 64 * 1024 };

struct terminal {
	struct loop *loop;
	char *actor;
	enum outlet stream;
	terminal_fn *fn;
	void *data;
	int master; /* -1: the other end is closed */
	size_t told;
	uint64_t written;
	bool is_cut;
	struct buf typed; /* not yet taken */
};

/* --- what the program writes -----------------------------------------------
 */

static const char *const places[] = {
	[OUTLET_TERMINAL] = SENTENCE_OF("note-to-terminal", actor, count),
	[OUTLET_OUTPUT] = SENTENCE_OF("note-to-output", actor, count),
	[OUTLET_ERRORS] = SENTENCE_OF("note-to-errors", actor, count),
};

static void tell_cut(struct terminal *terminal)
{
	terminal->is_cut = true;
	AUTO_FREE char *text =
		sentence_new(places[terminal->stream],
			     SLOTS(SLOT_TEXT("actor", terminal->actor),
				   SLOT_NUMBER("count", TERMINAL_MOST >> 10)));
	struct event event = {.kind = EVENT_NOTE, .as.note = text};
	terminal->fn(terminal->data, &event);
}

static void tell(struct terminal *terminal, const unsigned char *bytes,
		 size_t len)
{
	size_t room = TERMINAL_MOST - terminal->told;
	size_t told = len < room ? len : room;
	struct event event = {
		.kind = EVENT_TERMINAL,
		.as.terminal = {terminal->actor, terminal->stream, bytes, told},
	};
	terminal->told += told;
	terminal->written += len;
	if (told)
		terminal->fn(terminal->data, &event);
	if (told < len && !terminal->is_cut)
		tell_cut(terminal);
}

static void end(struct terminal *terminal)
{
	loop_remove(terminal->loop, terminal->master);
	close(terminal->master);
	terminal->master = -1;
}

/* One round of it only: a program that floods must not hold up the others. */
void terminal_pump(struct terminal *terminal)
{
	enum { ROUNDS = 16 };
	unsigned char bytes[4096];
	for (int i = 0; i < ROUNDS && terminal->master >= 0; i++) {
		ssize_t len = read(terminal->master, bytes, sizeof(bytes));
		if (len > 0)
			tell(terminal, bytes, (size_t)len);
		else if (len < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		else
			end(terminal);
	}
}

/* --- what is typed ---------------------------------------------------------
 */

static loop_fd_fn handle;

static void watch(struct terminal *terminal)
{
	struct err err;
	uint32_t events = EPOLLIN | (terminal->typed.len ? EPOLLOUT : 0u);
	loop_remove(terminal->loop, terminal->master);
	// There was room for it a moment ago.
	(void)!loop_add(terminal->loop, terminal->master, events, handle,
			terminal, &err);
}

static void take_typed(struct terminal *terminal)
{
	struct buf *typed = &terminal->typed;
	bool waited = typed->len > 0;
	while (typed->len) {
		ssize_t len = write(terminal->master, typed->data, typed->len);
		if (len <= 0)
			break;
		typed->len -= (size_t)len;
		memmove(typed->data, typed->data + len, typed->len + 1);
	}
	if (waited && !typed->len)
		watch(terminal);
}

static void handle(void *data, uint32_t ready)
{
	struct terminal *terminal = data;
	if (ready & EPOLLOUT)
		take_typed(terminal);
	if (ready & (EPOLLIN | EPOLLHUP | EPOLLERR))
		terminal_pump(terminal);
}

bool terminal_type(struct terminal *terminal, const void *bytes, size_t len,
		   struct err *err)
{
	if (terminal->master < 0)
		return FAILURE(err, "type-closed",
			       SLOT_TEXT("actor", terminal->actor));
	if (terminal->typed.len + len > TYPED_MOST)
		return FAILURE(err, "type-unread",
			       SLOT_TEXT("actor", terminal->actor),
			       SLOT_NUMBER("unread", terminal->typed.len));
	bool waits = terminal->typed.len > 0;
	buf_add(&terminal->typed, bytes, len);
	if (!waits)
		watch(terminal);
	return true;
}

/* --- from the first to the last --------------------------------------------
 */

static int open_master(struct err *err)
{
	AUTO_CLOSE int master =
		posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) {
		FAILURE(err, "open-terminal",
			SLOT_TEXT("reason", strerror(errno)));
		return -1;
	}
	return take_fd(&master);
}

static int open_slave(int master, struct err *err)
{
	struct winsize size = {.ws_row = TERMINAL_HEIGHT,
			       .ws_col = TERMINAL_WIDTH};
	int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0 || ioctl(master, TIOCSWINSZ, &size) < 0) {
		FAILURE(err, "open-terminal-end",
			SLOT_TEXT("reason", strerror(errno)));
		if (slave >= 0)
			close(slave);
		return -1;
	}
	return slave;
}

/* Takes both ends over when it succeeds. */
static struct terminal *begin(const struct terminal *draft, const char *actor,
			      int *master, struct err *err)
{
	struct terminal *terminal = xcalloc(1, sizeof(*terminal));
	*terminal = *draft;
	terminal->master = *master;
	if (!loop_add(draft->loop, *master, EPOLLIN, handle, terminal, err)) {
		free(terminal);
		return NULL;
	}
	take_fd(master);
	terminal->actor = xstrdup(actor);
	return terminal;
}

struct terminal *terminal_open(struct loop *loop, const char *actor,
			       terminal_fn *fn, void *data, int *slave,
			       struct err *err)
{
	AUTO_CLOSE int master = open_master(err);
	AUTO_CLOSE int other = master < 0 ? -1 : open_slave(master, err);
	if (other < 0)
		return NULL;
	const struct terminal draft = {.loop = loop, .fn = fn, .data = data};
	struct terminal *terminal = begin(&draft, actor, &master, err);
	if (terminal)
		*slave = take_fd(&other);
	return terminal;
}

struct terminal *terminal_open_pipe(struct loop *loop, const char *actor,
				    enum outlet stream, terminal_fn *fn,
				    void *data, int *end, struct err *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0) {
		FAILURE(err, "make-output-pipe", SLOT_TEXT("actor", actor),
			SLOT_TEXT("reason", strerror(errno)));
		return NULL;
	}
	AUTO_CLOSE int ours = ends[0];
	AUTO_CLOSE int other = ends[1];
	// Only our end does not wait: the program's is as in a shell.
	fcntl(ours, F_SETFL, O_NONBLOCK);
	const struct terminal draft = {
		.loop = loop, .stream = stream, .fn = fn, .data = data};
	struct terminal *terminal = begin(&draft, actor, &ours, err);
	if (terminal)
		*end = take_fd(&other);
	return terminal;
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	if (terminal->master >= 0)
		end(terminal);
	buf_done(&terminal->typed);
	free(terminal->actor);
	free(terminal);
}

uint64_t terminal_written(const struct terminal *terminal)
{
	return terminal->written;
}

enum outlet terminal_stream(const struct terminal *terminal)
{
	return terminal->stream;
}

bool terminal_is_over(const struct terminal *terminal)
{
	return terminal->master < 0;
}
