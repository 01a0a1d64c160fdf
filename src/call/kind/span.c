/* span: how long a call waits, as a struct timespec.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ppoll(2) and epoll_pwait2(2) are given one where poll(2) and epoll_wait(2)
 * have milliseconds. The value is a list of seconds and nanoseconds whose `num`
 * is the same in milliseconds, rounded up as the C library does, so a call of
 * either reads the same. The kernel writes into that of ppoll(2) what is left,
 * and into that of epoll_pwait2(2) nothing.
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { NANO_IN_MILLI = 1000000, MILLI_IN_SECOND = 1000 };

static struct value value_of(const struct raw_word *word, struct arena *arena)
{
	struct timespec time;
	struct value span;
	memcpy(&time, word->data, sizeof(time));
	struct value *items = list_new(&span, 2, arena);
	items[0] = value_int(time.tv_sec);
	items[1] = value_int(time.tv_nsec);
	span.num = time.tv_sec * MILLI_IN_SECOND +
		   (time.tv_nsec + NANO_IN_MILLI - 1) / NANO_IN_MILLI;
	return span;
}

static void print_span(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *span = &call->args[arg];
	buf_printf(out, "%" PRId64, span->kind ? span->num : -1);
}

static void strace_span(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	const struct value *span = &call->args[arg];
	(void)part;
	if (span->kind)
		strace_print_time(list_item(span, 0)->num,
				  list_item(span, 1)->num, out);
	else
		buf_puts(out, "NULL");
}

static bool encode_span(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	const struct value *span = &call->args[arg];
	struct timespec time = {list_item(span, 0)->num,
				list_item(span, 1)->num};
	(void)err;
	words[0] = span->kind
			   ? raw_memory(RAW_IN_OUT, arena, &time, sizeof(time))
			   : raw_number(0);
	return true;
}

static bool decode_span(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	if (raw_decode_null(&words[0], &call->args[arg]))
		return true;
	if (words[0].len < sizeof(struct timespec))
		return false;
	call->args[arg] = value_of(words, arena);
	return true;
}

/* Behind the events of the descriptors. */
static void take_left(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	if (raw_is_null(&words[0]) || words[0].len < sizeof(struct timespec))
		return;
	struct value left = value_of(words, arena);
	left.num = 0; // No events.
	*list_add(&call->result.out, arena) = left;
}

/* --- in its own shape ------------------------------------------------------
 *
 * That of recvmmsg(2), which writes what is left, too.
 */

static bool parse_time(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	return parse_null(reader) ||
	       parse_list(reader, call, arg, parse_int, value, err);
}

static void c_time(const struct call *call, size_t arg, struct buf *out)
{
	c_print_list(&call->args[arg], c_print_number, out);
}

static bool strace_left(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *left = list_item(&call->result.out, 1);
	if (!call->args[arg].kind || !left->kind)
		return false;
	buf_printf(out, "%" PRId64, call->result.value);
	if (!call->result.value) {
		buf_puts(out, " (Timeout)");
		return true;
	}
	buf_puts(out, " (left ");
	strace_print_time(list_item(left, 0)->num, list_item(left, 1)->num,
			  out);
	buf_putc(out, ')');
	return true;
}

/* clang-format off */
#define SPAN                                                                   \
	.expected = SENTENCE_ID("wants-number-milliseconds-1"),                 \
	.words = 1, .parse = parse_int,                                        \
	.print_c = print_span, .python = print_span, .strace = strace_span,    \
	.expression = print_span, .at_entry = true,                            \
	.encode = encode_span, .decode = decode_span, .fetch = fetch_time

const struct kind kind_poll_span = {
	SPAN, .take = take_left,
};

const struct kind kind_epoll_span = {
	SPAN,
};

const struct kind kind_time_left = {
	.expected = SENTENCE_ID("wants-seconds-nanoseconds-null"),
	.words = 1, .parse = parse_time,
	.print_c = c_time, .python = c_time, .strace = strace_span,
	.expression = c_time, .at_entry = true,
	.encode = encode_span, .decode = decode_span, .fetch = fetch_time,
	.take = take_left, .result = strace_left,
};
/* clang-format on */
