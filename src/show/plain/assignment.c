/* assignment: what an exercise asks for, as a text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The titles of the checks are told beforehand: what is looked at is no secret,
 * and a learner who knows it thinks of it.
 */
#include "show/plain/assignment.h"

#include "base/sentence.h"

void assignment_print(const struct lesson *exercise, const char *heading,
		      struct buf *out)
{
	buf_printf(out, "%s\n\n%s\n\n",
		   exercise->introduction ? exercise->introduction
					  : exercise->objective,
		   heading);
	for (size_t i = 0; i < exercise->step_count; i++)
		SENTENCE_LINE(out, "", "\n", "assignment-check",
			      SLOT_NUMBER("number", i + 1),
			      SLOT_TEXT("title", exercise->steps[i].title),
			      SLOT_NUMBER("points", exercise->steps[i].points));
}

void assignment_print_way(const struct lesson *exercise, struct buf *out)
{
	const struct slot id = SLOT_TEXT("id", exercise->id);
	SENTENCE_LINE(out, "\n", "\n\n", "assignment-shell");
	SENTENCE_LINE(out, "  ", "\n", "assignment-start", id);
	SENTENCE_LINE(out, "  ", "\n", "assignment-watch", id);
}
