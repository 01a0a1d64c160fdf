/* given: what a call gave back beyond its number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/print.h"
#include "journal/event.h"

/* Adds, with a blank in front, what the kernel wrote for a call that came back
 * well: bytes received (short, in quotes), an address, the value of an option.
 * Adds nothing for other calls. */
void given_print(const struct call *call, enum notation notation,
		 struct buf *out);

/* Adds bytes in quotes with the escapes of C, as many as stand in `room`
 * columns; an ellipsis stands for the rest. */
void given_bytes(const struct bytes *bytes, size_t room, struct buf *out);
