/* report: the outcomes of an exercise's checks, in each form.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What programs wrote is in the feedback, so each form is told apart from it:
 * a line of feedback is indented, and so can be no line of TAP; XML has no
 * control characters at all, not even escaped ones.
 */
#include "check/report.h"

#include "base/clock.h"
#include "base/count.h"
#include "base/escape.h"

#include <jansson.h>
#include <string.h>

enum { TITLE_COLUMNS = 60 };

static const struct step *step_of(const struct report *report, size_t check)
{
	return &report->exercise->steps[check];
}

static int got(const struct report *report, size_t check)
{
	return report->outcomes[check].verdict == VERDICT_PASSED
		       ? step_of(report, check)->points
		       : 0;
}

static double seconds(const struct outcome_of *outcome)
{
	return (double)outcome->elapsed / CLOCK_SECOND;
}

/* --- text ------------------------------------------------------------------
 */

/* The feedback, each line behind `indent`. */
static void print_told(const struct outcome_of *outcome, const char *indent,
		       struct buf *out)
{
	// Of a player that ended there is nothing but that.
	const char *told = outcome->told    ? outcome->told
			   : outcome->brief ? outcome->brief
					    : "";
	struct str rest = str_from(told), line;
	while (str_next_line(&rest, &line))
		buf_printf(out, "%s%.*s\n", indent, (int)line.len, line.data);
}

void report_print_check(const struct report *report, size_t check,
			bool with_told, struct buf *out)
{
	const struct outcome_of *outcome = &report->outcomes[check];
	const struct step *step = step_of(report, check);
	int pad = TITLE_COLUMNS -
		  (int)text_width(step->title, strlen(step->title));
	buf_printf(out, "%2zu %-7s  %s%*s  %d/%d\n", check + 1,
		   verdict_word(outcome->verdict), step->title,
		   pad > 0 ? pad : 0, "", got(report, check), step->points);
	if (with_told)
		print_told(outcome, "   ", out);
}

bool report_is_new_error(const struct report *report, size_t check)
{
	const struct outcome_of *outcomes = report->outcomes;
	bool is_new = outcomes[check].verdict == VERDICT_ERROR;
	for (size_t i = 0; is_new && i < check; i++)
		is_new = outcomes[i].verdict != VERDICT_ERROR ||
			 strcmp(outcomes[i].brief, outcomes[check].brief) != 0;
	return is_new;
}

void report_print_sum(const struct report *report, struct buf *out)
{
	size_t errors = report_count(report, VERDICT_ERROR);
	size_t left = report_count(report, VERDICT_NOT_RUN);
	buf_printf(out, "%d of %d points", report_points(report),
		   report_most(report));
	if (left)
		buf_printf(out, "; %zu check%s not played", left,
			   count_word(left, " was", "s were"));
	if (errors)
		buf_printf(out, "; %zu check%s could not be played", errors,
			   count_s(errors));
	buf_printf(out, " (seed %llu)\n",
		   (unsigned long long)report->exercise->seed);
}

/* --- JSON ------------------------------------------------------------------
 */

static json_t *told_as_json(const struct outcome_of *outcome)
{
	json_t *lines = json_array();
	struct str rest = str_from(outcome->told ? outcome->told : ""), line;
	while (str_next_line(&rest, &line))
		json_array_append_new(lines, json_stringn(line.data, line.len));
	return lines;
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *check_as_json(const struct report *report, size_t check)
{
	static const char *const verdicts[VERDICT_COUNT] = {"not-run", "passed",
							    "failed", "error"};
	const struct outcome_of *outcome = &report->outcomes[check];
	const struct step *step = step_of(report, check);
	return json_pack(
		"{s:I, s:s, s:s, s:i, s:i, s:f, s:o, s:o, s:o}", "number",
		(json_int_t)check + 1, "title", step->title, "verdict",
		verdicts[outcome->verdict], "points", got(report, check),
		"most", step->points, "seconds", seconds(outcome), "message",
		text_or_null(outcome->brief), "feedback", told_as_json(outcome),
		"lesson", text_or_null(outcome->lesson));
}

void report_print_json(const struct report *report, struct buf *out)
{
	json_t *checks = json_array();
	for (size_t i = 0; i < report->exercise->step_count; i++)
		json_array_append_new(checks, check_as_json(report, i));
	json_t *all = json_pack("{s:s, s:s, s:I, s:i, s:i, s:o}", "exercise",
				report->exercise->id, "title",
				report->exercise->title, "seed",
				(json_int_t)report->exercise->seed, "points",
				report_points(report), "most",
				report_most(report), "checks", checks);
	char *text = json_dumps(all, JSON_INDENT(1));
	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
	json_decref(all);
}

/* --- TAP -------------------------------------------------------------------
 */

static void tap_details(const struct report *report, size_t check,
			struct buf *out)
{
	const struct outcome_of *outcome = &report->outcomes[check];
	buf_puts(out, "  ---\n  message: ");
	escape_yaml(outcome->brief ? outcome->brief : "", out);
	buf_printf(out, "\n  severity: fail\n  points: '%d/%d'\n",
		   got(report, check), step_of(report, check)->points);
	if (outcome->lesson)
		buf_printf(out, "  lesson: %s\n", outcome->lesson);
	// A literal block would take its indent from the first line, which may
	// begin with a blank.
	struct str rest = str_from(outcome->told ? outcome->told : ""), line;
	buf_puts(out, rest.len ? "  feedback:\n" : "");
	while (str_next_line(&rest, &line)) {
		AUTO_FREE char *text =
			xprintf("%.*s", (int)line.len, line.data);
		buf_puts(out, "    - ");
		escape_yaml(text, out);
		buf_putc(out, '\n');
	}
	buf_puts(out, "  ...\n");
}

void report_print_tap(const struct report *report, struct buf *out)
{
	size_t count = report->exercise->step_count;
	buf_printf(out, "TAP version 14\n1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		enum verdict verdict = report->outcomes[i].verdict;
		bool is_left = verdict == VERDICT_NOT_RUN;
		bool is_ok = verdict == VERDICT_PASSED || is_left;
		buf_printf(out, "%s %zu - ", is_ok ? "ok" : "not ok", i + 1);
		escape_tap(step_of(report, i)->title, out);
		buf_puts(out, is_left ? " # SKIP not run\n" : "\n");
		if (!is_ok)
			tap_details(report, i, out);
	}
	buf_printf(out, "# seed %llu\n",
		   (unsigned long long)report->exercise->seed);
}

/* --- JUnit -----------------------------------------------------------------
 */

static void junit_case(const struct report *report, size_t check,
		       struct buf *out)
{
	const struct outcome_of *outcome = &report->outcomes[check];
	const char *element = outcome->verdict == VERDICT_FAILED  ? "failure"
			      : outcome->verdict == VERDICT_ERROR ? "error"
								  : NULL;
	buf_printf(out, "    <testcase classname=\"%s\" name=\"",
		   report->exercise->id);
	escape_xml(step_of(report, check)->title, out);
	buf_printf(out, "\" time=\"%.3f\">\n", seconds(outcome));
	buf_printf(out,
		   "      <properties><property name=\"points\" "
		   "value=\"%d/%d\"/></properties>\n",
		   got(report, check), step_of(report, check)->points);
	if (element) {
		buf_printf(out, "      <%s message=\"", element);
		escape_xml(outcome->brief ? outcome->brief : "", out);
		buf_puts(out, "\">");
		escape_xml(outcome->told ? outcome->told : "", out);
		buf_printf(out, "</%s>\n", element);
	} else if (outcome->verdict == VERDICT_NOT_RUN) {
		buf_puts(out, "      <skipped message=\"not run\"/>\n");
	}
	buf_puts(out, "    </testcase>\n");
}

static void junit_counts(const struct report *report, struct buf *out)
{
	double time = 0;
	for (size_t i = 0; i < report->exercise->step_count; i++)
		time += seconds(&report->outcomes[i]);
	buf_printf(out,
		   "tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		   "skipped=\"%zu\" time=\"%.3f\">\n",
		   report->exercise->step_count,
		   report_count(report, VERDICT_FAILED),
		   report_count(report, VERDICT_ERROR),
		   report_count(report, VERDICT_NOT_RUN), time);
}

void report_print_junit(const struct report *report, struct buf *out)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<testsuites ");
	junit_counts(report, out);
	buf_printf(out, "  <testsuite name=\"%s\" ", report->exercise->id);
	junit_counts(report, out);
	buf_printf(out,
		   "    <properties><property name=\"seed\" value=\"%llu\"/>"
		   "</properties>\n",
		   (unsigned long long)report->exercise->seed);
	for (size_t i = 0; i < report->exercise->step_count; i++)
		junit_case(report, i, out);
	buf_puts(out, "  </testsuite>\n</testsuites>\n");
}
