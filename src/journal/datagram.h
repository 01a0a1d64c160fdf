/* datagram: how long one was that a call took a part of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"

/* The size of the datagram of UDP that a call took at the socket `local`, from
 * the address `from` (len 0: not known), where `taken` filled all its room and
 * the packets of [begin, end) show the size without doubt: all that were
 * delivered there and begin so are of one size. -1 elsewhere. */
int64_t datagram_size_taken(const struct journal *journal, size_t begin,
			    size_t end, const struct address *local,
			    const struct address *from,
			    const struct bytes *taken);
