/* python_form: what the arguments of a method are that C has not as such.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most methods of Python take what the call takes, in another order. A message
 * is one argument in C and up to four in Python, and a poll object of Python is
 * filled by one method and asked by another.
 */
#pragma once
#include "call/table/syscalls.h"

enum python_part {
	PYTHON_PART_BUFFERS,	  /* [b"x", b"y"] */
	PYTHON_PART_ROOMS,	  /* [bytearray(16)] */
	PYTHON_PART_COUNT,	  /* bytes */
	PYTHON_PART_CONTROL,	  /* [(level, type, data)] */
	PYTHON_PART_CONTROL_ROOM, /* bytes of control messages */
	PYTHON_PART_FLAGS,	  /* MSG_* */
	PYTHON_PART_ADDRESS,
	PYTHON_PART_FD,
	PYTHON_PART_EVENTS, /* POLL* */
	PYTHON_PART_TIMEOUT,
};

/* One argument; its name is NULL behind the last. Those from `optional` on can
 * be left out. `expected` says what can stand there. */
struct python_parameter {
	const char *name;
	enum python_part part;
	const char *expected;
};

enum { PYTHON_FORM_MOST = 4 };

struct python_form {
	const char *call, *method;
	size_t optional;
	struct python_parameter parameters[PYTHON_FORM_MOST + 1];
};

/* The form of a method by which Python makes the call, or NULL: its arguments
 * are those of the call. */
const struct python_form *python_form_find(const struct syscall *syscall,
					   struct str method);

/* How many arguments the method takes at most. */
size_t python_form_count(const struct python_form *form);
