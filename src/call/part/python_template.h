/* python_template: the templates of syscalls.c, from which Python is printed
 * and by which it is read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

enum python_piece_kind {
	PYTHON_TEXT,   /* stands there as it is */
	PYTHON_ASSIGN, /* "conn, peer = ", or nothing */
	PYTHON_INTO,   /* the variable that takes the result */
	PYTHON_ARG,    /* an argument as its kind writes it */
	PYTHON_NUMBER, /* a descriptor's number: s.fileno() */
	PYTHON_OPEN,   /* from here to CLOSE is left out by default */
	PYTHON_CLOSE,
};

struct python_piece {
	enum python_piece_kind kind;
	struct str text; /* PYTHON_TEXT */
	size_t raw, arg; /* which of syscall.raw, which argument written */
};

/* The template by which the call is written: that of numbers where its
 * descriptor is one in Python. */
const char *python_template_of(const struct call *call);

/* Cuts the next piece off *at, the rest of a template of `syscall`. Returns
 * false at its end. */
bool python_piece_next(const struct syscall *syscall, const char **at,
		       struct python_piece *piece);

/* Whether "variable = " stands before the first piece of the template. */
bool python_assigns_first(const char *template);

/* The written argument that the `raw`th kind of the row is; SYSCALL_HIDDEN for
 * a hidden one. */
size_t python_arg(const struct syscall *syscall, size_t raw);

/* Whether an argument has the value that is left out. */
bool python_is_default(const struct call *call, size_t raw, size_t arg);
