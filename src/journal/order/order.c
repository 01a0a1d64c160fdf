/* order: what the learner tells the wire to do, as a value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"

#include <assert.h>

/* clang-format off */
static const struct order_row rows[] = {
	[ORDER_HOLD] = {"hold", "FILTER...",
		"packets that match stay on the wire from now on"},
	[ORDER_FLOW] = {"flow", "",
		"nothing is held any more; what was held goes on"},
	[ORDER_DELIVER] = {"deliver", "WHICH",
		"held packets go on, oldest first"},
	[ORDER_DROP] = {"drop", "WHICH",
		"held packets are lost"},
	[ORDER_DUPLICATE] = {"duplicate", "WHICH",
		"a copy goes on, the packet stays held"},
	[ORDER_DELAY] = {"delay", "WHICH TIME",
		"held packets go on after that time"},
	[ORDER_SWAP] = {"swap", "NUMBER NUMBER",
		"two held packets change places in the order"},
	[ORDER_CORRUPT] = {"corrupt", "WHICH [BYTE]",
		"one bit of the payload flips; the checksum stays"},
	[ORDER_CUT] = {"cut", "[HOST]",
		"every packet (of the host) is lost from now on"},
	[ORDER_JOIN] = {"join", "[HOST]",
		"the cable is whole again"},
	[ORDER_LOSS] = {"loss", "N% [seed N]",
		"each packet is lost with that chance; 0% ends it"},
	[ORDER_MTU] = {"mtu", "N",
		"the largest packet that a host can send, in bytes"},
	[ORDER_INJECT] = {"inject", "FROM TO FLAGS [seq N] [ack N] [\"DATA\"]",
		"a TCP segment that nobody sent arrives at TO"},
	[ORDER_WAIT] = {"wait", "TIME",
		"time passes, until the expectations hold"},
};
/* clang-format on */
static_assert(COUNT(rows) == ORDER_KIND_COUNT, "an order has no row");

const struct order_row *order_table(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}

static void copy_text(const char **text, struct arena *arena)
{
	if (*text)
		*text = arena_strdup(arena, *text);
}

struct order order_copy(const struct order *order, struct arena *arena)
{
	struct order copy = *order;
	copy_text(&copy.filter.from, arena);
	copy_text(&copy.filter.to, arena);
	copy_text(&copy.host, arena);
	if (order->numbers)
		copy.numbers =
			arena_copy(arena, order->numbers,
				   order->number_count * sizeof(*copy.numbers));
	if (order->payload)
		copy.payload =
			arena_copy(arena, order->payload, order->payload_len);
	return copy;
}
