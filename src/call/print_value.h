/* print_value: one argument of a call as text, by its kind and notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"
#include "call/kind.h"

/* C notation. */
kind_print_fn c_plain, c_constant, c_protocol, c_option, c_type, c_address,
	c_data, c_option_value, c_word;

/* Python. */
kind_print_fn python_fd, python_number, python_constant, python_option,
	python_type, python_accept, python_address, python_data,
	python_option_value, python_option_room;

/* The same of processes and signals, in print_process.c. */
kind_print_fn c_wait;
kind_print_fn python_process, python_signal, python_wait, python_handler,
	python_action_flags;
kind_strace_fn strace_signal, strace_clone, strace_wait_status, strace_null,
	strace_clock, strace_sleep, strace_left, strace_action,
	strace_old_action, strace_set_size;
kind_print_fn declare_wait_status, express_wait_status, declare_action,
	express_action;

/* strace(1); each adds one word of the system call. */
kind_strace_fn strace_number, strace_constant, strace_protocol, strace_option,
	strace_type, strace_address, strace_data, strace_room,
	strace_option_value, strace_peer, strace_no_address, strace_no_peer,
	strace_option_room, strace_word;

/* A whole C program: the lines before the call, and what stands in it. */
kind_print_fn declare_address, declare_data, declare_room, declare_peer,
	declare_option_value, declare_option_room;
kind_print_fn express_address, express_data, express_room, express_peer,
	express_option_value, express_option_room;

/* Adds the Python form: the call's template with its arguments. */
void print_python(const struct call *call, struct buf *out);
