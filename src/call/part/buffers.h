/* buffers: arrays of struct iovec, which calls and messages have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/print_value.h"
#include "call/part/raw_value.h"

struct iovec;

/* In Python, b"ab" and bytearray(4). */
print_item_fn python_print_data_item, python_print_room_item;

/* The arrays of a C program that are sent or filled, and `iov` of them. */
void program_iov(const struct value *iov, struct buf *out);

/* Of another process: one buffer; the array, and a part for each of its
 * buffers. */
bool fetch_buffer(const struct iovec *iovec, enum raw_kind kind,
		  const struct fetch *fetch, struct raw_word *out);
bool fetch_iov(uint64_t address, uint64_t count, enum raw_kind kind,
	       const struct fetch *fetch, struct raw_word *out);
