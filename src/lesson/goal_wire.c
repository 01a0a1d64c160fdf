/* goal_wire: the packets of a beat, in their order, by their flags.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     list   = "nothing" | [ "includes" ] packet { "," packet }
 *     packet = FLAGS | "UDP" | "ICMP", then a mark or nothing
 *
 * A verdict must not depend on timing. So the list passes over packets that
 * come or do not come by the clock (sent again, acknowledged twice, a window
 * that opened) unless it names such a mark itself; and a segment with data may
 * have PSH or not, as the kernel splits what was written.
 */
#include "lesson/goal.h"

#include <string.h>

enum { PACKETS_MAX = 32 };

static const struct {
	const char *word;
	uint8_t flag;
} flags[] = {
	{"FIN", PACKET_FIN}, {"SYN", PACKET_SYN}, {"RST", PACKET_RST},
	{"PSH", PACKET_PSH}, {"ACK", PACKET_ACK}, {"URG", PACKET_URG},
};

static const struct {
	const char *word;
	unsigned mark;
	bool by_clock;
} marks[] = {
	{"retransmission", PACKET_RETRANSMISSION, true},
	{"duplicate", PACKET_DUPLICATE_ACK, true},
	{"window-update", PACKET_WINDOW_UPDATE, true},
	{"keepalive", PACKET_KEEPALIVE, true},
	{"out-of-order", PACKET_OUT_OF_ORDER, false},
	{"zero-window", PACKET_ZERO_WINDOW, false},
};

struct wanted {
	int protocol; /* IPPROTO_TCP, _UDP or _ICMP */
	uint8_t flags;
	unsigned marks;
};

struct wire {
	bool includes;	/* others may come between */
	unsigned named; /* marks that the list names */
	size_t count;
	const struct wanted *packets;
};

static bool parse_flags(struct str word, uint8_t *mask)
{
	*mask = 0;
	for (;;) {
		const char *dash = memchr(word.data, '-', word.len);
		size_t len = dash ? (size_t)(dash - word.data) : word.len;
		struct str name = {word.data, len};
		uint8_t flag = 0;
		for (size_t i = 0; i < COUNT(flags); i++) {
			if (str_is(name, flags[i].word))
				flag = flags[i].flag;
		}
		if (!flag)
			return false;
		*mask |= flag;
		if (!dash)
			return true;
		word.data += len + 1;
		word.len -= len + 1;
	}
}

static bool fail_packet(const struct scan *scan)
{
	static const char *const words[] = {
		"SYN",	   "SYN-ACK", "ACK",  "PSH-ACK", "FIN-ACK", "RST",
		"RST-ACK", "UDP",     "ICMP", "nothing", "includes"};
	return scan_fail_near(scan, "a packet", words, COUNT(words));
}

static bool scan_packet(struct scan *scan, struct wanted *wanted)
{
	*wanted = (struct wanted){.protocol = IPPROTO_TCP};
	struct str word = scan_peek(scan);
	if (str_is(word, "UDP"))
		wanted->protocol = IPPROTO_UDP;
	else if (str_is(word, "ICMP"))
		wanted->protocol = IPPROTO_ICMP;
	else if (!word.len || !parse_flags(word, &wanted->flags))
		return fail_packet(scan);
	scan_word(scan);
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (scan_is(scan, marks[i].word))
			wanted->marks |= marks[i].mark;
	}
	return true;
}

bool goal_parse_wire(struct scan *scan, const void **detail)
{
	struct wire *wire = arena_alloc(scan->arena, sizeof(*wire));
	*detail = wire;
	if (scan_is(scan, "nothing"))
		return true;
	wire->includes = scan_is(scan, "includes");
	struct wanted packets[PACKETS_MAX];
	do {
		if (wire->count == PACKETS_MAX)
			return scan_fail(scan, "at most %d packets",
					 PACKETS_MAX);
		if (!scan_packet(scan, &packets[wire->count]))
			return false;
		wire->named |= packets[wire->count++].marks;
	} while (scan_comma(scan));
	wire->packets = arena_copy(scan->arena, packets,
				   wire->count * sizeof(packets[0]));
	return true;
}

static bool is_icmp(int protocol)
{
	return protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6;
}

/* PSH only says where a write ended: it is asked for only of data, and there
 * any segment with data will do. Beside FIN it does not matter. */
static bool flags_match(uint8_t wanted, const struct packet *packet)
{
	uint8_t actual = packet->flags;
	if (wanted == actual)
		return true;
	if (wanted & PACKET_PSH)
		return (actual | PACKET_PSH) == wanted && packet->len;
	return actual & PACKET_FIN && (actual & ~PACKET_PSH) == wanted;
}

static bool packet_matches(const struct wanted *wanted,
			   const struct packet *packet)
{
	if ((packet->marks & wanted->marks) != wanted->marks)
		return false;
	if (wanted->protocol == IPPROTO_ICMP)
		return is_icmp(packet->protocol);
	if (packet->protocol != wanted->protocol)
		return false;
	return packet->protocol != IPPROTO_TCP ||
	       flags_match(wanted->flags, packet);
}

/* Whether the list looks at the packet at all. */
static bool is_counted(const struct wire *wire, const struct packet *packet)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (marks[i].by_clock && packet->marks & marks[i].mark &&
		    !(wire->named & marks[i].mark))
			return false;
	}
	return true;
}

/* The number of the last packet seen before the view. */
static unsigned last_number(const struct view *view)
{
	unsigned number = 0;
	for (size_t i = 0; i < view->begin; i++) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number > number)
			number = event->as.packet.number;
	}
	return number;
}

static void print_packet(const struct packet *packet, struct buf *out)
{
	if (packet->protocol == IPPROTO_TCP)
		packet_print_flags(packet, out);
	else if (packet->protocol == IPPROTO_UDP)
		buf_puts(out, "UDP");
	else if (is_icmp(packet->protocol))
		buf_puts(out, "ICMP");
	else
		buf_puts(out, packet_protocol_word(packet));
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (packet->marks & marks[i].mark)
			buf_printf(out, " %s", marks[i].word);
	}
}

/* Goes through the packets that are new in this view, each one once: a change
 * of a packet's fate is another event with its number. */
bool goal_holds_wire(const void *detail, const struct view *view,
		     struct buf *found)
{
	const struct wire *wire = detail;
	unsigned number = last_number(view);
	size_t met = 0, seen = 0;
	bool holds = true;
	buf_puts(found, "wire: ");
	for (size_t i = view->begin; i < view->place; i++) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind != EVENT_PACKET ||
		    event->as.packet.number <= number)
			continue;
		const struct packet *packet = &event->as.packet.packet;
		number = event->as.packet.number;
		if (!is_counted(wire, packet))
			continue;
		buf_puts(found, seen++ ? ", " : "");
		print_packet(packet, found);
		if (met < wire->count &&
		    packet_matches(&wire->packets[met], packet))
			met++;
		else
			holds = holds && wire->includes;
	}
	if (!seen)
		buf_puts(found, "nothing");
	return holds && met == wire->count;
}
