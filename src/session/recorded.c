/* recorded: a session that was, from its journal alone: a replay.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the journal finds where each lab and each move begins and ends.
 * A log of an older sockstep has neither: there each call that was entered, and
 * each command, is taken for a move.
 */
#include "session/recorded.h"

#include "session/parts.h"

#include <stdio.h>
#include <string.h>

/* A lab of the journal. `answers` are those that had been given at its end. */
struct recorded_lab {
	size_t origin;
	const struct event_lab *begun, *stands; /* NULL: not told */
	const struct lesson *lesson;
	int *answers;
	size_t answer_count;
};

/* Beside the session's moves, one for each. */
struct recorded_move {
	size_t lab;
	size_t end;
	const char *loss; /* the lesson could not go on: why; NULL: it could */
	bool begins_lab;  /* it is none: what a new lab has at first */
};

struct recorded {
	struct recorded_lab *labs;
	size_t lab_count, lab_cap;
	struct recorded_move *moves;
	size_t move_count, move_cap;
	size_t first_end; /* of what was before the first move */
};

/* --- the pass --------------------------------------------------------------
 */

struct pass {
	struct session *session;
	struct recorded *recorded;
	const struct event *event;
	size_t index;
	unsigned again; /* moves up to this one are made again */
	bool is_open;	/* a move is: the last one */
};

static void close_move(struct pass *pass)
{
	struct recorded *recorded = pass->recorded;
	if (!recorded->move_count && !recorded->first_end)
		recorded->first_end = pass->index;
	if (pass->is_open)
		recorded->moves[recorded->move_count - 1].end = pass->index;
	pass->is_open = false;
}

static void add_move(struct pass *pass, const struct move *move,
		     bool begins_lab)
{
	struct session *session = pass->session;
	struct recorded *recorded = pass->recorded;
	close_move(pass);
	recorded->moves =
		xgrow(recorded->moves, &recorded->move_cap,
		      recorded->move_count + 1, sizeof(*recorded->moves));
	recorded->moves[recorded->move_count++] = (struct recorded_move){
		.lab = recorded->lab_count - 1, .begins_lab = begins_lab};
	// Until its end says more, nothing of the lesson came of it.
	size_t beats =
		session->live ? session->moves[session->live - 1].beats : 0;
	session->played = begins_lab ? 0 : beats;
	session_add_move(session, move, pass->index);
	pass->is_open = true;
}

static void take_lab(struct pass *pass)
{
	const struct event_lab *lab = &pass->event->as.lab;
	struct recorded *recorded = pass->recorded;
	if (lab->phase == LAB_BROKEN && recorded->move_count)
		recorded->moves[recorded->move_count - 1].loss = lab->loss;
	if (lab->phase == LAB_STANDS && recorded->lab_count)
		recorded->labs[recorded->lab_count - 1].stands = lab;
	if (lab->phase != LAB_BEGUN)
		return;
	if (recorded->lab_count)
		close_move(pass);
	if (lab->number == 1)
		pass->again = 0;
	recorded->labs =
		xgrow(recorded->labs, &recorded->lab_cap,
		      recorded->lab_count + 1, sizeof(*recorded->labs));
	recorded->labs[recorded->lab_count++] =
		(struct recorded_lab){.origin = pass->index, .begun = lab};
	if (recorded->lab_count > 1 && !pass->again)
		add_move(pass, &(struct move){.kind = MOVE_BEAT}, true);
}

static void begin_move(struct pass *pass)
{
	struct session *session = pass->session;
	const struct event_move *event = &pass->event->as.move;
	struct move move;
	struct err err;
	close_move(pass);
	if (event->number < pass->again)
		return;
	// One of a newer sockstep is shown all the same: what came of it is.
	if (!move_parse(str_from(event->text), &session->arena, &move, &err))
		move = (struct move){.kind = MOVE_RUN};
	session->program_count +=
		move.kind == MOVE_TRACE || move.kind == MOVE_ATTACH;
	add_move(pass, &move, false);
}

/* What was refused is none, and what was written meanwhile is the last one's.
 */
static void refuse_move(struct pass *pass)
{
	if (!pass->is_open)
		return;
	pass->session->live--;
	pass->recorded->move_count--;
	pass->is_open = pass->recorded->move_count > 0;
}

static void end_move(struct pass *pass)
{
	const struct event_move *event = &pass->event->as.move;
	if (!pass->is_open)
		return;
	struct move *move = &pass->session->moves[pass->session->live - 1];
	move->beats = event->beats;
	move->solves = event->solves;
}

static void take_move(struct pass *pass)
{
	const struct event_move *event = &pass->event->as.move;
	if (!pass->recorded->lab_count)
		return;
	if (event->phase == MOVE_BEGUN)
		begin_move(pass);
	if (event->phase == MOVE_REFUSED)
		refuse_move(pass);
	if (event->phase == MOVE_OVER)
		end_move(pass);
	if (event->phase == MOVE_BACK) {
		close_move(pass);
		pass->again = event->number;
	}
}

/* For a log without moves. */
static void take_old(struct pass *pass)
{
	const struct event *event = pass->event;
	struct move move = {.kind = MOVE_RUN};
	if (event->kind == EVENT_CALL && event->as.call.phase == CALL_ENTER &&
	    !event->as.call.noise)
		move = (struct move){.kind = MOVE_CALL,
				     .actor = event->as.call.actor};
	else if (event->kind != EVENT_OUTPUT)
		return;
	add_move(pass, &move, false);
}

static bool has_labs(const struct journal *journal)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		if (journal_at(journal, i)->kind == EVENT_LAB)
			return true;
	}
	return false;
}

static void read_journal(struct session *session)
{
	struct pass pass = {.session = session, .recorded = session->recorded};
	struct recorded *recorded = session->recorded;
	bool is_old = !has_labs(session->journal);
	if (is_old) {
		recorded->labs = xgrow(NULL, &recorded->lab_cap, 1,
				       sizeof(*recorded->labs));
		recorded->labs[recorded->lab_count++] =
			(struct recorded_lab){0};
	}
	for (; pass.index < journal_count(session->journal); pass.index++) {
		pass.event = journal_at(session->journal, pass.index);
		if (is_old)
			take_old(&pass);
		else if (pass.event->kind == EVENT_LAB)
			take_lab(&pass);
		else if (pass.event->kind == EVENT_MOVE)
			take_move(&pass);
	}
	close_move(&pass);
}

/* --- lessons and answers ---------------------------------------------------
 */

/* The option that stands at a place of the file. */
static int option_at(const struct beat *beat, int place)
{
	for (size_t i = 0; place >= 0 && beat->prediction &&
			   i < beat->prediction->option_count;
	     i++) {
		if (beat->prediction->options[i].place == place)
			return (int)i;
	}
	return place;
}

static void take_answer(struct recorded_lab *lab,
			const struct event_answer *answer)
{
	const struct lesson *lesson = lab->lesson;
	if (answer->step < 0 || (size_t)answer->step >= lesson->step_count ||
	    answer->beat < 0 ||
	    (size_t)answer->beat >= lesson->steps[answer->step].beat_count)
		return;
	size_t step = (size_t)answer->step, beat = (size_t)answer->beat;
	lab->answers[lesson_beat_index(lesson, step, beat)] =
		option_at(&lesson->steps[step].beats[beat], answer->choice);
}

/* A rewind keeps what was answered before. */
static void find_answers(const struct session *session, size_t index)
{
	struct recorded *recorded = session->recorded;
	struct recorded_lab *lab = &recorded->labs[index];
	bool is_rewound = index && lab->begun && lab->begun->number > 1;
	size_t end = index + 1 < recorded->lab_count
			     ? lab[1].origin
			     : journal_count(session->journal);
	lab->answer_count = lesson_beats(lab->lesson);
	lab->answers = xcalloc(lab->answer_count, sizeof(*lab->answers));
	for (size_t i = 0; i < lab->answer_count; i++)
		lab->answers[i] = is_rewound && i < lab[-1].answer_count
					  ? lab[-1].answers[i]
					  : ANSWER_NONE;
	for (size_t i = lab->origin; i < end; i++) {
		const struct event *event = journal_at(session->journal, i);
		if (event->kind == EVENT_ANSWER)
			take_answer(lab, &event->as.answer);
	}
}

/* --- the place -------------------------------------------------------------
 */

/* The session is as it was at the viewed place. */
void recorded_look(struct session *session)
{
	const struct recorded *recorded = session->recorded;
	size_t viewed = session->viewed;
	const struct recorded_move *move =
		viewed ? &recorded->moves[viewed - 1] : NULL;
	const struct recorded_lab *lab = &recorded->labs[move ? move->lab : 0];
	session->lesson = lab->lesson;
	session->origin = lab->origin;
	session->beats = lab->answer_count;
	session->answers = lab->answers;
	snprintf(session->loss, sizeof(session->loss), "%s",
		 move && move->loss ? move->loss : "");
}

void recorded_view(const struct session *session, size_t *begin, size_t *end)
{
	const struct recorded *recorded = session->recorded;
	size_t viewed = session->viewed;
	*begin = viewed ? session->moves[viewed - 1].begin : session->origin;
	*end = viewed ? recorded->moves[viewed - 1].end : recorded->first_end;
}

size_t recorded_end(const struct session *session)
{
	const struct recorded *recorded = session->recorded;
	size_t viewed = session->viewed;
	size_t lab = viewed ? recorded->moves[viewed - 1].lab : 0;
	return lab + 1 < recorded->lab_count ? recorded->labs[lab + 1].origin
					     : journal_count(session->journal);
}

const char *recorded_missing(const struct session *session)
{
	const struct recorded *recorded = session->recorded;
	size_t viewed = session->viewed;
	size_t lab = viewed ? recorded->moves[viewed - 1].lab : 0;
	const struct event_lab *stands = recorded->labs[lab].stands;
	return stands ? stands->missing : NULL;
}

bool session_begins_lab(const struct session *session, bool *first)
{
	const struct recorded *recorded = session->recorded;
	if (!recorded || !session->viewed)
		return false;
	const struct recorded_move *move =
		&recorded->moves[session->viewed - 1];
	*first = recorded->labs[move->lab].begun &&
		 recorded->labs[move->lab].begun->number == 1;
	return move->begins_lab;
}

/* --- from the first to the last --------------------------------------------
 */

struct session *session_recorded(struct journal *journal, struct loop *loop,
				 recorded_lesson_fn *lesson_of, void *data)
{
	struct session *session = xcalloc(1, sizeof(*session));
	struct recorded *recorded = xcalloc(1, sizeof(*recorded));
	session->journal = journal;
	session->loop = loop;
	session->recorded = recorded;
	read_journal(session);
	for (size_t i = 0; i < recorded->lab_count; i++) {
		struct recorded_lab *lab = &recorded->labs[i];
		lab->lesson =
			lesson_of(data, lab->begun,
				  lab->stands ? lab->stands->loopback : NULL);
		find_answers(session, i);
	}
	session->busy = false;
	session->viewed = 0;
	recorded_look(session);
	return session;
}

void recorded_free(struct session *session)
{
	struct recorded *recorded = session->recorded;
	if (!recorded)
		return;
	for (size_t i = 0; i < recorded->lab_count; i++)
		free(recorded->labs[i].answers);
	session->answers = NULL;
	free(recorded->labs);
	free(recorded->moves);
	free(recorded);
}

bool session_is_recorded(const struct session *session)
{
	return session->recorded;
}
