/* wanted: a packet as an expectation names it: SYN retransmission held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     list   = NOTHING | [ "includes" ] packet { "," packet }
 *     packet = FLAGS | "UDP" | "ICMP", then marks and a fate or nothing
 *
 * A verdict must not depend on timing. So a list passes over packets that come
 * or do not come by the clock (sent again, acknowledged twice, a window that
 * opened) unless it names such a mark itself; and a segment with data may have
 * PSH or not, as the kernel splits what was written.
 */
#include "lesson/expect/wanted.h"

#include "base/sentence.h"

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
	{"window-probe", PACKET_WINDOW_PROBE, true},
	{"out-of-order", PACKET_OUT_OF_ORDER, false},
	{"zero-window", PACKET_ZERO_WINDOW, false},
	{"injected", PACKET_INJECTED, false},
	{"copy", PACKET_DUPLICATE, false},
	{"corrupted", PACKET_CORRUPTED, false},
};

/* --- reading ---------------------------------------------------------------
 */

bool wanted_flags(struct str word, uint8_t *mask)
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

static bool fail_packet(const struct scan *scan, const char *nothing)
{
	const char *words[] = {"SYN",	  "SYN-ACK", "ACK",	"PSH-ACK",
			       "FIN-ACK", "RST",     "RST-ACK", "UDP",
			       "ICMP",	  nothing,   "includes"};
	return scan_fail_near(scan, sentence_text(SENTENCE_ID("goal-packet")),
			      words, COUNT(words));
}

static bool scan_mark(struct scan *scan, struct wanted *wanted)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (!scan_is(scan, marks[i].word))
			continue;
		wanted->marks |= marks[i].mark;
		return true;
	}
	return false;
}

static bool scan_fate(struct scan *scan, struct wanted *wanted)
{
	for (int i = 0; i < PACKET_FATE_COUNT; i++) {
		if (!scan_is(scan, packet_fate_word((enum packet_fate)i)))
			continue;
		wanted->has_fate = true;
		wanted->fate = (enum packet_fate)i;
		return true;
	}
	return false;
}

static bool scan_packet(struct scan *scan, const char *nothing, bool fates,
			struct wanted *wanted)
{
	*wanted = (struct wanted){.protocol = IPPROTO_TCP};
	struct str word = scan_peek(scan);
	if (str_is(word, "UDP"))
		wanted->protocol = IPPROTO_UDP;
	else if (str_is(word, "ICMP"))
		wanted->protocol = IPPROTO_ICMP;
	else if (!word.len || !wanted_flags(word, &wanted->flags))
		return fail_packet(scan, nothing);
	scan_word(scan);
	while (scan_mark(scan, wanted))
		continue;
	if (fates)
		scan_fate(scan, wanted);
	return true;
}

bool wanted_scan_one(struct scan *scan, struct wanted *wanted)
{
	return scan_packet(scan, "UDP", false, wanted);
}

bool wanted_scan(struct scan *scan, const char *nothing, bool fates,
		 struct wanted_list *list)
{
	struct wanted packets[PACKETS_MAX];
	*list = (struct wanted_list){0};
	if (scan_is(scan, nothing))
		return true;
	list->includes = scan_is(scan, "includes");
	do {
		if (list->count == PACKETS_MAX)
			return SCAN_FAIL(scan, "goal-packets-most",
					 SLOT_NUMBER("most", PACKETS_MAX));
		if (!scan_packet(scan, nothing, fates, &packets[list->count]))
			return false;
		list->named |= packets[list->count++].marks;
	} while (scan_comma(scan));
	list->packets = arena_copy(scan->arena, packets,
				   list->count * sizeof(packets[0]));
	return true;
}

/* --- comparing -------------------------------------------------------------
 */

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

bool wanted_matches(const struct wanted *wanted,
		    const struct event_packet *event)
{
	const struct packet *packet = &event->packet;
	if ((packet->marks & wanted->marks) != wanted->marks)
		return false;
	if (wanted->has_fate && event->fate != wanted->fate)
		return false;
	if (wanted->protocol == IPPROTO_ICMP)
		return is_icmp(packet->protocol);
	if (packet->protocol != wanted->protocol)
		return false;
	return packet->protocol != IPPROTO_TCP ||
	       flags_match(wanted->flags, packet);
}

/* Whether the list looks at the packet at all. */
static bool is_counted(const struct wanted_list *list,
		       const struct packet *packet)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (marks[i].by_clock && packet->marks & marks[i].mark &&
		    !(list->named & marks[i].mark))
			return false;
	}
	return true;
}

bool wanted_counts(const struct packet *packet)
{
	const struct wanted_list none = {0};
	return is_counted(&none, packet);
}

static void print_packet(const struct event_packet *event, bool fate,
			 struct buf *out)
{
	const struct packet *packet = &event->packet;
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
	if (fate && event->fate != PACKET_DELIVERED)
		buf_printf(out, " %s", packet_fate_word(event->fate));
}

void wanted_see(struct wanted_search *search, const struct event_packet *packet)
{
	const struct wanted_list *list = search->list;
	if (!is_counted(list, &packet->packet))
		return;
	buf_puts(search->found, search->seen++ ? ", " : "");
	print_packet(packet, search->fates, search->found);
	if (search->met < list->count &&
	    wanted_matches(&list->packets[search->met], packet))
		search->met++;
	else
		search->strange = true;
}

bool wanted_end(struct wanted_search *search, const char *nothing)
{
	if (!search->seen)
		buf_puts(search->found, nothing);
	return search->met == search->list->count &&
	       (search->list->includes || !search->strange);
}
