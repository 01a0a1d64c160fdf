/* build: the lab of a session, built and rebuilt.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A rewind closes the lab and builds a new one, and the journal goes on: the
 * old lab's sockets are written off first (the kernel ended them with the
 * network namespace), and the new lab's events follow from its own LAB event.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "session/parts.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { RENEWALS_MOST = 4 };

/* The lesson's hosts and the learner's. Where the lesson names none, the one
 * that every lab has must be said as soon as there is another. */
static const struct lab_host *list_hosts(const struct session *session,
					 struct arena *arena, size_t *count)
{
	const struct lesson *lesson = session->lesson;
	size_t most = lesson->host_count + session->added.count + 1;
	struct lab_host *hosts = arena_alloc(arena, most * sizeof(*hosts));
	*count = 0;
	for (size_t i = 0; i < lesson->host_count; i++)
		hosts[(*count)++] = (struct lab_host){
			lesson->hosts[i].name, lesson->hosts[i].addresses};
	if (!lesson->host_count && session->added.count)
		hosts[(*count)++] = (struct lab_host){"host", NULL};
	for (size_t i = 0; i < session->added.count; i++)
		hosts[(*count)++] = session->added.hosts[i];
	return hosts;
}

static enum inhabitant who_lives(const struct session_options *options)
{
	return options->submission    ? INHABITANT_SUBMISSION
	       : options->whole_files ? INHABITANT_PROGRAM
				      : INHABITANT_AGENT;
}

static struct lab *build_lab(struct session *session, struct err *err)
{
	const struct lesson *lesson = session->lesson;
	struct arena arena = {0};
	struct lab_actor *actors = arena_alloc(
		&arena, (lesson->actor_count + 1) * sizeof(*actors));
	for (size_t i = 0; i < lesson->actor_count; i++)
		actors[i] = (struct lab_actor){lesson->actors[i].name,
					       lesson->actors[i].host};
	size_t host_count;
	const struct lab_host *hosts = list_hosts(session, &arena, &host_count);
	struct lab_config config = {
		.hosts = hosts,
		.host_count = host_count,
		.actors = actors,
		.actor_count = lesson->actor_count,
		.no_namespaces = session->options.no_namespaces,
		.limits_hold = lesson->is_exercise,
		.who = who_lives(&session->options),
		.writable = session->options.writable,
		.shared = session->options.shared,
		.seen = session->options.submission,
		.command_seconds = session->options.command_seconds,
	};
	struct lab *lab = lab_open(&config, session->loop, session_take_event,
				   session, err);
	arena_done(&arena);
	return lab;
}

static void setup_over(void *data)
{
	struct session *session = data;
	session->busy = false;
}

/* What comes later is built on the setup: a call that fails there, such as a
 * bind to a port that somebody else has, ends it with the kernel's reason. */
static bool check_setup(const struct session *session,
			const struct setup *setup, struct err *err)
{
	const struct event_call *made = journal_last_call(
		session->journal, session_origin(session),
		journal_count(session->journal), setup->actor);
	assert(made);
	if (made->phase == CALL_RETURN && made->call.result.error == 0 &&
	    !session->actor_lost)
		return true;
	struct buf text = {0};
	call_print_strace(&made->call, &text);
	FAILURE(err,
		made->phase == CALL_BLOCKED ? "cannot-begin-blocks"
					    : "cannot-begin",
		SLOT_TEXT("file", session->lesson->file),
		SLOT_NUMBER("line", setup->line),
		SLOT_TEXT("actor", setup->actor),
		SLOT_TEXT("call", buf_text(&text)));
	buf_done(&text);
	return false;
}

static bool run_setup(struct session *session, struct err *err)
{
	const struct lesson *lesson = session->lesson;
	for (size_t i = 0; i < lesson->setup_count; i++) {
		const struct setup *setup = &lesson->setups[i];
		session->busy = true;
		if (!session_make_call(session, setup->actor, &setup->call,
				       err)) {
			session->busy = false;
			return err_wrap(err, "%s:%d", lesson->file,
					setup->line);
		}
		lab_settle(session->lab, NULL, setup_over, session);
		if (!session_wait(session, err) ||
		    !check_setup(session, setup, err))
			return false;
	}
	return true;
}

static bool check_needs(const struct session *session, struct err *err)
{
	const struct lesson *lesson = session->lesson;
	const struct lab *lab = session->lab;
	bool no_spaces = (lesson->needs_namespaces || lesson->is_exercise ||
			  session->options.needs_namespaces) &&
			 !lab_has_namespaces(lab),
	     no_wire = lesson->needs_wire && !lab_has_wire(lab);
	if (!no_spaces && !no_wire)
		return true;
	return FAILURE(err,
		       lesson->is_exercise && no_spaces
			       ? "exercise-needs-spaces"
		       : lesson->is_exercise ? "exercise-needs-wire"
		       : no_spaces	     ? "lesson-needs-spaces"
					     : "lesson-needs-wire",
		       SLOT_TEXT("id", lesson->id),
		       SLOT_TEXT("missing", lab_missing(lab)));
}

/* Without a network of its own, a run finds what the last one left: its port
 * in TIME_WAIT, for a minute. Each such lab therefore gets a loopback address
 * of its own, in the calls, the expectations and the words alike; 127.0.0.x is
 * left to the machine. */
static bool move_lesson(struct session *session, struct err *err)
{
	unsigned char random[3];
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return FAILURE(err, "choose-loopback",
			       SLOT_TEXT("reason", strerror(errno)));
	char loopback[16];
	snprintf(loopback, sizeof(loopback), "127.%d.%d.%d", 1 + random[0] % 9,
		 random[1] % 10, 1 + random[2] % 9);
	struct lesson *moved =
		lesson_read_at(session->lesson->file, loopback, err);
	if (!moved)
		return false;
	lesson_shuffle(moved, session->lesson->shuffled);
	lesson_free(session->moved);
	session->lesson = session->moved = moved;
	if (session->loopback[0])
		session_readdress(session, session->loopback, loopback);
	memcpy(session->loopback, loopback, sizeof(loopback));
	return true;
}

static bool start(struct session *session, struct err *err)
{
	session->moves.live = session->moves.viewed = session->moves.played = 0;
	session->lab_number++;
	session_append_lab(session, LAB_BEGUN);
	session->call_base = session->call_last;
	session->broken = session->busy = session->actor_lost = false;
	session->trying.is_open = session->programs.has_aim = false;
	session->programs.count = 0;
	session->programs.standing = session->stepping.turn = NULL;
	session->stepping.open = session->stepping.closed = 0;
	session->stepping.has_failed = false;
	session->lab = build_lab(session, err);
	if (!session->lab)
		return false;
	if (lab_missing(session->lab))
		session_note(session, lab_missing(session->lab));
	if (!check_needs(session, err))
		return false;
	// A free lab has no address in it that could be moved.
	if (!lab_has_namespaces(session->lab) && session->lesson->file &&
	    !move_lesson(session, err))
		return false;
	session_append_lab(session, LAB_STANDS);
	return run_setup(session, err);
}

struct session *session_new(const struct lesson *lesson, struct loop *loop,
			    const struct session_options *options,
			    struct err *err)
{
	struct session *session = xcalloc(1, sizeof(*session));
	session->lesson = lesson;
	session->loop = loop;
	session->options = *options;
	session->journal = journal_new();
	session->course = xcalloc(1, sizeof(*session->course));
	session->course->journal = session->journal;
	session->beats = lesson_beats(lesson);
	session->answers = xcalloc(session->beats, sizeof(*session->answers));
	session->trying.helps =
		xcalloc(session->beats, sizeof(*session->trying.helps));
	for (size_t i = 0; i < session->beats; i++)
		session->answers[i] = ANSWER_NONE;
	if (session_read_hosts(session, options->hosts, err) &&
	    start(session, err))
		return session;
	session_free(session);
	return NULL;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	lab_close(session->lab);
	session_close_programs(session);
	recorded_free(session);
	free(session->programs.terminals);
	free(session->programs.waiting);
	lesson_free(session->moved);
	course_done(session->course);
	free(session->course);
	journal_free(session->journal);
	free(session->moves.items);
	free(session->answers);
	free(session->trying.helps);
	free(session->added.hosts);
	free(session->given.orders);
	arena_done(&session->arena);
	free(session);
}

/* The old lab is gone, and with it every socket in it. */
static void write_off_sockets(struct session *session)
{
	struct snapshot snapshot = {0};
	journal_snapshot(session->journal, journal_count(session->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		struct event event = {
			.kind = EVENT_SOCKET,
			.as.socket = {CHANGE_GONE, snapshot.rows[i]},
		};
		journal_append(session->journal, &event);
	}
	snapshot_done(&snapshot);
}

static bool make_again(struct session *session, size_t move, struct err *err)
{
	if (!session_repeat_orders(session, err))
		return false;
	while (session->moves.live < move && !session->broken) {
		struct move again = session->moves.items[session->moves.live];
		if (!session_repeat_move(session, &again, err) ||
		    !session_wait(session, err) ||
		    !session_repeat_orders(session, err))
			return false;
		if (session->moves.played != again.beats)
			return FAILURE(err, "rewind-differs");
	}
	return true;
}

bool session_make_again(struct session *session, size_t move, struct err *err)
{
	session->is_again = true;
	bool ok = make_again(session, move, err);
	session->is_again = false;
	return ok;
}

bool session_rewind(struct session *session, size_t move, struct err *err)
{
	if (session->recorded)
		return session_can_move(session, "rewind", err);
	if (move > session->moves.live)
		return FAILURE(err, "rewind-not-made",
			       SLOT_NUMBER("move", move),
			       SLOT_NUMBER("made", session->moves.live));
	session_append_move(session, MOVE_BACK, move, NULL);
	lab_close(session->lab);
	session_close_programs(session);
	session->lab = NULL;
	session->busy = false;
	session->moves.made = session->moves.live;
	write_off_sockets(session);
	session_note(session, sentence_text(SENTENCE_ID("note-rewound")));
	if (!start(session, err)) {
		snprintf(session->loss, sizeof(session->loss), "%.100s",
			 err->text);
		session_break(session);
		return false;
	}
	session_forget_orders(session, move);
	return session_make_again(session, move, err);
}

bool session_renew(struct session *session, struct err *err)
{
	// A busy machine can take longer than a clock of the kernel for this.
	for (int tries = 0; tries < RENEWALS_MOST; tries++) {
		AUTO_FREE char *why =
			session_lapsed(session, session_next_beat(session));
		if (!why)
			return true;
		AUTO_FREE char *text = SENTENCE_NEW("reply-lab-made-again",
						    SLOT_TEXT("why", why));
		session->lapsed = arena_strdup(&session->arena, text);
		if (!session_rewind(session, session->moves.live, err))
			return false;
	}
	return true;
}
