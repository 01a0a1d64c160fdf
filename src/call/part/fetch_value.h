/* fetch_value: one argument of another process's call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/kind.h"

kind_fetch_fn fetch_word, fetch_in, fetch_address, fetch_room, fetch_peer,
	fetch_nothing;

/* Lists and structures, in fetch_list.c. */
kind_fetch_fn fetch_pair, fetch_request_value, fetch_polls, fetch_timeout,
	fetch_set, fetch_timeval, fetch_mask_pair, fetch_mask, fetch_events,
	fetch_events_room, fetch_buffers, fetch_rooms, fetch_message,
	fetch_message_room;

/* The room for an address that a struct msghdr has; CALL_ROOM_NONE: none. */
int64_t fetch_message_name_room(const struct raw_word *words);

/* Reads `len` bytes at `address` into `out`, of kind IN or IN_OUT. */
bool fetch_memory(uint64_t address, size_t len, const struct fetch *fetch,
		  struct raw_word *out);
