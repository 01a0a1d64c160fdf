/* timeline: calls and packets on one axis, in the order they happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the journal up to the place looked at. One call is made at a
 * time, so what happens after it, and before the next call, order or beat, is
 * what it set off. Actors that are born anew are those of a new lab: what was
 * before is forgotten.
 *
 * A traced program is stopped at the entry of a call for as long as the learner
 * wants. The kernel sees the call later: when it sends something for it, or
 * when the call sleeps or comes back.
 *
 * Who is in a call is a set of all the view's actors, however many a traced
 * program has made.
 */
#include "show/ladder/timeline.h"

#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/ladder/timeline_pass.h"
#include "show/ladder/unix_end.h"

#include <string.h>

/* --- calls ---------------------------------------------------------------- */

/* Bytes of a UNIX socket are with the receiver when the call comes back. */
static void add_data(struct pass *pass, const struct event *event)
{
	const struct event_call *made = &event->as.call;
	const struct call *call = &made->call;
	int fd = call_fd_arg(call);
	if (!(call->syscall->flags & SYSCALL_SENDS) || fd < 0 ||
	    call->result.value <= 0)
		return;
	const struct socket_state *row =
		unix_end_of(pass->sockets, pass->socket_count, made->actor,
			    call->args[fd].num);
	if (!row || row->family != AF_UNIX)
		return;
	struct instant *data = pass_add(pass, INSTANT_DATA, event);
	data->actor = made->actor;
	data->to_actor = unix_end_receiver(pass->sockets, pass->socket_count,
					   row, call_address(call));
	pass_join(pass, data, pass->cause);
}

/* The instant at which the call of `event` was entered, or NULL. */
static struct instant *entry_of(struct pass *pass,
				const struct event_call *call)
{
	struct timeline *timeline = pass->timeline;
	for (size_t i = timeline->count; i > 0; i--) {
		struct instant *instant = &timeline->items[i - 1];
		if (instant->kind == INSTANT_CALL &&
		    instant->event->as.call.id == call->id)
			return instant;
	}
	return NULL;
}

static void enter(struct pass *pass, const struct event *event, uint64_t time)
{
	const char *actor = event->as.call.actor;
	pass_put_inside(pass, actor, true);
	struct instant *instant = pass_add(pass, INSTANT_CALL, event);
	instant->actor = actor;
	instant->time = time;
	pass->cause = pass->head = (long)pass->timeline->count - 1;
}

/* The call that a program was stopped at is made, at `time` at the latest. */
static void let_go(struct pass *pass, const char *actor, uint64_t time)
{
	size_t index = pass_index_of(pass, actor);
	if (!pass_knows(pass, index) || !pass->stopped[index])
		return;
	enter(pass, pass->stopped[index], time);
	pass->stopped[index] = NULL;
}

static void take_return(struct pass *pass, const struct event *event)
{
	const struct timeline *timeline = pass->timeline;
	struct instant *entry = entry_of(pass, &event->as.call);
	uint64_t began = event->time - event->as.call.call.result.elapsed;
	// The first packet of a program's call came behind its beginning.
	if (entry && began < entry->time && pass_is_traced(pass, entry->actor))
		entry->time = began;
	if (entry && entry == &timeline->items[timeline->count - 1]) {
		entry->event = event;
		pass_keep_inside(pass, timeline->count - 1);
	} else {
		struct instant *back = pass_add(pass, INSTANT_RETURN, event);
		back->actor = event->as.call.actor;
		pass_join(pass, back, pass->cause);
	}
	add_data(pass, event);
}

static void take_call(struct pass *pass, const struct event *event)
{
	const struct event_call *call = &event->as.call;
	if (call->noise && !pass->timeline->view->scene->noise)
		return;
	if (call->phase == CALL_ENTER && pass_is_traced(pass, call->actor)) {
		pass->stopped[pass_index_of(pass, call->actor)] = event;
	} else if (call->phase == CALL_ENTER) {
		enter(pass, event, event->time);
	} else if (call->phase == CALL_RETURN) {
		let_go(pass, call->actor,
		       event->time - call->call.result.elapsed);
		pass_put_inside(pass, call->actor, false);
		take_return(pass, event);
	} else {
		let_go(pass, call->actor, event->time);
		struct instant *entry = entry_of(pass, call);
		// What was noise when it was entered is none when it sleeps.
		if (entry)
			entry->event = event;
		else
			enter(pass, event, event->time);
	}
}

/* --- packets -------------------------------------------------------------- */

static bool is_by_timer(const struct packet *packet)
{
	return packet->marks &
	       (PACKET_RETRANSMISSION | PACKET_KEEPALIVE | PACKET_WINDOW_PROBE);
}

/* Whether a call of the sender sent it, and not its kernel by itself. */
static bool is_by_call(const struct packet *packet)
{
	bool opens =
		packet->flags & PACKET_SYN && !(packet->flags & PACKET_ACK);
	return !is_by_timer(packet) &&
	       (opens || packet->len || packet->flags & PACKET_FIN ||
		packet->protocol != IPPROTO_TCP);
}

/* What sent the same numbers of the same flow before. */
static long first_cause(const struct pass *pass, const struct packet *packet)
{
	enum { SEARCH_MOST = 1024 };
	const struct timeline *timeline = pass->timeline;
	size_t end = timeline->count > SEARCH_MOST
			     ? timeline->count - SEARCH_MOST
			     : 0;
	for (size_t i = timeline->count; i > end; i--) {
		const struct instant *instant = &timeline->items[i - 1];
		const struct packet *other = &instant->event->as.packet.packet;
		if (instant->kind == INSTANT_PACKET &&
		    other->protocol == packet->protocol &&
		    other->seq == packet->seq &&
		    address_same(&other->from, &packet->from) &&
		    address_same(&other->to, &packet->to))
			return instant->cause;
	}
	return INSTANT_ALONE;
}

/* Whether all that is new of a held packet is one more copy of it. */
static bool is_counted(const struct instant *instant,
		       const struct event_packet *packet)
{
	return packet->fate == PACKET_HELD && instant->is_held &&
	       packet->packet.copies != instant->event->as.packet.packet.copies;
}

static void take_packet(struct pass *pass, const struct event *event)
{
	const struct event_packet *packet = &event->as.packet;
	while (pass->packet_count <= packet->number) {
		pass->packets =
			xgrow(pass->packets, &pass->packet_cap,
			      pass->packet_count + 1, sizeof(*pass->packets));
		pass->packets[pass->packet_count++] = INSTANT_ALONE;
	}
	long *latest = &pass->packets[packet->number];
	bool again = *latest != INSTANT_ALONE;
	if (again && is_counted(&pass->timeline->items[*latest], packet)) {
		pass->timeline->items[*latest].event = event;
		return;
	}
	if (!again && is_by_call(&packet->packet))
		let_go(pass, packet->from_actor, event->time);
	long cause = pass->cause;
	if (!again && is_by_timer(&packet->packet))
		cause = first_cause(pass, &packet->packet);
	struct instant *instant =
		pass_add(pass, again ? INSTANT_FATE : INSTANT_PACKET, event);
	instant->is_held = packet->fate == PACKET_HELD;
	if (again)
		pass->timeline->items[*latest].is_held = false;
	pass_join(pass, instant, cause);
	*latest = (long)pass->timeline->count - 1;
}

/* --- the rest ------------------------------------------------------------- */

static void take_socket(struct pass *pass, const struct event *event)
{
	const struct socket_state *row = &event->as.socket.state;
	size_t i = 0;
	while (i < pass->socket_count &&
	       (pass->sockets[i]->cookie != row->cookie ||
		!text_is(pass->sockets[i]->host, row->host)))
		i++;
	if (event->as.socket.change == CHANGE_GONE) {
		if (i < pass->socket_count)
			pass->sockets[i] = pass->sockets[--pass->socket_count];
		return;
	}
	pass->sockets = xgrow(pass->sockets, &pass->socket_cap, i + 1,
			      sizeof(*pass->sockets));
	if (i == pass->socket_count)
		pass->socket_count++;
	pass->sockets[i] = row;
}

static void forget(struct pass *pass)
{
	pass->timeline->count = pass->socket_count = pass->packet_count = 0;
	pass->cause = pass->head = INSTANT_ALONE;
	pass->step = -1;
	size_t words = pass->timeline->set_words;
	memset(pass->inside, 0, words * sizeof(*pass->inside));
	memset(pass->born, 0, words * sizeof(*pass->born));
	memset(pass->stopped, 0,
	       pass->timeline->view->actor_count * sizeof(*pass->stopped));
}

static void take_actor(struct pass *pass, const struct event *event)
{
	const struct event_actor *life = &event->as.actor;
	size_t index = pass_index_of(pass, life->actor);
	bool is_of_view = pass_knows(pass, index);
	if (life->phase == ACTOR_ENDED) {
		pass_put_inside(pass, life->actor, false);
		if (is_of_view)
			pass->stopped[index] = NULL;
		struct instant *end = pass_add(pass, INSTANT_END, event);
		end->actor = life->actor;
		pass_join(pass, end, pass->cause);
		return;
	}
	if (life->joined) {
		struct instant *birth = pass_add(pass, INSTANT_BIRTH, event);
		birth->actor = life->actor;
		pass_join(pass, birth, pass->cause);
	} else if (is_of_view && actor_set_has(pass->born, index)) {
		forget(pass);
	}
	if (is_of_view)
		actor_set_put(pass->born, index, true);
}

static void take_signal(struct pass *pass, const struct event *event)
{
	if (!view_is_news(pass->timeline->view, pass->index, &event->as.signal))
		return;
	struct instant *signal = pass_add(pass, INSTANT_SIGNAL, event);
	signal->actor = event->as.signal.actor;
	pass_join(pass, signal, pass->cause);
}

static void take_step(struct pass *pass, const struct event *event)
{
	const struct event_step *step = &event->as.step;
	pass->cause = INSTANT_ALONE;
	if (step->over || step->step == pass->step)
		return;
	pass->step = step->step;
	pass_add(pass, INSTANT_STEP, event);
}

/* To wait sets nothing off: what then happens has an earlier cause. */
static void take_order(struct pass *pass, const struct event *event)
{
	pass_add(pass, INSTANT_ORDER, event);
	if (str_has_prefix(str_from(event->as.order.text), "wait"))
		return;
	pass->cause = pass->head = (long)pass->timeline->count - 1;
}

static void take_output(struct pass *pass, const struct event *event)
{
	pass_add(pass, INSTANT_COMMAND, event);
}

static void (*const takers[EVENT_COUNT])(struct pass *,
					 const struct event *) = {
	[EVENT_CALL] = take_call,     [EVENT_PACKET] = take_packet,
	[EVENT_SOCKET] = take_socket, [EVENT_ACTOR] = take_actor,
	[EVENT_SIGNAL] = take_signal, [EVENT_STEP] = take_step,
	[EVENT_ORDER] = take_order,   [EVENT_OUTPUT] = take_output,
};

void timeline_init(struct timeline *timeline, const struct view *view)
{
	size_t words = actor_set_words(view->actor_count);
	*timeline = (struct timeline){.view = view, .set_words = words};
	struct pass pass = {
		.timeline = timeline,
		.index = view->scene->origin,
		.inside = xcalloc(words, sizeof(*pass.inside)),
		.born = xcalloc(words, sizeof(*pass.born)),
		.stopped =
			xcalloc(view->actor_count + 1, sizeof(*pass.stopped)),
	};
	forget(&pass);
	for (; pass.index < view->scene->end; pass.index++) {
		const struct event *event =
			journal_at(view->scene->journal, pass.index);
		if (takers[event->kind])
			takers[event->kind](&pass, event);
	}
	free(pass.sockets);
	free(pass.packets);
	free(pass.inside);
	free(pass.born);
	free(pass.stopped);
}

void timeline_done(struct timeline *timeline)
{
	free(timeline->items);
	free(timeline->inside);
}

uint64_t instant_delay(const struct timeline *timeline, size_t index)
{
	const struct instant *instant = &timeline->items[index];
	if (instant->cause == INSTANT_ALONE)
		return 0;
	return instant->time - timeline->items[instant->cause].time;
}

long timeline_packet(const struct timeline *timeline, unsigned number)
{
	for (size_t i = timeline->count; i > 0; i--) {
		const struct instant *instant = &timeline->items[i - 1];
		bool packet = instant->kind == INSTANT_PACKET ||
			      instant->kind == INSTANT_FATE;
		if (packet && instant->event->as.packet.number == number)
			return (long)i - 1;
	}
	return INSTANT_ALONE;
}
