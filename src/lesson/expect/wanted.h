/* wanted: a packet as an expectation names it: SYN retransmission held.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"
#include "lesson/expect/scan.h"

/* A packet that has these flags, all these marks and, if it is asked for, that
 * fate. */
struct wanted {
	int protocol; /* IPPROTO_TCP, _UDP or _ICMP */
	uint8_t flags;
	unsigned marks;
	bool has_fate;
	enum packet_fate fate;
};

struct wanted_list {
	bool includes;	/* others may come between */
	unsigned named; /* marks that the list names */
	size_t count;
	const struct wanted *packets;
};

/* Reads what a line lists: packets, or `nothing`, the word for none of them.
 * `fates`: whether it can be asked for. */
bool wanted_scan(struct scan *scan, const char *nothing, bool fates,
		 struct wanted_list *list);

/* Reads one packet, without a fate. */
bool wanted_scan_one(struct scan *scan, struct wanted *wanted);
bool wanted_matches(const struct wanted *wanted,
		    const struct event_packet *event);

/* Whether a packet does not come by the clock alone. */
bool wanted_counts(const struct packet *packet);

/* The flags that a word names, joined by "-". */
bool wanted_flags(struct str word, uint8_t *mask);

/* Goes through packets in their order, and adds each to what was found. */
struct wanted_search {
	const struct wanted_list *list;
	bool fates; /* they are told */
	size_t met, seen;
	bool strange; /* one came that the list has not */
	struct buf *found;
};

void wanted_see(struct wanted_search *search,
		const struct event_packet *packet);

/* Whether all that were seen are those of the list; `nothing` is added to what
 * was found when there were none. */
bool wanted_end(struct wanted_search *search, const char *nothing);
