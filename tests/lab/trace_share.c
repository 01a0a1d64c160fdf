/* trace_share: programs that stop often run on one processor, and have their
 * own again whenever they look; the wire goes with them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/loop.h"
#include "inside.h"
#include "lab/ground/parts.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <sched.h>

static void note_time(void *data)
{
	*(bool *)data = true;
}

/* Whether a timer comes before one that is set behind it now. */
static bool comes(struct loop *loop, const struct loop_timer *timer)
{
	const bool *came = timer->data;
	bool is_over = false;
	struct loop_timer behind = {.fn = note_time, .data = &is_over};
	struct err err;
	uint64_t now = clock_now();
	loop_timer_set(loop, &behind,
		       (timer->when > now ? timer->when : now) + CLOCK_MS);
	while (!is_over && loop_once(loop, -1, &err))
		;
	return *came;
}

/* The fewest processors that the wire was seen with. */
struct wire_watch {
	struct traced *traced;
	struct loop_timer timer;
	int fewest;
};

static int processors_of_wire(const struct traced *traced)
{
	cpu_set_t set;
	return sched_getaffinity(carrier_pid(traced->lab->wire), sizeof(set),
				 &set)
		       ? -1
		       : CPU_COUNT(&set);
}

static void look_at_wire(void *data)
{
	struct wire_watch *watched = data;
	int count = processors_of_wire(watched->traced);
	if (count < watched->fewest)
		watched->fewest = count;
	loop_timer_set(watched->traced->loop, &watched->timer,
		       clock_now() + CLOCK_MS);
}

static void run_busily(struct buf *found)
{
	enum { FEWER = 64 };
	struct traced traced;
	cpu_set_t before, after;
	sched_getaffinity(0, sizeof(before), &before);
	if (!traced_open(&traced, found, false))
		return;
	int expected = CPU_COUNT(&before) > 1 ? FEWER : 0;
	bool came = false;
	struct loop_timer timer = {.fn = note_time, .data = &came};
	loop_timer_set(traced.loop, &timer, clock_now() + 2 * CLOCK_SECOND);
	struct wire_watch watched = {.traced = &traced,
				     .fewest = CPU_COUNT(&before)};
	watched.timer =
		(struct loop_timer){.fn = look_at_wire, .data = &watched};
	if (traced_start(&traced, "p", "processors")) {
		look_at_wire(&watched);
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "p", LAB_ACTOR_ENDED);
		const struct event_actor *end = traced_end(&traced, "p");
		INSIDE_EXPECT(found, end && end->status == expected,
			      "it ended with status %d, not %d",
			      end ? end->status : -1, expected);
	}
	loop_timer_clear(traced.loop, &watched.timer);
	INSIDE_EXPECT(found, watched.fewest == 1, "the wire had %d processors",
		      watched.fewest);
	INSIDE_EXPECT(found, processors_of_wire(&traced) == CPU_COUNT(&before),
		      "the wire has fewer processors than before");
	INSIDE_EXPECT(found, comes(traced.loop, &timer), "a timer is lost");
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
