/* raw_value: one argument of a call as machine words, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/kind.h"
#include "call/whole/raw.h"

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

/* Of processes and signals, in process_kernel.c. */
kind_encode_fn encode_clone, encode_wait_status, encode_zero, encode_clock,
	encode_sleep, encode_left, encode_action, encode_old_action,
	encode_set_size;
kind_decode_fn decode_written, decode_zero, decode_clock, decode_sleep,
	decode_action;
kind_take_fn take_wait_status, take_left, take_old_action;

/* A word that is a number; one that is the address of a copy of `len` bytes
 * (NULL: of zeros). */
struct raw_word raw_number(int64_t num);
struct raw_word raw_memory(enum raw_kind kind, struct arena *arena,
			   const void *data, size_t len);

/* Makes room for `count` parts of a word's memory. */
struct raw_part *raw_parts(struct raw_word *word, size_t count,
			   struct arena *arena);

/* Of the resolver, in resolve.c. */
kind_encode_fn encode_text, encode_hints, encode_found, encode_names;
kind_decode_fn decode_text, decode_hints;
kind_take_fn take_found, take_names;

kind_take_fn take_room, take_peer, take_option_room;

/* Lists, in raw_list.c and raw_ready.c. */
kind_encode_fn encode_pair, encode_request_value, encode_polls, encode_set,
	encode_timeval, encode_timeout, encode_events, encode_events_room,
	encode_buffers, encode_rooms, encode_count_fds, encode_mask_pair,
	encode_mask;
kind_decode_fn decode_pair, decode_request_value, decode_polls, decode_set,
	decode_timeval, decode_timeout, decode_events, decode_events_room,
	decode_buffers, decode_rooms, decode_count_fds, decode_mask_pair,
	decode_mask;
kind_take_fn take_pair, take_request_value, take_polls, take_set, take_timeval,
	take_events_room, take_rooms;
kind_given_fn given_pair;

/* The highest descriptor in the sets of a select; -1 for none. */
int64_t raw_highest_fd(const struct call *call);

/* In message_kernel.c. */
kind_encode_fn encode_message, encode_message_room;
kind_decode_fn decode_message, decode_message_room;
kind_take_fn take_message_room;
kind_given_fn given_message_room;

/* The words of buffers to be sent or, of `out`, to be filled; the list that
 * words are; and the bytes that the kernel put into them, at most `len`. */
struct raw_word raw_iov(const struct value *list, bool out,
			struct arena *arena);
struct value raw_iov_decode(const struct raw_word *word, bool out,
			    struct arena *arena);
struct bytes raw_iov_bytes(const struct raw_word *word, size_t len,
			   struct arena *arena);
