/* poll: struct pollfd, what poll(2) waits for, and how long.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel writes `revents` beside the events that were asked for; a line of
 * strace has what was ready behind the result. In Python poll(2) is an object
 * of the select module with a method for each descriptor.
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

enum { ITEMS_MOST = 1024, FETCHED_MOST = 4096 };

/* --- as it is written ---------------------------------------------------
 */

/* {fd, events} */
static bool parse_poll(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, 2, reader->arena);
	if (!reader_take(reader, '{'))
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-polled");
	reader_space(reader);
	if (!parse_fd(reader, call, arg, &items[0], err) ||
	    !parse_comma(reader,
			 sentence_text(SENTENCE_ID("expected-poll-events")),
			 err))
		return false;
	items[1].kind = VALUE_INT;
	if (!parse_flags(reader, call, arg, &items[1].num, err))
		return false;
	items[1].num = (int16_t)items[1].num;
	return parse_brace(reader, sentence_text(SENTENCE_ID("pollfd-here")),
			   err);
}

static bool parse_polls(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	return parse_null(reader) ||
	       parse_list(reader, call, arg, parse_poll, value, err);
}

static void c_poll(const struct value *item, struct buf *out)
{
	buf_putc(out, '{');
	list_print_fd(list_item(item, 0), out);
	buf_puts(out, ", ");
	symbol_print_flags_in_c(SYMBOL_POLL, (uint16_t)list_item(item, 1)->num,
				out);
	buf_putc(out, '}');
}

static void c_polls(const struct call *call, size_t arg, struct buf *out)
{
	c_print_list(&call->args[arg], c_poll, out);
}

static void python_polls(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, "; p.register(");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ", ");
		python_print_flags(SYMBOL_POLL,
				   (uint16_t)list_item(item, 1)->num, out);
		buf_putc(out, ')');
	}
}

/* "; p.register(" */
static bool take_register(struct reader *reader)
{
	struct reader ahead = *reader;
	if (!python_take(&ahead, "; ") ||
	    !python_take_method(&ahead, ".register("))
		return false;
	*reader = ahead;
	return true;
}

/* "; p.register(s, select.POLLIN)" as often as it stands there. */
static bool read_python_polls(struct reader *reader, const struct call *call,
			      size_t arg, struct value *value, struct err *err)
{
	list_new(value, 0, reader->arena);
	while (take_register(reader)) {
		struct value *poll = list_add(value, reader->arena);
		struct value *items = list_new(poll, 2, reader->arena);
		reader_space(reader);
		if (!read_python_fd(reader, call, arg, &items[0], err))
			return false;
		// What register() watches for when nothing is said.
		items[1] = value_int(POLLIN | POLLPRI | POLLOUT);
		if (python_take(reader, ",") &&
		    !parse_flags(reader, call, arg, &items[1].num, err))
			return false;
		if (!python_want(reader, ")", err))
			return false;
		items[1].num = (int16_t)items[1].num;
		if (value->count > ITEMS_MOST)
			return READER_FAIL(reader, reader->rest.data, err,
					   "expected-no-more-polled");
	}
	return true;
}

/* --- strace(1) ----------------------------------------------------------
 */

static void strace_poll(int64_t fd, const char *what, int64_t events,
			struct buf *out)
{
	buf_printf(out, "{fd=%" PRId64, fd);
	// The kernel does not look at the events of no descriptor.
	if (fd >= 0) {
		buf_printf(out, ", %s=", what);
		strace_print_flags(SYMBOL_POLL, (uint16_t)events, "POLL???",
				   out);
	}
	buf_putc(out, '}');
}

static void strace_polls(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	const struct value *list = &call->args[arg];
	if (part) {
		buf_printf(out, "%zu", list->count);
		return;
	}
	if (!list->kind) {
		buf_puts(out, "NULL");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, i ? ", " : "");
		strace_poll(list_item(item, 0)->num, "events",
			    list_item(item, 1)->num, out);
	}
	buf_putc(out, ']');
}

static bool strace_polls_result(const struct call *call, size_t arg,
				struct buf *out)
{
	const char *join = "([";
	if (!call->result.value) {
		buf_puts(out, "0 (Timeout)");
		return true;
	}
	buf_printf(out, "%" PRId64 " ", call->result.value);
	for (size_t i = 0; i < call->args[arg].count; i++) {
		const struct value *item = &call->args[arg].items[i];
		int64_t events = list_item(&call->result.out, i)->num;
		if (!events)
			continue;
		buf_puts(out, join);
		strace_poll(list_item(item, 0)->num, "revents", events, out);
		join = ", ";
	}
	buf_putc(out, ']');
	const struct value *left =
		list_item(&call->result.out, call->args[arg].count);
	if (left->kind == VALUE_LIST) {
		buf_puts(out, NOTATION(", left "));
		strace_print_time(list_item(left, 0)->num,
				  list_item(left, 1)->num, out);
	}
	buf_putc(out, ')');
	return true;
}

/* --- a C program, and for a learner -------------------------------------
 */

static void declare_polls(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	if (!list->count)
		return;
	buf_puts(out, "struct pollfd fds[] = {\n");
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, "\t{.fd = ");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ", .events = ");
		symbol_print_flags_in_c(SYMBOL_POLL,
					list_item(item, 1)->num & 0x7fff, out);
		buf_puts(out, "},\n");
	}
	buf_puts(out, "};\n");
}

static void express_polls(const struct call *call, size_t arg, struct buf *out)
{
	size_t count = call->args[arg].count;
	buf_printf(out, "%s, %zu", count ? "fds" : "NULL", count);
}

/* srv: POLLIN, of those that have any. */
static void shown_polls(const struct call *call, size_t arg, struct buf *out)
{
	for (size_t i = 0; i < call->args[arg].count; i++) {
		const struct value *item = &call->args[arg].items[i];
		int64_t events = list_item(&call->result.out, i)->num;
		if (!events)
			continue;
		buf_puts(out, ", ");
		list_print_fd(list_item(item, 0), out);
		buf_puts(out, ": ");
		symbol_print_flags_in_c(SYMBOL_POLL, (uint16_t)events, out);
	}
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_polls(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	const struct value *list = &call->args[arg];
	(void)err;
	words[1] = raw_number((int64_t)list->count);
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	words[0] = raw_memory(RAW_IN_OUT, arena, NULL,
			      list->count * sizeof(struct pollfd));
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		struct pollfd poll = {
			.fd = (int)list_item(item, 0)->num,
			.events = (short)list_item(item, 1)->num,
		};
		memcpy(words[0].data + i * sizeof(poll), &poll, sizeof(poll));
	}
	return true;
}

static bool decode_polls(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	if (raw_decode_null(&words[0], &call->args[arg]))
		return true;
	size_t count = words[0].len / sizeof(struct pollfd);
	struct value *items = list_new(&call->args[arg], count, arena);
	for (size_t i = 0; i < count; i++) {
		struct pollfd poll;
		memcpy(&poll, words[0].data + i * sizeof(poll), sizeof(poll));
		struct value *members = list_new(&items[i], 2, arena);
		members[0] = value_int(poll.fd);
		members[1] = value_int(poll.events);
	}
	return true;
}

/* The revents of each. */
static void take_polls(struct call *call, size_t arg,
		       const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	size_t count = words[0].len / sizeof(struct pollfd);
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++) {
		struct pollfd poll;
		memcpy(&poll, words[0].data + i * sizeof(poll), sizeof(poll));
		items[i] = value_int(poll.revents);
	}
}

static bool fetch_polls(const uint64_t *words, const struct fetch *fetch,
			struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return words[1] <= FETCHED_MOST &&
	       fetch_pointer(words[0], RAW_IN_OUT,
			     (size_t)words[1] * sizeof(struct pollfd), fetch,
			     &out[0]);
}

/* --- how long -----------------------------------------------------------
 */

/* Machines without poll(2) have ppoll(2), which wants a struct timespec. */
#ifdef SYS_poll
enum { WANTS_TIMESPEC = false };
#else
enum { WANTS_TIMESPEC = true };
#endif

static void python_timeout(const struct call *call, size_t arg, struct buf *out)
{
	int64_t milli = call->args[arg].num;
	buf_printf(out, "%" PRId64, milli < 0 ? -1 : milli);
}

/* None has no end. */
static bool read_python_timeout(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	*value = value_int(-1);
	python_take(reader, "timeout =");
	reader_space(reader);
	return python_take(reader, "None") ||
	       parse_int(reader, call, arg, value, err);
}

static void strace_timeout(const struct call *call, size_t arg, size_t part,
			   struct buf *out)
{
	if (!WANTS_TIMESPEC) {
		strace_number(call, arg, part, out);
		return;
	}
	int64_t milli = call->args[arg].num;
	if (milli < 0)
		buf_puts(out, "NULL");
	else
		strace_print_time(milli / 1000, milli % 1000 * 1000000, out);
}

static bool encode_timeout(const struct call *call, size_t arg,
			   struct arena *arena, struct raw_word *words,
			   struct err *err)
{
	int64_t milli = call->args[arg].num;
	struct timespec time = {milli / 1000, milli % 1000 * 1000000};
	if (!WANTS_TIMESPEC)
		return encode_int(call, arg, arena, words, err);
	words[0] = milli < 0 ? raw_number(0)
			     : raw_memory(RAW_IN, arena, &time, sizeof(time));
	return true;
}

static bool decode_timeout(const struct raw_word *words, struct arena *arena,
			   struct call *call, size_t arg)
{
	struct timespec time = {0};
	if (!WANTS_TIMESPEC)
		return decode_int(words, arena, call, arg);
	call->args[arg] = value_int(-1);
	if (raw_is_null(&words[0]))
		return true;
	if (words[0].len < sizeof(time))
		return false;
	memcpy(&time, words[0].data, sizeof(time));
	call->args[arg] =
		value_int(time.tv_sec * 1000 + time.tv_nsec / 1000000);
	return true;
}

static bool fetch_timeout(const uint64_t *words, const struct fetch *fetch,
			  struct raw_word *out)
{
	if (WANTS_TIMESPEC)
		return fetch_pointer(words[0], RAW_IN, sizeof(struct timespec),
				     fetch, out);
	return fetch_word(words, fetch, out);
}

/* clang-format off */
const struct kind kind_poll = {
	.expected = SENTENCE_ID("wants-descriptors-events-srv"),
	.words = 2, .flags = true, .group = SYMBOL_POLL,
	.parse = parse_polls, .print_c = c_polls,
	.python = python_polls, .strace = strace_polls,
	.shown = shown_polls, .at_entry = true,
	.declare = declare_polls, .expression = express_polls,
	.encode = encode_polls, .decode = decode_polls,
	.take = take_polls, .result = strace_polls_result,
	.fetch = fetch_polls,
	.read_python = read_python_polls,
};

const struct kind kind_timeout = {
	.expected = SENTENCE_ID("wants-number-milliseconds-1"),
	.words = 1, .parse = parse_int,
	.print_c = c_plain, .python = python_timeout,
	.strace = strace_timeout, .expression = c_plain,
	.encode = encode_timeout, .decode = decode_timeout,
	.fetch = fetch_timeout,
	.read_python = read_python_timeout,
};
/* clang-format on */
