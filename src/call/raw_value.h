/* raw_value: one argument of a call as machine words, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/kind.h"
#include "call/raw.h"

enum { RAW_PEER_ROOM = 128 }; /* sizeof(struct sockaddr_storage) */

/* Bytes that getsockopt(2) has for the option of `call`. */
size_t raw_option_room(const struct call *call);

enum {
	RAW_SIGNAL_SET = 8, /* bytes of the kernel's set of signals */
#ifdef __x86_64__
	RAW_SA_RESTORER = 0x04000000, /* glibc sets it: SA_RESTORER */
#else
	RAW_SA_RESTORER = 0,
#endif
};

/* What argument `arg` of signal() or sigaction() asks for. */
struct raw_action raw_action_of(const struct call *call, size_t arg);

kind_encode_fn encode_int, encode_word, encode_address, encode_data,
	encode_room, encode_option_value, encode_peer, encode_nothing,
	encode_option_room;
kind_decode_fn decode_int, decode_word, decode_address, decode_data,
	decode_room, decode_option_value, decode_peer, decode_nothing,
	decode_option_room;

/* Of processes and signals, in raw_process.c. */
kind_encode_fn encode_clone, encode_wait_status, encode_zero, encode_clock,
	encode_sleep, encode_left, encode_action, encode_old_action,
	encode_set_size;
kind_decode_fn decode_written, decode_zero, decode_clock, decode_sleep,
	decode_action;
kind_take_fn take_wait_status, take_left, take_old_action;

kind_take_fn take_room, take_peer, take_option_room;
