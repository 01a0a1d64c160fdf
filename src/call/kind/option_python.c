/* option_python: options of sockets as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"
#include "call/table/option.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

void python_option(const struct call *call, size_t arg, struct buf *out)
{
	python_print_constant(symbol_option_group(call->args[arg - 1].num),
			      call->args[arg].num, out);
}

/* The structure by parts: addresses by inet_aton(), numbers by struct.pack(),
 * whose format letters are those of the fields ('u' is its 'I'). */
static void print_structure(const struct option_shape *shape,
			    const unsigned char *data, struct buf *out)
{
	size_t count = option_fields(shape);
	char host[INET6_ADDRSTRLEN];
	struct buf format = {0}, numbers = {0};
	const char *join = "";
	for (size_t i = 0; i < count; i++) {
		const struct option_field *field = &shape->fields[i];
		if (strchr("46", field->type)) {
			option_field_host(field, data, host);
			buf_printf(out,
				   field->type == '4'
					   ? "%ssocket.inet_aton(\"%s\")"
					   : "%ssocket.inet_pton("
					     "socket.AF_INET6, \"%s\")",
				   join, host);
			join = " + ";
			continue;
		}
		buf_putc(&format, field->type == 'u'   ? 'I'
				  : field->type == 'n' ? 'i'
						       : field->type);
		buf_printf(&numbers, ", %" PRId64,
			   option_field_get(field, data));
	}
	if (format.len)
		buf_printf(out, "%sstruct.pack(\"%s\"%s)", join,
			   buf_text(&format), buf_text(&numbers));
	buf_done(&format);
	buf_done(&numbers);
}

void python_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option *option = option_of(call);
	if (value->kind != VALUE_OPTION)
		python_number(call, arg, out);
	else if (option && option->shape &&
		 option->shape->size == value->bytes.len)
		print_structure(option->shape, value->bytes.data, out);
	else
		python_data(call, arg, out);
}

void python_option_room(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	buf_printf(out, "%zu", raw_option_room(call));
}

bool python_option_is_int(const struct call *call, size_t arg)
{
	(void)arg;
	return !option_of(call);
}

/* One number of struct.pack() in the machine's order and size. */
static void pack(struct buf *out, char type, int64_t num)
{
	int32_t narrow = (int32_t)num;
	if (strchr("lLqQ", type))
		buf_add(out, &num, sizeof(num));
	else
		buf_add(out, &narrow, sizeof(narrow));
}

static bool read_pack(struct reader *reader, struct buf *out, struct err *err)
{
	struct buf format = {0};
	const char *begin = reader->rest.data;
	bool bytes, read = python_read_string(reader, &format, &bytes, err);
	for (size_t i = 0; read && i < format.len; i++) {
		char type = format.data[i];
		int64_t num;
		if (strchr("=@<", type) && type)
			continue;
		if (!type || !strchr("iIlLqQ", type)) {
			read = READER_FAIL(reader, begin, err,
					   "struct-letters");
			continue;
		}
		read = python_want(reader, ",", err);
		reader_space(reader);
		read = read && reader_number(reader, INT64_MIN / 64,
					     INT64_MAX / 64, &num, err);
		if (read)
			pack(out, type, num);
	}
	buf_done(&format);
	return read && python_want(reader, ")", err);
}

static bool read_inet(struct reader *reader, int family, struct buf *out,
		      struct err *err)
{
	struct buf host = {0};
	unsigned char number[sizeof(struct in6_addr)];
	const char *begin = reader->rest.data;
	bool bytes, read = python_read_string(reader, &host, &bytes, err);
	if (read && inet_pton(family, buf_text(&host), number) != 1)
		read = READER_FAIL(
			reader, begin, err, "expected-ip-digits",
			SLOT_NUMBER("version", family == AF_INET ? 4 : 6));
	if (read)
		buf_add(out, number, family == AF_INET ? 4 : 16);
	buf_done(&host);
	return read && python_want(reader, ")", err);
}

static bool read_term(struct reader *reader, struct buf *out, struct err *err)
{
	bool bytes;
	reader_space(reader);
	if (python_take(reader, "struct.pack("))
		return read_pack(reader, out, err);
	if (python_take(reader, "socket.inet_aton("))
		return read_inet(reader, AF_INET, out, err);
	if (python_take(reader, "socket.inet_pton(socket.AF_INET6,")) {
		reader_space(reader);
		return read_inet(reader, AF_INET6, out, err);
	}
	return python_read_string(reader, out, &bytes, err);
}

bool python_read_packed(struct reader *reader, struct buf *out, struct err *err)
{
	do {
		if (!read_term(reader, out, err))
			return false;
	} while (python_take(reader, "+"));
	return true;
}

bool read_python_option_value(struct reader *reader, const struct call *call,
			      size_t arg, struct value *value, struct err *err)
{
	struct buf packed = {0};
	const struct option *option =
		option_find(call->args[arg - 2].num, call->args[arg - 1].num);
	value->kind = VALUE_INT;
	if (python_take(reader, "True")) {
		value->num = 1;
		return true;
	}
	if (python_take(reader, "False"))
		return true;
	if (reader_at_number(reader)) {
		bool read = reader_number(reader, INT32_MIN, UINT32_MAX,
					  &value->num, err);
		value->num = (int32_t)value->num;
		return read;
	}
	value->kind = VALUE_OPTION;
	char front = reader->rest.len ? reader->rest.data[0] : 0;
	if ((!option || !option->shape) && front && strchr("b\"'", front)) {
		bool read = python_read_bytes(reader, value, err);
		value->kind = VALUE_OPTION;
		return read;
	}
	bool read = python_read_packed(reader, &packed, err);
	value->bytes.len = packed.len;
	value->bytes.data =
		arena_copy(reader->arena, buf_text(&packed), packed.len);
	buf_done(&packed);
	return read;
}

/* The room says nothing that the option does not. */
bool read_python_option_room(struct reader *reader, const struct call *call,
			     size_t arg, struct value *value, struct err *err)
{
	int64_t room;
	(void)call, (void)arg, (void)value;
	return reader_number(reader, 0, 4096, &room, err);
}
