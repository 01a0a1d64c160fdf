/* option: options of sockets: level, name, value, and room for one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * option_strace.c and option_python.c have the notations that need more.
 */
#include "call/table/option.h"

#include "base/sentence.h"
#include "call/part/row.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

/* --- C notation ---------------------------------------------------------
 */

/* The level that has an option of that name, or NULL. */
static const char *level_of(struct str name)
{
	static const struct {
		enum symbol_group group;
		const char *level;
	} levels[] = {
		{SYMBOL_SO, "SOL_SOCKET"},     {SYMBOL_IP, "IPPROTO_IP"},
		{SYMBOL_IPV6, "IPPROTO_IPV6"}, {SYMBOL_TCP, "IPPROTO_TCP"},
		{SYMBOL_UDP, "IPPROTO_UDP"},
	};
	int64_t value;
	for (size_t i = 0; i < COUNT(levels); i++) {
		if (symbol_value(levels[i].group, name, &value))
			return levels[i].level;
	}
	return NULL;
}

/* The name of an option where a level should stand, or one of another level. */
static bool print_level(struct str name, struct buf *out)
{
	const char *level = level_of(name);
	if (level)
		SENTENCE(out, "is-option-of", SLOT_TEXT("level", level));
	return level;
}

static bool print_level_before(struct str name, struct buf *out)
{
	const char *level = level_of(name);
	if (level)
		SENTENCE(out, "is-option-before", SLOT_TEXT("level", level));
	return level;
}

static enum symbol_group group_of_option(const struct call *call, size_t arg)
{
	return symbol_option_group(call->args[arg - 1].num);
}

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
	if (strchr("iuln", field->type)) {
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
	return READER_FAIL(reader, begin, err, "expected-ip-of",
			   SLOT_NUMBER("version", family == AF_INET ? 4 : 6),
			   SLOT_TEXT("field", field->name));
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
			return READER_FAIL(
				reader, reader->rest.data, err,
				"expected-fields",
				SLOT_PART("sign", &(char){wanted}, 1),
				SLOT_TEXT("shape", shape->name),
				SLOT_NUMBER("count", count));
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
		SENTENCE(&wanted, "expected-number");
	else if (!option->shape)
		SENTENCE(&wanted, "expected-quoted-bytes");
	for (size_t i = 0;
	     option && option->shape && i < option_fields(option->shape); i++)
		buf_printf(&wanted, "%s%s", i ? ", " : "{",
			   option->shape->fields[i].name);
	if (option && option->shape)
		buf_putc(&wanted, '}');
	READER_FAIL(reader, reader->rest.data, err, "expected-option-value",
		    SLOT_TEXT("wanted", buf_text(&wanted)),
		    SLOT_TEXT("found", buf_text(&found)));
	buf_done(&found);
	buf_done(&wanted);
	return false;
}

static bool parse_option_value(struct reader *reader, const struct call *call,
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

static void c_option(const struct call *call, size_t arg, struct buf *out)
{
	int64_t num = call->args[arg].num;
	enum symbol_group group = symbol_option_group(call->args[arg - 1].num);
	symbol_print_in_c(group, num, out);
}

static void c_option_value(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option *option = option_of(call);
	if (value->kind != VALUE_OPTION)
		c_plain(call, arg, out);
	else if (option && option->shape &&
		 option->shape->size == value->bytes.len &&
		 !value->bytes.repeat)
		option_print(option->shape, value->bytes.data, out);
	else
		c_data(call, arg, out);
}

/* --- a C program --------------------------------------------------------
 */

static void declare_field(const struct option_field *field,
			  const unsigned char *data, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	if (strchr("46", field->type))
		buf_printf(out, "inet_pton(%s, \"%s\", &value.%s);\n",
			   field->type == '4' ? "AF_INET" : "AF_INET6",
			   option_field_host(field, data, host), field->name);
	else
		buf_printf(out, "value.%s = %" PRId64 ";\n", field->name,
			   option_field_get(field, data));
}

static const struct option_shape *shape_of(const struct call *call,
					   const struct value *value)
{
	const struct option *option = option_of(call);
	const struct option_shape *shape = option ? option->shape : NULL;
	bool fits = value->kind == VALUE_OPTION && shape &&
		    shape->size == value->bytes.len;
	return fits ? shape : NULL;
}

static void declare_option_value(const struct call *call, size_t arg,
				 struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option_shape *shape = shape_of(call, value);
	if (value->kind != VALUE_OPTION)
		buf_printf(out, "int value = %" PRId64 ";\n", value->num);
	if (!shape)
		return;
	buf_printf(out, "struct %s value = {0};\n", shape->name);
	for (size_t i = 0; i < option_fields(shape); i++)
		declare_field(&shape->fields[i], value->bytes.data, out);
}

static void express_option_value(const struct call *call, size_t arg,
				 struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind != VALUE_OPTION || shape_of(call, value)) {
		buf_puts(out, "&value, sizeof(value)");
		return;
	}
	program_string(value->bytes.data, value->bytes.len, out);
	buf_printf(out, ", %zu", value->bytes.len);
}

static void declare_option_room(const struct call *call, size_t arg,
				struct buf *out)
{
	(void)arg;
	const struct option *option = option_of(call);
	if (option && option->shape)
		buf_printf(out, "struct %s value;\n", option->shape->name);
	else
		buf_printf(out, "%s;\n",
			   option ? option->declaration : "int value");
	buf_puts(out, "socklen_t value_len = sizeof(value);\n");
}

static void express_option_room(const struct call *call, size_t arg,
				struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&value, &value_len");
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_option_value(const struct call *call, size_t arg,
				struct arena *arena, struct raw_word *words,
				struct err *err)
{
	const struct value *value = &call->args[arg];
	int num = (int)value->num;
	if (value->kind == VALUE_OPTION)
		return encode_data(call, arg, arena, words, err);
	words[0] = raw_memory(RAW_IN, arena, &num, sizeof(num));
	words[1] = raw_number(sizeof(num));
	return true;
}

static bool encode_option_room(const struct call *call, size_t arg,
			       struct arena *arena, struct raw_word *words,
			       struct err *err)
{
	(void)arg, (void)err;
	raw_encode_buffer(raw_option_room(call), arena, words);
	return true;
}

static bool decode_option_value(const struct raw_word *words,
				struct arena *arena, struct call *call,
				size_t arg)
{
	struct value *value = &call->args[arg];
	int num;
	bool wide =
		option_find(call->args[arg - 2].num, call->args[arg - 1].num) ||
		words[0].len != sizeof(num);
	if (wide) {
		bool read = decode_data(words, arena, call, arg);
		value->kind = VALUE_OPTION;
		return read;
	}
	memcpy(&num, words[0].data, sizeof(num));
	value->kind = VALUE_INT;
	value->num = num;
	return true;
}

static bool decode_option_room(const struct raw_word *words,
			       struct arena *arena, struct call *call,
			       size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}

static void take_option_room(struct call *call, size_t arg,
			     const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	size_t len = raw_written_len(words, call, words[0].len);
	int num;
	if (option_of(call) || len != sizeof(num)) {
		call->result.data = raw_copy_out(&words[0], len, arena);
		return;
	}
	memcpy(&num, words[0].data, sizeof(num));
	call->result.option = num;
}

/* clang-format off */
const struct kind kind_level = {
	.expected = SENTENCE_ID("wants-level-sol-socket"),
	KIND_CONSTANT(LEVEL),
	.unknown = "SOL_??",
	.misplaced = print_level_before,
};

const struct kind kind_option = {
	.expected = SENTENCE_ID("wants-option-level"),
	KIND_WORD_NUMBER, .group = SYMBOL_GROUP_COUNT, .parse = parse_constant,
	.print_c = c_option, .python = python_option, .strace = strace_option,
	.expression = c_option, .misplaced = print_level,
	.group_of = group_of_option, .names_option = true,
};

const struct kind kind_option_value = {
	.expected = SENTENCE_ID("wants-option-s-value"),
	.words = 2, .counts_int = true, .parse = parse_option_value,
	.print_c = c_option_value, .python = python_option_value,
	.strace = strace_option_value,
	.declare = declare_option_value,
	.expression = express_option_value,
	.encode = encode_option_value, .decode = decode_option_value,
	.fetch = fetch_in,
	.read_python = read_python_option_value,
};

const struct kind kind_option_room = {
	.expected = SENTENCE_ID("wants-room-option"), .hidden = true, .words = 2,
	.python = python_option_room, .strace = strace_option_room,
	.declare = declare_option_room,
	.expression = express_option_room,
	.encode = encode_option_room, .decode = decode_option_room, .fetch = fetch_peer,
	.take = take_option_room,
	.read_python = read_python_option_room,
	.is_default = python_option_is_int,
	.room = fetch_room_of, .written = fetch_written_len,
};
/* clang-format on */
