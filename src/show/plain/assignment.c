/* assignment: what an exercise asks for, as a text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The titles of the checks are told beforehand: what is looked at is no secret,
 * and a learner who knows it thinks of it.
 */
#include "show/plain/assignment.h"

#include "base/count.h"

void assignment_print(const struct lesson *exercise, const char *heading,
		      struct buf *out)
{
	buf_printf(out, "%s\n\n%s\n\n",
		   exercise->introduction ? exercise->introduction
					  : exercise->objective,
		   heading);
	for (size_t i = 0; i < exercise->step_count; i++)
		buf_printf(out, "%zu. %s (%d point%s)\n", i + 1,
			   exercise->steps[i].title, exercise->steps[i].points,
			   count_s(exercise->steps[i].points));
}

void assignment_print_way(const struct lesson *exercise, struct buf *out)
{
	buf_printf(out,
		   "\nIn a shell:\n\n"
		   "  sockstep start %s    makes a folder with a file to begin "
		   "with\n"
		   "  cd %s; sockstep watch    checks it at every save\n",
		   exercise->id, exercise->id);
}
