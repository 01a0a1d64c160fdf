/* pace: how much longer everything takes here than on an idle machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A limit that only a clock knows fails right programs where many are checked
 * at once. The kernel counts for each thread what it ran and what it waited for
 * a processor; a program that is checked shares the machine with this thread,
 * and so waits as it does.
 */
#include "base/pace.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>

enum { SLOWEST = 6 }; /* what a submission that takes all can have at most */

struct pace pace_now(void)
{
	struct pace pace = {0};
	FILE *file = fopen("/proc/thread-self/schedstat", "re");
	if (!file)
		return pace;
	if (fscanf(file, "%" SCNu64 " %" SCNu64, &pace.ran, &pace.waited) != 2)
		pace = (struct pace){0};
	fclose(file);
	return pace;
}

uint64_t pace_stretch(struct pace begin, struct pace end, uint64_t time)
{
	if (end.ran <= begin.ran || end.waited <= begin.waited)
		return time;
	double slower = 1 + (double)(end.waited - begin.waited) /
				    (double)(end.ran - begin.ran);
	return (uint64_t)((double)time * (slower < SLOWEST ? slower : SLOWEST));
}
