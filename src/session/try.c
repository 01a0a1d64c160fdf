/* try: a call that the learner has to find.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever the learner does is done, for real; what it comes to is judged by
 * the expectations of the beat, so every way there is right. Packets and the
 * like may have come with the last move or over several, so both are asked:
 * what happened since the last move began, and since the try did.
 *
 * The name that the learner gives to a result is theirs. When it is another
 * than the lesson's, an ALIAS event says what the lesson's name means from
 * there on.
 */
#include "base/clock.h"
#include "base/count.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "session/parts.h"

#include <string.h>

/* Long enough to read a hint and to think about it (VanLehn's tutors, and what
 * is known of learners who click hints away). */
#define THINK (8 * CLOCK_SECOND)

static const struct beat *try_of(const struct session *session)
{
	const struct beat *beat = session_next_beat(session);
	return beat && beat->kind == BEAT_TRY ? beat : NULL;
}

void session_begin_try(struct session *session)
{
	if (session->trying.is_open)
		return;
	session->trying.is_open = true;
	session->trying.begin = journal_count(session->journal);
	session_append_step(session, session->moves.played, false);
}

/* --- names -----------------------------------------------------------------
 */

/* Whether the result of `call` stands for that of the try's own call. */
static bool is_like(const struct call *call, const struct call *own)
{
	if (!own->into)
		return false;
	if (call->syscall == own->syscall)
		return true;
	bool accepts = !strncmp(call->syscall->name, "accept", 6);
	return accepts && !strncmp(own->syscall->name, "accept", 6);
}

void session_complete_call(struct session *session, const char *actor,
			   struct call *call)
{
	const struct beat *beat = try_of(session);
	if (beat && !call->into && !strcmp(beat->actor, actor) &&
	    is_like(call, &beat->call))
		call->into = arena_strdup(&session->arena, beat->call.into);
}

static void note_alias(struct session *session, const struct beat *beat,
		       const struct move *move)
{
	const struct call *call = &move->call;
	if (move->kind != MOVE_CALL || strcmp(move->actor, beat->actor) != 0 ||
	    !is_like(call, &beat->call) || !call->into ||
	    !strcmp(call->into, beat->call.into))
		return;
	const struct event_call *made =
		journal_last_call(session->journal, move->begin,
				  journal_count(session->journal), move->actor);
	if (made && made->phase == CALL_RETURN && made->call.result.value < 0)
		return;
	struct event event = {
		.kind = EVENT_ALIAS,
		.as.alias = {move->actor, beat->call.into, call->into},
	};
	journal_append(session->journal, &event);
}

/* --- hints -----------------------------------------------------------------
 */

static void append_hint(struct session *session, const char *text, int level,
			bool done)
{
	size_t step, beat;
	session_beat(session, session->moves.played, &step, &beat);
	struct event event = {
		.kind = EVENT_HINT,
		.as.hint = {.step = (int)step,
			    .beat = (int)beat,
			    .level = level,
			    .done = done,
			    .text = text},
	};
	journal_append(session->journal, &event);
}

/* Gives the hint of the present level, of which the last is the call. */
static void give_hint(struct session *session, const struct beat *beat)
{
	struct help *help = &session->trying.helps[session->moves.played];
	size_t level = (size_t)help->level++;
	help->when = clock_now();
	help->reflected = false;
	append_hint(session,
		    level < beat->hint_count ? beat->hints[level] : NULL,
		    (int)level, false);
}

/* Seconds until another hint can be asked for. */
static unsigned time_to_think(const struct help *help)
{
	uint64_t since = clock_now() - help->when;
	if (!help->level || since >= THINK)
		return 0;
	return (unsigned)((THINK - since + CLOCK_SECOND - 1) / CLOCK_SECOND);
}

bool session_hint(struct session *session, struct err *err)
{
	const struct beat *beat = try_of(session);
	if (!session_can_move(session, "hint", err))
		return false;
	if (!beat)
		return FAILURE(err, "hint-nothing");
	struct help *help = &session->trying.helps[session->moves.played];
	if ((size_t)help->level > beat->hint_count)
		return FAILURE(err, "hint-shown");
	unsigned seconds = time_to_think(help);
	bool reflected = help->reflected || !help->level;
	help->reflected = true;
	if (seconds)
		return FAILURE(err, "hint-soon",
			       SLOT_NUMBER("seconds", seconds));
	if (!reflected)
		return FAILURE(err, "hint-think");
	give_hint(session, beat);
	return true;
}

/* --- judging ---------------------------------------------------------------
 */

static bool holds(const struct session *session, const struct beat *beat,
		  size_t begin, size_t *from)
{
	*from = begin;
	if (session_holds(session, beat, *from))
		return true;
	*from = session->trying.begin;
	return session_holds(session, beat, *from);
}

bool session_try_holds(void *data)
{
	const struct session *session = data;
	const struct beat *beat = try_of(session);
	size_t from;
	return holds(session, beat,
		     session->moves.items[session->moves.live - 1].begin,
		     &from);
}

/* Whether it only asks for the address that the call is then made with. */
static bool looks_up(const struct move *move, const struct beat *beat)
{
	const struct syscall *made = move->call.syscall;
	return made->operation == RAW_GETADDRINFO && made != beat->call.syscall;
}

static void help_on(struct session *session, const struct beat *beat,
		    const struct move *move)
{
	const struct help *help = &session->trying.helps[session->moves.played];
	if (session->is_again || move->kind != MOVE_CALL ||
	    strcmp(move->actor, beat->actor) != 0 || looks_up(move, beat) ||
	    time_to_think(help) || (size_t)help->level >= beat->hint_count)
		return;
	give_hint(session, beat);
}

void session_judge_try(struct session *session, struct move *move)
{
	const struct beat *beat = try_of(session);
	size_t from;
	note_alias(session, beat, move);
	if (!holds(session, beat, move->begin, &from)) {
		help_on(session, beat, move);
		return;
	}
	session_check(session, beat, from);
	session_append_step(session, session->moves.played, true);
	session->trying.is_open = false;
	move->beats = ++session->moves.played;
	move->solves = true;
}

bool session_do_it(struct session *session, struct err *err)
{
	if (!session_can_move(session, sentence_text(SENTENCE_ID("do-it")),
			      err))
		return false;
	if (!try_of(session))
		return FAILURE(err, "do-it-nothing");
	if (session_is_stuck(session, err) || !session_renew(session, err))
		return false;
	session_begin_try(session);
	append_hint(session, NULL,
		    session->trying.helps[session->moves.played].level, true);
	return session_play(session, err);
}
