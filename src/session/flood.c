/* flood: a program that goes beyond what its lab lets it do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the learner's program writes beyond a limit is read, for else it would
 * wait there, and thrown away. One that only talks too much, and does what it
 * should, is as right as any other; but nobody waits for one that has written
 * more than a program could mean to, with something expected that is not so.
 */
#include "lab/trace/terminal.h"
#include "lab/trace/trace.h"
#include "session/parts.h"

#include <string.h>

enum { FLOOD_MIB = 64 };

/* Of the two runs that a check may have. */
static bool is_of_learner(const struct session_terminal *terminal)
{
	return !strcmp(terminal->actor, LESSON_PROGRAM) ||
	       !strcmp(terminal->actor, LESSON_PROGRAM_AGAIN);
}

size_t session_flood(const struct session *session, enum outlet *stream)
{
	for (size_t i = 0; i < session->programs.terminal_count; i++) {
		const struct session_terminal *one =
			&session->programs.terminals[i];
		uint64_t mib = terminal_written(one->terminal) >> 20;
		*stream = terminal_stream(one->terminal);
		if (is_of_learner(one) && mib >= FLOOD_MIB)
			return mib;
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
