/* standstill: programs of which none can move any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That they all sleep, and in what, says the lab (lab/trace/trace_waits.h);
 * who has the other end, and what lies in the queues, the rows of the kernel
 * that the journal has. Whether it is a hang depends on what is waited for. A
 * connection ends, or goes on, by whoever has its other end, and that one
 * sleeps, too. A listener, and a datagram socket that was not asked from
 * first, wait for somebody who may still come, unless it has no port that one
 * could send to; and so does who reads its terminal: the learner starts a
 * client, or types.
 *
 * What was seen is standstill_picture.c, what is said of it standstill_words.c
 * and, of the likely mistake, standstill_mistake.c and standstill_own.c.
 * It is looked for between the steps, four times a second, as the lab is; two
 * looks must find all asleep with no turn of a processor in between.
 */
#include "session/standstill.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "session/parts.h"
#include "session/standstill_picture.h"

#include <string.h>

enum { LOOK_EVERY = 250 * 1000 * 1000 };

static void picture_open(struct picture *picture, const struct session *session)
{
	*picture = (struct picture){
		.journal = session->journal,
		.origin = session_origin(session),
		.place = journal_count(session->journal),
	};
	journal_snapshot(picture->journal, picture->place, &picture->snapshot);
	if (session->lab)
		picture->waits = lab_waits(session->lab, &picture->count);
}

static void picture_done(struct picture *picture)
{
	snapshot_done(&picture->snapshot);
	free(picture->waits);
}

/* --- what is waited for ----------------------------------------------------
 */

/* Whether somebody who was not there yet may end the wait. */
static bool waits_for_newcomer(const struct picture *picture,
			       const struct lab_wait *wait,
			       const struct wait_fd *fd)
{
	const struct socket_state *row = picture_row(picture, wait, fd);
	if (wait->closed)
		return false; // nobody wants it any more
	if (!row)
		return true; // no proof that nobody comes
	if (row->state == SOCKET_LISTEN)
		return true;
	if (!socket_is_datagram(row) || socket_has_no_port(row))
		return false;
	struct arena arena = {0};
	bool asked =
		picture_traffic(picture, wait->process, fd->fd, true, &arena)
			.sent_first;
	arena_done(&arena);
	return fd->reads && !asked;
}

/* Whether all that it waits for would have to come from those that are there.
 */
static bool is_stuck(const struct picture *picture, const struct lab_wait *wait)
{
	if (wait->kind != WAIT_SOCKETS)
		return false;
	for (size_t i = 0; i < wait->fd_count; i++) {
		if (waits_for_newcomer(picture, wait, &wait->fds[i]))
			return false;
	}
	return wait->fd_count > 0;
}

/* The first that is stuck, or NULL. */
static const struct lab_wait *find_stuck(const struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++) {
		if (picture->waits[i].actor &&
		    is_stuck(picture, &picture->waits[i]))
			return &picture->waits[i];
	}
	return NULL;
}

static enum standstill judge(const struct picture *picture)
{
	bool is_open = false;
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (wait->kind == WAIT_TERMINAL)
			return STANDSTILL_REST;
		is_open |= wait->kind == WAIT_SIGNAL ||
			   wait->kind == WAIT_HALTED ||
			   (wait->kind == WAIT_SOCKETS &&
			    !is_stuck(picture, wait));
	}
	return find_stuck(picture) || !is_open ? STANDSTILL_HANG
					       : STANDSTILL_REST;
}

/* --- in words --------------------------------------------------------------
 */

/* One after the other; what nobody was told of waits for nobody told. */
static void print_all(const struct picture *picture, const char *before,
		      const char *behind, struct buf *out)
{
	for (size_t i = 0; i < picture->count; i++) {
		if (!picture->waits[i].actor)
			continue;
		buf_puts(out, before);
		picture_print_wait(picture, &picture->waits[i], out);
		buf_puts(out, behind);
	}
}

void session_print_beginner(const struct move *waiting, struct buf *out)
{
	const struct slot actor = SLOT_TEXT("actor", waiting->actor);
	if (waiting->path)
		SENTENCE(out, "not-begun-path", actor,
			 SLOT_TEXT("path", waiting->path));
	else if (waiting->number)
		SENTENCE(out, "not-begun-port", actor,
			 SLOT_NUMBER("port", waiting->number));
	else
		SENTENCE(out, "not-begun", actor);
}

const char **session_readers(const struct session *session, size_t *count)
{
	size_t all = 0;
	*count = 0;
	struct lab_wait *waits =
		session->lab ? lab_waits(session->lab, &all) : NULL;
	const char **names = xcalloc(all + 1, sizeof(*names));
	for (size_t i = 0; i < all; i++) {
		if (waits[i].actor && waits[i].kind == WAIT_TERMINAL)
			names[(*count)++] = waits[i].actor;
	}
	free(waits);
	return names;
}

void session_print_waits(const struct session *session, struct buf *out)
{
	struct picture picture;
	picture_open(&picture, session);
	print_all(&picture, "  ", "\n", out);
	for (size_t i = 0; i < session->programs.waiting_count; i++) {
		buf_puts(out, "  ");
		session_print_beginner(&session->programs.waiting[i], out);
		buf_putc(out, '\n');
	}
	picture_done(&picture);
}

/* A finding about the call that this one sleeps in. */
static void tell_finding(struct session *session, const struct picture *picture,
			 const struct lab_wait *wait, enum finding_kind kind,
			 const char *text, const char *lesson)
{
	const struct event_call *call = picture_call(picture, wait);
	struct event event = {
		.kind = EVENT_FINDING,
		.as.finding = {.word = finding_row(kind)->word,
			       .actor = wait->actor,
			       .call = call ? call->id : 0,
			       .text = text,
			       .lesson = lesson,
			       .source = call ? call->source
					      : (struct event_source){0}},
	};
	journal_append(session->journal, &event);
}

static void tell_mistake(struct session *session, const struct picture *picture)
{
	const struct lab_wait *wait = find_stuck(picture);
	struct buf text = {0};
	if (!wait)
		return;
	const char *lesson = picture_say_mistake(picture, wait, &text);
	tell_finding(session, picture, wait, FINDING_STANDSTILL,
		     buf_text(&text), lesson);
	buf_done(&text);
}

/* Whether that actor was told of once, in this lab. */
static bool is_told(const struct picture *picture, const char *actor,
		    const char *word)
{
	struct journal_walk walk =
		journal_back(picture->journal, EVENT_FINDING, picture->origin,
			     picture->place);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		if (!strcmp(event->as.finding.word, word) &&
		    !strcmp(event->as.finding.actor, actor))
			return true;
	}
	return false;
}

static void tell_queue(struct session *session, const struct picture *picture)
{
	const struct finding_row *row = finding_row(FINDING_ONE_AT_A_TIME);
	struct buf text = {0};
	const struct lab_wait *wait = picture_say_queue(picture, &text);
	if (wait && !is_told(picture, wait->actor, row->word))
		tell_finding(session, picture, wait, FINDING_ONE_AT_A_TIME,
			     buf_text(&text), row->lesson);
	buf_done(&text);
}

void session_tell_queue(struct session *session)
{
	struct picture picture;
	picture_open(&picture, session);
	tell_queue(session, &picture);
	picture_done(&picture);
}

static void tell_hang(struct session *session, const struct picture *picture)
{
	struct buf text = {0}, waits = {0};
	for (size_t i = 0; i < picture->count; i++) {
		if (!picture->waits[i].actor)
			continue;
		buf_puts(&waits, waits.len ? "; " : "");
		picture_print_wait(picture, &picture->waits[i], &waits);
	}
	if (waits.len)
		SENTENCE(&text, "standstill-waits",
			 SLOT_TEXT("waits", buf_text(&waits)));
	else
		buf_puts(&text, sentence_text("standstill"));
	buf_done(&waits);
	session_note(session, buf_text(&text));
	buf_done(&text);
	tell_mistake(session, picture);
}

/* --- looking ---------------------------------------------------------------
 */

static void look(struct session *session)
{
	struct picture picture;
	picture_open(&picture, session);
	session->still.found = judge(&picture);
	// Who makes calls by himself can send what they wait for.
	if (session->lesson->actor_count)
		session->still.found = STANDSTILL_REST;
	if (session->still.found == STANDSTILL_HANG)
		tell_hang(session, &picture);
	else if (!session->lesson->actor_count)
		tell_queue(session, &picture);
	picture_done(&picture);
}

void session_tell_standstill(struct session *session)
{
	struct picture picture;
	picture_open(&picture, session);
	if (judge(&picture) == STANDSTILL_HANG)
		tell_hang(session, &picture);
	picture_done(&picture);
}

static void handle_look(void *data)
{
	struct session *session = data;
	if (session->busy || !session->lab || !lab_is_still(session->lab))
		session->still.found = STANDSTILL_NONE;
	else if (session->still.found == STANDSTILL_NONE)
		look(session);
	session_watch_standstill(session);
}

void session_watch_standstill(struct session *session)
{
	session->still.timer.fn = handle_look;
	session->still.timer.data = session;
	loop_timer_set(session->loop, &session->still.timer,
		       clock_now() + LOOK_EVERY);
}

enum standstill session_standstill(const struct session *session)
{
	return session->still.found;
}
