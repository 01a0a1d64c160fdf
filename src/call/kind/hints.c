/* hints: struct addrinfo as getaddrinfo(3) takes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/resolve.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>

const struct resolve_hint resolve_hints[RESOLVE_HINTS] = {
	{SYMBOL_FAMILY, false, "ai_family"},
	{SYMBOL_TYPE, false, "ai_socktype"},
	{SYMBOL_AI, true, "ai_flags"},
};

bool resolve_read_hint(struct reader *reader, size_t hint, int64_t *num,
		       struct err *err)
{
	struct str word;
	do {
		int64_t term = 0;
		reader_space(reader);
		const char *at = reader->rest.data;
		if (reader_at_number(reader)) {
			if (!reader_number(reader, INT32_MIN, INT32_MAX, &term,
					   err))
				return false;
		} else if (!reader_name(reader, &word) ||
			   (reader->python && reader_take(reader, '.') &&
			    !reader_name(reader, &word)) ||
			   !symbol_value(resolve_hints[hint].group, word,
					 &term)) {
			return READER_FAIL(
				reader, at, err, "expected-hint",
				SLOT_TEXT("member",
					  resolve_hints[hint].member));
		}
		*num |= term;
		reader_space(reader);
	} while (resolve_hints[hint].flags && reader_take(reader, '|'));
	return true;
}

static bool parse_hints(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	struct value *items =
		arena_alloc(reader->arena, RESOLVE_HINTS * sizeof(*items));
	size_t count = 0;
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	do {
		items[count].kind = VALUE_INT;
		if (!resolve_read_hint(reader, count, &items[count].num, err))
			return false;
		count++;
	} while (count < RESOLVE_HINTS && reader_take(reader, ','));
	if (!reader_take(reader, '}'))
		return parse_fail(reader, call, arg, err);
	*value = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}

/* Python's arguments are family, type, protocol and flags; the protocol, which
 * the hints of a lesson have not, must be 0. */
static bool read_python_hints(struct reader *reader, const struct call *call,
			      size_t arg, struct value *value, struct err *err)
{
	struct value *items =
		arena_alloc(reader->arena, RESOLVE_HINTS * sizeof(*items));
	size_t count = 0;
	(void)call, (void)arg;
	do {
		if (count == 2 && (!python_want(reader, "0", err) ||
				   !python_want(reader, ",", err)))
			return false;
		items[count].kind = VALUE_INT;
		if (!resolve_read_hint(reader, count, &items[count].num, err))
			return false;
		count++;
	} while (count < RESOLVE_HINTS && reader_take(reader, ','));
	*value = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}

void resolve_print_hint(size_t hint, int64_t num, struct buf *out)
{
	const char *name = symbol_name_in_c(resolve_hints[hint].group, num);
	if (resolve_hints[hint].flags)
		symbol_print_flags(resolve_hints[hint].group, num, out);
	else if (name && (num || hint == 0))
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, num);
}

static void c_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, value->count ? "{" : "{AF_UNSPEC");
	for (size_t i = 0; i < value->count; i++) {
		buf_puts(out, i ? ", " : "");
		resolve_print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

/* Python's arguments are these three, with the protocol between. */
static void python_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	for (size_t i = 0; i < value->count; i++) {
		int64_t num = value->items[i].num;
		const char *name =
			symbol_name_in_python(resolve_hints[i].group, num);
		buf_puts(out, i == 2 ? ", 0, " : i ? ", " : "");
		if (resolve_hints[i].flags && num)
			python_print_flags(resolve_hints[i].group, num, out);
		else if (name && (num || i == 0))
			buf_printf(out, "socket.%s", name);
		else
			buf_printf(out, "%" PRId64, num);
	}
}

static void strace_hints(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	const struct value *value = &call->args[arg];
	(void)part;
	if (!value->count) {
		buf_puts(out, "NULL");
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		buf_printf(out, "%s%s=", i ? ", " : "{",
			   resolve_hints[i].member);
		resolve_print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

static void declare_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, "struct addrinfo hints = {0};\n");
	for (size_t i = 0; i < value->count; i++) {
		buf_printf(out, "hints.%s = ", resolve_hints[i].member);
		resolve_print_hint(i, value->items[i].num, out);
		buf_puts(out, ";\n");
	}
	buf_puts(out, "struct addrinfo *found;\n");
}

static void express_hints(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&hints, &found");
}

static int32_t hint(const struct value *value, size_t index)
{
	return index < value->count ? (int32_t)value->items[index].num : 0;
}

static bool encode_hints(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	const struct value *value = &call->args[arg];
	struct raw_hints hints = {hint(value, 0), hint(value, 1),
				  hint(value, 2)};
	(void)err;
	words[0] = raw_memory(RAW_IN, arena, &hints, sizeof(hints));
	return true;
}

static bool decode_hints(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	struct raw_hints hints;
	if (words[0].len < sizeof(hints))
		return false;
	memcpy(&hints, words[0].data, sizeof(hints));
	const int32_t nums[] = {hints.family, hints.type, hints.flags};
	struct value *items = arena_alloc(arena, sizeof(*items) * COUNT(nums));
	size_t count = 0;
	for (size_t i = 0; i < COUNT(nums); i++) {
		items[i] = (struct value){.kind = VALUE_INT, .num = nums[i]};
		count = nums[i] ? i + 1 : count;
	}
	call->args[arg].kind = VALUE_INT;
	if (!count)
		return true;
	call->args[arg] = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}

/* clang-format off */
const struct kind kind_hints = {
	.expected = SENTENCE_ID("wants-hints-af-inet"),
	.words = 1, .parse = parse_hints,
	.print_c = c_hints, .python = python_hints,
	.strace = strace_hints,
	.declare = declare_hints, .expression = express_hints,
	.encode = encode_hints, .decode = decode_hints,
	.read_python = read_python_hints,
	.is_default = python_is_unset,
};
/* clang-format on */
