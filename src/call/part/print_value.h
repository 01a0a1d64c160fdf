/* print_value: one argument of a call as text, by its kind and notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"
#include "call/table/kind.h"

/* C notation. */
kind_print_fn c_plain, c_constant, c_data, c_word;
kind_print_fn c_fds, c_numbers; /* in print_c_list.c */

/* {item, item}, NULL where nothing was written; numbers and bytes in it. */
typedef void print_item_fn(const struct value *item, struct buf *out);
void c_print_list(const struct value *list, print_item_fn *print,
		  struct buf *out);
print_item_fn c_print_number, c_print_data;

/* "x" * 5 */
void print_c_bytes(const struct bytes *bytes, struct buf *out);

/* Behind those that are written, how many there are: "... (65536 bytes)". */
void print_left_out(const struct bytes *bytes, struct buf *out);

/* "a = 3, b = 4": the descriptors that an argument was given. */
void shown_given(const struct call *call, size_t arg, struct buf *out);

/* Python. */
kind_print_fn python_fd, python_number, python_constant, python_option,
	python_address, python_data, python_option_value, python_option_room;
kind_print_fn python_message, python_message_room; /* in message_python.c */

/* What Python leaves out. */
kind_default_fn python_is_unset, python_option_is_int;

/* What they share: b"hello"; b"x" * 5; socket.NAME or a number; flags joined by
 * " | ", 0 for none; ("127.0.0.1", 80). */
void python_print_bytes(const unsigned char *data, size_t len, struct buf *out);
void python_print_data(const struct bytes *bytes, struct buf *out);
void python_print_constant(enum symbol_group group, int64_t num,
			   struct buf *out);
void python_print_flags(enum symbol_group group, int64_t num, struct buf *out);
void python_add_flags(enum symbol_group group, int64_t num, const char *join,
		      struct buf *out);
void python_print_items(const struct value *list, print_item_fn *print,
			struct buf *out);
/* A descriptor's number: "s.fileno()" where the variable holds an object. */
void python_print_fileno(const struct value *value, struct buf *out);
void python_print_seconds(int64_t seconds, int64_t micro, struct buf *out);
void python_print_address(const struct address *address, struct buf *out);

/* strace(1), of sockets' options in option_strace.c; each adds one word of the
 * system call. */
kind_strace_fn strace_number, strace_constant, strace_option,
	strace_option_value, strace_option_room, strace_word;
kind_strace_fn strace_message, strace_message_room; /* …_message.c */
kind_strace_fn strace_command, strace_request, strace_request_value;
kind_result_fn strace_request_result; /* these four: request_strace.c */

/* What they share: whether the kernel wrote nothing; a constant by its name or
 * as a number and a comment; flags in the same way. */
#define STRACE_UNKNOWN "0x..."
enum { STRACE_STRINGS_MOST = 32 }; /* strace -s */
bool strace_failed(const struct call *call);
void strace_print_symbol(enum symbol_group group, int64_t num,
			 const char *comment, struct buf *out);
void strace_print_flags(enum symbol_group group, int64_t num,
			const char *comment, struct buf *out);

/* {events=EPOLLIN, data={u32=3, u64=3}} */
void strace_epoll_event(int64_t events, uint64_t data, struct buf *out);

void strace_print_signal(int64_t number, struct buf *out);
void strace_print_time(int64_t seconds, int64_t nano, struct buf *out);

/* "[128 => 16]", or "[128]" when the number did not change; `taken` is how much
 * of the memory was written. */
void strace_print_length(const struct call *call, size_t usual, size_t taken,
			 struct buf *out);

/* Memory for an address or an option of which strace decodes nothing: there is
 * no length that it could read. Returns false where there is one. */
bool strace_print_undecoded(const struct call *call, size_t part,
			    struct buf *out);

/* [{iov_base="ab", iov_len=2}, …]: what is sent, or of `data` what was
 * received (NULL: nothing). */
void strace_print_iov(const struct value *iov, const struct bytes *data,
		      struct buf *out);

/* A whole C program: the lines before the call, what stands in it, the lines
 * behind it. */
kind_print_fn declare_message, declare_message_room, express_message,
	after_message_room;

/* A message in C notation. */
kind_print_fn c_message;

/* What they share: a string literal; `addr` and the expression of its length;
 * the array `name` of bytes that were written as "x" * N. */
void program_string(const void *data, size_t len, struct buf *out);
void program_address(const struct address *address, struct buf *out);
void program_address_len(const struct address *address,
			 struct buf *out); /* both in address_program.c */
void program_bytes(const struct bytes *bytes, const char *name,
		   struct buf *out);

/* Whether Python has no way to write an argument: then it calls the C function
 * by way of ctypes. */
bool python_needs_ctypes(const struct call *call);

/* Adds the Python form: the call's template with its arguments. */
void print_python(const struct call *call, struct buf *out);
