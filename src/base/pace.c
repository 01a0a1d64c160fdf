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

static struct pace read_pace(const char *path)
{
	struct pace pace = {0};
	FILE *file = fopen(path, "re");
	if (!file)
		return pace;
	if (fscanf(file, "%" SCNu64 " %" SCNu64, &pace.ran, &pace.waited) != 2)
		pace = (struct pace){0};
	fclose(file);
	return pace;
}

struct pace pace_now(void)
{
	return read_pace("/proc/thread-self/schedstat");
}

struct pace pace_of(pid_t tid)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)tid);
	return read_pace(path);
}

uint64_t pace_stretch(struct pace begin, struct pace end, uint64_t time)
{
	if (end.ran <= begin.ran || end.waited <= begin.waited)
		return time;
	double slower = 1 + (double)(end.waited - begin.waited) /
				    (double)(end.ran - begin.ran);
	return (uint64_t)((double)time * (slower < SLOWEST ? slower : SLOWEST));
}

uint64_t pace_stretch_of(struct pace begin, struct pace end, uint64_t time,
			 uint64_t waited)
{
	uint64_t stretched = pace_stretch(begin, end, time);
	uint64_t most = time + 2 * waited;
	return stretched < most ? stretched : most;
}
