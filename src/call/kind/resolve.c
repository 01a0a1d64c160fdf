/* resolve: names, hints and what the resolver's functions find.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * strace(1) sees no getaddrinfo(), only what it does: files that are read,
 * packets to a name server. Our line has the form of strace's all the same.
 */
#include "call/part/resolve.h"

#include "call/part/parse_value.h"
#include "call/part/print_value.h"
#include "call/part/python_read.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <string.h>

/* --- read in C -------------------------------------------------------------
 */

const struct resolve_hint resolve_hints[RESOLVE_HINTS] = {
	{SYMBOL_FAMILY, false, "ai_family"},
	{SYMBOL_TYPE, false, "ai_socktype"},
	{SYMBOL_AI, true, "ai_flags"},
};

bool parse_text(struct reader *reader, const struct call *call, size_t arg,
		struct value *value, struct err *err)
{
	struct reader begin = *reader;
	struct str word;
	if (reader_name(reader, &word) && str_is(word, "NULL")) {
		value->kind = VALUE_INT;
		return true;
	}
	*reader = begin;
	return parse_data(reader, call, arg, value, err);
}

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
			return reader_fail(reader, at, err,
					   "expected a constant for `%s`, such "
					   "as in {AF_INET, SOCK_STREAM, "
					   "AI_PASSIVE}",
					   resolve_hints[hint].member);
		}
		*num |= term;
		reader_space(reader);
	} while (resolve_hints[hint].flags && reader_take(reader, '|'));
	return true;
}

bool parse_hints(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
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

/* --- read in Python --------------------------------------------------------
 */

bool read_python_text(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	struct buf text = {0};
	bool is_bytes = false;
	if (python_take(reader, "None")) {
		value->kind = VALUE_INT;
		return true;
	}
	char first = reader->rest.len ? reader->rest.data[0] : '\0';
	if (first != '"' && first != '\'' && first != 'b')
		return parse_fail(reader, call, arg, err);
	bool read = python_read_string(reader, &text, &is_bytes, err);
	if (read) {
		value->kind = VALUE_BYTES;
		value->bytes.len = text.len;
		value->bytes.data =
			arena_copy(reader->arena, buf_text(&text), text.len);
	}
	buf_done(&text);
	return read;
}

/* Python's arguments are family, type, protocol and flags; the protocol, which
 * the hints of a lesson have not, must be 0. */
bool read_python_hints(struct reader *reader, const struct call *call,
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

/* --- printed ---------------------------------------------------------------
 */

/* --- C and Python ---------------------------------------------------------
 */

void c_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind == VALUE_BYTES)
		c_data(call, arg, out);
	else
		buf_puts(out, "NULL");
}

static void print_hint(size_t hint, int64_t num, struct buf *out)
{
	const char *name = symbol_name_in_c(resolve_hints[hint].group, num);
	if (resolve_hints[hint].flags)
		symbol_print_flags(resolve_hints[hint].group, num, out);
	else if (name && (num || hint == 0))
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, num);
}

void c_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, value->count ? "{" : "{AF_UNSPEC");
	for (size_t i = 0; i < value->count; i++) {
		buf_puts(out, i ? ", " : "");
		print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

/* A str where the name is one, for the module takes bytes as something else. */
void python_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind != VALUE_BYTES)
		buf_puts(out, "None");
	else
		text_quote(out, call->args[arg].bytes.data,
			   call->args[arg].bytes.len, SIZE_MAX);
}

/* Python's arguments are these three, with the protocol between. */
void python_hints(const struct call *call, size_t arg, struct buf *out)
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

/* --- in the form of strace(1) ----------------------------------------------
 */

void strace_text(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)part;
	c_text(call, arg, out);
}

void strace_hints(const struct call *call, size_t arg, size_t part,
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
		print_hint(i, value->items[i].num, out);
	}
	buf_putc(out, '}');
}

/* "[{127.0.0.1:80, SOCK_STREAM}]". */
void strace_found(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *found = &call->result.out;
	(void)arg, (void)part;
	if (found->kind != VALUE_LIST) {
		buf_puts(out, "0x...");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < found->count; i++) {
		const struct value *pair = found->items[i].items;
		buf_puts(out, i ? ", {" : "{");
		address_print(pair[0].address, out);
		buf_puts(out, ", ");
		print_hint(1, pair[1].num, out);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

void strace_names(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	const struct value *names = &call->result.out;
	(void)arg;
	if (names->kind != VALUE_LIST) {
		buf_puts(out, "0x...");
		return;
	}
	const struct bytes *name = &names->items[part].bytes;
	text_quote(out, name->data, name->len, SIZE_MAX);
}

/* --- a C program ----------------------------------------------------------
 */

void declare_hints(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	buf_puts(out, "struct addrinfo hints = {0};\n");
	for (size_t i = 0; i < value->count; i++) {
		buf_printf(out, "hints.%s = ", resolve_hints[i].member);
		print_hint(i, value->items[i].num, out);
		buf_puts(out, ";\n");
	}
	buf_puts(out, "struct addrinfo *found;\n");
}

void express_hints(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&hints, &found");
}

void declare_names(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "char host[NI_MAXHOST], service[NI_MAXSERV];\n");
}

void express_names(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "host, sizeof(host), service, sizeof(service)");
}

/* --- to and from memory ----------------------------------------------------
 */

static struct raw_word memory(enum raw_kind kind, struct arena *arena,
			      const void *data, size_t len)
{
	return (struct raw_word){
		.kind = kind,
		.len = len,
		.data = data ? arena_copy(arena, data, len)
			     : arena_alloc(arena, len),
	};
}

/* Where the library reads a string, it reads up to a NUL. */
bool encode_text(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	const struct value *value = &call->args[arg];
	(void)err;
	if (value->kind != VALUE_BYTES) {
		words[0] = (struct raw_word){0};
		return true;
	}
	char *text = arena_strndup(arena, (const char *)value->bytes.data,
				   value->bytes.len);
	words[0] = memory(RAW_IN, arena, text, strlen(text) + 1);
	return true;
}

bool decode_text(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	value->kind = words[0].kind == RAW_IN ? VALUE_BYTES : VALUE_INT;
	if (value->kind == VALUE_INT)
		return !words[0].word;
	value->bytes.len = words[0].len - 1;
	value->bytes.data = arena_copy(arena, words[0].data, value->bytes.len);
	return true;
}

static int32_t hint(const struct value *value, size_t index)
{
	return index < value->count ? (int32_t)value->items[index].num : 0;
}

bool encode_hints(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	const struct value *value = &call->args[arg];
	struct raw_hints hints = {hint(value, 0), hint(value, 1),
				  hint(value, 2)};
	(void)err;
	words[0] = memory(RAW_IN, arena, &hints, sizeof(hints));
	return true;
}

bool decode_hints(const struct raw_word *words, struct arena *arena,
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

bool encode_found(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(struct raw_found));
	return true;
}

/* A list of pairs: an address and the type of a socket for it. */
void take_found(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	const struct raw_found *found = (const void *)words[0].data;
	(void)arg;
	if (words[0].len < sizeof(*found) || found->count > RESOLVE_MOST)
		return;
	struct value *items =
		arena_alloc(arena, sizeof(*items) * (found->count + 1));
	for (uint32_t i = 0; i < found->count; i++) {
		struct value *pair = arena_alloc(arena, 2 * sizeof(*pair));
		struct address *address = arena_alloc(arena, sizeof(*address));
		address->len = found->items[i].len;
		memcpy(&address->as, &found->items[i].address,
		       found->items[i].len);
		pair[0] = (struct value){.kind = VALUE_ADDRESS,
					 .address = address};
		pair[1] = (struct value){.kind = VALUE_INT,
					 .num = found->items[i].type};
		items[i] = (struct value){
			.kind = VALUE_LIST, .items = pair, .count = 2};
	}
	call->result.out = (struct value){
		.kind = VALUE_LIST, .items = items, .count = found->count};
}

bool encode_names(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, RESOLVE_NAME);
	words[1] = memory(RAW_OUT, arena, NULL, RESOLVE_SERVICE);
	return true;
}

static struct value text_of(const struct raw_word *word, struct arena *arena)
{
	size_t len = strnlen((const char *)word->data, word->len);
	return (struct value){
		.kind = VALUE_BYTES,
		.bytes = {arena_copy(arena, word->data, len), len, 0}};
}

/* A pair: the name and the service. */
void take_names(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	struct value *pair = arena_alloc(arena, 2 * sizeof(*pair));
	(void)arg;
	pair[0] = text_of(&words[0], arena);
	pair[1] = text_of(&words[1], arena);
	call->result.out =
		(struct value){.kind = VALUE_LIST, .items = pair, .count = 2};
}
