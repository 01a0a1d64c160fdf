/* order: an order to the wire in its notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"
#include "journal/packet/packet.h"

#include <assert.h>
#include <inttypes.h>

static void print_flags(uint8_t flags, struct buf *out)
{
	struct packet packet = {.protocol = IPPROTO_TCP, .flags = flags};
	buf_putc(out, ' ');
	packet_print_flags(&packet, out);
}

static const char *protocol_word(int protocol)
{
	return protocol == IPPROTO_TCP	 ? "tcp"
	       : protocol == IPPROTO_UDP ? "udp"
					 : "icmp";
}

static void print_filter(const struct packet_filter *filter, struct buf *out)
{
	size_t before = out->len;
	if (filter->protocol)
		buf_printf(out, " %s", protocol_word(filter->protocol));
	if (filter->data)
		buf_puts(out, " data");
	if (filter->empty)
		buf_puts(out, " empty");
	if (filter->has_flags)
		print_flags(filter->flags, out);
	if (filter->from)
		buf_printf(out, " from %s", filter->from);
	if (filter->to)
		buf_printf(out, " to %s", filter->to);
	if (out->len == before)
		buf_puts(out, " all");
}

static void print_numbers(const struct order *order, const char *between,
			  struct buf *out)
{
	for (size_t i = 0; i < order->number_count; i++)
		buf_printf(out, "%s%u", i ? between : " ", order->numbers[i]);
}

static void print_which(const struct order *order, struct buf *out)
{
	switch (order->which) {
	case WHICH_FILTER:
		print_filter(&order->filter, out);
		break;
	case WHICH_FIRST:
		buf_puts(out, " first");
		break;
	case WHICH_LAST:
		buf_puts(out, " last");
		break;
	case WHICH_NUMBERS:
		print_numbers(order, ", ", out);
		break;
	}
}

/* In the largest unit that says it exactly. */
static void print_time(uint64_t time, struct buf *out)
{
	static const struct {
		uint64_t size;
		const char *unit;
	} units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}};
	size_t i = 0;
	while (i + 1 < COUNT(units) && time % units[i].size)
		i++;
	buf_printf(out, " %" PRIu64 "%s", time / units[i].size, units[i].unit);
}

static void print_delay(const struct order *order, struct buf *out)
{
	print_which(order, out);
	print_time(order->time, out);
}

static void print_wait(const struct order *order, struct buf *out)
{
	print_time(order->time, out);
}

static void print_swap(const struct order *order, struct buf *out)
{
	print_numbers(order, " ", out);
}

static void print_corrupt(const struct order *order, struct buf *out)
{
	print_which(order, out);
	if (order->byte >= 0)
		buf_printf(out, " %ld", order->byte);
}

static void print_hold(const struct order *order, struct buf *out)
{
	print_filter(&order->filter, out);
}

static void print_host(const struct order *order, struct buf *out)
{
	if (order->host)
		buf_printf(out, " %s", order->host);
}

static void print_loss(const struct order *order, struct buf *out)
{
	buf_printf(out, " %u%%", order->percent);
	if (order->seed)
		buf_printf(out, " seed %u", order->seed);
}

static void print_mtu(const struct order *order, struct buf *out)
{
	buf_printf(out, " %u", order->mtu);
}

static void print_inject(const struct order *order, struct buf *out)
{
	buf_putc(out, ' ');
	address_print(&order->from, out);
	buf_putc(out, ' ');
	address_print(&order->to, out);
	print_flags(order->flags, out);
	if (order->has_seq)
		buf_printf(out, " seq %" PRIu32, order->rel_seq);
	if (order->has_ack)
		buf_printf(out, " ack %" PRIu32, order->rel_ack);
	if (!order->payload_len)
		return;
	buf_putc(out, ' ');
	text_quote(out, order->payload, order->payload_len, SIZE_MAX);
}

static void print_nothing(const struct order *order, struct buf *out)
{
	(void)order;
	(void)out;
}

void order_print(const struct order *order, struct buf *out)
{
	static void (*const printers[])(const struct order *order,
					struct buf *out) = {
		[ORDER_HOLD] = print_hold,
		[ORDER_FLOW] = print_nothing,
		[ORDER_DELIVER] = print_which,
		[ORDER_DROP] = print_which,
		[ORDER_DUPLICATE] = print_which,
		[ORDER_DELAY] = print_delay,
		[ORDER_SWAP] = print_swap,
		[ORDER_CORRUPT] = print_corrupt,
		[ORDER_CUT] = print_host,
		[ORDER_JOIN] = print_host,
		[ORDER_LOSS] = print_loss,
		[ORDER_MTU] = print_mtu,
		[ORDER_INJECT] = print_inject,
		[ORDER_WAIT] = print_wait,
	};
	static_assert(COUNT(printers) == ORDER_KIND_COUNT, "no print");
	size_t count;
	assert(order->kind < ORDER_KIND_COUNT);
	buf_puts(out, order_table(&count)[order->kind].word);
	printers[order->kind](order, out);
}
