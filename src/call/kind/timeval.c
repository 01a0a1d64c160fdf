/* timeval: the struct timeval that select(2) takes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glibc makes select(2) of pselect6(2): its struct timeval becomes a struct
 * timespec, with the microseconds above a million carried over, and there is no
 * signal mask. The kernel overwrites the time with what is left of it.
 */
#include "base/sentence.h"
#include "call/part/row.h"
#include "call/part/select.h"

#include <string.h>
#include <time.h>

static bool parse_timeval(struct reader *reader, const struct call *call,
			  size_t arg, struct value *value, struct err *err)
{
	if (parse_null(reader))
		return true;
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	struct value *items = list_new(value, 2, reader->arena);
	items[0].kind = items[1].kind = VALUE_INT;
	reader_space(reader);
	return reader_number(reader, 0, INT32_MAX, &items[0].num, err) &&
	       parse_comma(reader,
			   sentence_text(SENTENCE_ID("expected-microseconds")),
			   err) &&
	       reader_number(reader, 0, 999999, &items[1].num, err) &&
	       parse_brace(reader, sentence_text(SENTENCE_ID("timeval-is")),
			   err);
}

static void python_timeval(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *time = &call->args[arg];
	python_print_seconds(list_item(time, 0)->num, list_item(time, 1)->num,
			     out);
}

static bool read_python_timeval(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	int64_t micro;
	bool none;
	(void)call, (void)arg;
	*value = (struct value){.kind = VALUE_NONE};
	if (!python_read_seconds(reader, &micro, &none, err))
		return false;
	if (none)
		return true;
	struct value *items = list_new(value, 2, reader->arena);
	items[0] = value_int(micro / 1000000);
	items[1] = value_int(micro % 1000000);
	return true;
}

static void strace_timeval(const struct call *call, size_t arg, size_t part,
			   struct buf *out)
{
	const struct value *time = &call->args[arg];
	(void)part;
	if (time->kind)
		strace_print_time(list_item(time, 0)->num,
				  list_item(time, 1)->num * 1000, out);
	else
		buf_puts(out, "NULL");
}

static void declare_timeval(const struct call *call, size_t arg,
			    struct buf *out)
{
	if (!call->args[arg].kind)
		return;
	buf_puts(out, "struct timeval timeout = ");
	c_numbers(call, arg, out);
	buf_puts(out, ";\n");
}

static void express_timeval(const struct call *call, size_t arg,
			    struct buf *out)
{
	buf_puts(out, call->args[arg].kind ? "&timeout" : "NULL");
}

static bool encode_timeval(const struct call *call, size_t arg,
			   struct arena *arena, struct raw_word *words,
			   struct err *err)
{
	const struct value *list = &call->args[arg];
	(void)err;
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	int64_t micro = list_item(list, 1)->num;
	struct timespec time = {
		.tv_sec = list_item(list, 0)->num + micro / 1000000,
		.tv_nsec = micro % 1000000 * 1000,
	};
	words[0] = raw_memory(RAW_IN_OUT, arena, &time, sizeof(time));
	return true;
}

static struct value list_of_time(const struct raw_word *word, int64_t unit,
				 struct arena *arena)
{
	struct timespec time = {0};
	struct value list;
	struct value *items = list_new(&list, 2, arena);
	if (word->len >= sizeof(time))
		memcpy(&time, word->data, sizeof(time));
	items[0] = value_int(time.tv_sec);
	items[1] = value_int(time.tv_nsec / unit);
	return list;
}

static bool decode_timeval(const struct raw_word *words, struct arena *arena,
			   struct call *call, size_t arg)
{
	if (!raw_decode_null(&words[0], &call->args[arg]))
		call->args[arg] = list_of_time(words, 1000, arena);
	return true;
}

static void take_timeval(struct call *call, size_t arg,
			 const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	struct value *member = select_out(call, SELECT_OUT_TIME, arena);
	if (!raw_is_null(&words[0]))
		*member = list_of_time(words, 1, arena);
}

/* clang-format off */
const struct kind kind_timeval = {
	.expected = SENTENCE_ID("wants-seconds-microseconds-null"),
	.words = 1, .parse = parse_timeval,
	.print_c = c_numbers, .python = python_timeval,
	.strace = strace_timeval, .at_entry = true,
	.declare = declare_timeval, .expression = express_timeval,
	.encode = encode_timeval, .decode = decode_timeval,
	.take = take_timeval,
	.fetch = fetch_time,
	.read_python = read_python_timeval,
	.expected_python = SENTENCE_ID("wants-seconds-0-5"),
	.is_default = python_is_unset,
};
/* clang-format on */
