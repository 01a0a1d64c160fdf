/* trace_still: whether nothing can move any more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing moves when all sleep without a time. The kernel's own timers may
 * still wake somebody: that which sends bytes again says that they were not
 * acknowledged, so a packet is on its way, or lost; that of keepalive ends a
 * connection. The probe of a closed window wakes nobody. Timers that a program
 * set before are noted when it sets them (trace_waits_note()), for /proc does
 * not have those of alarm(2) and setitimer(2).
 *
 * An agent that is inside a call is looked at as a program is; one that waits
 * for its next call moves only when somebody gives it one.
 */
#include "base/clock.h"
#include "lab/trace/trace_parts.h"
#include "lab/trace/trace_waits.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

/* --- timers of programs ----------------------------------------------------
 */

/* The time that the call sets, in nanoseconds; 0: none. `repeats` where it is
 * one that comes again and again. */
static uint64_t time_set(const struct tracee *tracee, long number,
			 const uint64_t args[6], bool *repeats)
{
	struct itimerval old;
	struct itimerspec set;
	bool is_spec = number != SYS_setitimer;
	*repeats = false;
#ifdef SYS_alarm
	if (number == SYS_alarm)
		return (uint32_t)args[0] * (uint64_t)CLOCK_SECOND;
#endif
	if (!is_spec) {
		if (!trace_read(tracee->tid, args[1], &old, sizeof(old)))
			return 0;
		*repeats = old.it_interval.tv_sec || old.it_interval.tv_usec;
		return (uint64_t)old.it_value.tv_sec * CLOCK_SECOND +
		       (uint64_t)old.it_value.tv_usec * 1000;
	}
	if (!trace_read(tracee->tid, args[2], &set, sizeof(set)))
		return 0;
	*repeats = set.it_interval.tv_sec || set.it_interval.tv_nsec;
	return (uint64_t)set.it_value.tv_sec * CLOCK_SECOND +
	       (uint64_t)set.it_value.tv_nsec;
}

void trace_waits_note(struct tracee *tracee, long number,
		      const uint64_t args[6])
{
	struct tracee *first = tracee_leader(tracee);
	bool repeats, is_one = number != SYS_timer_settime;
	uint64_t length = time_set(tracee, number, args, &repeats);
	uint64_t now = clock_now();
	bool is_of_processor =
		number == SYS_setitimer && args[0] != ITIMER_REAL;
	if (!first || is_of_processor)
		return;
	// Of several timers the one that ends last counts; one that is set for
	// a moment of the clock is taken for one that comes again and again.
	bool is_moment = !is_one && args[1] & TIMER_ABSTIME;
	uint64_t ends = !length		       ? 0
			: repeats || is_moment ? UINT64_MAX
					       : now + length;
	uint64_t *kept = is_one ? &first->alarm_ends : &first->timers_end;
	if (is_one || ends > *kept)
		*kept = ends;
}

/* --- nothing moves ---------------------------------------------------------
 */

static bool has_timer(const struct tracee *tracee, uint64_t now)
{
	bool is_delayed = tracee->state == LAB_ACTOR_CALLING && !tracee->inside;
	return tracee->alarm_ends > now || tracee->timers_end > now ||
	       is_delayed;
}

static bool has_packet(const struct lab *lab)
{
	if (lab->wire &&
	    (carrier_pump(lab->wire) || carrier_has_packets(lab->wire)))
		return true;
	for (size_t i = 0; i < lab->snapshot.count; i++) {
		const struct socket_state *row = &lab->snapshot.rows[i];
		if (row->timer == SOCKET_TIMER_ON)
			return true;
	}
	return false;
}

/* How often each was given a processor; 0 where one moves. */
static unsigned long turns_of_programs(const struct lab *lab)
{
	unsigned long turns = 1;
	size_t count;
	uint64_t now = clock_now();
	struct lab_wait *waits = lab_waits(lab, &count);
	for (size_t i = 0; turns && i < count; i++) {
		const struct tracee *tracee = lab->tracer->live[i];
		bool waits_on = waits[i].kind > WAIT_TIME;
		if (!waits_on || has_timer(tracee, now))
			turns = 0;
		else
			turns += process_turns(tracee->tid) + 1;
	}
	free(waits);
	return count ? turns : 0;
}

static unsigned long turns_of_agents(const struct lab *lab)
{
	unsigned long turns = 1;
	for (size_t i = 0; turns && i < lab->actor_count; i++) {
		const struct actor *actor = lab->actors[i];
		if (actor->state == LAB_ACTOR_READY ||
		    actor->state == LAB_ACTOR_ENDED)
			continue;
		if (actor->state == LAB_ACTOR_BLOCKED &&
		    trace_waits_of(actor) > WAIT_TIME)
			turns += process_turns(actor->outer) + 1;
		else
			turns = 0;
	}
	return turns;
}

/* The same of all; 0 where one moves. */
static unsigned long turns_if_still(const struct lab *lab)
{
	unsigned long programs = turns_of_programs(lab);
	unsigned long agents = programs ? turns_of_agents(lab) : 0;
	return agents && !lab->commands ? programs + agents : 0;
}

bool lab_is_still(struct lab *lab)
{
	struct tracer *tracer = lab->tracer;
	if (!tracer)
		return false;
	unsigned long turns = turns_if_still(lab);
	unsigned long before = tracer->still_turns;
	tracer->still_turns = turns;
	if (!turns || turns != before) {
		tracer->still_since = clock_now();
		return false;
	}
	if (!lab_has_arrived(lab, tracer->still_since))
		return false;
	lab_take_snapshot(lab);
	// What the snapshot found may have come behind the look at them.
	bool still = !has_packet(lab) && turns_if_still(lab) == turns;
	if (!still)
		tracer->still_turns = 0;
	return still;
}
