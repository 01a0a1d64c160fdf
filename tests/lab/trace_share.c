/* trace_share: programs that stop often run on one processor, and have their
 * own again whenever they look.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <sched.h>

static void run_busily(struct buf *found)
{
	enum { FEWER = 64 };
	struct traced traced;
	cpu_set_t before, after;
	sched_getaffinity(0, sizeof(before), &before);
	if (!traced_open(&traced, found, false))
		return;
	int expected = CPU_COUNT(&before) > 1 ? FEWER : 0;
	if (traced_start(&traced, "p", "processors")) {
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "p", LAB_ACTOR_ENDED);
		const struct event_actor *end = traced_end(&traced, "p");
		INSIDE_EXPECT(found, end && end->status == expected,
			      "it ended with status %d, not %d",
			      end ? end->status : -1, expected);
	}
	traced_close(&traced);
	sched_getaffinity(0, sizeof(after), &after);
	INSIDE_EXPECT(found, CPU_EQUAL(&before, &after),
		      "the tracer has other processors than before");
}

Test(trace_share, own_processors)
{
	AUTO_FREE char *found = apart(run_busily);
	cr_expect_str_empty(found, "%s", found);
}
