/* pcapng: the packets of a journal as a capture file, with comments.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* Adds the packets that were first seen in [begin, end) as one whole section
 * of a pcapng file; sections behind each other are a file, too.
 *
 * Each host is an interface. Each packet stands in it once, whatever became of
 * it: on the interface of the host that sent it, at the time it was sent, in
 * that order. Its comment is of parts with a semicolon between them:
 *
 *     packet NUMBER, ACTOR to ACTOR    who is left out when not known
 *     step N: TITLE                    or "setup"
 *     after ACTOR: CALL                the latest call entered before it
 *     order: ORDER                     the latest one behind that call
 *     +N copies while it was held      not in the file themselves
 *     FATE                             delivered, dropped, held; held 1.5 s,
 *                                      then delivered (or dropped)
 *     MARK, MARK                       retransmission, duplicate ack …
 *
 * Returns how many packets that were. */
size_t pcapng_print(const struct journal *journal, size_t begin, size_t end,
		    struct buf *out);
