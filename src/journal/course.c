/* course: the labs and the moves of a journal, in one row.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a journal only the LAB and MOVE events are read, each once. A move begins
 * with its event and ends with the next one's; one that was refused is none,
 * and what was written meanwhile is that of the move before.
 *
 * A log of an older sockstep has neither labs nor moves: there each call that
 * was entered, and each command, is taken for a move.
 */
#include "journal/course.h"

#include <string.h>

enum { OPEN = 0 }; /* the end of a move that nothing has ended yet */

/* --- the row ---------------------------------------------------------------
 */

static void close_move(struct course *course, size_t place)
{
	if (!course->move_count && course->before == OPEN)
		course->before = place;
	if (course->is_open)
		course->moves[course->move_count - 1].end = place;
	course->is_open = false;
}

static struct course_move *add_move(struct course *course, size_t place)
{
	size_t beats = course_beats(course, course->move_count);
	close_move(course, place);
	course->moves = xgrow(course->moves, &course->move_cap,
			      course->move_count + 1, sizeof(*course->moves));
	struct course_move *move = &course->moves[course->move_count++];
	*move = (struct course_move){
		.kind = MOVE_BEAT,
		.lab = course->lab_count - 1,
		.begin = place,
		.beats = beats,
	};
	course->is_open = true;
	return move;
}

static void add_lab(struct course *course, const struct event_lab *lab,
		    size_t place)
{
	course->labs = xgrow(course->labs, &course->lab_cap,
			     course->lab_count + 1, sizeof(*course->labs));
	course->labs[course->lab_count++] =
		(struct course_lab){.begin = place, .begun = lab};
}

/* --- labs ------------------------------------------------------------------
 */

static void begin_lab(struct course *course, const struct event_lab *lab,
		      size_t place)
{
	if (course->extent == COURSE_PRESENT) {
		course->lab_count = course->move_count = 0;
		course->before = OPEN;
		course->is_open = false;
	}
	if (course->lab_count)
		close_move(course, place);
	if (lab->number == 1 || course->extent == COURSE_PRESENT)
		course->again = 0;
	add_lab(course, lab, place);
	if (course->lab_count == 1 || course->again)
		return;
	struct course_move *first = add_move(course, place);
	first->beats = 0;
	first->begins_lab = true;
}

static void take_lab(struct course *course, const struct event_lab *lab,
		     size_t place)
{
	if (lab->phase == LAB_BEGUN)
		begin_lab(course, lab, place);
	if (lab->phase != LAB_STANDS || !course->lab_count)
		return;
	course->labs[course->lab_count - 1].stands = lab;
	course->labs[course->lab_count - 1].over = place + 1;
}

/* --- moves -----------------------------------------------------------------
 */

static void begin_move(struct course *course, const struct event_move *event,
		       size_t place)
{
	struct move move;
	struct err err;
	course->last = event->number;
	if (event->number < course->again) {
		close_move(course, place);
		return;
	}
	struct course_move *added = add_move(course, place);
	// One of a newer sockstep is shown all the same: what came of it is.
	if (!move_parse_head(str_from(event->text), &course->arena, &move,
			     &err))
		move = (struct move){.kind = MOVE_RUN};
	added->kind = move.kind;
	added->actor = move.actor;
	// Until its end says more, nothing of the lesson came of another.
	added->beats += move.kind == MOVE_BEAT;
}

static void refuse_move(struct course *course)
{
	course->last -= course->last > 0;
	if (!course->is_open)
		return;
	size_t left = --course->move_count;
	course->is_open = left > 0 &&
			  course->moves[left - 1].lab == course->lab_count - 1;
	if (course->is_open)
		course->moves[left - 1].end = OPEN;
	if (!left)
		course->before = OPEN;
}

static void end_move(struct course *course, const struct event_move *event,
		     size_t place)
{
	if (!course->is_open)
		return;
	struct course_move *move = &course->moves[course->move_count - 1];
	move->beats = event->beats;
	move->solves = event->solves;
	move->over = place + 1;
}

static void take_back(struct course *course, const struct event_move *event,
		      size_t place)
{
	close_move(course, place);
	// Nothing was given up where all are made again.
	bool all = event->number && event->number == course->last;
	course->again = event->number + all;
}

static void take_move(struct course *course, const struct event_move *event,
		      size_t place)
{
	if (!course->lab_count)
		return;
	if (event->phase == MOVE_BEGUN)
		begin_move(course, event, place);
	if (event->phase == MOVE_REFUSED)
		refuse_move(course);
	if (event->phase == MOVE_OVER)
		end_move(course, event, place);
	if (event->phase == MOVE_BACK)
		take_back(course, event, place);
}

/* --- a log without moves ---------------------------------------------------
 */

static void take_old(struct course *course, const struct event *event,
		     size_t place)
{
	bool is_call = event->kind == EVENT_CALL &&
		       event->as.call.phase == CALL_ENTER &&
		       !event->as.call.noise;
	if (!is_call && event->kind != EVENT_OUTPUT)
		return;
	struct course_move *move = add_move(course, place);
	move->kind = is_call ? MOVE_CALL : MOVE_RUN;
	move->actor = is_call ? event->as.call.actor : NULL;
}

static void read_old(struct course *course, size_t end)
{
	add_lab(course, NULL, 0);
	for (size_t i = 0; i < end; i++)
		take_old(course, journal_at(course->journal, i), i);
	close_move(course, end);
}

/* --- reading ---------------------------------------------------------------
 */

void course_read(struct course *course)
{
	const struct journal *journal = course->journal;
	size_t count, end = journal_count(journal);
	const size_t *places = journal_places(journal, JOURNAL_COURSE,
					      course->read, end, &count);
	for (size_t i = 0; i < count; i++) {
		const struct event *event = journal_at(journal, places[i]);
		if (event->kind == EVENT_LAB)
			take_lab(course, &event->as.lab, places[i]);
		else
			take_move(course, &event->as.move, places[i]);
	}
	course->read = end;
	if (!course->lab_count)
		read_old(course, end);
}

void course_done(struct course *course)
{
	free(course->labs);
	free(course->moves);
	arena_done(&course->arena);
	*course = (struct course){0};
}

/* --- asking ----------------------------------------------------------------
 */

/* NULL: what was before the first. */
static const struct course_move *move_at(const struct course *course,
					 size_t move)
{
	return move ? &course->moves[move - 1] : NULL;
}

uint64_t course_pause(const struct course *course, size_t move)
{
	if (move >= course->move_count)
		return 0;
	size_t from = move ? course->moves[move - 1].begin : 0;
	size_t to = course->moves[move].begin;
	uint64_t begin = journal_at(course->journal, from)->time;
	uint64_t end = journal_at(course->journal, to)->time;
	return end > begin ? end - begin : 0;
}

const struct course_lab *course_lab_of(const struct course *course, size_t move)
{
	const struct course_move *found = move_at(course, move);
	return &course->labs[found ? found->lab : 0];
}

size_t course_lab_end(const struct course *course, size_t move)
{
	const struct course_lab *lab = course_lab_of(course, move);
	return lab + 1 < course->labs + course->lab_count
		       ? lab[1].begin
		       : journal_count(course->journal);
}

void course_view(const struct course *course, size_t move, size_t *begin,
		 size_t *end)
{
	const struct course_move *found = move_at(course, move);
	size_t over = found ? found->end : course->before;
	*begin = found ? found->begin : course->labs[0].begin;
	// Behind its LAB event: the sockets of the lab before are none of it.
	if (found && found->begins_lab)
		++*begin;
	*end = over != OPEN ? over : journal_count(course->journal);
}

size_t course_over(const struct course *course, size_t move)
{
	const struct course_move *found = move_at(course, move);
	return found ? found->over : course->labs[0].over;
}

size_t course_beats(const struct course *course, size_t move)
{
	const struct course_move *found = move_at(course, move);
	return found ? found->beats : 0;
}

bool course_is_free(const struct course *course, size_t move)
{
	const struct course_move *found = move_at(course, move);
	return found && found->kind != MOVE_BEAT && !found->solves;
}

const char *course_loss(const struct course *course, size_t move)
{
	size_t begin, end;
	course_view(course, move, &begin, &end);
	struct journal_walk walk =
		journal_back(course->journal, EVENT_LAB,
			     course_lab_of(course, move)->begin, end);
	const struct event *event = journal_step(&walk, NULL);
	return event && event->as.lab.phase == LAB_BROKEN ? event->as.lab.loss
							  : NULL;
}
