/* rename: a call with other names for its variables.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* The name to say in the place of `name`. */
typedef const char *rename_fn(void *data, const char *name);

/* A copy in which every name, in lists too and of the variable that takes the
 * result, is what `fn` says. Lists are copied into `arena`, all else is
 * borrowed. */
struct call call_rename(const struct call *call, rename_fn *fn, void *data,
			struct arena *arena);
