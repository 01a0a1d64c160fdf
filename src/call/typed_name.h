/* typed_name: finding a call by what a learner types for its name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/syscalls.h"

/* The row that `name` begins: the one of just that name, or the only one, or
 * the one that the names of all others begin with (`acc` is accept, not
 * accept4). NULL when there is none or it is not clear. */
const struct syscall *typed_find_c(struct str name);

/* The row whose template calls `name` of `object`, the first word of a dotted
 * name ("socket", "os", or a variable). NULL when there is none. */
const struct syscall *typed_find_python(struct str object, struct str name);

/* The arguments in a row's template: what stands between its first "(" and the
 * ")" that closes it. */
struct str typed_template_args(const struct syscall *syscall);
