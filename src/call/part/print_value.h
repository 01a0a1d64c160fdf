/* print_value: one argument of a call as text, by its kind and notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"
#include "call/table/kind.h"

/* C notation. */
kind_print_fn c_plain, c_constant, c_protocol, c_option, c_type, c_address,
	c_data, c_option_value, c_word;
kind_print_fn c_fds, c_polls, c_numbers, c_buffers, c_events, c_request_value,
	c_message; /* in print_c_list.c */

/* "x" * 5 */
void print_c_bytes(const struct bytes *bytes, struct buf *out);

/* What the kernel wrote, for a learner; in print_shown.c. */
kind_print_fn shown_pair, shown_request_value, shown_request_result,
	shown_polls, shown_set, shown_events, shown_message;

/* Python. */
kind_print_fn python_fd, python_number, python_constant, python_option,
	python_type, python_accept, python_address, python_data,
	python_option_value, python_option_room;
kind_print_fn python_pair, python_request_value, python_polls, python_set,
	python_timeval, python_timeout, python_epoll_op, python_events,
	python_buffers, python_rooms, python_message,
	python_message_room; /* in print_python_list.c */

/* What Python leaves out. */
kind_default_fn python_is_unset, python_option_is_int, python_accept_blocks,
	python_request_is_unset;

/* What they share: b"hello"; b"x" * 5; socket.NAME or a number; flags joined by
 * " | ", 0 for none; ("127.0.0.1", 80). */
void python_print_bytes(const unsigned char *data, size_t len, struct buf *out);
void python_print_data(const struct bytes *bytes, struct buf *out);
void python_print_constant(enum symbol_group group, int64_t num,
			   struct buf *out);
void python_print_flags(enum symbol_group group, int64_t num, struct buf *out);
void python_print_address(const struct address *address, struct buf *out);

/* The same of processes and signals, in process.c. */
kind_print_fn c_wait;
kind_print_fn python_process, python_signal, python_wait, python_handler,
	python_action_flags;
kind_strace_fn strace_signal, strace_clone, strace_wait_status, strace_null,
	strace_clock, strace_sleep, strace_left, strace_action,
	strace_old_action, strace_set_size;
kind_print_fn declare_wait_status, express_wait_status, declare_action,
	express_action;

/* Of the resolver, in resolve.c. */
kind_print_fn c_text, c_hints, python_text, python_hints, declare_hints,
	express_hints, declare_names, express_names;
kind_strace_fn strace_text, strace_hints, strace_found, strace_names;

/* strace(1); each adds one word of the system call. */
kind_strace_fn strace_number, strace_constant, strace_protocol, strace_option,
	strace_type, strace_address, strace_data, strace_room,
	strace_option_value, strace_peer, strace_no_address, strace_no_peer,
	strace_option_room, strace_word;
kind_strace_fn strace_pair, strace_request, strace_request_value, strace_polls,
	strace_set, strace_timeval, strace_events, strace_events_room,
	strace_count_fds, strace_mask_pair, strace_mask,
	strace_iov;				    /* in print_strace_list.c */
kind_strace_fn strace_message, strace_message_room; /* …_message.c */
kind_result_fn strace_polls_result, strace_set_result, strace_request_result;

/* What they share: whether the kernel wrote nothing; a constant by its name or
 * as a number and a comment; flags in the same way. */
#define STRACE_UNKNOWN "0x..."
enum { STRACE_STRINGS_MOST = 32 }; /* strace -s */
bool strace_failed(const struct call *call);
void strace_print_symbol(enum symbol_group group, int64_t num,
			 const char *comment, struct buf *out);
void strace_print_flags(enum symbol_group group, int64_t num,
			const char *comment, struct buf *out);

/* [{iov_base="ab", iov_len=2}, …]: what is sent, or of `data` what was
 * received (NULL: nothing). */
void strace_print_iov(const struct value *iov, const struct bytes *data,
		      struct buf *out);

/* A whole C program: the lines before the call, and what stands in it. */
kind_print_fn declare_address, declare_data, declare_room, declare_peer,
	declare_option_value, declare_option_room;
kind_print_fn express_address, express_data, express_room, express_peer,
	express_option_value, express_option_room;

/* Of lists, in print_program_list.c. */
kind_print_fn declare_pair, declare_request_value, declare_polls, declare_set,
	declare_count_fds, declare_timeval, declare_events, declare_events_room,
	declare_iov, declare_message, declare_message_room;
kind_print_fn express_pair, express_request_value, express_polls, express_set,
	express_count_fds, express_timeval, express_events, express_events_room,
	express_iov, express_message;
kind_print_fn after_pair, after_message_room;

/* What they share: a string literal; `addr` and the expression of its length;
 * the array `name` of bytes that were written as "x" * N. */
void program_string(const void *data, size_t len, struct buf *out);
void program_address(const struct address *address, struct buf *out);
void program_address_len(const struct address *address, struct buf *out);
void program_bytes(const struct bytes *bytes, const char *name,
		   struct buf *out);

/* Adds the Python form: the call's template with its arguments. */
void print_python(const struct call *call, struct buf *out);
