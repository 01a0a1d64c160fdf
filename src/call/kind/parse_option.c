/* parse_option: the value of a socket option as it is written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/parse_value.h"
#include "call/table/option.h"

#include <arpa/inet.h>
#include <string.h>

/* One field of a structure: a number or a host's address. */
static bool read_field(struct reader *reader, const struct option_field *field,
		       unsigned char *data, struct err *err)
{
	const char *begin = reader->rest.data;
	int64_t num = 0, least = INT32_MIN, most = UINT32_MAX;
	if (field->type == 'l') {
		most = (int64_t)1 << 48;
		least = -most;
	}
	if (strchr("iul", field->type)) {
		if (!reader_number(reader, least, most, &num, err))
			return false;
		option_field_set(field, data, num);
		return true;
	}
	char host[INET6_ADDRSTRLEN];
	size_t len = 0;
	while (reader->rest.len && len + 1 < sizeof(host) &&
	       !strchr(",} \t", reader->rest.data[0])) {
		host[len++] = reader->rest.data[0];
		reader->rest.data++;
		reader->rest.len--;
	}
	host[len] = '\0';
	int family = field->type == '6' ? AF_INET6 : AF_INET;
	if (inet_pton(family, host, data + field->offset) == 1)
		return true;
	return reader_fail(reader, begin, err,
			   "expected the IPv%d address of `%s`",
			   family == AF_INET ? 4 : 6, field->name);
}

/* { field, field }; the reader is behind the brace. */
static bool read_structure(struct reader *reader,
			   const struct option_shape *shape,
			   struct value *value, struct err *err)
{
	size_t count = option_fields(shape);
	unsigned char *data = arena_alloc(reader->arena, shape->size);
	for (size_t i = 0; i < count; i++) {
		reader_space(reader);
		if (!read_field(reader, &shape->fields[i], data, err))
			return false;
		reader_space(reader);
		char wanted = i + 1 < count ? ',' : '}';
		if (!reader_take(reader, wanted))
			return reader_fail(reader, reader->rest.data, err,
					   "expected `%c`: struct %s has %zu "
					   "fields",
					   wanted, shape->name, count);
	}
	value->bytes.data = data;
	value->bytes.len = shape->size;
	return true;
}

/* What the option before the value wants, for a message. */
static bool fail_option(struct reader *reader, const struct option *option,
			struct err *err)
{
	struct buf found = {0}, wanted = {0};
	reader_found(reader, &found);
	if (!option)
		buf_puts(&wanted, "a number");
	else if (!option->shape)
		buf_puts(&wanted, "bytes in quotes");
	for (size_t i = 0;
	     option && option->shape && i < option_fields(option->shape); i++)
		buf_printf(&wanted, "%s%s", i ? ", " : "{",
			   option->shape->fields[i].name);
	if (option && option->shape)
		buf_putc(&wanted, '}');
	reader_fail(reader, reader->rest.data, err,
		    "expected %s for the option's value, found %s",
		    buf_text(&wanted), buf_text(&found));
	buf_done(&found);
	buf_done(&wanted);
	return false;
}

bool parse_option_value(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	const struct option *option =
		option_find(call->args[arg - 2].num, call->args[arg - 1].num);
	value->kind = VALUE_OPTION;
	if (reader->rest.len && reader->rest.data[0] == '"')
		return reader_bytes(reader, &value->bytes, err);
	if (option && option->shape && reader_take(reader, '{'))
		return read_structure(reader, option->shape, value, err);
	if (option || !reader_at_number(reader))
		return fail_option(reader, option, err);
	value->kind = VALUE_INT;
	if (!reader_number(reader, INT32_MIN, UINT32_MAX, &value->num, err))
		return false;
	value->num = (int32_t)value->num;
	return true;
}
