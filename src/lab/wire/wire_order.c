/* wire_order: what the learner can tell the wire.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order is checked as a whole before anything is done: it is carried out or
 * it fails. Its event stands before those of what it causes.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "lab/wire/softnet.h"
#include "lab/wire/wire_parts.h"

#include <assert.h>
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>

static bool order_hold(struct wire *wire, const struct order *order,
		       struct err *err)
{
	if (!wire_rules_hold(&wire->rules, &order->filter))
		return FAILURE(err, "filters-most",
			       SLOT_NUMBER("most", WIRE_RULES_MOST));
	wire_accept(wire, order);
	return true;
}

static bool order_loss(struct wire *wire, const struct order *order,
		       struct err *err)
{
	(void)err;
	wire_accept(wire, order);
	wire_rules_lose(&wire->rules, order->percent, order->seed);
	return true;
}

/* --- the cable -------------------------------------------------------------
 */

static bool fail_host(const struct wire *wire, const char *name,
		      struct err *err)
{
	struct buf text = {0};
	for (size_t i = 0; i < wire->count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "",
			   wire->ends[i].port.host);
	FAILURE(err, "no-host-on-wire", SLOT_TEXT("name", name),
		SLOT_TEXT("names", buf_text(&text)));
	buf_done(&text);
	return false;
}

static bool set_cut(struct wire *wire, const struct order *order, bool cut,
		    struct err *err)
{
	bool found = !order->host;
	for (size_t i = 0; i < wire->count && !found; i++)
		found = !strcmp(order->host, wire->ends[i].port.host);
	if (!found)
		return fail_host(wire, order->host, err);
	wire_accept(wire, order);
	for (size_t i = 0; i < wire->count; i++) {
		struct wire_end *end = &wire->ends[i];
		if (!order->host || !strcmp(order->host, end->port.host))
			end->cut = cut;
	}
	return true;
}

static bool order_cut(struct wire *wire, const struct order *order,
		      struct err *err)
{
	return set_cut(wire, order, true, err);
}

static bool order_join(struct wire *wire, const struct order *order,
		       struct err *err)
{
	return set_cut(wire, order, false, err);
}

/* --- the largest packet ----------------------------------------------------
 */

/* The kernel takes IPv6 away from an interface with less, and with it the
 * addresses, which do not come back (RFC 8200, 5). */
enum { IPV6_MTU_LEAST = 1280 };

static bool check_mtu(const struct wire *wire, unsigned mtu, struct err *err)
{
	for (size_t i = 0; i < wire->count && mtu < IPV6_MTU_LEAST; i++) {
		const struct wire_port *port = &wire->ends[i].port;
		for (size_t n = 0; n < port->address_count; n++) {
			if (address_family(&port->addresses[n]) == AF_INET6)
				return FAILURE(
					err, "ipv6-mtu",
					SLOT_TEXT("host", port->host),
					SLOT_NUMBER("least", IPV6_MTU_LEAST));
		}
	}
	return true;
}

/* A packet socket takes requests about the interfaces of its namespace, and
 * we own that namespace: init is not needed for this. */
static bool set_mtu(const struct wire_end *end, unsigned mtu)
{
	struct ifreq request = {.ifr_name = "wire0"};
	request.ifr_mtu = (int)mtu;
	return ioctl(end->port.fd, SIOCSIFMTU, &request) == 0;
}

static bool order_mtu(struct wire *wire, const struct order *order,
		      struct err *err)
{
	if (!check_mtu(wire, order->mtu, err))
		return false;
	for (size_t i = 0; i < wire->count; i++) {
		if (set_mtu(&wire->ends[i], order->mtu))
			continue;
		int error = errno;
		while (i-- > 0)
			set_mtu(&wire->ends[i], (unsigned)wire->mtu);
		return FAILURE(err, "set-mtu", SLOT_NUMBER("mtu", order->mtu),
			       SLOT_TEXT("reason", strerror(error)));
	}
	wire_accept(wire, order);
	wire->mtu = order->mtu;
	return true;
}

static bool order_wait(struct wire *wire, const struct order *order,
		       struct err *err)
{
	(void)wire;
	(void)order;
	return FAILURE(err, "wait-for-nothing");
}

/* --- all of them -----------------------------------------------------------
 */

/* For a processor whose queue is never seen empty. */
#define LATE_MOST (2 * CLOCK_SECOND)

/* What was sent before an order is decided about as it was then, also what has
 * not come into a ring yet. */
static void catch_up(struct wire *wire)
{
	struct softnet softnet = {0};
	uint64_t sent = clock_now();
	while (softnet_look(&softnet) < sent && clock_now() < sent + LATE_MOST)
		sched_yield();
	softnet_done(&softnet);
	wire_pump(wire);
}

bool wire_order(struct wire *wire, const struct order *order, struct err *err)
{
	static wire_order_fn *const orders[] = {
		[ORDER_HOLD] = order_hold,
		[ORDER_FLOW] = held_flow,
		[ORDER_DELIVER] = held_deliver,
		[ORDER_DROP] = held_drop,
		[ORDER_DUPLICATE] = held_duplicate,
		[ORDER_DELAY] = held_delay,
		[ORDER_SWAP] = held_swap,
		[ORDER_CORRUPT] = held_corrupt,
		[ORDER_CUT] = order_cut,
		[ORDER_JOIN] = order_join,
		[ORDER_LOSS] = order_loss,
		[ORDER_MTU] = order_mtu,
		[ORDER_INJECT] = wire_inject,
		[ORDER_WAIT] = order_wait,
	};
	static_assert(COUNT(orders) == ORDER_KIND_COUNT, "an order is idle");
	size_t count;
	catch_up(wire);
	if (!orders[order->kind](wire, order, err))
		return err_wrap(err, "%s",
				order_table(&count)[order->kind].word);
	wire_pump(wire);
	return true;
}
