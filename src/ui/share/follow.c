/* follow: a talk that is given elsewhere, as it comes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever runs the broker may send anything. A piece is read as a log is, by
 * the same loader; pieces that come before their turn wait, a bounded number of
 * them, and where one does not come the broker is asked for all of them again.
 * What cannot be read ends the following, not the program.
 *
 * Lessons are known by the digest of what came, whatever it was called, and a
 * lab is shown with the one whose digest it names.
 */
#include "ui/share/follow.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "journal/save/save.h"
#include "lesson/lesson.h"
#include "ui/file/watchers.h"
#include "ui/share/ballot.h"
#include "ui/share/courier.h"
#include "ui/share/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { AHEAD_MOST = 4096, LESSONS_MOST = 64, WAIT_SECONDS = 20 };
static const size_t bytes_most = (size_t)1 << 28;

struct piece {
	unsigned number;
	struct buf text;
};

struct text {
	uint64_t digest;
	struct buf text;
};

struct follow {
	struct loop *loop;
	struct place at;
	char code[64];
	char run[96], state[96], prefix[96];
	struct courier_place place;
	struct courier *courier;
	follow_fn *fn;
	void *data;
	struct journal *journal;
	bool is_taken; /* the journal is the caller's */
	struct piece *pieces;
	size_t count, cap;
	unsigned next; /* number of the piece that is wanted */
	size_t bytes;
	struct text lessons[LESSONS_MOST];
	size_t lesson_count;
	bool has_lesson; /* that nobody asked for yet */
	bool is_over, was_asked;
	struct err trouble; /* empty: none */
	char token[BALLOT_TOKEN + 1], name[17];
};

/* --- pieces ----------------------------------------------------------------
 */

static void fail(struct follow *follow, const char *why)
{
	FAILURE(&follow->trouble, "talk-lost", SLOT_TEXT("reason", why));
	follow->next = 0;
}

static void load(struct follow *follow, struct buf *text)
{
	struct err err = {0};
	FILE *file = fmemopen(text->data, text->len, "r");
	if (!file)
		return;
	if (!journal_load(follow->journal, file,
			  sentence_text("say-talk-piece"), &err))
		fail(follow, err.text);
	fclose(file);
}

static void take_out(struct follow *follow, size_t i)
{
	buf_done(&follow->pieces[i].text);
	follow->count--;
	memmove(&follow->pieces[i], &follow->pieces[i + 1],
		(follow->count - i) * sizeof(*follow->pieces));
}

bool follow_take(struct follow *follow)
{
	size_t before = journal_count(follow->journal);
	for (size_t i = 0; follow->next && i < follow->count;) {
		if (follow->pieces[i].number > follow->next) {
			i++;
			continue;
		}
		if (follow->pieces[i].number == follow->next) {
			follow->next++;
			load(follow, &follow->pieces[i].text);
		}
		take_out(follow, i);
		i = 0;
	}
	if (follow->count && !follow->was_asked) {
		courier_send(follow->courier,
			     &(struct frame){.kind = FRAME_AGAIN});
		follow->was_asked = true;
	}
	if (!follow->count)
		follow->was_asked = false;
	return journal_count(follow->journal) > before;
}

static bool is_waiting(const struct follow *follow, unsigned number)
{
	for (size_t i = 0; i < follow->count; i++) {
		if (follow->pieces[i].number == number)
			return true;
	}
	return false;
}

static void add_piece(struct follow *follow, struct str name, struct str body)
{
	unsigned number = 0;
	for (size_t i = 0; i < name.len; i++) {
		if (name.data[i] < '0' || name.data[i] > '9' || i > 8)
			return;
		number = number * 10 + (unsigned)(name.data[i] - '0');
	}
	if (!follow->next || number < follow->next || !body.len ||
	    is_waiting(follow, number))
		return;
	follow->bytes += body.len;
	if (follow->bytes > bytes_most) {
		fail(follow, sentence_text("say-talk-long"));
		return;
	}
	// Those that come later are asked for again.
	if (follow->count == AHEAD_MOST && number != follow->next)
		return;
	follow->pieces = xgrow(follow->pieces, &follow->cap, follow->count + 1,
			       sizeof(*follow->pieces));
	struct piece *piece = &follow->pieces[follow->count++];
	*piece = (struct piece){.number = number};
	buf_add(&piece->text, body.data, body.len);
}

/* --- lessons ---------------------------------------------------------------
 */

bool follow_lesson(const struct follow *follow, uint64_t digest,
		   struct str *text)
{
	for (size_t i = 0; i < follow->lesson_count; i++) {
		const struct text *lesson = &follow->lessons[i];
		if (lesson->digest != digest)
			continue;
		*text = (struct str){lesson->text.data, lesson->text.len};
		return true;
	}
	return false;
}

bool follow_has_lesson(struct follow *follow)
{
	bool has = follow->has_lesson;
	follow->has_lesson = false;
	return has;
}

static void add_lesson(struct follow *follow, struct str body)
{
	uint64_t digest = lesson_digest(body);
	struct str known;
	if (!body.len || body.len > FOLLOW_LESSON_MOST ||
	    follow->lesson_count == LESSONS_MOST ||
	    follow_lesson(follow, digest, &known))
		return;
	struct text *lesson = &follow->lessons[follow->lesson_count++];
	lesson->digest = digest;
	buf_add(&lesson->text, body.data, body.len);
	(void)buf_text(&lesson->text);
	follow->has_lesson = true;
}

static void take_message(struct follow *follow, const struct frame *frame)
{
	size_t len = strlen(follow->prefix);
	if (!str_has_prefix(frame->topic, follow->prefix))
		return;
	struct str below = {frame->topic.data + len, frame->topic.len - len};
	// At the end a broker is told to forget all; that says nothing new.
	if (str_is(below, "state") && frame->body.len)
		follow->is_over = str_is(frame->body, "over");
	if (str_has_prefix(below, "run/lesson-"))
		add_lesson(follow, frame->body);
	else if (str_has_prefix(below, "run/"))
		add_piece(follow, (struct str){below.data + 4, below.len - 4},
			  frame->body);
}

static void on_frame(void *data, const struct frame *frame)
{
	struct follow *follow = data;
	if (frame->kind == FRAME_MESSAGE)
		take_message(follow, frame);
	if (frame->kind == FRAME_UP && follow->next)
		follow->trouble.text[0] = '\0';
	if (frame->kind == FRAME_DOWN && follow->next)
		FAILURE(&follow->trouble, "talk-unreached",
			SLOT_TEXT("host", follow->at.host),
			SLOT_STR("reason", frame->body));
	if (follow->fn)
		follow->fn(follow->data);
}

/* --- who votes -------------------------------------------------------------
 */

/* Whoever leaves and comes again is the same voter; nothing but this file knows
 * that. */
static bool find_token(struct follow *follow, struct err *err)
{
	AUTO_FREE char *folder = watchers_folder(err);
	if (!folder)
		return false;
	AUTO_FREE char *path = xprintf("%s/voter-%s", folder, follow->code);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return FAILURE(err, "open-file", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	ssize_t n = read(fd, follow->token, BALLOT_TOKEN);
	bool ok = n == BALLOT_TOKEN;
	if (!ok)
		ok = broker_draw(follow->token, BALLOT_TOKEN, err) &&
		     (pwrite(fd, follow->token, BALLOT_TOKEN, 0) ==
			      BALLOT_TOKEN ||
		      FAILURE(err, "write-file", SLOT_TEXT("path", path),
			      SLOT_TEXT("reason", strerror(errno))));
	close(fd);
	return ok;
}

void follow_vote(struct follow *follow, int step, int beat, int choice)
{
	char digit = (char)(choice < 0 ? '?' : '0' + choice);
	AUTO_FREE char *topic =
		xprintf("%svote/%s", follow->prefix, follow->name);
	AUTO_FREE char *body =
		xprintf("%d.%d %c %s", step, beat, digit, follow->token);
	courier_send(
		follow->courier,
		&(struct frame){FRAME_KEEP, str_from(topic), str_from(body)});
}

/* --- from the first to the last --------------------------------------------
 */

static bool read_code(struct follow *follow, const char *code, struct err *err)
{
	if (!*code || strlen(code) >= sizeof(follow->code) ||
	    code[strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
			      "uvwxyz0123456789")])
		return FAILURE(err, "follow-code");
	for (size_t i = 0; code[i]; i++)
		follow->code[i] = (char)(code[i] >= 'a' && code[i] <= 'z'
						 ? code[i] - 'a' + 'A'
						 : code[i]);
	return true;
}

/* A private broker knows the room by its code. */
static bool read_address(struct follow *follow, const char *address,
			 struct err *err)
{
	struct place *at = &follow->at;
	const char *colon = strrchr(address, ':');
	char *end = NULL;
	if (place_is_url(address))
		return place_read(at, address, err) || err_wrap(err, "follow");
	long port = colon ? strtol(colon + 1, &end, 10) : 0;
	if (!colon || colon == address || *end || port < 1 || port > 65535 ||
	    (size_t)(colon - address) >= sizeof(at->host))
		return FAILURE(err, "follow-address",
			       SLOT_TEXT("address", address));
	snprintf(at->host, sizeof(at->host), "%.*s", (int)(colon - address),
		 address);
	at->port = (int)port;
	snprintf(at->user, sizeof(at->user), "room");
	snprintf(at->password, sizeof(at->password), "%s", follow->code);
	return true;
}

static bool read_place(struct follow *follow, const char *address,
		       const char *code, struct err *err)
{
	const struct place *at = &follow->at;
	if (!read_code(follow, code, err) ||
	    !read_address(follow, address, err))
		return false;
	snprintf(follow->prefix, sizeof(follow->prefix), "sockstep/%s/",
		 follow->code);
	// Not the sheets of browsers, which are as many bytes again.
	snprintf(follow->run, sizeof(follow->run), "%srun/#", follow->prefix);
	snprintf(follow->state, sizeof(follow->state), "%sstate",
		 follow->prefix);
	follow->place = (struct courier_place){
		.host = at->host,
		.port = at->port,
		.is_secret = at->is_secret,
		.user = *at->user ? at->user : NULL,
		.password = *at->password ? at->password : NULL,
		.name = follow->name,
		.subscriptions = {follow->run, follow->state},
	};
	return true;
}

bool follow_check(const char *address, const char *code, struct err *err)
{
	struct follow none = {0};
	return read_code(&none, code, err) && read_address(&none, address, err);
}

static bool has_lab(const struct journal *journal)
{
	struct journal_walk walk =
		journal_back(journal, EVENT_LAB, 0, journal_count(journal));
	return journal_step(&walk, NULL);
}

static void on_deadline(void *data)
{
	*(bool *)data = true;
}

/* What cannot be reached at first is told at once, later it is tried again. */
static bool wait_for_lab(struct follow *follow, const int *ending,
			 struct err *err)
{
	bool is_late = false;
	struct loop_timer late = {.fn = on_deadline, .data = &is_late};
	loop_timer_set(follow->loop, &late,
		       clock_now() + WAIT_SECONDS * CLOCK_SECOND);
	bool ok = true;
	while (ok && !has_lab(follow->journal) && !is_late && !*ending &&
	       !follow->trouble.text[0]) {
		ok = loop_once(follow->loop, -1, err);
		follow_take(follow);
	}
	loop_timer_clear(follow->loop, &late);
	if (!ok || has_lab(follow->journal))
		return ok;
	if (!follow->trouble.text[0])
		return FAILURE(err, "talk-not-found");
	*err = follow->trouble;
	return false;
}

struct follow *follow_open(struct loop *loop, const char *address,
			   const char *code, const int *ending, struct err *err)
{
	struct follow *follow = xcalloc(1, sizeof(*follow));
	follow->loop = loop;
	follow->next = 1;
	follow->journal = journal_new();
	if (read_place(follow, address, code, err) && find_token(follow, err) &&
	    broker_draw(follow->name, sizeof(follow->name) - 1, err))
		follow->courier = courier_open(loop, &follow->place, on_frame,
					       follow, err);
	if (follow->courier && wait_for_lab(follow, ending, err))
		return follow;
	follow_close(follow);
	return NULL;
}

void follow_close(struct follow *follow)
{
	if (!follow)
		return;
	courier_close(follow->courier);
	while (follow->count)
		take_out(follow, follow->count - 1);
	free(follow->pieces);
	for (size_t i = 0; i < follow->lesson_count; i++)
		buf_done(&follow->lessons[i].text);
	if (!follow->is_taken)
		journal_free(follow->journal);
	free(follow);
}

void follow_listen(struct follow *follow, follow_fn *fn, void *data)
{
	follow->fn = fn;
	follow->data = data;
}

struct journal *follow_journal(struct follow *follow)
{
	follow->is_taken = true;
	return follow->journal;
}

bool follow_is_over(const struct follow *follow)
{
	return follow->is_over;
}

const char *follow_state(const struct follow *follow)
{
	if (follow->is_over)
		return sentence_text("say-talk-over");
	return follow->trouble.text[0] ? follow->trouble.text : NULL;
}
