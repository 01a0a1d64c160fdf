/* pcap: the packets of a run on their way into a capture file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are written when a journal is over, for the comment of a packet tells
 * what became of it.
 */
#pragma once
#include "journal/journal.h"

struct pcap;

/* Makes or empties the file at `path`. */
struct pcap *pcap_open(const char *path, struct err *err);

/* Writes the packets of `journal` behind those of others. Returns false, with
 * the sentence to show, when the file was lost, once; from then on it does
 * nothing. NULL is fine. */
bool pcap_add(struct pcap *pcap, const struct journal *journal,
	      struct err *err);

/* NULL is fine. */
bool pcap_close(struct pcap *pcap, struct err *err);

/* Makes or replaces the file at `path` with the packets so far. `count` gets
 * how many there are. */
bool pcap_write(const char *path, const struct journal *journal, size_t *count,
		struct err *err);
