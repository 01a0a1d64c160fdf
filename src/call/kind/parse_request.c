/* parse_request: the third argument of fcntl and ioctl as it is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/parse_value.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

/* The name of the command or request before the value. */
static const char *name_before(const struct call *call, size_t arg)
{
	const struct kind *kind = call->syscall->parameters[arg - 1].kind;
	const char *name =
		symbol_name_in_c(kind->group, call->args[arg - 1].num);
	return name ? name : "it";
}

bool parse_request_value(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	value->kind = VALUE_INT;
	switch (request_of(call)->value) {
	case REQUEST_FLAGS:
		return parse_flags(reader, call, arg, &value->num, err);
	case REQUEST_INT:
	case REQUEST_SET:
		if (!reader_at_number(reader))
			return reader_fail(reader, reader->rest.data, err,
					   "expected a number: %s sets one",
					   name_before(call, arg));
		if (!reader_number(reader, INT32_MIN, UINT32_MAX, &value->num,
				   err))
			return false;
		value->num = (int32_t)value->num;
		return true;
	case REQUEST_NONE:
	case REQUEST_GET:
		break;
	}
	return reader_fail(reader, reader->rest.data, err,
			   "expected `)`: %s takes no value",
			   name_before(call, arg));
}
