/* pair: the two descriptors that socketpair(2) and pipe(2) write, and the flags
 * of the latter.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are given to two variables, {a, b}; `_` is none.
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>

static bool parse_pair(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	if (!parse_list(reader, call, arg, parse_given, value, err))
		return false;
	return value->count == 2 ||
	       READER_FAIL(reader, begin, err, "expected-two-variables");
}

static void python_pair(const struct call *call, size_t arg, struct buf *out)
{
	list_print_fd(list_item(&call->args[arg], 0), out);
	buf_puts(out, ", ");
	list_print_fd(list_item(&call->args[arg], 1), out);
}

static bool read_python_pair(struct reader *reader, const struct call *call,
			     size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, 2, reader->arena);
	const char *begin = reader->rest.data;
	if (!parse_given(reader, call, arg, &items[0], err))
		return false;
	if (!python_take(reader, ","))
		return READER_FAIL(reader, begin, err, "gives-two",
				   SLOT_TEXT("call", call->syscall->name));
	reader_space(reader);
	return parse_given(reader, call, arg, &items[1], err);
}

static void strace_pair(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)arg, (void)part;
	const struct value *pair = &call->result.out;
	if (strace_failed(call) || !pair->kind)
		buf_puts(out, STRACE_UNKNOWN);
	else
		buf_printf(out, "[%" PRId64 ", %" PRId64 "]",
			   list_item(pair, 0)->num, list_item(pair, 1)->num);
}

/* The array's name in the manual page: sv, pipefd. */
static const char *name_of(const struct call *call, size_t arg)
{
	return call->syscall->parameters[arg].name;
}

static void declare_pair(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "int %s[2] = {-1, -1};\n", name_of(call, arg));
}

static void express_pair(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, name_of(call, arg));
}

static void after_pair(const struct call *call, size_t arg, struct buf *out)
{
	for (size_t i = 0; i < call->args[arg].count; i++)
		if (call->args[arg].items[i].kind == VALUE_NAME)
			buf_printf(out, "%s = %s[%zu];\n",
				   call->args[arg].items[i].name,
				   name_of(call, arg), i);
}

static void shown_pair(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, ", ");
	shown_given(call, arg, out);
}

static bool encode_pair(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = raw_memory(RAW_OUT, arena, NULL, 2 * sizeof(int));
	return true;
}

static bool decode_pair(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)words;
	list_new(&call->args[arg], 2, arena);
	return true;
}

static void take_pair(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	if (words[0].len >= 2 * sizeof(int))
		call->result.out = list_of_ints(words[0].data, 2, arena);
}

static bool given_pair(const struct call *call, size_t arg, size_t index,
		       const char **name, int64_t *num)
{
	const struct value *out = list_item(&call->result.out, index);
	const struct value *item = list_item(&call->args[arg], index);
	*name = item->kind == VALUE_NAME ? item->name : NULL;
	*num = out->kind == VALUE_INT ? out->num : -1;
	return index < 2;
}

static bool fetch_pair(const uint64_t *words, const struct fetch *fetch,
		       struct raw_word *out)
{
	(void)fetch;
	out[0] = fetch_room_at(words[0], 2 * sizeof(int));
	return words[0];
}

static void strace_no_flags(const struct call *call, size_t arg, size_t part,
			    struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_putc(out, '0');
}

/* clang-format off */
const struct kind kind_pair = {
	.expected = SENTENCE_ID("wants-two-variables-descriptors"),
	.words = 1, .parse = parse_pair,
	.print_c = c_fds, .python = python_pair,
	.strace = strace_pair, .shown = shown_pair,
	.declare = declare_pair, .expression = express_pair,
	.after = after_pair,
	.encode = encode_pair, .decode = decode_pair,
	.take = take_pair, .given = given_pair,
	.fetch = fetch_pair,
	.read_python = read_python_pair,
};

const struct kind kind_pipe_flags = {
	.expected = SENTENCE_ID("wants-0-flags-o"),
	.flags = true, KIND_CONSTANT(PIPE), .unknown = "O_???",
};

const struct kind kind_no_flags = {
	.expected = SENTENCE_ID("wants-no-flags"), .hidden = true, .words = 1,
	.strace = strace_no_flags,
	.encode = encode_zero, .decode = decode_nothing, .fetch = fetch_word,
};
/* clang-format on */
