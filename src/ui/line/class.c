/* class: what the records of a class say, as text and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line/class.h"

#include "base/count.h"
#include "base/sentence.h"
#include "base/text.h"
#include "ui/file/output.h"
#include "ui/line/class_tally.h"
#include "ui/line/class_votes.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

enum { OPTIONS_TOLD = 3 };

struct report {
	struct class_tally tally;
	size_t files; /* records */
	struct class_votes votes;
	size_t logs;
};

/* --- telling ---------------------------------------------------------------
 */

static void tell_held(const struct report *report,
		      const struct class_held *held, struct buf *out)
{
	buf_printf(out, "  %-4s", held->id);
	SENTENCE_LINE(out, "  ", "\n", "report-holds",
		      SLOT_NUMBER("holds", held->holds),
		      SLOT_NUMBER("chose", held->chose),
		      SLOT_NUMBER("asked", held->asked));
	for (size_t i = 0; i < held->choice_count && i < OPTIONS_TOLD; i++) {
		const struct class_choice *choice = &held->choices[i];
		const char *text =
			class_option_text(&report->tally, choice, held->id);
		SENTENCE_LINE(out, "        ", " ", "report-times",
			      SLOT_NUMBER("count", choice->count));
		if (text)
			buf_printf(out, "\"%s\" ", text);
		SENTENCE_LINE(out, "(", ")\n", "report-place",
			      SLOT_TEXT("lesson", choice->lesson),
			      SLOT_NUMBER("step", choice->step + 1));
	}
}

static void tell_stop(const struct report *report,
		      const struct class_stop *stop, struct buf *out)
{
	const struct lesson *lesson =
		class_lesson(&report->tally, stop->lesson);
	buf_printf(out, "  %-26s", stop->lesson);
	SENTENCE_LINE(out, "  ", "", "report-stopped",
		      SLOT_NUMBER("count", stop->stopped),
		      SLOT_NUMBER("begun", stop->begun));
	if (stop->last)
		SENTENCE_LINE(out, ", ", "", "report-stopped-last",
			      SLOT_NUMBER("count", stop->last));
	SENTENCE_LINE(out, "\n        ", "",
		      stop->at_step == stop->stopped ? "report-stopped-all"
						     : "report-stopped-most",
		      SLOT_NUMBER("step", stop->step + 1));
	if (lesson && (size_t)stop->step < lesson->step_count &&
	    lesson->steps[stop->step].title)
		buf_printf(out, ": %s", lesson->steps[stop->step].title);
	buf_putc(out, '\n');
}

static void tell(struct report *report, struct buf *out)
{
	size_t stopped = 0;
	SENTENCE_LINE(out, "", "\n", "report-learners",
		      SLOT_NUMBER("learners", report->tally.class.learners),
		      SLOT_NUMBER("records", report->files));
	SENTENCE_LINE(out, "\n", "\n",
		      report->tally.held_count ? "report-misconceptions"
					       : "report-no-misconception");
	for (size_t i = 0; i < report->tally.held_count; i++)
		tell_held(report, &report->tally.held[i], out);
	for (size_t i = 0; i < report->tally.stop_count; i++)
		stopped += report->tally.stops[i].stopped != 0;
	SENTENCE_LINE(out, "\n", "\n",
		      stopped ? "report-stops" : "report-no-stop");
	for (size_t i = 0; i < report->tally.stop_count; i++) {
		if (report->tally.stops[i].stopped)
			tell_stop(report, &report->tally.stops[i], out);
	}
	class_votes_tell(&report->votes, &report->tally.catalogue, out);
}

static json_t *held_as_json(const struct report *report)
{
	json_t *list = json_array();
	for (size_t i = 0; i < report->tally.held_count; i++) {
		const struct class_held *held = &report->tally.held[i];
		json_t *choices = json_array();
		for (size_t k = 0; k < held->choice_count; k++) {
			const struct class_choice *choice = &held->choices[k];
			json_array_append_new(
				choices,
				json_pack("{s:s, s:i, s:i, s:I, s:s?}",
					  "lesson", choice->lesson, "step",
					  choice->step, "beat", choice->beat,
					  "count", (json_int_t)choice->count,
					  "text",
					  class_option_text(&report->tally,
							    choice, held->id)));
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
	for (size_t i = 0; i < report->tally.stop_count; i++) {
		const struct class_stop *stop = &report->tally.stops[i];
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
		(json_int_t)report->tally.class.learners, "records",
		(json_int_t)report->files, "misconceptions",
		held_as_json(report), "lessons", stops_as_json(report), "votes",
		class_votes_as_json(&report->votes, &report->tally.catalogue));
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
			      : class_add(&report->tally.class, path, &err);
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
	class_tally_done(&report->tally);
	class_votes_done(&report->votes);
}

static int print(struct report *report, const struct options *options,
		 struct err *err)
{
	struct buf out = {0};
	class_tally_make(&report->tally);
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
		FAILURE(err, "read-folder", SLOT_TEXT("folder", folder),
			SLOT_TEXT("reason", strerror(errno)));
		return STATUS_USAGE;
	}
	// Without the lessons, what was chosen is told without its words.
	struct err why;
	if (!catalogue_open(&report.tally.catalogue, &why))
		report.tally.catalogue.count = 0;
	size_t faulty = read_files(&report, folder, entries, count);
	int status = STATUS_USAGE;
	if (!report.files && !report.logs)
		FAILURE(err, "class-no-record", SLOT_TEXT("folder", folder));
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
