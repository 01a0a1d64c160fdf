/* carrier: the wire in a process of its own, as the main process sees it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Were the packets carried by the main process they would wait whenever it
 * does, and the kernels behind them would send them again: the learner saw
 * retransmissions that nobody caused. A thread would not do, for ^Z stops all
 * threads of a process.
 *
 * The main process still wants to know, many times in a step, that everything
 * has arrived. Mostly it has: then all rings are empty and the link is, which
 * one poll(2) tells, for the packet sockets are open here too. Only else it
 * asks, and waits for the answer behind all that was to be told before.
 *
 * Whose a packet is depends on calls and sockets of which only the main process
 * knows. It is found when the packet is told first; a packet that is held is
 * told again, and keeps its names.
 */
#include "lab/wire/carrier.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/channel/space.h"
#include "lab/wire/carrier_names.h"
#include "lab/wire/carrier_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>

struct carrier {
	struct loop *loop;
	struct carrier_hooks hooks;
	void *data;
	struct wire_port *ports;
	size_t count;
	struct pollfd *watched; /* the ports, and behind them the link */
	int link;
	pid_t pid;
	struct carrier_page *page;
	uint64_t moves; /* of the page, when they were last looked at */
	bool inside;	/* a hook is running */
	bool done;	/* what was asked is answered, in `msg` */
	bool faulty;
	struct err fault;	    /* the first one */
	const struct order *order;  /* that is being asked */
	struct carrier_names names; /* of packets that are held */
	struct carrier_msg msg, out;
};

/* --- what is told ----------------------------------------------------------
 */

static const char *host_at(const struct carrier *carrier, int place)
{
	return place == CARRIER_NOWHERE ? NULL : carrier->ports[place].host;
}

static void name(struct carrier *carrier, struct event_packet *event)
{
	if (!carrier_names_find(&carrier->names, event))
		carrier->hooks.name(carrier->data, event);
	carrier_names_keep(&carrier->names, event);
}

static struct event_packet packet_of(const struct carrier *carrier,
				     const struct carrier_msg *msg)
{
	const unsigned char *bytes = (const unsigned char *)msg->data;
	struct event_packet event = {
		.number = msg->number,
		.fate = msg->fate,
		.from_host = host_at(carrier, msg->from),
		.to_host = host_at(carrier, msg->to),
		.packet = msg->packet,
		.bytes = bytes,
		.len = msg->len,
	};
	event.packet.payload = bytes + msg->payload;
	return event;
}

static void add_name(struct carrier_msg *msg, const char *name)
{
	size_t len = name ? strlen(name) : 0;
	memcpy(msg->data + msg->len, name ? name : "", len + 1);
	msg->len += len + 1;
}

static void answer_name(struct carrier *carrier)
{
	struct event_packet event = packet_of(carrier, &carrier->msg);
	struct carrier_msg reply = {.word = CARRIER_NAMED};
	carrier->hooks.name(carrier->data, &event);
	add_name(&reply, event.from_actor);
	add_name(&reply, event.to_actor);
	carrier_send(carrier->link, &reply, 0);
}

static void note_fault(struct carrier *carrier, const char *text)
{
	if (!carrier->faulty)
		err_set(&carrier->fault, "%s", text);
	carrier->faulty = true;
}

static void hear(struct carrier *carrier)
{
	const struct carrier_msg *msg = &carrier->msg;
	struct event_packet event;
	switch (msg->word) {
	case CARRIER_PACKET:
		event = packet_of(carrier, msg);
		name(carrier, &event);
		carrier->hooks.packet(carrier->data, &event);
		break;
	case CARRIER_NAME:
		answer_name(carrier);
		break;
	case CARRIER_NOTE:
		carrier->hooks.note(carrier->data, msg->data);
		break;
	case CARRIER_ACCEPTED:
		if (carrier->order)
			carrier->hooks.accepted(carrier->data, carrier->order);
		break;
	case CARRIER_FAULT:
		note_fault(carrier, msg->data);
		break;
	default:
		carrier->done = true;
		break;
	}
}

static void lost(struct carrier *carrier)
{
	loop_remove(carrier->loop, carrier->link);
	close(carrier->link);
	carrier->link = -1;
	note_fault(carrier, sentence_text(SENTENCE_ID("carrier-died")));
	carrier->hooks.died(carrier->data);
}

/* Hears what there is, up to the answer of what was asked. */
static void take(struct carrier *carrier)
{
	bool over = false;
	carrier->inside = true;
	while (!carrier->done && carrier->link >= 0 &&
	       carrier_receive(carrier->link, &carrier->msg, &over))
		hear(carrier);
	carrier->inside = false;
	if (over)
		lost(carrier);
}

/* Sends `out` and hears all that comes before its answer, which is in `msg`
 * then. False when nobody will answer. */
static bool ask(struct carrier *carrier)
{
	carrier->done = false;
	if (carrier->link < 0)
		return false;
	if (carrier_send(carrier->link, &carrier->out, 0) != CARRIER_SENT)
		lost(carrier);
	while (!carrier->done && carrier->link >= 0) {
		struct pollfd link = {.fd = carrier->link, .events = POLLIN};
		poll(&link, 1, -1);
		take(carrier);
	}
	bool done = carrier->done;
	carrier->done = false;
	return done;
}

static bool look_for_moves(struct carrier *carrier)
{
	uint64_t moves = carrier->page->moves;
	bool moved = moves != carrier->moves;
	carrier->moves = moves;
	if (moved)
		carrier->hooks.moved(carrier->data, carrier->page->moved);
	return moved;
}

static void on_link(void *data, uint32_t ready)
{
	struct carrier *carrier = data;
	(void)ready;
	if (carrier->inside)
		return;
	take(carrier);
	look_for_moves(carrier);
}

/* --- what is asked ---------------------------------------------------------
 */

/* What is on the link is heard on the way; the process need not be woken for
 * that. */
static bool is_silent(struct carrier *carrier)
{
	const struct pollfd *link = &carrier->watched[carrier->count];
	const struct carrier_page *page = carrier->page;
	while (carrier->link >= 0 && !page->leaving && !page->keeping) {
		int ready = poll(carrier->watched, carrier->count + 1, 0);
		if (ready != 1 || !link->revents)
			return ready == 0;
		take(carrier);
	}
	return false;
}

bool carrier_pump(struct carrier *carrier)
{
	if (carrier->inside || carrier->link < 0)
		return false;
	if (!is_silent(carrier)) {
		carrier_say(&carrier->out, CARRIER_PUMP, "");
		ask(carrier);
	}
	return look_for_moves(carrier);
}

bool carrier_has_packets(const struct carrier *carrier)
{
	return carrier->page->held || carrier->page->leaving;
}

bool carrier_order(struct carrier *carrier, const struct order *order,
		   struct err *err)
{
	struct buf text = {0};
	order_print(order, &text);
	bool fits = text.len <= CARRIER_DATA;
	carrier_say(&carrier->out, CARRIER_ORDER, buf_text(&text));
	buf_done(&text);
	if (!fits)
		return FAILURE(err, "order-too-long");
	carrier->order = order;
	bool answered = ask(carrier);
	carrier->order = NULL;
	look_for_moves(carrier);
	if (!answered)
		return err_set(err, "%s", carrier->fault.text);
	return !carrier->msg.failed || err_set(err, "%s", carrier->msg.data);
}

void carrier_step(struct carrier *carrier)
{
	carrier_say(&carrier->out, CARRIER_STEP, "");
	ask(carrier);
	look_for_moves(carrier);
}

pid_t carrier_pid(const struct carrier *carrier)
{
	return carrier->pid;
}

const char *carrier_fault(const struct carrier *carrier)
{
	return carrier->faulty ? carrier->fault.text : NULL;
}

/* --- open and close --------------------------------------------------------
 */

static bool make_page(struct carrier *carrier, struct err *err)
{
	void *page =
		mmap(NULL, sizeof(struct carrier_page), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return FAILURE(err, "share-page",
			       SLOT_TEXT("reason", strerror(errno)));
	carrier->page = page;
	return true;
}

static bool start(struct carrier *carrier, struct err *err)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return FAILURE(err, "make-socket-pair",
			       SLOT_TEXT("reason", strerror(errno)));
	struct carrier_plan plan = {.ports = carrier->ports,
				    .count = carrier->count,
				    .link = pair[1],
				    .parent = getpid(),
				    .page = carrier->page};
	carrier->pid = fork();
	if (carrier->pid == 0)
		carrier_main(&plan);
	close(pair[1]);
	carrier->link = pair[0];
	return carrier->pid > 0 ||
	       FAILURE(err, "fork-wire", SLOT_TEXT("reason", strerror(errno)));
}

/* Its first word says whether it has rings. */
static bool await_start(struct carrier *carrier, struct err *err)
{
	while (!carrier->done && carrier->link >= 0) {
		struct pollfd link = {.fd = carrier->link, .events = POLLIN};
		poll(&link, 1, -1);
		take(carrier);
	}
	if (!carrier->done)
		return err_set(err, "%s", carrier->fault.text);
	carrier->done = false;
	return !carrier->msg.failed || err_set(err, "%s", carrier->msg.data);
}

struct carrier *carrier_open(const struct wire_port *ports, size_t count,
			     struct loop *loop,
			     const struct carrier_hooks *hooks, void *data,
			     struct err *err)
{
	struct carrier *carrier = xcalloc(1, sizeof(*carrier));
	carrier->loop = loop;
	carrier->hooks = *hooks;
	carrier->data = data;
	carrier->count = count;
	carrier->link = -1;
	carrier->ports = xcalloc(count, sizeof(*ports));
	memcpy(carrier->ports, ports, count * sizeof(*ports));
	carrier->watched = xcalloc(count + 1, sizeof(*carrier->watched));
	bool open = make_page(carrier, err) && start(carrier, err) &&
		    await_start(carrier, err);
	for (size_t i = 0; i <= count; i++)
		carrier->watched[i] = (struct pollfd){
			.fd = i < count ? ports[i].fd : carrier->link,
			.events = POLLIN,
		};
	if (open &&
	    loop_add(loop, carrier->link, EPOLLIN, on_link, carrier, err))
		return carrier;
	carrier_close(carrier);
	return NULL;
}

/* Rings are freed when their last descriptor is closed, which takes the kernel
 * milliseconds: that is left to the process. */
void carrier_close(struct carrier *carrier)
{
	if (!carrier)
		return;
	loop_remove(carrier->loop, carrier->link);
	for (size_t i = 0; i < carrier->count; i++)
		close(carrier->ports[i].fd);
	if (carrier->link >= 0)
		close(carrier->link);
	if (carrier->pid > 0) {
		kill(carrier->pid, SIGKILL);
		space_collect(carrier->pid);
	}
	if (carrier->page)
		munmap(carrier->page, sizeof(*carrier->page));
	carrier_names_done(&carrier->names);
	free(carrier->watched);
	free(carrier->ports);
	free(carrier);
}
