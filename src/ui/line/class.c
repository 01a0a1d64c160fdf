/* class: what a class holds, and where it stops.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A misconception is a letter and a number in the lessons' files; what it is,
 * the options say that tempt by it. So each is told by the options that were
 * chosen, most chosen first. It was chosen by whoever took such an option once,
 * and is held by whoever took one the last time that there was one to take.
 */
#include "ui/line/class.h"

#include "base/count.h"
#include "base/text.h"
#include "lesson/catalogue.h"
#include "session/class.h"
#include "ui/file/output.h"
#include "ui/line/class_votes.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

enum { OPTIONS_TOLD = 3 };

/* An option that was chosen, and by how many. */
struct choice {
	const char *lesson;
	int step, beat, place;
	size_t count;
};

/* One misconception: learners that were asked, chose it, hold it. */
struct held {
	const char *id;
	size_t asked, chose, holds;
	struct choice *choices;
	size_t choice_count, choice_cap;
};

/* A lesson that was begun: how many came to its end or not, and who of those
 * did nothing after it. `step` is the one at which most of them stopped. */
struct stop {
	const char *lesson;
	size_t begun, stopped, last;
	int step;
	size_t at_step;
};

struct report {
	struct class class;
	struct catalogue catalogue;
	size_t files;
	struct held *held;
	size_t held_count, held_cap;
	struct stop *stops;
	size_t stop_count, stop_cap;
	struct class_votes votes;
	size_t logs;
};

/* --- the lessons -----------------------------------------------------------
 */

static const struct lesson *lesson_of(const struct report *report,
				      const char *id)
{
	for (size_t i = 0; i < report->catalogue.count; i++) {
		if (!strcmp(report->catalogue.lessons[i]->id, id))
			return report->catalogue.lessons[i];
	}
	return NULL;
}

static const struct prediction *question_of(const struct report *report,
					    const char *id, int step, int beat)
{
	const struct lesson *lesson = lesson_of(report, id);
	if (!lesson || (size_t)step >= lesson->step_count ||
	    (size_t)beat >= lesson->steps[step].beat_count)
		return NULL;
	return lesson->steps[step].beats[beat].prediction;
}

/* The text of an option, when the lesson is still as it was answered. */
static const char *option_text(const struct report *report,
			       const struct choice *choice, const char *id)
{
	const struct prediction *question =
		question_of(report, choice->lesson, choice->step, choice->beat);
	for (size_t i = 0; question && i < question->option_count; i++) {
		const struct option *option = &question->options[i];
		if (option->place == choice->place &&
		    text_is(option->misconception, id))
			return option->text;
	}
	return NULL;
}

/* Whether an answer could have shown the misconception. */
static bool could_show(const struct report *report,
		       const struct class_answer *given, const char *id)
{
	const char *own = given->answer.misconception;
	const struct prediction *question = question_of(
		report, given->lesson, given->answer.step, given->answer.beat);
	if (text_is(own, id))
		return true;
	for (size_t i = 0; question && i < question->option_count; i++) {
		const char *offered = question->options[i].misconception;
		if (text_is(offered, id))
			return true;
	}
	return false;
}

/* --- misconceptions --------------------------------------------------------
 */

static struct held *held_of(struct report *report, const char *id)
{
	for (size_t i = 0; i < report->held_count; i++) {
		if (!strcmp(report->held[i].id, id))
			return &report->held[i];
	}
	report->held = xgrow(report->held, &report->held_cap,
			     report->held_count + 1, sizeof(*report->held));
	report->held[report->held_count] = (struct held){.id = id};
	return &report->held[report->held_count++];
}

static void count_choice(struct held *held, const struct class_answer *given)
{
	const struct progress_answer *answer = &given->answer;
	for (size_t i = 0; i < held->choice_count; i++) {
		struct choice *known = &held->choices[i];
		if (known->step == answer->step &&
		    known->beat == answer->beat &&
		    known->place == answer->choice &&
		    !strcmp(known->lesson, given->lesson)) {
			known->count++;
			return;
		}
	}
	held->choices = xgrow(held->choices, &held->choice_cap,
			      held->choice_count + 1, sizeof(*held->choices));
	held->choices[held->choice_count++] = (struct choice){
		given->lesson, answer->step, answer->beat, answer->choice, 1};
}

/* What each learner's answers show of one misconception. */
static void count_learners(struct report *report, struct held *held)
{
	enum { NOT_ASKED, FREE, CHOSE, HOLDS };
	const struct class *class = &report->class;
	char *marks = xcalloc(class->learners + 1, 1);
	for (size_t i = 0; i < class->answer_count; i++) {
		const struct class_answer *given = &class->answers[i];
		const char *own = given->answer.misconception;
		char *mark = &marks[given->learner];
		if (text_is(own, held->id))
			*mark = HOLDS;
		else if (could_show(report, given, held->id))
			*mark = *mark >= CHOSE ? CHOSE : FREE;
	}
	for (size_t i = 0; i < class->learners; i++) {
		held->asked += marks[i] != NOT_ASKED;
		held->chose += marks[i] >= CHOSE;
		held->holds += marks[i] == HOLDS;
	}
	free(marks);
}

static int more_chosen(const void *a, const void *b)
{
	const struct choice *one = a, *other = b;
	if (one->count != other->count)
		return one->count < other->count ? 1 : -1;
	int order = strcmp(one->lesson, other->lesson);
	return order ? order : one->step - other->step;
}

static int more_held(const void *a, const void *b)
{
	const struct held *one = a, *other = b;
	if (one->holds != other->holds)
		return one->holds < other->holds ? 1 : -1;
	if (one->chose != other->chose)
		return one->chose < other->chose ? 1 : -1;
	return strcmp(one->id, other->id);
}

static void find_held(struct report *report)
{
	for (size_t i = 0; i < report->class.answer_count; i++) {
		const struct class_answer *given = &report->class.answers[i];
		if (given->answer.misconception)
			count_choice(
				held_of(report, given->answer.misconception),
				given);
	}
	for (size_t i = 0; i < report->held_count; i++) {
		struct held *held = &report->held[i];
		count_learners(report, held);
		qsort(held->choices, held->choice_count, sizeof(*held->choices),
		      more_chosen);
	}
	if (report->held_count)
		qsort(report->held, report->held_count, sizeof(*report->held),
		      more_held);
}

/* --- where they stop -------------------------------------------------------
 */

static struct stop *stop_of(struct report *report, const char *lesson)
{
	for (size_t i = 0; i < report->stop_count; i++) {
		if (!strcmp(report->stops[i].lesson, lesson))
			return &report->stops[i];
	}
	report->stops = xgrow(report->stops, &report->stop_cap,
			      report->stop_count + 1, sizeof(*report->stops));
	report->stops[report->stop_count] = (struct stop){.lesson = lesson};
	return &report->stops[report->stop_count++];
}

static bool has_stopped(const struct class_stand *stand)
{
	return stand->state == PROGRESS_BEGUN;
}

/* The step at which most stopped; of several the first. */
static void find_step(const struct class *class, struct stop *stop)
{
	for (size_t i = 0; i < class->stand_count; i++) {
		const struct class_stand *stand = &class->stands[i];
		size_t count = 0;
		if (!has_stopped(stand) ||
		    strcmp(stand->lesson, stop->lesson) != 0)
			continue;
		for (size_t k = 0; k < class->stand_count; k++) {
			const struct class_stand *other = &class->stands[k];
			count += has_stopped(other) &&
				 other->step == stand->step &&
				 !strcmp(other->lesson, stop->lesson);
		}
		if (count > stop->at_step ||
		    (count == stop->at_step && stand->step < stop->step)) {
			stop->at_step = count;
			stop->step = stand->step;
		}
	}
}

static int more_stopped(const void *a, const void *b)
{
	const struct stop *one = a, *other = b;
	if (one->last != other->last)
		return one->last < other->last ? 1 : -1;
	if (one->stopped != other->stopped)
		return one->stopped < other->stopped ? 1 : -1;
	return strcmp(one->lesson, other->lesson);
}

static void find_stops(struct report *report)
{
	const struct class *class = &report->class;
	for (size_t i = 0; i < class->stand_count; i++) {
		const struct class_stand *stand = &class->stands[i];
		if (stand->state == PROGRESS_NEW)
			continue;
		struct stop *stop = stop_of(report, stand->lesson);
		stop->begun++;
		stop->stopped += has_stopped(stand);
		stop->last += has_stopped(stand) && stand->is_last;
	}
	for (size_t i = 0; i < report->stop_count; i++)
		find_step(class, &report->stops[i]);
	if (report->stop_count)
		qsort(report->stops, report->stop_count, sizeof(*report->stops),
		      more_stopped);
}

/* --- telling ---------------------------------------------------------------
 */

static void tell_held(const struct report *report, const struct held *held,
		      struct buf *out)
{
	buf_printf(out,
		   "  %-4s  %zu hold%s it, %zu chose it at least once, of %zu "
		   "asked\n",
		   held->id, held->holds, count_word(held->holds, "s", ""),
		   held->chose, held->asked);
	for (size_t i = 0; i < held->choice_count && i < OPTIONS_TOLD; i++) {
		const struct choice *choice = &held->choices[i];
		const char *text = option_text(report, choice, held->id);
		buf_printf(out, "        %zu time%s: ", choice->count,
			   count_s(choice->count));
		if (text)
			buf_printf(out, "\"%s\" ", text);
		buf_printf(out, "(%s, step %d)\n", choice->lesson,
			   choice->step + 1);
	}
}

static void tell_stop(const struct report *report, const struct stop *stop,
		      struct buf *out)
{
	const struct lesson *lesson = lesson_of(report, stop->lesson);
	buf_printf(out,
		   "  %-26s  %zu of %zu who began it did not come to its end",
		   stop->lesson, stop->stopped, stop->begun);
	if (stop->last)
		buf_printf(out, ", %zu did nothing since", stop->last);
	buf_printf(out, "\n        %s at step %d",
		   stop->at_step == stop->stopped ? "all" : "most",
		   stop->step + 1);
	if (lesson && (size_t)stop->step < lesson->step_count &&
	    lesson->steps[stop->step].title)
		buf_printf(out, ": %s", lesson->steps[stop->step].title);
	buf_putc(out, '\n');
}

static void tell(struct report *report, struct buf *out)
{
	size_t stopped = 0;
	buf_printf(out, "%zu learner%s, %zu record%s\n", report->class.learners,
		   count_s(report->class.learners), report->files,
		   count_s(report->files));
	buf_puts(out, report->held_count
			      ? "\nMisconceptions\n"
			      : "\nNo answer showed a misconception.\n");
	for (size_t i = 0; i < report->held_count; i++)
		tell_held(report, &report->held[i], out);
	for (size_t i = 0; i < report->stop_count; i++)
		stopped += report->stops[i].stopped != 0;
	buf_puts(out, stopped ? "\nLessons that stop people\n"
			      : "\nNo lesson stopped anybody.\n");
	for (size_t i = 0; i < report->stop_count; i++) {
		if (report->stops[i].stopped)
			tell_stop(report, &report->stops[i], out);
	}
	class_votes_tell(&report->votes, &report->catalogue, out);
}

static json_t *held_as_json(const struct report *report)
{
	json_t *list = json_array();
	for (size_t i = 0; i < report->held_count; i++) {
		const struct held *held = &report->held[i];
		json_t *choices = json_array();
		for (size_t k = 0; k < held->choice_count; k++) {
			const struct choice *choice = &held->choices[k];
			json_array_append_new(
				choices,
				json_pack(
					"{s:s, s:i, s:i, s:I, s:s?}", "lesson",
					choice->lesson, "step", choice->step,
					"beat", choice->beat, "count",
					(json_int_t)choice->count, "text",
					option_text(report, choice, held->id)));
		}
		json_array_append_new(
			list,
			json_pack("{s:s, s:I, s:I, s:I, s:o}", "id", held->id,
				  "asked", (json_int_t)held->asked, "chose",
				  (json_int_t)held->chose, "hold",
				  (json_int_t)held->holds, "options", choices));
	}
	return list;
}

static json_t *stops_as_json(const struct report *report)
{
	json_t *list = json_array();
	for (size_t i = 0; i < report->stop_count; i++) {
		const struct stop *stop = &report->stops[i];
		json_array_append_new(
			list, json_pack("{s:s, s:I, s:I, s:I, s:o}", "lesson",
					stop->lesson, "begun",
					(json_int_t)stop->begun, "stopped",
					(json_int_t)stop->stopped, "last",
					(json_int_t)stop->last, "step",
					stop->stopped ? json_integer(stop->step)
						      : json_null()));
	}
	return list;
}

static void tell_json(struct report *report, struct buf *out)
{
	json_t *root = json_pack(
		"{s:I, s:I, s:o, s:o, s:o}", "learners",
		(json_int_t)report->class.learners, "records",
		(json_int_t)report->files, "misconceptions",
		held_as_json(report), "lessons", stops_as_json(report), "votes",
		class_votes_as_json(&report->votes, &report->catalogue));
	char *text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII);
	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
	json_decref(root);
}

/* --- the folder ------------------------------------------------------------
 */

static bool is_log(const char *name)
{
	return text_is(strrchr(name, '.'), ".log");
}

static int is_record(const struct dirent *entry)
{
	const char *name = entry->d_name;
	return name[0] != '.' &&
	       (is_log(name) || text_is(strrchr(name, '.'), ".json"));
}

/* Returns how many files could not be read, each with its sentence. */
static size_t read_files(struct report *report, const char *folder,
			 struct dirent **entries, int count)
{
	size_t faulty = 0;
	for (int i = 0; i < count; i++) {
		struct err err;
		AUTO_FREE char *path =
			xprintf("%s/%s", folder, entries[i]->d_name);
		bool log = is_log(path);
		bool ok = log ? class_votes_add(&report->votes, path, &err)
			      : class_add(&report->class, path, &err);
		report->files += ok && !log;
		report->logs += ok && log;
		faulty += !ok;
		if (!ok)
			output_error("%s; it is left out", err.text);
	}
	return faulty;
}

static void report_done(struct report *report)
{
	for (size_t i = 0; i < report->held_count; i++)
		free(report->held[i].choices);
	free(report->held);
	free(report->stops);
	class_done(&report->class);
	class_votes_done(&report->votes);
	catalogue_close(&report->catalogue);
}

static int print(struct report *report, const struct options *options,
		 struct err *err)
{
	struct buf out = {0};
	find_held(report);
	find_stops(report);
	if (options->json)
		tell_json(report, &out);
	else
		tell(report, &out);
	return output_end(&out, err);
}

int class_report(const struct options *options, const char *folder,
		 struct err *err)
{
	struct report report = {0};
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_record, alphasort);
	if (count < 0) {
		err_set(err, "read the folder %s: %s", folder, strerror(errno));
		return STATUS_USAGE;
	}
	// Without the lessons, what was chosen is told without its words.
	struct err why;
	if (!catalogue_open(&report.catalogue, &why))
		report.catalogue.count = 0;
	size_t faulty = read_files(&report, folder, entries, count);
	int status = STATUS_USAGE;
	if (!report.files && !report.logs)
		err_set(err,
			"class %s: there is no record; each learner makes one "
			"with sockstep progress --export NAME.json, and a talk "
			"with sockstep present --log NAME.log",
			folder);
	else
		status = print(&report, options, err);
	if (!status && faulty)
		status = STATUS_FAILED;
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	report_done(&report);
	return status;
}
