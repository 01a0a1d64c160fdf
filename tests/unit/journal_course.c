/* journal_course: the labs and moves of a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "journal/course.h"

#include <criterion/criterion.h>

static void add_lab(struct journal *journal, enum lab_phase phase,
		    unsigned number, const char *loss)
{
	struct event event = {.kind = EVENT_LAB,
			      .as.lab = {.phase = phase,
					 .number = number,
					 .title = "t",
					 .loss = loss}};
	journal_append(journal, &event);
}

static void add_move(struct journal *journal, enum move_phase phase,
		     unsigned number, const char *text, unsigned beats)
{
	struct event event = {.kind = EVENT_MOVE,
			      .as.move = {.phase = phase,
					  .lab = 1,
					  .number = number,
					  .text = text,
					  .beats = beats}};
	journal_append(journal, &event);
}

static void add_note(struct journal *journal)
{
	journal_append(journal,
		       &(struct event){.kind = EVENT_NOTE, .as.note = "n"});
}

/* Lab 1: a beat, a call that was refused, a call. Lab 2: the beat again, and
 * the actor is killed. */
static struct journal *two_labs(void)
{
	struct journal *journal = journal_new();
	add_lab(journal, LAB_BEGUN, 1, NULL); // 0
	add_lab(journal, LAB_STANDS, 1, NULL);
	add_move(journal, MOVE_BEGUN, 1, "beat", 0); // 2
	add_move(journal, MOVE_OVER, 1, NULL, 1);
	add_move(journal, MOVE_BEGUN, 2, "call client close(s)", 0); // 4
	add_move(journal, MOVE_REFUSED, 2, NULL, 0);
	add_note(journal);
	add_move(journal, MOVE_BEGUN, 2, "call client close(9)", 0); // 7
	add_move(journal, MOVE_OVER, 2, NULL, 1);
	add_move(journal, MOVE_BACK, 1, NULL, 0); // 9
	add_note(journal);
	add_lab(journal, LAB_BEGUN, 2, NULL); // 11
	add_lab(journal, LAB_STANDS, 2, NULL);
	add_move(journal, MOVE_BEGUN, 1, "beat", 0); // 13
	add_move(journal, MOVE_OVER, 1, NULL, 1);
	add_move(journal, MOVE_BEGUN, 2, "kill client SIGKILL", 0); // 15
	add_move(journal, MOVE_OVER, 2, NULL, 1);
	add_lab(journal, LAB_BROKEN, 2, "client was killed"); // 17
	return journal;
}

struct row {
	enum move_kind kind;
	size_t begin, end, beats, lab;
	bool is_free;
	const char *actor;
};

static void expect_rows(const struct course *course, const struct row *rows,
			size_t count)
{
	cr_assert_eq(course->move_count, count);
	for (size_t i = 0; i < count; i++) {
		const struct course_move *move = &course->moves[i];
		size_t begin, end;
		course_view(course, i + 1, &begin, &end);
		cr_expect_eq(move->kind, rows[i].kind, "%zu", i);
		cr_expect_eq(begin, rows[i].begin, "%zu: %zu", i, begin);
		cr_expect_eq(end, rows[i].end, "%zu: %zu", i, end);
		cr_expect_eq(course_beats(course, i + 1), rows[i].beats);
		cr_expect_eq(move->lab, rows[i].lab, "%zu", i);
		cr_expect_eq(course_is_free(course, i + 1), rows[i].is_free,
			     "%zu", i);
		if (rows[i].actor)
			cr_expect_str_eq(move->actor, rows[i].actor);
		else
			cr_expect_null(move->actor, "%zu", i);
	}
}

/* All moves are made again, and one more is made: none of them is seen twice.
 */
Test(course, nothing_was_given_up)
{
	static const struct row rows[] = {
		{MOVE_BEAT, 2, 4, 1, 0, false, NULL},
		{MOVE_SIGNAL, 9, 11, 1, 1, true, "client"},
	};
	struct journal *journal = journal_new();
	add_lab(journal, LAB_BEGUN, 1, NULL); // 0
	add_lab(journal, LAB_STANDS, 1, NULL);
	add_move(journal, MOVE_BEGUN, 1, "beat", 0); // 2
	add_move(journal, MOVE_OVER, 1, NULL, 1);
	add_move(journal, MOVE_BACK, 1, NULL, 0); // 4
	add_lab(journal, LAB_BEGUN, 2, NULL);
	add_lab(journal, LAB_STANDS, 2, NULL);
	add_move(journal, MOVE_BEGUN, 1, "beat", 0); // 7
	add_move(journal, MOVE_OVER, 1, NULL, 1);
	add_move(journal, MOVE_BEGUN, 2, "kill client SIGKILL", 0); // 9
	add_move(journal, MOVE_OVER, 2, NULL, 1);
	struct course course = {.journal = journal, .extent = COURSE_WHOLE};
	course_read(&course);
	expect_rows(&course, rows, COUNT(rows));
	cr_expect_eq(course.moves[0].over, 4);
	cr_expect_eq(course.moves[1].over, 11);
	course_done(&course);
	journal_free(journal);
}

Test(course, the_whole_run)
{
	static const struct row rows[] = {
		{MOVE_BEAT, 2, 7, 1, 0, false, NULL},
		{MOVE_CALL, 7, 9, 1, 0, true, "client"},
		{MOVE_BEAT, 13, 15, 1, 1, false, NULL},
		{MOVE_SIGNAL, 15, 18, 1, 1, true, "client"},
	};
	struct journal *journal = two_labs();
	struct course course = {.journal = journal, .extent = COURSE_WHOLE};
	size_t begin, end;
	course_read(&course);
	expect_rows(&course, rows, COUNT(rows));
	course_view(&course, 0, &begin, &end);
	cr_expect(begin == 0 && end == 2);
	cr_expect_eq(course_lab_end(&course, 2), 11);
	cr_expect_eq(course_lab_end(&course, 3), 18);
	cr_expect_null(course_loss(&course, 3));
	cr_expect_str_eq(course_loss(&course, 4), "client was killed");
	course_done(&course);
	journal_free(journal);
}

Test(course, what_is_over_and_where)
{
	struct journal *journal = two_labs();
	struct course course = {.journal = journal, .extent = COURSE_WHOLE};
	course_read(&course);
	cr_expect_eq(course_over(&course, 0), 2);
	cr_expect_eq(course_over(&course, 1), 4);
	cr_expect_eq(course_over(&course, 2), 9);
	course_done(&course);
	add_move(journal, MOVE_BEGUN, 3, "call client close(9)", 0);
	course = (struct course){.journal = journal};
	course_read(&course);
	cr_expect_eq(course_over(&course, 0), 13);
	cr_expect_eq(course_over(&course, 1), 15);
	cr_expect_eq(course_over(&course, 2), 17);
	cr_expect_eq(course_over(&course, 3), 0, "it is not over yet");
	course_done(&course);
	journal_free(journal);
}

/* Whatever was read before, and whenever. */
Test(course, pauses_are_from_beginning_to_beginning)
{
	struct journal *journal = journal_new();
	struct course course = {.journal = journal};
	static const struct {
		enum move_phase phase;
		unsigned number;
		uint64_t time;
	} moves[] = {{MOVE_BEGUN, 1, 700},
		     {MOVE_OVER, 1, 900},
		     {MOVE_BEGUN, 2, 5000},
		     {MOVE_OVER, 2, 5001}};
	add_lab(journal, LAB_BEGUN, 1, NULL);
	add_lab(journal, LAB_STANDS, 1, NULL);
	uint64_t first = journal_at(journal, 0)->time;
	for (size_t i = 0; i < COUNT(moves); i++) {
		struct event event = {
			.kind = EVENT_MOVE,
			.time = first + moves[i].time,
			.as.move = {.phase = moves[i].phase,
				    .lab = 1,
				    .number = moves[i].number,
				    .text = moves[i].phase == MOVE_BEGUN
						    ? "beat"
						    : NULL}};
		journal_append(journal, &event);
	}
	course_read(&course);
	cr_expect(course_pause(&course, 0) == 700);
	cr_expect(course_pause(&course, 1) == 4300);
	cr_expect(course_pause(&course, 2) == 0, "nothing comes then");
	course_done(&course);
	journal_free(journal);
}

Test(course, the_present_lab_as_it_grows)
{
	static const struct row rows[] = {
		{MOVE_BEAT, 13, 15, 1, 0, false, NULL},
		{MOVE_SIGNAL, 15, 18, 1, 0, true, "client"},
	};
	struct journal *journal = two_labs(), *growing = journal_new();
	struct course course = {.journal = growing};
	for (size_t i = 0; i < journal_count(journal); i++) {
		journal_append(growing, journal_at(journal, i));
		course_read(&course);
		// The beat counts as soon as it begins, the call never.
		if (i == 2)
			cr_expect_eq(course_beats(&course, 1), 1);
		if (i == 4)
			cr_expect_eq(course.move_count, 2);
		if (i == 5)
			cr_expect_eq(course.move_count, 1);
	}
	expect_rows(&course, rows, COUNT(rows));
	course_done(&course);
	journal_free(growing);
	journal_free(journal);
}

/* What was refused first has left nothing: the beginning goes on. */
Test(course, the_beginning_goes_on_to_the_first_move)
{
	struct journal *journal = journal_new();
	struct course course = {.journal = journal};
	size_t begin, end;
	add_lab(journal, LAB_BEGUN, 1, NULL);
	add_move(journal, MOVE_BEGUN, 1, "call client close(s)", 0);
	add_move(journal, MOVE_REFUSED, 1, NULL, 0);
	add_note(journal);
	course_read(&course);
	course_view(&course, 0, &begin, &end);
	cr_expect(begin == 0 && end == 4);
	add_move(journal, MOVE_BEGUN, 1, "beat", 0);
	course_read(&course);
	course_view(&course, 0, &begin, &end);
	cr_expect(begin == 0 && end == 4);
	course_done(&course);
	journal_free(journal);
}

/* Calls and commands are the moves of a log that has none; a return and what
 * is noise are not. */
Test(course, of_an_old_log)
{
	struct event call = {
		.kind = EVENT_CALL,
		.as.call = {.actor = "a",
			    .call.syscall = syscall_find(str_from("close"))}};
	struct event output = {
		.kind = EVENT_OUTPUT,
		.as.output = {.host = "h", .command = "true", .text = ""}};
	struct journal *journal = journal_new();
	struct course course = {.journal = journal, .extent = COURSE_WHOLE};
	static const struct row rows[] = {
		{MOVE_CALL, 1, 4, 0, 0, true, "a"},
		{MOVE_RUN, 4, 5, 0, 0, true, NULL},
	};
	add_note(journal);
	journal_append(journal, &call);
	call.as.call.phase = CALL_RETURN;
	journal_append(journal, &call);
	call.as.call.phase = CALL_ENTER;
	call.as.call.noise = NOISE_NAMES;
	journal_append(journal, &call);
	journal_append(journal, &output);
	course_read(&course);
	expect_rows(&course, rows, COUNT(rows));
	cr_expect_null(course_lab_of(&course, 1)->begun);
	course_done(&course);
	journal_free(journal);
}
