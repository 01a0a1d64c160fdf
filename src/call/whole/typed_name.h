/* typed_name: finding a call by what a learner types for its name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/syscalls.h"

/* The row that `name` begins: the one of just that name, or the only one, or
 * the one that the names of all others begin with (`acc` is accept, not
 * accept4). NULL when there is none or it is not clear. */
const struct syscall *typed_find_c(struct str name);

/* The `index`th way in which Python calls a row: `owner` is "socket", "os" … or
 * "$0" where the socket comes first, `name` the method. Most rows have one.
 * Returns false behind the last. */
bool typed_python_name(const struct syscall *syscall, size_t index,
		       struct str *owner, struct str *name);

/* Whether `object`, the first word of a dotted name, is a module that some row
 * is called from; else it is a socket. */
bool typed_is_module(struct str object);

/* The first row behind `after` (NULL: of all) that Python calls so, or NULL.
 */
const struct syscall *typed_find_python(struct str object, struct str name,
					const struct syscall *after);

/* The template of a row by which a call is read that stands behind `object`. */
const char *typed_template(const struct syscall *syscall, struct str object);

/* The arguments in a template: what stands between its first "(" and the ")"
 * that closes it. */
struct str typed_template_args(const char *template);
