/* amount: how many bytes a call is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One buffer is the second argument of all calls that send or receive; several
 * are a list there, or a member of a struct msghdr. Where bytes of a file are
 * sent, their number is an argument of its own.
 */
#include "call/part/amount.h"

#include "call/list.h"
#include "call/part/message.h"
#include "call/table/syscalls.h"

int64_t call_asked_bytes(const struct call *call)
{
	if (call->argc < 2)
		return -1;
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == &kind_size)
			return call->args[i].num;
	}
	const struct value *value = &call->args[1];
	const struct kind *kind = call->syscall->parameters[1].kind;
	if (kind == &kind_message || kind == &kind_message_room)
		value = list_item(value, MESSAGE_IOV);
	if (value->kind == VALUE_BYTES)
		return (int64_t)value->bytes.len;
	if (value->kind != VALUE_LIST)
		return value->kind == VALUE_INT ? value->num : -1;
	int64_t all = 0;
	for (size_t i = 0; i < value->count; i++)
		all += value->items[i].num + (int64_t)value->items[i].bytes.len;
	return all;
}
