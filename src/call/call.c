/* call: copying a call and binding its names.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/call.h"

#include "base/sentence.h"
#include "base/text.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <string.h>

bool call_is(const struct call *call, const char *name)
{
	return !strcmp(call->syscall->name, name);
}

static struct bytes copy_bytes(struct bytes bytes, struct arena *arena)
{
	if (bytes.data)
		bytes.data = arena_copy(arena, bytes.data, bytes.len);
	return bytes;
}

struct value value_copy(const struct value *value, struct arena *arena)
{
	struct value copy = *value;
	if (value->name)
		copy.name = arena_strdup(arena, value->name);
	if (value->address)
		copy.address = arena_copy(arena, value->address,
					  sizeof(*value->address));
	copy.bytes = copy_bytes(value->bytes, arena);
	struct value *items = arena_alloc(arena, value->count * sizeof(*items));
	for (size_t i = 0; i < value->count; i++)
		items[i] = value_copy(&value->items[i], arena);
	copy.items = value->count ? items : NULL;
	return copy;
}

struct call call_copy(const struct call *call, struct arena *arena)
{
	struct call copy = *call;
	if (call->into)
		copy.into = arena_strdup(arena, call->into);
	for (size_t i = 0; i < call->argc; i++)
		copy.args[i] = value_copy(&call->args[i], arena);
	copy.result.data = copy_bytes(call->result.data, arena);
	copy.result.out = value_copy(&call->result.out, arena);
	return copy;
}

static kind_given_fn *given_by(const struct call *call, size_t arg)
{
	return call->syscall->parameters[arg].kind->given;
}

bool call_given(const struct call *call, size_t index, const char **name,
		int64_t *num)
{
	// No call has two such arguments.
	for (size_t i = 0; i < call->argc; i++)
		if (given_by(call, i))
			return given_by(call, i)(call, i, index, name, num);
	return false;
}

static bool succeeded(const struct call *call)
{
	return call->result.done && !call->result.signal &&
	       call->result.value >= 0;
}

bool call_gives(const struct call *call, const char *name, int64_t *num)
{
	const char *given;
	int64_t fd;
	if (!succeeded(call))
		return false;
	for (size_t i = 0; call_given(call, i, &given, &fd); i++) {
		if (given && fd >= 0 && !strcmp(given, name)) {
			*num = fd;
			return true;
		}
	}
	if (!call->into || strcmp(call->into, name) != 0)
		return false;
	*num = call->result.value;
	return true;
}

bool call_can_make_fd(const struct call *call)
{
	if (call->argc > 1 &&
	    call->syscall->parameters[1].kind->group == SYMBOL_FCNTL)
		return request_of(call)->makes_fd;
	return call->syscall->flags & SYSCALL_MAKES_FD;
}

bool call_gives_numbers(const struct call *call)
{
	return (call->syscall->flags & SYSCALL_GIVES_NUMBERS) ||
	       (call_can_make_fd(call) && call->args[0].is_number);
}

bool call_makes_fd(const struct call *call, int64_t fd)
{
	const char *name;
	int64_t num;
	if (!succeeded(call) || fd < 0)
		return false;
	for (size_t i = 0; call_given(call, i, &name, &num); i++)
		if (num == fd)
			return true;
	return call_can_make_fd(call) && call->result.value == fd;
}

bool call_sent(const struct call *call, struct arena *arena, struct bytes *sent)
{
	if (!(call->syscall->flags & SYSCALL_SENDS))
		return false;
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *value = &call->args[i];
		if (call->syscall->parameters[i].kind == &kind_message)
			value = list_item(value, MESSAGE_IOV);
		if (value->kind != VALUE_BYTES && value->kind != VALUE_LIST)
			continue;
		*sent = value->kind == VALUE_BYTES ? value->bytes
						   : message_join(value, arena);
		if (succeeded(call) && (uint64_t)call->result.value < sent->len)
			sent->len = (size_t)call->result.value;
		return true;
	}
	return false;
}

const struct address *call_address(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *value = &call->args[i];
		if (call->syscall->parameters[i].kind == &kind_message)
			value = list_item(value, MESSAGE_NAME);
		if (value->kind == VALUE_ADDRESS)
			return value->address;
	}
	return NULL;
}

int call_fd_arg(const struct call *call)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++)
		if (call->syscall->parameters[i].kind == &kind_fd)
			return (int)i;
	return -1;
}

static void each_name(const struct value *value, call_name_fn *fn, void *data)
{
	if (value->kind == VALUE_NAME)
		fn(data, value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		each_name(&value->items[i], fn, data);
}

void call_each_name(const struct call *call, call_name_fn *fn, void *data)
{
	for (size_t i = 0; i < call->argc; i++)
		if (!given_by(call, i))
			each_name(&call->args[i], fn, data);
}

/* Names in a list are bound in a copy of it, for the list is borrowed. */
static bool bind_value(struct value *value, const struct call *call,
		       struct arena *arena, call_lookup_fn *lookup, void *data,
		       struct err *err)
{
	if (value->kind == VALUE_NAME && !lookup(data, value))
		return FAILURE(err, "no-value-yet",
			       SLOT_TEXT("call", call->syscall->name),
			       SLOT_TEXT("variable", value->name));
	if (value->kind != VALUE_LIST || !value->count)
		return true;
	struct value *items =
		arena_copy(arena, value->items, value->count * sizeof(*items));
	value->items = items;
	for (size_t i = 0; i < value->count; i++) {
		if (!bind_value(&items[i], call, arena, lookup, data, err))
			return false;
	}
	return true;
}

bool call_bind(struct call *call, struct arena *arena, call_lookup_fn *lookup,
	       void *data, struct err *err)
{
	for (size_t i = 0; i < call->argc; i++) {
		if (!given_by(call, i) &&
		    !bind_value(&call->args[i], call, arena, lookup, data, err))
			return false;
	}
	return true;
}

static bool same_bytes(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && a->repeat == b->repeat &&
	       (!a->len || !memcmp(a->data, b->data, a->len));
}

static bool same_value(const struct value *a, const struct value *b);

static bool same_items(const struct value *a, const struct value *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!same_value(&a->items[i], &b->items[i]))
			return false;
	}
	return true;
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
		return text_same(a->name, b->name);
	case VALUE_ADDRESS:
		return address_same(a->address, b->address);
	case VALUE_BYTES:
	case VALUE_OPTION:
		return same_bytes(&a->bytes, &b->bytes);
	case VALUE_LIST:
		return same_items(a, b);
	case VALUE_AT:
		return a->at == b->at && a->num == b->num;
	}
	return false;
}

bool call_same(const struct call *a, const struct call *b)
{
	if (a->syscall != b->syscall || a->argc != b->argc ||
	    !text_same(a->into, b->into))
		return false;
	for (size_t i = 0; i < a->argc; i++)
		if (!same_value(&a->args[i], &b->args[i]))
			return false;
	return true;
}
