/* table_steady: the widths that the columns of sockets keep through a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson says beforehand who is in it, and whether somebody will have several
 * sockets, whose variables need a column. The rest is what is usual: a long
 * state of TCP, an address of IPv4 with its port, and, where there is room,
 * what stood there before as well. What is left over is the state's, which
 * changes most.
 */
#include "show/socket/table_steady.h"

#include <string.h>

enum {
	KERNEL = 6,	   /* "kernel" */
	SOCK_TYPES = 0xf,  /* the bits of a type that are no flags */
	FD = 2,		   /* "10" */
	STATE = 10,	   /* "CLOSE-WAIT" */
	ADDRESS = 15,	   /* "127.0.0.1:12345" */
	FD_BOTH = 4,	   /* "-→10" */
	STATE_BOTH = 21,   /* "FIN-WAIT-1→FIN-WAIT-2" */
	ADDRESS_BOTH = 25, /* "0.0.0.0:*→127.0.0.1:12345" */
};

/* A variable of the lesson that gets a descriptor. */
struct names {
	const struct lesson *lesson;
	unsigned *counts; /* of each actor's */
	int width;
	const struct call *socket; /* the first socket(), NULL before one */
	bool mixed;		   /* another one is of another Netid */
};

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Sockets of IPv4 and of IPv6 are one Netid, and flags are none. */
static bool is_alike(const struct call *a, const struct call *b)
{
	bool local = a->args[0].num == AF_UNIX;
	return local == (b->args[0].num == AF_UNIX) &&
	       (a->args[1].num & SOCK_TYPES) == (b->args[1].num & SOCK_TYPES);
}

static void take_kind(struct names *names, const struct call *call)
{
	if (!call_is(call, "socket") || call->argc < 2)
		return;
	if (!names->socket)
		names->socket = call;
	names->mixed |= !is_alike(names->socket, call);
}

static void take_name(struct names *names, const char *actor,
		      const struct call *call)
{
	if (!call->syscall || !call->into || !call_can_make_fd(call))
		return;
	for (size_t i = 0; i < names->lesson->actor_count; i++)
		names->counts[i] +=
			!strcmp(names->lesson->actors[i].name, actor);
	names->width = larger(names->width, (int)strlen(call->into));
	take_kind(names, call);
}

/* How wide the names of the lesson are, when any actor has several, else 0;
 * `mixed`: whether its sockets are of several Netids. */
static int names_width(struct view *view, bool *mixed)
{
	const struct lesson *lesson = view->scene->lesson;
	struct names names = {
		.lesson = lesson,
		.counts = arena_alloc(&view->arena,
				      (lesson->actor_count + 1) *
					      sizeof(*names.counts))};
	bool several = false;
	for (size_t i = 0; i < lesson->setup_count; i++)
		take_name(&names, lesson->setups[i].actor,
			  &lesson->setups[i].call);
	for (size_t i = 0; i < lesson_beats(lesson); i++) {
		size_t step, at;
		lesson_beat_at(lesson, i, &step, &at);
		const struct beat *beat = &lesson->steps[step].beats[at];
		if (beat->kind == BEAT_CALL || beat->kind == BEAT_TRY)
			take_name(&names, beat->actor, &beat->call);
	}
	for (size_t i = 0; i < lesson->actor_count; i++)
		several |= names.counts[i] > 1;
	*mixed = names.mixed;
	return several ? larger(names.width, (int)strlen("name")) : 0;
}

static bool has_ports(const struct view *view)
{
	for (size_t i = 0; i < view->change_count; i++) {
		const struct change *change = &view->changes[i];
		const struct socket_state *row =
			change->after ? change->after : change->before;
		if (row->family == AF_INET)
			return true;
	}
	return false;
}

static int sum_of(const int *floors)
{
	int sum = 1;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		sum += floors[i] ? floors[i] + 1 : 0;
	return sum - 1;
}

void table_steady(struct view *view, struct table *table, int width)
{
	const struct lesson *lesson = view->scene->lesson;
	int who = KERNEL, *floors = table->floors;
	bool ports = has_ports(view), mixed;
	for (size_t i = 0; i < lesson->actor_count; i++)
		who = larger(who, (int)strlen(lesson->actors[i].name));
	for (size_t i = 0; i < lesson->child_count; i++)
		who = larger(who, (int)strlen(lesson->children[i]));
	floors[TABLE_RECV_Q] = floors[TABLE_SEND_Q] = (int)strlen("Recv-Q");
	floors[TABLE_NAME] = names_width(view, &mixed);
	floors[TABLE_NETID] = mixed ? (int)strlen("Netid") : 0;
	floors[TABLE_WHO] = KERNEL + 1 + who;
	floors[TABLE_FD] = FD_BOTH;
	floors[TABLE_STATE] = STATE_BOTH;
	floors[TABLE_LOCAL] = ports ? ADDRESS_BOTH : 1;
	// Behind the last column only notes stand.
	floors[TABLE_PEER] = ports ? ADDRESS : 1;
	if (sum_of(floors) <= width)
		return;
	floors[TABLE_WHO] = who;
	floors[TABLE_FD] = FD;
	floors[TABLE_STATE] = STATE;
	floors[TABLE_LOCAL] = floors[TABLE_PEER];
	if (sum_of(floors) > width)
		floors[TABLE_NETID] = 0;
	int left = width - sum_of(floors);
	if (left < 0)
		memset(floors, 0, sizeof(table->floors));
	else
		floors[TABLE_STATE] +=
			left < STATE_BOTH - STATE ? left : STATE_BOTH - STATE;
}
