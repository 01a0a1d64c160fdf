/* print: a call as text, in each notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

enum notation {
	NOTATION_C,	 /* srv = socket(AF_INET, SOCK_STREAM, 0) */
	NOTATION_PYTHON, /* srv = socket.socket(socket.AF_INET, …) */
	NOTATION_COUNT
};

/* Adds the call without its result and without a semicolon. In C notation
 * call_parse() reads it back to an equal call, arguments left out included. */
void call_print(const struct call *call, enum notation notation,
		struct buf *out);

/* The same for a screen: of more than a few bytes only the first are written,
 * as strace(1) does it, with their number: "xxxx"... (65536 bytes). */
void call_print_shown(const struct call *call, enum notation notation,
		      struct buf *out);

/* Adds the lines that a real C program contains for it, struct sockaddr
 * included, one statement on each line, compilable with -Wall -Wextra where
 * the variables and the headers are there. */
void call_print_program_c(const struct call *call, struct buf *out);

/* Adds "name(args) = result" as strace -a 1 prints it (without -a 1 it pads to
 * column 40) with its default of 32 bytes of each string. Names must be bound.
 * Memory that nobody wrote is "0x..." where strace prints its address; the
 * names of interfaces, which strace looks up, are their numbers. Without a
 * result: "name(args) = ?" when killed, and for a call that has only been
 * entered "name(args" with what is known, ending in " <unfinished ...>". */
void call_print_strace(const struct call *call, struct buf *out);

/* Adds the two lines of a call between whose entry and return something else
 * is told, as strace -f prints them: "accept(3,  <unfinished ...>" and
 * "<... accept resumed>NULL, NULL) = 4". The second needs a result. */
void call_print_strace_entry(const struct call *call, struct buf *out);
void call_print_strace_resumed(const struct call *call, struct buf *out);

/* Adds argument `index` alone, as strace(1) prints it. There are
 * call_strace_args() of them: more than argc where one written argument
 * becomes two of the system call. */
void call_print_strace_arg(const struct call *call, size_t index,
			   struct buf *out);
size_t call_strace_args(const struct call *call);

/* Adds what the kernel wrote besides bytes and an address, for a learner: "
 * srv: POLLIN" or ", a = 3, b = 4". Adds nothing where there is nothing. */
void call_print_out(const struct call *call, struct buf *out);

/* Adds what the call, which returned, gives its caller: in C "0", "-1
 * ECONNREFUSED (Connection refused)"; in Python "None", b'hello',
 * "ConnectionRefusedError: [Errno 111] Connection refused  # ECONNREFUSED", and
 * with it all that C finds in memory. `brief`: without the system's words,
 * "fd 4" for a socket. */
void call_print_answer(const struct call *call, enum notation notation,
		       bool brief, struct buf *out);

/* Whether that is an exception. */
bool call_raises(const struct call *call, enum notation notation);

/* Adds the result alone: "0", "4", "-1 ECONNREFUSED (Connection refused)". */
void result_print(const struct result *result, struct buf *out);
