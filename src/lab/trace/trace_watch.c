/* trace_watch: sees what becomes of sockets while programs run on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A step ends with a snapshot, but a program that runs to its end takes no
 * steps. A snapshot at each call would cost more than the call; so one is taken
 * behind those calls only that make a socket or give it another state, or an
 * epoll instance another list, while the program is still held at its exit, and
 * when a SYN, FIN or RST has passed the wire: a kernel's answer to that is
 * another state, whatever the programs do. A program that opens connections by
 * the thousand gets as many as cost a tenth of its time, and some states pass
 * unseen.
 *
 * The sockets of a lookup are told no more than its calls are.
 */
#include "base/clock.h"
#include "lab/trace/trace_parts.h"

#include <string.h>
#include <sys/syscall.h>

static void take(struct lab *lab)
{
	enum { SHARE = 10 };
	static const uint64_t credit = 200 * CLOCK_MS;
	struct tracer *tracer = lab->tracer;
	tracer->stale = !trace_budget_allows(&tracer->watching, credit, SHARE);
	if (tracer->stale)
		return;
	uint64_t begin = clock_spent();
	lab_take_snapshot(lab);
	tracer->watching.spent += clock_spent() - begin;
}

static bool moves_state(const struct tracee *tracee)
{
	switch (tracee->row->number) {
	case SYS_accept:
	case SYS_accept4:
	case SYS_bind:
	case SYS_close:
	case SYS_connect:
	case SYS_epoll_ctl:
	case SYS_listen:
	case SYS_shutdown:
	case SYS_socket:
	case SYS_socketpair:
		return true;
	default:
		return false;
	}
}

void trace_watch_call(struct tracee *tracee)
{
	if (tracee->noise) {
		trace_touch_mode(tracee);
		return;
	}
	if (moves_state(tracee) || trace_gives_port(tracee))
		take(tracee->lab);
	else
		trace_touch(tracee);
}

void trace_watch_packet(struct lab *lab, const struct packet *packet)
{
	if (lab->tracer && packet->protocol == IPPROTO_TCP &&
	    packet->flags & (PACKET_SYN | PACKET_FIN | PACKET_RST))
		lab->tracer->stale = true;
}

void trace_watch_look(struct lab *lab)
{
	if (lab->tracer && lab->tracer->stale)
		take(lab);
}
