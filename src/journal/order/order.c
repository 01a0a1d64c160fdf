/* order: what the learner tells the wire to do, as a value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"

#include "base/sentence.h"

#include <assert.h>

/* clang-format off */
static const struct order_row rows[] = {
	[ORDER_HOLD] = {"hold", "FILTER...",
		SENTENCE_ID("help-order-hold")},
	[ORDER_FLOW] = {"flow", "",
		SENTENCE_ID("help-order-flow")},
	[ORDER_DELIVER] = {"deliver", "WHICH",
		SENTENCE_ID("help-order-deliver")},
	[ORDER_DROP] = {"drop", "WHICH",
		SENTENCE_ID("help-order-drop")},
	[ORDER_DUPLICATE] = {"duplicate", "WHICH",
		SENTENCE_ID("help-order-duplicate")},
	[ORDER_DELAY] = {"delay", "WHICH TIME",
		SENTENCE_ID("help-order-delay")},
	[ORDER_SWAP] = {"swap", "NUMBER NUMBER",
		SENTENCE_ID("help-order-swap")},
	[ORDER_CORRUPT] = {"corrupt", "WHICH [BYTE]",
		SENTENCE_ID("help-order-corrupt")},
	[ORDER_CUT] = {"cut", "[HOST]",
		SENTENCE_ID("help-order-cut")},
	[ORDER_JOIN] = {"join", "[HOST]",
		SENTENCE_ID("help-order-join")},
	[ORDER_LOSS] = {"loss", NOTATION("N% [seed N]"),
		SENTENCE_ID("help-order-loss")},
	[ORDER_MTU] = {"mtu", "N",
		SENTENCE_ID("help-order-mtu")},
	[ORDER_INJECT] = {"inject", NOTATION("FROM TO FLAGS [seq N] [ack N] [\"DATA\"]"),
		SENTENCE_ID("help-order-inject")},
	[ORDER_WAIT] = {"wait", "TIME",
		SENTENCE_ID("help-order-wait")},
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
