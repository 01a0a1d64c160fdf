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

kind_encode_fn encode_int, encode_word, encode_data, encode_zero,
	encode_nothing;
kind_decode_fn decode_int, decode_word, decode_data, decode_nothing;

/* Of memory that the kernel only writes. */
kind_decode_fn decode_written;

/* A word that is a number; one that is the address of a copy of `len` bytes
 * (NULL: of zeros). */
struct raw_word raw_number(int64_t num);
struct raw_word raw_memory(enum raw_kind kind, struct arena *arena,
			   const void *data, size_t len);

/* Whether the word is a null pointer; then `value` is none. */
bool raw_is_null(const struct raw_word *word);
bool raw_decode_null(const struct raw_word *word, struct value *value);

/* Memory that the kernel writes at most `room` bytes into, and where it reads
 * that number and writes another; the length that it left behind, at most what
 * there was room for (the call's result gets a longer one). */
void raw_encode_buffer(size_t room, struct arena *arena,
		       struct raw_word words[2]);
size_t raw_written_len(const struct raw_word words[2], struct call *call,
		       size_t room);
struct bytes raw_copy_out(const struct raw_word *word, size_t len,
			  struct arena *arena);

/* Makes room for `count` parts of a word's memory. */
struct raw_part *raw_parts(struct raw_word *word, size_t count,
			   struct arena *arena);

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
