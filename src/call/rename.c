/* rename: a call with other names for its variables.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/rename.h"

#include <string.h>

static struct value rename_value(const struct value *value, rename_fn *fn,
				 void *data, struct arena *arena)
{
	struct value copy = *value;
	// getpid() is no variable.
	if (value->kind == VALUE_NAME && !strchr(value->name, '('))
		copy.name = fn(data, value->name);
	if (value->kind != VALUE_LIST || !value->count)
		return copy;
	struct value *items =
		arena_copy(arena, value->items, value->count * sizeof(*items));
	for (size_t i = 0; i < value->count; i++)
		items[i] = rename_value(&value->items[i], fn, data, arena);
	copy.items = items;
	return copy;
}

struct call call_rename(const struct call *call, rename_fn *fn, void *data,
			struct arena *arena)
{
	struct call copy = *call;
	if (call->into)
		copy.into = fn(data, call->into);
	for (size_t i = 0; i < call->argc; i++)
		copy.args[i] = rename_value(&call->args[i], fn, data, arena);
	return copy;
}
