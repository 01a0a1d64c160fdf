/* program: traced programs in a session.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that waits for another to listen is looked at when everything has
 * settled, and when a row of the kernel changes in between: it is started by
 * what the kernel says and never by the clock. It goes as far as all were last
 * told to.
 */
#include "session/program.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "lab/trace/terminal.h"
#include "lab/trace/trace.h"
#include "session/awaited.h"
#include "session/parts.h"

#include <string.h>

/* --- terminals -------------------------------------------------------------
 */

void session_keep_terminal(struct session *session, const char *actor,
			   struct terminal *terminal)
{
	session->programs.terminals = xgrow(
		session->programs.terminals, &session->programs.terminal_cap,
		session->programs.terminal_count + 1,
		sizeof(*session->programs.terminals));
	session->programs.terminals[session->programs.terminal_count++] =
		(struct session_terminal){arena_strdup(&session->arena, actor),
					  terminal};
}

static bool open_terminal(struct session *session, const char *actor,
			  int *slave, struct err *err)
{
	struct terminal *terminal = terminal_open(
		session->loop, actor, session_take_event, session, slave, err);
	if (!terminal)
		return false;
	session_keep_terminal(session, actor, terminal);
	return true;
}

void session_close_programs(struct session *session)
{
	loop_timer_clear(session->loop, &session->programs.due);
	loop_timer_clear(session->loop, &session->still.timer);
	session->still.found = STANDSTILL_NONE;
	for (size_t i = 0; i < session->programs.terminal_count; i++)
		terminal_close(session->programs.terminals[i].terminal);
	session->programs.terminal_count = 0;
	session->programs.waiting_count = 0;
	findings_free(session->programs.findings);
	session->programs.findings = NULL;
}

/* Threads and children of `server` are "server.2" and so on. */
static struct terminal *terminal_of(const struct session *session,
				    const char *actor)
{
	for (size_t i = 0; i < session->programs.terminal_count; i++) {
		const char *name = session->programs.terminals[i].actor;
		size_t len = strlen(name);
		if (!strncmp(name, actor, len) &&
		    (!actor[len] || actor[len] == '.'))
			return session->programs.terminals[i].terminal;
	}
	return NULL;
}

void session_pump_terminal(struct session *session, const char *actor)
{
	struct terminal *terminal = terminal_of(session, actor);
	if (terminal)
		terminal_pump(terminal);
}

/* --- starting --------------------------------------------------------------
 */

static void take_finding(void *data, const struct event *event)
{
	struct session *session = data;
	journal_append(session->journal, event);
}

void session_find_mistakes(struct session *session)
{
	if (!session->programs.findings)
		session->programs.findings =
			findings_new(take_finding, session);
}

static bool start(struct session *session, const struct move *move,
		  struct err *err)
{
	int slave = -1;
	session_find_mistakes(session);
	if (!open_terminal(session, move->actor, &slave, err))
		return false;
	const struct trace_program program = {
		.name = move->actor,
		.host = move->host,
		.argv = move->words,
		.stdio = {slave, slave, slave},
	};
	session->programs.refused = false;
	bool done = lab_trace_start(session->lab, &program,
				    &session->programs.refused, err);
	close(slave);
	if (!done)
		terminal_close(
			session->programs
				.terminals[--session->programs.terminal_count]
				.terminal);
	return done;
}

static bool is_listening(const struct session *session, const struct move *move)
{
	struct snapshot snapshot = {0};
	bool found = false;
	// Whose it is may be hidden, see tracer_tell_hidden().
	bool is_ours = session->lab && !lab_missing(session->lab);
	journal_snapshot(session->journal, journal_count(session->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		found = found || (awaited_is_reachable(row) &&
				  (is_ours || row->owner_count) &&
				  awaited_is(row, move));
	}
	snapshot_done(&snapshot);
	return found;
}

/* Starts those whose time has come. Returns whether there was one. */
bool session_start_due(struct session *session)
{
	size_t left = 0;
	bool started = false;
	for (size_t i = 0; i < session->programs.waiting_count; i++) {
		struct move move = session->programs.waiting[i];
		struct err err;
		if (!is_listening(session, &move)) {
			session->programs.waiting[left++] = move;
			continue;
		}
		bool done = start(session, &move, &err);
		// It goes as far as the others were told to.
		if (done && session->programs.has_aim)
			done = lab_trace_go(session->lab, move.actor,
					    &session->programs.aim, &err);
		if (!done)
			session_note(session, err.text);
		started = true;
	}
	session->programs.waiting_count = left;
	return started;
}

static void due_over(void *data)
{
	struct session *session = data;
	if (session_start_due(session))
		lab_settle(session->lab, NULL, due_over, session);
	else
		session->busy = false;
}

/* Nobody made a move: a program began to listen by itself. */
static void handle_due(void *data)
{
	struct session *session = data;
	if (session->busy || !session->lab || !session_start_due(session))
		return;
	session->busy = true;
	lab_settle(session->lab, NULL, due_over, session);
}

void session_look_due(struct session *session, const struct event *event)
{
	if (event->kind != EVENT_SOCKET || !session->programs.waiting_count ||
	    session->busy || !awaited_is_reachable(&event->as.socket.state))
		return;
	session->programs.due.fn = handle_due;
	session->programs.due.data = session;
	loop_timer_set(session->loop, &session->programs.due, clock_now());
}

/* --- the moves -------------------------------------------------------------
 */

bool session_act_trace(struct session *session, const struct move *move,
		       struct err *err)
{
	session->programs.count++;
	session_watch_standstill(session);
	if (!move->waits)
		return start(session, move, err);
	session->programs.waiting =
		xgrow(session->programs.waiting, &session->programs.waiting_cap,
		      session->programs.waiting_count + 1,
		      sizeof(*session->programs.waiting));
	session->programs.waiting[session->programs.waiting_count++] = *move;
	return true;
}

bool session_act_attach(struct session *session, const struct move *move,
			struct err *err)
{
	if (session->is_again)
		return FAILURE(err, "begun-anew-not",
			       SLOT_TEXT("actor", move->actor));
	session->programs.count++;
	session_watch_standstill(session);
	session_find_mistakes(session);
	session->programs.refused = false;
	if (!lab_trace_attach(session->lab, move->actor, move->number,
			      &session->programs.refused, err))
		return false;
	session_note(session, sentence_text(SENTENCE_ID("note-attached")));
	return true;
}

bool session_act_go(struct session *session, const struct move *move,
		    struct err *err)
{
	if (!move->actor) {
		session->programs.aim = move->until;
		session->programs.has_aim = true;
	}
	return lab_trace_go(session->lab, move->actor, &move->until, err);
}

bool session_act_release(struct session *session, const struct move *move,
			 struct err *err)
{
	return lab_trace_release(session->lab, move->actor, err);
}

bool session_act_type(struct session *session, const struct move *move,
		      struct err *err)
{
	struct terminal *terminal = terminal_of(session, move->actor);
	if (!terminal)
		return FAILURE(err, "type-no-terminal",
			       SLOT_TEXT("actor", move->actor));
	return terminal_type(terminal, move->bytes.data, move->bytes.len, err);
}

bool session_act_fault(struct session *session, const struct move *move,
		       struct err *err)
{
	if (move->fault.call)
		return lab_trace_fault(session->lab, &move->fault, err);
	lab_trace_forget_faults(session->lab);
	session_note(session, sentence_text(SENTENCE_ID("note-no-faults")));
	return true;
}

/* --- by the learner --------------------------------------------------------
 */

static const char *const *keep_words(struct session *session,
				     const char *const *words)
{
	size_t count = 0;
	while (words[count])
		count++;
	const char **kept =
		arena_alloc(&session->arena, (count + 1) * sizeof(*kept));
	for (size_t i = 0; i < count; i++)
		kept[i] = arena_strdup(&session->arena, words[i]);
	return kept;
}

bool session_trace(struct session *session,
		   const struct session_program *program, bool *refused,
		   struct err *err)
{
	if (!session_can_move(session,
			      sentence_text(SENTENCE_ID("start-a-program")),
			      err))
		return false;
	const struct move move = {
		.kind = MOVE_TRACE,
		.actor = arena_strdup(&session->arena, program->name),
		.host = arena_strdup(&session->arena, program->host),
		.words = keep_words(session, program->words),
		.waits = program->when_listening,
		.number = program->port,
		.path = arena_strdup(&session->arena, program->path),
	};
	bool done = session_make_move(session, &move, err);
	if (refused)
		*refused = !done && session->programs.refused;
	return done;
}

bool session_attach(struct session *session, const char *name, int pid,
		    bool *refused, struct err *err)
{
	const struct move move = {
		.kind = MOVE_ATTACH,
		.actor = arena_strdup(&session->arena, name),
		.number = pid,
	};
	bool done = session_can_move(session,
				     sentence_text(SENTENCE_ID("take-over")),
				     err) &&
		    session_make_move(session, &move, err);
	if (refused)
		*refused = !done && session->programs.refused;
	return done;
}

bool session_go(struct session *session, const char *actor,
		const struct until *until, struct err *err)
{
	const struct move move = {
		.kind = MOVE_GO,
		.actor = arena_strdup(&session->arena, actor),
		.until = *until,
	};
	if (!session->programs.count)
		return FAILURE(err, "go-nothing-traced");
	return session_can_move(session, "go", err) &&
	       session_make_move(session, &move, err);
}

bool session_release(struct session *session, const char *actor,
		     struct err *err)
{
	const struct move move = {
		.kind = MOVE_RELEASE,
		.actor = arena_strdup(&session->arena, actor),
	};
	return session_can_move(session, "detach", err) &&
	       session_make_move(session, &move, err);
}

bool session_type(struct session *session, const char *actor, const void *bytes,
		  size_t len, struct err *err)
{
	const struct move move = {
		.kind = MOVE_TYPE,
		.actor = arena_strdup(&session->arena, actor),
		.bytes = {arena_copy(&session->arena, bytes, len), len, 0, 0},
	};
	return session_can_move(session, "type", err) &&
	       session_make_move(session, &move, err);
}

bool session_fault(struct session *session, const struct call_fault *fault,
		   struct err *err)
{
	struct move move = {.kind = MOVE_FAULT};
	if (fault) {
		move.fault = *fault;
		move.fault.actor = arena_strdup(&session->arena, fault->actor);
		move.fault.call = arena_strdup(&session->arena, fault->call);
	}
	return session_can_move(session, "inject", err) &&
	       session_make_move(session, &move, err);
}

/* --- asking ----------------------------------------------------------------
 */

bool session_has_programs(const struct session *session)
{
	return session->programs.count > 0;
}

bool session_is_program(const struct session *session, const char *actor)
{
	return session->lab && lab_trace_process(session->lab, actor) > 0;
}

bool session_programs_stuck(const struct session *session, struct buf *why)
{
	if (!session->lab || session->busy ||
	    !session->programs.waiting_count ||
	    lab_trace_is_alive(session->lab))
		return false;
	session_print_beginner(&session->programs.waiting[0], why);
	return true;
}

bool session_programs_ended(const struct session *session)
{
	return !session->lab || (!session->programs.waiting_count &&
				 !lab_trace_is_alive(session->lab));
}
