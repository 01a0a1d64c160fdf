/* flood: a program that goes beyond what its lab lets it do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the learner's program writes beyond a limit is read, for else it would
 * wait there, and thrown away. One that prints for ever does nothing else, so
 * its check is over as soon as something that is expected is not so. One that
 * only talks too much, and does what it should, is as right as any other.
 */
#include "lab/trace/terminal.h"
#include "lab/trace/trace.h"
#include "session/parts.h"

#include <string.h>

size_t session_flood(const struct session *session, enum outlet *stream)
{
	const struct journal *journal = session->journal;
	size_t written[2][OUTLET_ERRORS + 1] = {0}, count; /* by run */
	const size_t *places = journal_places(journal, EVENT_TERMINAL, 0,
					      journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		const struct event_terminal *part =
			&journal_at(journal, places[i])->as.terminal;
		bool is_again = !strcmp(part->actor, LESSON_PROGRAM_AGAIN);
		if (part->stream > OUTLET_ERRORS ||
		    (!is_again && strcmp(part->actor, LESSON_PROGRAM) != 0))
			continue;
		*stream = (enum outlet)part->stream;
		written[is_again][part->stream] += part->len;
		if (written[is_again][part->stream] >= TERMINAL_MOST)
			return TERMINAL_MOST >> 10;
	}
	return 0;
}

bool session_print_refused(const struct session *session, struct buf *out)
{
	enum { SHOWN = 6 };
	const char *calls[SHOWN + 1];
	size_t count =
		session->lab
			? lab_trace_list_refused(session->lab, LESSON_PROGRAM,
						 calls, COUNT(calls))
			: 0;
	for (size_t i = 0; i < count && i < SHOWN; i++)
		buf_printf(out, "%s%s(2)", i ? ", " : "", calls[i]);
	if (count > SHOWN)
		buf_puts(out, ", ...");
	return count;
}
