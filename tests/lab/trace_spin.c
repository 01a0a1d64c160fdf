/* trace_spin: a program that asks in vain goes on later, and no other does.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "lab/trace/trace_parts.h"
#include "traced.h"

#include <criterion/criterion.h>

/* How long the row was at the program's end. */
static unsigned run(struct buf *found, const char *line)
{
	struct traced traced;
	unsigned vain = 0;
	if (!traced_open(&traced, found, false))
		return 0;
	if (traced_start(&traced, "p", line)) {
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "p", LAB_ACTOR_ENDED);
		const struct event_actor *end = traced_end(&traced, "p");
		INSIDE_EXPECT(found, end && end->status == 0,
			      "it ended with status %d",
			      end ? end->status : -1);
		const struct tracer *tracer = traced.lab->tracer;
		for (size_t i = 0; i < tracer->ended_count; i++)
			vain += tracer->ended[i]->spin.vain;
	}
	traced_close(&traced);
	return vain;
}

/* The program's exit status says whether they did. On a busy machine they may
 * be late without us, and then not all of them count. */
static void run_in_vain(struct buf *found)
{
	(void)run(found, "spins");
}

static void run_with_success(struct buf *found)
{
	unsigned vain = run(found, "spins gets");
	INSIDE_EXPECT(found, vain <= 1, "the row has %u calls", vain);
}

Test(trace_spin, calls_in_vain_come_later)
{
	AUTO_FREE char *found = apart(run_in_vain);
	cr_expect_str_empty(found, "%s", found);
}

Test(trace_spin, calls_that_bring_something_do_not)
{
	AUTO_FREE char *found = apart(run_with_success);
	cr_expect_str_empty(found, "%s", found);
}
