/* carrier_child: the process that carries the packets of a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is in a session of its own, so that ^Z on the terminal stops the main
 * process and not the wire, and dies with the main process. It never waits for
 * the main process to read: what does not fit on the link is kept until it
 * does, which is bounded by what a step tells (wire_tell.c). For one thing it
 * has to wait: whose a packet is, which only the main process knows, when a
 * filter has the name of an actor.
 *
 * A message is on the link, or kept behind others that are, before its packet
 * has left the ring: who sees empty rings and an empty link has heard it all.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "lab/inside/agent.h"
#include "lab/wire/carrier_parts.h"
#include "lab/wire/wire_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/* A message that waits for room on the link. */
struct kept {
	struct kept *next;
	struct carrier_msg msg; /* only as long as its data */
};

struct child {
	const struct carrier_plan *plan;
	struct loop *loop;
	struct wire *wire;
	struct kept *first, *last;
	bool fault_told;
	bool asked; /* `request` was received, and is not answered yet */
	struct carrier_msg request, reply, out;
	struct arena names; /* one copy of each name that was heard */
};

/* --- the link --------------------------------------------------------------
 */

static void keep(struct child *child, const struct carrier_msg *msg)
{
	struct kept *kept = xmalloc(offsetof(struct kept, msg.data) + msg->len);
	kept->next = NULL;
	memcpy(&kept->msg, msg, offsetof(struct carrier_msg, data) + msg->len);
	*(child->last ? &child->last->next : &child->first) = kept;
	child->last = kept;
	child->plan->page->keeping = true;
}

static bool try_send(const struct child *child, const struct carrier_msg *msg)
{
	enum carrier_sent sent =
		carrier_send(child->plan->link, msg, MSG_DONTWAIT);
	if (sent == CARRIER_OVER)
		_exit(0);
	return sent == CARRIER_SENT;
}

static void flush(struct child *child)
{
	while (child->first && try_send(child, &child->first->msg)) {
		struct kept *sent = child->first;
		child->first = sent->next;
		if (!child->first)
			child->last = NULL;
		free(sent);
	}
	child->plan->page->keeping = child->first;
}

static void post(struct child *child, const struct carrier_msg *msg)
{
	flush(child);
	if (child->first || !try_send(child, msg))
		keep(child, msg);
}

static void say(struct child *child, enum carrier_word word, const char *text)
{
	carrier_say(&child->out, word, text);
	post(child, &child->out);
}

/* --- what the wire tells ---------------------------------------------------
 */

static int place_of(const struct child *child, const char *host)
{
	for (size_t i = 0; i < child->plan->count; i++) {
		if (child->plan->ports[i].host == host)
			return (int)i;
	}
	return CARRIER_NOWHERE;
}

static void post_packet(struct child *child, enum carrier_word word,
			const struct event_packet *event)
{
	struct carrier_msg *msg = &child->out;
	msg->word = word;
	msg->number = event->number;
	msg->fate = event->fate;
	msg->from = place_of(child, event->from_host);
	msg->to = place_of(child, event->to_host);
	msg->packet = event->packet;
	msg->packet.payload = NULL;
	msg->payload = event->packet.payload
			       ? (size_t)(event->packet.payload - event->bytes)
			       : 0;
	msg->len = event->len;
	memcpy(msg->data, event->bytes, event->len);
	post(child, msg);
}

static void on_wire_packet(void *data, const struct event_packet *event)
{
	post_packet(data, CARRIER_PACKET, event);
}

static void on_wire_accepted(void *data, const struct order *order)
{
	(void)order;
	say(data, CARRIER_ACCEPTED, "");
}

static void on_wire_note(void *data, const char *text)
{
	say(data, CARRIER_NOTE, text);
}

static void show_queues(const struct child *child)
{
	child->plan->page->leaving = child->wire->leaving.first;
	child->plan->page->held = child->wire->held.first;
}

static void on_wire_moved(void *data)
{
	struct child *child = data;
	struct carrier_page *page = child->plan->page;
	show_queues(child);
	page->moved = clock_now();
	page->moves++;
}

/* --- names -----------------------------------------------------------------
 */

static void await_link(const struct child *child)
{
	struct pollfd link = {.fd = child->plan->link, .events = POLLIN};
	if (child->first)
		link.events |= POLLOUT;
	poll(&link, 1, -1);
}

/* Receives names into `reply`; what is asked meanwhile has to wait. */
static void await_names(struct child *child)
{
	bool over;
	do {
		flush(child);
		await_link(child);
		while (carrier_receive(child->plan->link, &child->reply,
				       &over)) {
			if (child->reply.word == CARRIER_NAMED)
				return;
			child->request = child->reply;
			child->asked = true;
		}
	} while (!over);
	_exit(0);
}

static const char *name_at(struct child *child, size_t at)
{
	const char *name = child->reply.data + at;
	return *name ? arena_strdup(&child->names, name) : NULL;
}

static void on_wire_name(void *data, struct event_packet *event)
{
	struct child *child = data;
	post_packet(child, CARRIER_NAME, event);
	await_names(child);
	event->from_actor = name_at(child, 0);
	event->to_actor = name_at(child, strlen(child->reply.data) + 1);
}

/* --- what is asked ---------------------------------------------------------
 */

static bool carry_out(struct child *child, struct err *err)
{
	struct arena arena = {0};
	struct order order;
	bool done = order_parse(str_from(child->request.data), &arena, &order,
				err) &&
		    wire_order(child->wire, &order, err);
	arena_done(&arena);
	return done;
}

static void tell_state(struct child *child)
{
	const char *fault = wire_fault(child->wire);
	if (fault && !child->fault_told)
		say(child, CARRIER_FAULT, fault);
	child->fault_told = fault;
	show_queues(child);
}

static void answer(struct child *child)
{
	struct err err = {0};
	bool done = true;
	child->asked = false;
	if (child->request.word == CARRIER_ORDER)
		done = carry_out(child, &err);
	else if (child->request.word == CARRIER_STEP)
		wire_step(child->wire);
	else
		wire_pump(child->wire);
	tell_state(child);
	carrier_say(&child->out, CARRIER_DONE, err.text);
	child->out.failed = !done;
	post(child, &child->out);
}

static void on_link(void *data, uint32_t ready)
{
	struct child *child = data;
	bool over = false;
	(void)ready;
	flush(child);
	if (!child->asked)
		child->asked = carrier_receive(child->plan->link,
					       &child->request, &over);
	if (over)
		_exit(0);
}

/* Looks at the link for what it can be used for now. */
static bool watch_link(struct child *child, bool *writes, struct err *err)
{
	if (*writes == (child->first != NULL))
		return true;
	*writes = child->first;
	loop_remove(child->loop, child->plan->link);
	return loop_add(child->loop, child->plan->link,
			*writes ? EPOLLIN | EPOLLOUT : EPOLLIN, on_link, child,
			err);
}

/* --- the process -----------------------------------------------------------
 */

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The terminal and all else belongs to the main process. */
static void close_others(const struct carrier_plan *plan)
{
	int *kept = xcalloc(plan->count + 1, sizeof(*kept));
	int next = 3, null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	kept[0] = plan->link;
	for (size_t i = 0; i < plan->count; i++)
		kept[i + 1] = plan->ports[i].fd;
	qsort(kept, plan->count + 1, sizeof(*kept), by_number);
	for (size_t i = 0; i <= plan->count; i++) {
		if (kept[i] > next)
			close_fds((unsigned)next, (unsigned)kept[i] - 1, 0);
		next = kept[i] + 1;
	}
	close_fds((unsigned)next, ~0U, 0);
	free(kept);
}

static void leave_the_main_process(const struct carrier_plan *plan)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != plan->parent)
		_exit(0);
	setsid();
	agent_default_signals();
	prctl(PR_SET_NAME, "sockstep-wire");
	close_others(plan);
}

static bool open_wire(struct child *child, struct err *err)
{
	const struct wire_hooks hooks = {
		.name = on_wire_name,
		.accepted = on_wire_accepted,
		.note = on_wire_note,
		.moved = on_wire_moved,
	};
	child->loop = loop_new(err);
	if (!child->loop)
		return false;
	child->wire = wire_open(child->plan->ports, child->plan->count,
				child->loop, on_wire_packet, child, err);
	if (!child->wire)
		return false;
	wire_hook(child->wire, &hooks);
	return loop_add(child->loop, child->plan->link, EPOLLIN, on_link, child,
			err);
}

_Noreturn void carrier_main(const struct carrier_plan *plan)
{
	struct child *child = xcalloc(1, sizeof(*child));
	struct err err = {0};
	bool writes = false;
	child->plan = plan;
	leave_the_main_process(plan);
	bool open = open_wire(child, &err);
	carrier_say(&child->out, CARRIER_DONE, err.text);
	child->out.failed = !open;
	post(child, &child->out);
	while (open && watch_link(child, &writes, &err) &&
	       loop_once(child->loop, child->asked ? 0 : -1, &err)) {
		if (child->asked)
			answer(child);
		tell_state(child);
	}
	_exit(0);
}
