/* request: what a command of fcntl(2) or a request of ioctl(2) sets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the third argument depends on the second: flags, a number, the
 * address of one, or nothing. The table is call/table/request.c.
 */
#include "call/table/request.h"

#include "base/sentence.h"
#include "call/part/interface.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>

/* --- as it is written ---------------------------------------------------
 */

/* The name of the command or request before the value. */
static const char *name_before(const struct call *call, size_t arg)
{
	const struct kind *kind = call->syscall->parameters[arg - 1].kind;
	const char *name =
		symbol_name_in_c(kind->group, call->args[arg - 1].num);
	return name ? name : "it";
}

static bool parse_request_value(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	value->kind = VALUE_INT;
	switch (request_of(call)->value) {
	case REQUEST_FLAGS:
		return parse_flags(reader, call, arg, &value->num, err);
	case REQUEST_SET_OWNER:
		return parse_int(reader, call, arg, value, err);
	case REQUEST_INT:
	case REQUEST_SIGNAL:
	case REQUEST_SET:
		if (!reader_at_number(reader))
			return READER_FAIL(
				reader, reader->rest.data, err,
				"request-number",
				SLOT_TEXT("request", name_before(call, arg)));
		if (!reader_number(reader, INT32_MIN, UINT32_MAX, &value->num,
				   err))
			return false;
		value->num = (int32_t)value->num;
		return true;
	case REQUEST_INTERFACE:
		return interface_parse(reader, call, arg, value, err);
	case REQUEST_INTERFACES:
		return interfaces_parse(reader, call, arg, value, err);
	case REQUEST_NONE:
	case REQUEST_GET:
	case REQUEST_GET_OWNER:
		break;
	}
	return READER_FAIL(reader, reader->rest.data, err, "request-no-value",
			   SLOT_TEXT("request", name_before(call, arg)));
}

static void c_request_value(const struct call *call, size_t arg,
			    struct buf *out)
{
	const struct request *request = request_of(call);
	if (request->value == REQUEST_FLAGS)
		symbol_print_flags_in_c(request->group, call->args[arg].num,
					out);
	else if (request->value == REQUEST_INTERFACE)
		interface_print_c(call, arg, out);
	else
		c_print_number(&call->args[arg], out);
}

static void python_request_value(const struct call *call, size_t arg,
				 struct buf *out)
{
	const struct request *request = request_of(call);
	int64_t num = call->args[arg].num;
	switch (request->value) {
	case REQUEST_FLAGS:
		python_print_flags(request->group, num, out);
		return;
	case REQUEST_SET:
		buf_printf(out, "struct.pack(\"i\", %" PRId64 ")", num);
		return;
	case REQUEST_GET:
		buf_puts(out, "bytes(4)");
		return;
	case REQUEST_SET_OWNER:
		buf_printf(out, "struct.pack(\"q\", %" PRId64 ")", num);
		return;
	case REQUEST_GET_OWNER:
		buf_puts(out, "bytes(8)");
		return;
	case REQUEST_INTERFACE:
		interface_print_python(call, arg, out);
		return;
	case REQUEST_INTERFACES:
		interfaces_print_python(call, arg, out);
		return;
	case REQUEST_INT:
	case REQUEST_SIGNAL:
	case REQUEST_NONE:
		buf_printf(out, "%" PRId64, num);
		return;
	}
}

/* What is set is packed, what is read is room. */
static bool read_python_request_value(struct reader *reader,
				      const struct call *call, size_t arg,
				      struct value *value, struct err *err)
{
	struct buf packed = {0};
	enum request_value wanted = request_of(call)->value;
	int num = 0;
	if (wanted == REQUEST_GET)
		return python_want(reader, "bytes(4)", err);
	if (wanted != REQUEST_SET || reader_at_number(reader))
		return parse_request_value(reader, call, arg, value, err);
	const char *begin = reader->rest.data;
	bool read = python_read_packed(reader, &packed, err);
	if (read && packed.len != sizeof(num))
		read = READER_FAIL(reader, begin, err, "expected-struct-pack");
	else if (read)
		memcpy(&num, packed.data, sizeof(num));
	*value = value_int(num);
	buf_done(&packed);
	return read;
}

static bool python_request_is_unset(const struct call *call, size_t arg)
{
	return !call->args[arg].kind && request_of(call)->value != REQUEST_GET;
}

/* --- which flags, if any -----------------------------------------------
 */

static enum symbol_group group_of(const struct call *call, size_t arg)
{
	(void)arg;
	return request_of(call)->group;
}

static bool is_absent(const struct call *call)
{
	return request_of(call)->value == REQUEST_NONE;
}

/* --- a C program, and for a learner -------------------------------------
 */

static void declare_request_value(const struct call *call, size_t arg,
				  struct buf *out)
{
	enum request_value value = request_of(call)->value;
	if (value == REQUEST_SET)
		buf_printf(out, "int value = %" PRId64 ";\n",
			   call->args[arg].num);
	else if (value == REQUEST_GET)
		buf_puts(out, "int value;\n");
	else if (value == REQUEST_GET_OWNER)
		buf_puts(out, NOTATION("int64_t value;\n"));
	else if (value == REQUEST_SET_OWNER)
		buf_printf(out, NOTATION("int64_t value = %" PRId64 ";\n"),
			   call->args[arg].num);
	else if (value == REQUEST_INTERFACE)
		interface_declare(call, arg, out);
	else if (value == REQUEST_INTERFACES)
		interfaces_declare(call, arg, out);
}

static void express_request_value(const struct call *call, size_t arg,
				  struct buf *out)
{
	switch (request_of(call)->value) {
	case REQUEST_GET:
	case REQUEST_SET:
	case REQUEST_GET_OWNER:
	case REQUEST_SET_OWNER:
		buf_puts(out, "&value");
		return;
	case REQUEST_INT:
	case REQUEST_SIGNAL:
	case REQUEST_FLAGS:
		c_request_value(call, arg, out);
		return;
	case REQUEST_INTERFACE:
		buf_puts(out, "&interface");
		return;
	case REQUEST_INTERFACES:
		buf_puts(out, "&list");
		return;
	case REQUEST_NONE:
		return;
	}
}

static void shown_request_value(const struct call *call, size_t arg,
				struct buf *out)
{
	(void)arg;
	if (request_of(call)->value == REQUEST_GET)
		SENTENCE_LINE(out, ", ", "", "gives-value",
			      SLOT_NUMBER("value", call->result.option));
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_request_value(const struct call *call, size_t arg,
				 struct arena *arena, struct raw_word *words,
				 struct err *err)
{
	int num = (int)call->args[arg].num;
	int64_t owner = call->args[arg].num;
	switch (request_of(call)->value) {
	case REQUEST_GET_OWNER:
		words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(owner));
		return true;
	case REQUEST_SET_OWNER:
		words[0] = raw_memory(RAW_IN, arena, &owner, sizeof(owner));
		return true;
	case REQUEST_GET:
		words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(num));
		return true;
	case REQUEST_SET:
		words[0] = raw_memory(RAW_IN, arena, &num, sizeof(num));
		return true;
	case REQUEST_INTERFACE:
		return interface_encode(call, arg, arena, words, err);
	case REQUEST_INTERFACES:
		return interfaces_encode(call, arg, arena, words, err);
	default:
		return encode_int(call, arg, arena, words, err);
	}
}

static bool decode_request_value(const struct raw_word *words,
				 struct arena *arena, struct call *call,
				 size_t arg)
{
	int num;
	int64_t owner;
	call->args[arg].kind = VALUE_NONE;
	switch (request_of(call)->value) {
	case REQUEST_NONE:
	case REQUEST_GET:
	case REQUEST_GET_OWNER:
		return true;
	case REQUEST_SET_OWNER:
		if (words[0].kind != RAW_IN || words[0].len < sizeof(owner))
			return false;
		memcpy(&owner, words[0].data, sizeof(owner));
		call->args[arg] = value_int(owner);
		return true;
	case REQUEST_SET:
		if (words[0].kind != RAW_IN || words[0].len < sizeof(num))
			return false;
		memcpy(&num, words[0].data, sizeof(num));
		call->args[arg] = value_int(num);
		return true;
	case REQUEST_INTERFACE:
		return interface_decode(words, arena, call, arg);
	case REQUEST_INTERFACES:
		return interfaces_decode(words, arena, call, arg);
	default:
		return decode_int(words, arena, call, arg);
	}
}

static void take_request_value(struct call *call, size_t arg,
			       const struct raw_word *words,
			       struct arena *arena)
{
	int num;
	if (request_of(call)->value == REQUEST_INTERFACE)
		interface_take(call, arg, words, arena);
	if (request_of(call)->value == REQUEST_INTERFACES)
		interfaces_take(call, arg, words, arena);
	if (words[0].kind != RAW_OUT || words[0].len < sizeof(num))
		return;
	if (request_of(call)->value == REQUEST_GET_OWNER) {
		memcpy(&call->result.option, words[0].data,
		       sizeof(call->result.option));
		return;
	}
	memcpy(&num, words[0].data, sizeof(num));
	call->result.option = num;
}

/* A request that the table does not have may point anywhere. */
static bool fetch_request_value(const uint64_t *words,
				const struct fetch *fetch, struct raw_word *out)
{
	const struct request *request = request_of(fetch->call);
	if (request->number != (int)fetch->call->args[1].num)
		return false;
	switch (request->value) {
	case REQUEST_GET:
		out[0] = fetch_room_at(words[0], sizeof(int));
		return words[0];
	case REQUEST_SET:
		return words[0] &&
		       fetch_pointer(words[0], RAW_IN, sizeof(int), fetch, out);
	case REQUEST_GET_OWNER:
		out[0] = fetch_room_at(words[0], sizeof(int64_t));
		return words[0];
	case REQUEST_SET_OWNER:
		return words[0] && fetch_pointer(words[0], RAW_IN,
						 sizeof(int64_t), fetch, out);
	case REQUEST_INTERFACE:
		return interface_fetch(words, fetch, out);
	case REQUEST_INTERFACES:
		return interfaces_fetch(words, fetch, out);
	default:
		return fetch_word(words, fetch, out);
	}
}

/* clang-format off */
const struct kind kind_fcntl_value = {
	.expected = SENTENCE_ID("wants-what-command-sets"),
	.words = 1, .flags = true, .group = SYMBOL_GROUP_COUNT,
	.parse = parse_request_value, .print_c = c_request_value,
	.python = python_request_value, .strace = strace_request_value,
	.expression = express_request_value,
	.encode = encode_request_value, .decode = decode_request_value,
	.take = take_request_value, .fetch = fetch_request_value,
	.read_python = read_python_request_value,
	.is_default = python_is_unset,
	.group_of = group_of, .absent = is_absent,
};

const struct kind kind_ioctl_value = {
	.expected = SENTENCE_ID("wants-number-request-sets"),
	.words = 1, .group = SYMBOL_GROUP_COUNT,
	.parse = parse_request_value, .print_c = c_request_value,
	.python = python_request_value, .strace = strace_request_value,
	.shown = shown_request_value,
	.declare = declare_request_value,
	.expression = express_request_value,
	.encode = encode_request_value, .decode = decode_request_value,
	.take = take_request_value,
	.fetch = fetch_request_value,
	.read_python = read_python_request_value,
	.is_default = python_request_is_unset,
	.absent = is_absent,
};
/* clang-format on */
