/* session: a lesson meets a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a beat is: a STEP event, the call or command, settling, the checks
 * of its expectations, a STEP event that says it is over. Everything in
 * between arrives through on_event() while the loop runs.
 *
 * begins[i] is the place in the journal where beat i began. A beat's part of
 * the journal reaches to where the next one began, so that a packet that comes
 * late, such as a delayed acknowledgement, is shown with the call it belongs
 * to.
 *
 * A rewind closes the lab and builds a new one, and the journal goes on: the
 * old lab's sockets are written off first (the kernel ended them with the
 * network namespace), and the new lab's events follow from `origin`.
 */
#include "session/session.h"

#include "call/print.h"
#include "call/symbol.h"
#include "lab/lab.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { ANSWER_NONE = -2, ANSWER_UNKNOWN = -1 };

struct session {
	const struct lesson *lesson; /* the one given, or `moved` */
	struct lesson *moved;	     /* the same at another loopback address */
	struct loop *loop;
	struct session_options options;
	struct journal *journal;
	struct lab *lab;
	size_t beats;
	size_t live, viewed;
	size_t origin;	/* place where the present lab began */
	size_t *begins; /* of the beats played in the present lab */
	int *answers;
	bool busy;	 /* settling */
	bool actor_lost; /* an actor ended since the beat began */
	bool broken;
	char loss[128]; /* how the last actor that ended did */
	/* Each lab counts its calls and packets from 1; in the journal they go
	 * on from those of the labs before: the base is added. */
	unsigned call_base, call_last;
	unsigned packet_base, packet_last;
	size_t failures;
};

static const struct beat *beat_of(const struct session *session, size_t index,
				  size_t *step, size_t *beat)
{
	lesson_beat_at(session->lesson, index, step, beat);
	return &session->lesson->steps[*step].beats[*beat];
}

static void append_call(struct session *session, const struct event *event)
{
	struct event numbered = *event;
	numbered.as.call.id += session->call_base;
	if (numbered.as.call.id > session->call_last)
		session->call_last = numbered.as.call.id;
	journal_append(session->journal, &numbered);
}

static void append_packet(struct session *session, const struct event *event)
{
	struct event numbered = *event;
	numbered.as.packet.number += session->packet_base;
	if (numbered.as.packet.number > session->packet_last)
		session->packet_last = numbered.as.packet.number;
	journal_append(session->journal, &numbered);
}

static void append_actor(struct session *session, const struct event *event)
{
	journal_append(session->journal, event);
	const struct event_actor *actor = &event->as.actor;
	if (actor->phase != ACTOR_ENDED)
		return;
	session->actor_lost = true;
	if (!session->busy)
		session->broken = true;
	if (actor->signal)
		snprintf(session->loss, sizeof(session->loss),
			 "%s was killed by %s", actor->actor,
			 symbol_name(SYMBOL_SIGNAL, actor->signal));
	else
		snprintf(session->loss, sizeof(session->loss),
			 "%s ended with exit status %d", actor->actor,
			 actor->status);
}

static void on_event(void *data, const struct event *event)
{
	struct session *session = data;
	if (event->kind == EVENT_CALL)
		append_call(session, event);
	else if (event->kind == EVENT_PACKET)
		append_packet(session, event);
	else if (event->kind == EVENT_ACTOR)
		append_actor(session, event);
	else
		journal_append(session->journal, event);
}

static void append_note(struct session *session, const char *text)
{
	struct event event = {.kind = EVENT_NOTE, .as.note = text};
	journal_append(session->journal, &event);
}

static void append_step(struct session *session, size_t index, bool over)
{
	size_t step, beat;
	beat_of(session, index, &step, &beat);
	struct event event = {
		.kind = EVENT_STEP,
		.as.step = {.step = (int)step,
			    .beat = (int)beat,
			    .over = over,
			    .title = session->lesson->steps[step].title},
	};
	journal_append(session->journal, &event);
}

/* --- making calls ----------------------------------------------------------
 */

struct names {
	const struct session *session;
	const char *actor;
};

static bool look_up(void *data, const char *name, int64_t *num)
{
	const struct names *names = data;
	const struct journal *journal = names->session->journal;
	return journal_variable(journal, journal_count(journal), names->actor,
				name, num);
}

static bool make_call(struct session *session, const char *actor,
		      const struct call *call, struct err *err)
{
	struct call bound = *call;
	struct names names = {session, actor};
	if (!call_bind(&bound, look_up, &names, err) ||
	    !lab_call(session->lab, actor, &bound, err))
		return err_wrap(err, "%s", actor);
	return true;
}

/* --- settling and checking -------------------------------------------------
 */

/* A wire expectation says nothing in a lab that sees no packets. */
static bool is_checked(const struct session *session,
		       const struct expect *expect)
{
	return lab_has_wire(session->lab) || !expect_needs_wire(expect);
}

static bool all_hold(void *data)
{
	const struct session *session = data;
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live - 1, &step, &index);
	size_t begin = session->begins[session->live - 1];
	size_t place = journal_count(session->journal);
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (is_checked(session, &beat->expects[i]) &&
		    !expect_holds(&beat->expects[i], session->journal, begin,
				  place, beat->actor, NULL))
			return false;
	}
	return true;
}

/* Writes a CHECK event for each expectation. Returns whether all are met. */
static bool check_all(struct session *session, const struct beat *beat)
{
	size_t begin = session->begins[session->live - 1];
	size_t place = journal_count(session->journal);
	bool all_met = true;
	for (size_t i = 0; i < beat->expect_count; i++) {
		const struct expect *expect = &beat->expects[i];
		if (!is_checked(session, expect))
			continue;
		struct buf found = {0};
		bool met = expect_holds(expect, session->journal, begin, place,
					beat->actor, &found);
		struct event event = {
			.kind = EVENT_CHECK,
			.as.check = {.met = met,
				     .file = session->lesson->file,
				     .line = expect->line,
				     .text = expect->text,
				     .found = met ? NULL : buf_text(&found)},
		};
		journal_append(session->journal, &event);
		buf_done(&found);
		session->failures += !met;
		all_met &= met;
	}
	return all_met;
}

/* An actor may end because the lesson says so: its call raises SIGPIPE. Any
 * other death breaks the session. */
static bool expects_death(const struct beat *beat)
{
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (expect_is(&beat->expects[i], "killed"))
			return true;
	}
	return false;
}

static void beat_over(void *data)
{
	struct session *session = data;
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live - 1, &step, &index);
	bool all_met = check_all(session, beat);
	append_step(session, session->live - 1, true);
	session->busy = false;
	if (session->actor_lost && !(all_met && expects_death(beat)))
		session->broken = true;
}

static bool play(struct session *session, struct err *err)
{
	size_t step, index;
	const struct beat *beat =
		beat_of(session, session->live, &step, &index);
	session->begins[session->live] = journal_count(session->journal);
	append_step(session, session->live, false);
	session->live++;
	session->viewed = session->live;
	session->busy = true;
	session->actor_lost = false;
	bool ok = true;
	if (beat->kind == BEAT_CALL)
		ok = make_call(session, beat->actor, &beat->call, err);
	else if (beat->kind == BEAT_COMMAND)
		ok = lab_run(session->lab, beat->host, beat->command, err);
	if (!ok) {
		append_note(session, err->text);
		beat_over(session);
		session->failures++;
		return false;
	}
	bool acts = beat->kind == BEAT_CALL || beat->kind == BEAT_COMMAND;
	if (acts)
		lab_settle(session->lab, beat->expect_count ? all_hold : NULL,
			   beat_over, session);
	else
		beat_over(session);
	return true;
}

/* --- building and rebuilding -----------------------------------------------
 */

static struct lab *build_lab(struct session *session, struct err *err)
{
	const struct lesson *lesson = session->lesson;
	struct arena arena = {0};
	struct lab_actor *actors =
		arena_alloc(&arena, lesson->actor_count * sizeof(*actors));
	for (size_t i = 0; i < lesson->actor_count; i++)
		actors[i] = (struct lab_actor){lesson->actors[i].name,
					       lesson->actors[i].host};
	struct lab_host *hosts =
		arena_alloc(&arena, lesson->host_count * sizeof(*hosts));
	for (size_t i = 0; i < lesson->host_count; i++)
		hosts[i] = (struct lab_host){lesson->hosts[i].name,
					     lesson->hosts[i].addresses};
	struct lab_config config = {
		.hosts = hosts,
		.host_count = lesson->host_count,
		.actors = actors,
		.actor_count = lesson->actor_count,
		.no_namespaces = session->options.no_namespaces,
	};
	struct lab *lab =
		lab_open(&config, session->loop, on_event, session, err);
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
		session->journal, session->origin,
		journal_count(session->journal), setup->actor);
	assert(made);
	if (made->phase == CALL_RETURN && made->call.result.error == 0)
		return true;
	struct buf text = {0};
	call_print_strace(&made->call, &text);
	err_set(err, "%s:%d: the lesson cannot begin: %s: %s%s",
		session->lesson->file, setup->line, setup->actor,
		buf_text(&text), made->phase == CALL_BLOCKED ? " blocks" : "");
	buf_done(&text);
	return false;
}

static bool run_setup(struct session *session, struct err *err)
{
	const struct lesson *lesson = session->lesson;
	for (size_t i = 0; i < lesson->setup_count; i++) {
		const struct setup *setup = &lesson->setups[i];
		session->busy = true;
		if (!make_call(session, setup->actor, &setup->call, err)) {
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
	const char *lacking =
		lesson->needs_namespaces && !lab_has_namespaces(lab)
			? "namespaces"
		: lesson->needs_wire && !lab_has_wire(lab) ? "the wire"
							   : NULL;
	if (!lacking)
		return true;
	return err_set(err, "lesson %s needs %s: %s", lesson->id, lacking,
		       lab_missing(lab));
}

/* Without a network of its own, a run finds what the last one left: its port
 * in TIME_WAIT, for a minute. Each such lab therefore gets a loopback address
 * of its own, in the calls, the expectations and the words alike; 127.0.0.x is
 * left to the machine. */
static bool move_lesson(struct session *session, struct err *err)
{
	unsigned char random[3];
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return err_set(err, "choose a loopback address: %s",
			       strerror(errno));
	char loopback[16];
	snprintf(loopback, sizeof(loopback), "127.%d.%d.%d", 1 + random[0] % 9,
		 random[1] % 10, 1 + random[2] % 9);
	struct lesson *moved =
		lesson_read_at(session->lesson->file, loopback, err);
	if (!moved)
		return false;
	lesson_free(session->moved);
	session->lesson = session->moved = moved;
	return true;
}

static bool start(struct session *session, struct err *err)
{
	session->origin = journal_count(session->journal);
	session->call_base = session->call_last;
	session->packet_base = session->packet_last;
	session->live = session->viewed = 0;
	session->broken = session->busy = session->actor_lost = false;
	session->lab = build_lab(session, err);
	if (!session->lab)
		return false;
	if (lab_missing(session->lab))
		append_note(session, lab_missing(session->lab));
	if (!check_needs(session, err))
		return false;
	if (!lab_has_namespaces(session->lab) && !move_lesson(session, err))
		return false;
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
	session->beats = lesson_beats(lesson);
	session->begins = xcalloc(session->beats, sizeof(*session->begins));
	session->answers = xcalloc(session->beats, sizeof(*session->answers));
	for (size_t i = 0; i < session->beats; i++)
		session->answers[i] = ANSWER_NONE;
	if (start(session, err))
		return session;
	session_free(session);
	return NULL;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	lab_close(session->lab);
	lesson_free(session->moved);
	journal_free(session->journal);
	free(session->begins);
	free(session->answers);
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

bool session_rewind(struct session *session, size_t beat, struct err *err)
{
	if (beat > session->live)
		return err_set(err,
			       "rewind to beat %zu: only %zu were played; go "
			       "forward with next",
			       beat, session->live);
	lab_close(session->lab);
	session->lab = NULL;
	session->busy = false;
	write_off_sockets(session);
	append_note(session, "rewound: a new lab, replayed up to here");
	if (!start(session, err))
		return false;
	while (session->live < beat && !session->broken) {
		if (!play(session, err) || !session_wait(session, err))
			return false;
	}
	return true;
}

/* --- moving ----------------------------------------------------------------
 */

enum session_state session_state(const struct session *session)
{
	if (session->busy)
		return SESSION_BUSY;
	if (session->broken || !session->lab)
		return SESSION_BROKEN;
	if (session->live == session->beats)
		return SESSION_OVER;
	size_t step, beat;
	if (beat_of(session, session->live, &step, &beat)->prediction &&
	    session->answers[session->live] == ANSWER_NONE &&
	    !session->options.answer_unknown)
		return SESSION_ASKING;
	return SESSION_READY;
}

static bool record_answer(struct session *session, int choice)
{
	size_t step, beat;
	const struct prediction *prediction =
		beat_of(session, session->live, &step, &beat)->prediction;
	session->answers[session->live] = choice;
	struct event event = {
		.kind = EVENT_ANSWER,
		.as.answer = {.step = (int)step,
			      .beat = (int)beat,
			      .choice = choice,
			      .right = choice >= 0 &&
				       prediction->options[choice].right},
	};
	journal_append(session->journal, &event);
	return true;
}

bool session_answer(struct session *session, int choice, struct err *err)
{
	if (session_state(session) != SESSION_ASKING)
		return err_set(err, "answer: nothing is asked at this step");
	size_t step, beat;
	const struct prediction *prediction =
		beat_of(session, session->live, &step, &beat)->prediction;
	if (choice >= (int)prediction->option_count)
		return err_set(err, "answer %c: the last option is %c",
			       'a' + choice,
			       'a' + (int)prediction->option_count - 1);
	return record_answer(session, choice < 0 ? ANSWER_UNKNOWN : choice);
}

bool session_next(struct session *session, struct err *err)
{
	if (session->viewed < session->live) {
		session->viewed++;
		return true;
	}
	switch (session_state(session)) {
	case SESSION_BUSY:
		return err_set(err, "the last call is still settling");
	case SESSION_BROKEN:
		return err_set(err,
			       "%s: rewind with r to a new lab at this step, "
			       "or quit with q",
			       session->loss);
	case SESSION_OVER:
		return err_set(err, "the lesson is over: look back, or quit "
				    "with q");
	case SESSION_ASKING:
		return err_set(err, "say what you expect first: a letter, or "
				    "? for don't know");
	case SESSION_READY:
		break;
	}
	size_t step, beat;
	if (beat_of(session, session->live, &step, &beat)->prediction &&
	    session->answers[session->live] == ANSWER_NONE)
		record_answer(session, ANSWER_UNKNOWN);
	return play(session, err);
}

bool session_look(struct session *session, int beats, struct err *err)
{
	if (beats < 0 && (size_t)-beats > session->viewed)
		return err_set(err, "look back: this is the beginning");
	if (beats > 0 && (size_t)beats > session->live - session->viewed)
		return err_set(err, "look forward: this is where the kernel is;"
				    " space makes the next call");
	session->viewed = (size_t)((long)session->viewed + beats);
	return true;
}

bool session_wait(struct session *session, struct err *err)
{
	while (session->busy) {
		if (!loop_once(session->loop, -1, err))
			return false;
	}
	return true;
}

/* --- asking ----------------------------------------------------------------
 */

size_t session_live(const struct session *session)
{
	return session->live;
}

size_t session_viewed(const struct session *session)
{
	return session->viewed;
}

const struct lesson *session_lesson(const struct session *session)
{
	return session->lesson;
}

struct journal *session_journal(const struct session *session)
{
	return session->journal;
}

const char *session_loss(const struct session *session)
{
	return session->loss;
}

const char *session_missing(const struct session *session)
{
	return session->lab ? lab_missing(session->lab) : NULL;
}

void session_view(const struct session *session, size_t *begin, size_t *end)
{
	size_t viewed = session->viewed;
	*begin = viewed ? session->begins[viewed - 1] : session->origin;
	*end = viewed < session->live ? session->begins[viewed]
				      : journal_count(session->journal);
}

int session_answer_of(const struct session *session, size_t beat)
{
	return beat < session->beats ? session->answers[beat] : ANSWER_NONE;
}

size_t session_failures(const struct session *session)
{
	return session->failures;
}
