/* data: bytes that are sent, and room for bytes that come.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>

static void strace_data(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	const struct bytes *bytes = &call->args[arg].bytes;
	if (part)
		buf_printf(out, "%zu", bytes->len);
	else
		text_quote(out, bytes->data, bytes->len, STRACE_STRINGS_MOST);
}

static void strace_room(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	const struct bytes *data = &call->result.data;
	if (part)
		buf_printf(out, "%" PRId64, call->args[arg].num);
	else if (strace_failed(call))
		buf_puts(out, STRACE_UNKNOWN);
	else
		text_quote(out, data->data, data->len, STRACE_STRINGS_MOST);
}

static void declare_data(const struct call *call, size_t arg, struct buf *out)
{
	program_bytes(&call->args[arg].bytes, "data", out);
}

static void express_data(const struct call *call, size_t arg, struct buf *out)
{
	const struct bytes *bytes = &call->args[arg].bytes;
	if (bytes->repeat && bytes->len) {
		buf_puts(out, "data, sizeof(data)");
		return;
	}
	program_string(bytes->data, bytes->len, out);
	buf_printf(out, ", %zu", bytes->len);
}

static void declare_room(const struct call *call, size_t arg, struct buf *out)
{
	int64_t room = call->args[arg].num;
	buf_printf(out, "char buf[%" PRId64 "];\n", room ? room : 1);
}

static void express_room(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].num ? "buf, sizeof(buf)" : "buf, 0");
}

static bool encode_room(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)err;
	words[0] =
		raw_memory(RAW_OUT, arena, NULL, (size_t)call->args[arg].num);
	words[1] = raw_number(call->args[arg].num);
	return true;
}

static bool decode_room(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)arena;
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = (int64_t)words[1].word;
	return true;
}

static void take_room(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	// With MSG_TRUNC the value can be more than there was room for.
	size_t len = (size_t)call->result.value;
	if (len > words[0].len)
		len = words[0].len;
	call->result.data = raw_copy_out(&words[0], len, arena);
	call->result.at = words[0].word;
}

static bool fetch_room(const uint64_t *words, const struct fetch *fetch,
		       struct raw_word *out)
{
	(void)fetch;
	out[0] = (struct raw_word){
		.kind = RAW_OUT, .word = words[0], .len = (size_t)words[1]};
	out[1] = (struct raw_word){.word = words[1]};
	// Only what the kernel wrote is read; it takes no more than this.
	return words[1] <= INT32_MAX;
}

/* The kernel fills no more than it says. */
static size_t written_data(const struct raw_word *word, int64_t value)
{
	(void)word;
	return value > 0 ? (size_t)value : 0;
}

static void python_words(const struct call *call, size_t arg, struct buf *out)
{
	python_data(call, arg, out);
	buf_printf(out, ", %zu", call->args[arg].bytes.len);
}

/* clang-format off */
const struct kind kind_data = {
	.expected = SENTENCE_ID("wants-bytes-quotes-hello"),
	.words = 2, .parse = parse_data,
	.print_c = c_data, .python = python_data,
	.strace = strace_data,
	.declare = declare_data, .expression = express_data,
	.encode = encode_data, .decode = decode_data,
	.fetch = fetch_in,
	.read_python = read_python_data,
	.expected_python = SENTENCE_ID("wants-bytes-b-hello"),
	.python_words = python_words,
};

const struct kind kind_room = {
	.expected = SENTENCE_ID("wants-number-bytes"),
	.words = 2, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_room,
	.declare = declare_room, .expression = express_room,
	.encode = encode_room, .decode = decode_room, .take = take_room,
	.fetch = fetch_room,
	.written = written_data,
};
/* clang-format on */
