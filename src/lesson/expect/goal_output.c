/* goal_output: what a real program printed and how it ended.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/expect/goal.h"

#include <string.h>

enum output_kind { OUTPUT_HAS, OUTPUT_LACKS, OUTPUT_LINES };

struct output {
	enum output_kind kind;
	struct str text;
	struct range lines;
};

bool goal_parse_output(struct scan *scan, const void **detail)
{
	struct output *output = arena_alloc(scan->arena, sizeof(*output));
	*detail = output;
	if (scan_is(scan, "lines")) {
		output->kind = OUTPUT_LINES;
		return scan_range(scan, &output->lines);
	}
	if (scan_is(scan, "lacks"))
		output->kind = OUTPUT_LACKS;
	else if (!scan_is(scan, "has"))
		return SCAN_FAIL(scan, "goal-has-lacks-lines");
	return scan_string(scan, &output->text);
}

/* The last program that was run in this view, or NULL. */
static const struct event_output *last_output(const struct view *view,
					      struct buf *found)
{
	for (size_t i = view->place; i-- > view->begin;) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_OUTPUT)
			return &event->as.output;
	}
	SENTENCE(found, "found-no-output");
	return NULL;
}

static int64_t count_lines(struct str rest)
{
	struct str line;
	int64_t count = 0;
	while (str_next_line(&rest, &line))
		count++;
	return count;
}

bool goal_holds_output(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct output *output = detail;
	const struct event_output *event = last_output(view, found);
	if (!event)
		return false;
	struct str text = {event->text, event->len};
	if (output->kind == OUTPUT_LINES) {
		int64_t lines = count_lines(text);
		if (range_has(&output->lines, lines))
			return true;
		buf_printf(found, "output lines %d", (int)lines);
		return false;
	}
	bool has = memmem(text.data, text.len, output->text.data,
			  output->text.len);
	if (has == (output->kind == OUTPUT_HAS))
		return true;
	buf_puts(found, "output ");
	text_quote(found, text.data, text.len, 200);
	return false;
}

bool goal_holds_exit(const void *detail, const struct view *view,
		     struct buf *found)
{
	const struct event_output *event = last_output(view, found);
	if (!event)
		return false;
	if (range_has(detail, event->status))
		return true;
	buf_printf(found, "exit %d", event->status);
	return false;
}
