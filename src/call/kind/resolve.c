/* resolve: names, hints and what the resolver's functions find.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * strace(1) sees no getaddrinfo(), only what it does: files that are read,
 * packets to a name server. Our line has the form of strace's all the same.
 */
#include "call/part/resolve.h"

#include "base/sentence.h"
#include "call/part/parse_value.h"
#include "call/part/print_value.h"
#include "call/part/python_read.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <string.h>

/* --- read in C -------------------------------------------------------------
 */

static bool parse_text(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
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

/* --- read in Python --------------------------------------------------------
 */

static bool read_python_text(struct reader *reader, const struct call *call,
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

/* --- C and Python ---------------------------------------------------------
 */

static void c_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind == VALUE_BYTES)
		c_data(call, arg, out);
	else
		buf_puts(out, "NULL");
}

/* A str where the name is one, for the module takes bytes as something else. */
static void python_text(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind != VALUE_BYTES)
		buf_puts(out, "None");
	else
		text_quote(out, call->args[arg].bytes.data,
			   call->args[arg].bytes.len, SIZE_MAX);
}

/* --- in the form of strace(1) ----------------------------------------------
 */

static void strace_text(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)part;
	c_text(call, arg, out);
}

/* "[{127.0.0.1:80, SOCK_STREAM}]". */
static void strace_found(const struct call *call, size_t arg, size_t part,
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
		resolve_print_hint(1, pair[1].num, out);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void strace_names(const struct call *call, size_t arg, size_t part,
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

static void declare_names(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "char host[NI_MAXHOST], service[NI_MAXSERV];\n");
}

static void express_names(const struct call *call, size_t arg, struct buf *out)
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
static bool encode_text(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
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

static bool decode_text(const struct raw_word *words, struct arena *arena,
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

static bool encode_found(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(struct raw_found));
	return true;
}

/* A list of pairs: an address and the type of a socket for it. */
static void take_found(struct call *call, size_t arg,
		       const struct raw_word *words, struct arena *arena)
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

static bool encode_names(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
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
		.bytes = {arena_copy(arena, word->data, len), len, 0, 0}};
}

/* A pair: the name and the service. */
static void take_names(struct call *call, size_t arg,
		       const struct raw_word *words, struct arena *arena)
{
	struct value *pair = arena_alloc(arena, 2 * sizeof(*pair));
	(void)arg;
	pair[0] = text_of(&words[0], arena);
	pair[1] = text_of(&words[1], arena);
	call->result.out =
		(struct value){.kind = VALUE_LIST, .items = pair, .count = 2};
}

/* clang-format off */
const struct kind kind_name = {
	.expected = SENTENCE_ID("wants-name-localhost-80"),
	.words = 1, .parse = parse_text,
	.print_c = c_text, .python = python_text,
	.strace = strace_text, .expression = c_text,
	.encode = encode_text, .decode = decode_text,
	.read_python = read_python_text,
	.expected_python = SENTENCE_ID("wants-name-localhost-80-2"),
};

const struct kind kind_nameinfo = {
	.expected = SENTENCE_ID("wants-0-flags-ni"),
	.words = 1, .flags = true, .group = SYMBOL_NI,
	.parse = parse_constant, .print_c = c_constant,
	.python = python_constant, .strace = strace_constant,
	.expression = c_constant,
	.encode = encode_int, .decode = decode_int,
	.unknown = "NI_???",
};

const struct kind kind_found = {
	.expected = SENTENCE_ID("wants-room-addresses"), .hidden = true, .words = 1,
	.strace = strace_found,
	.encode = encode_found, .decode = decode_written,
	.take = take_found,
};

const struct kind kind_names = {
	.expected = SENTENCE_ID("wants-room-names"), .hidden = true, .words = 2,
	.strace = strace_names,
	.declare = declare_names, .expression = express_names,
	.encode = encode_names, .decode = decode_written,
	.take = take_names,
};
/* clang-format on */
