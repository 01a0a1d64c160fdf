/* raw_value: one argument of a call as machine words, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/kind.h"
#include "call/raw.h"

enum { RAW_PEER_ROOM = 128 }; /* sizeof(struct sockaddr_storage) */

/* Bytes that getsockopt(2) has for the option of `call`. */
size_t raw_option_room(const struct call *call);

kind_encode_fn encode_int, encode_word, encode_address, encode_data,
	encode_room, encode_option_value, encode_peer, encode_nothing,
	encode_option_room;
kind_decode_fn decode_int, decode_word, decode_address, decode_data,
	decode_room, decode_option_value, decode_peer, decode_nothing,
	decode_option_room;
kind_take_fn take_room, take_peer, take_option_room;
