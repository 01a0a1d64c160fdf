/* fetch_value: one argument of another process's call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/kind.h"
#include "call/whole/raw.h"

kind_fetch_fn fetch_word, fetch_in, fetch_peer, fetch_nothing;

/* A struct timespec, or a struct timeval, which is as long. */
kind_fetch_fn fetch_time;

/* Room for an address or an option, which only the caller's memory tells:
 * CALL_ROOM_* or how much; and how much of it was written. */
kind_room_fn fetch_room_of;
kind_written_fn fetch_written_len;

/* A pointer to so many bytes of `kind`, or NULL; memory that the kernel is
 * going to write. */
bool fetch_pointer(uint64_t address, enum raw_kind kind, size_t len,
		   const struct fetch *fetch, struct raw_word *out);
struct raw_word fetch_room_at(uint64_t address, size_t len);

kind_fetch_fn fetch_message, fetch_message_room;

/* The room for an address that a struct msghdr has; CALL_ROOM_NONE: none. */
kind_room_fn fetch_message_name_room;

/* Reads `len` bytes at `address` into `out`, of kind IN or IN_OUT. */
bool fetch_memory(uint64_t address, size_t len, const struct fetch *fetch,
		  struct raw_word *out);
