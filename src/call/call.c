/* call: copying a call and binding its names.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/call.h"

#include "call/syscalls.h"

#include <string.h>

static struct bytes copy_bytes(struct bytes bytes, struct arena *arena)
{
	if (bytes.data)
		bytes.data = arena_copy(arena, bytes.data, bytes.len);
	return bytes;
}

struct call call_copy(const struct call *call, struct arena *arena)
{
	struct call copy = *call;
	if (call->into)
		copy.into = arena_strdup(arena, call->into);
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *from = &call->args[i];
		if (from->name)
			copy.args[i].name = arena_strdup(arena, from->name);
		copy.args[i].bytes = copy_bytes(from->bytes, arena);
	}
	copy.result.data = copy_bytes(call->result.data, arena);
	return copy;
}

int call_fd_arg(const struct call *call)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++)
		if (call->syscall->parameters[i].kind == KIND_FD)
			return (int)i;
	return -1;
}

bool call_bind(struct call *call, call_lookup_fn *lookup, void *data,
	       struct err *err)
{
	for (size_t i = 0; i < call->argc; i++) {
		struct value *value = &call->args[i];
		if (value->kind == VALUE_NAME &&
		    !lookup(data, value->name, &value->num))
			return err_set(err,
				       "%s: `%s` has no value yet: a call such "
				       "as `%s = socket(...)` must come before",
				       call->syscall->name, value->name,
				       value->name);
	}
	return true;
}

static bool same_name(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_bytes(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && a->repeat == b->repeat &&
	       (!a->len || !memcmp(a->data, b->data, a->len));
}

static bool same_value(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_NONE:
		return true;
	case VALUE_INT:
		return a->num == b->num;
	case VALUE_NAME:
		return same_name(a->name, b->name);
	case VALUE_ADDRESS:
		return address_same(&a->address, &b->address);
	case VALUE_BYTES:
	case VALUE_OPTION:
		return same_bytes(&a->bytes, &b->bytes);
	}
	return false;
}

bool call_same(const struct call *a, const struct call *b)
{
	if (a->syscall != b->syscall || a->argc != b->argc ||
	    !same_name(a->into, b->into))
		return false;
	for (size_t i = 0; i < a->argc; i++)
		if (!same_value(&a->args[i], &b->args[i]))
			return false;
	return true;
}
