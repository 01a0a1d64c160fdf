/* epoll_wait: the room for events of epoll_wait(2), and how long it waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

enum { EVENTS_MOST = 65536 }; /* memory is taken for all of them */

/* Seconds; what is below 0 has no end. */
static void python_timeout(const struct call *call, size_t arg, struct buf *out)
{
	int64_t milli = call->args[arg].num;
	if (milli < 0)
		buf_puts(out, "-1");
	else
		python_print_seconds(milli / 1000, milli % 1000 * 1000, out);
}

static bool read_python_timeout(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	int64_t micro;
	bool none;
	*value = value_int(-1);
	python_take(reader, NOTATION("timeout ="));
	reader_space(reader);
	if (reader->rest.len && reader->rest.data[0] == '-')
		return parse_int(reader, call, arg, value, err);
	if (!python_read_seconds(reader, &micro, &none, err))
		return false;
	value->num = none ? -1 : micro / 1000;
	return true;
}

static void strace_events_room(const struct call *call, size_t arg, size_t part,
			       struct buf *out)
{
	const struct value *list = &call->result.out;
	if (part) {
		buf_printf(out, "%" PRId64, call->args[arg].num);
		return;
	}
	if (strace_failed(call)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, i ? ", " : "");
		strace_epoll_event(list_item(&list->items[i], 0)->num,
				   (uint64_t)list_item(&list->items[i], 1)->num,
				   out);
	}
	buf_putc(out, ']');
}

static void declare_events_room(const struct call *call, size_t arg,
				struct buf *out)
{
	int64_t count = call->args[arg].num;
	buf_printf(out, NOTATION("struct epoll_event events[%" PRId64 "];\n"),
		   count > 0 ? count : 1);
}

static void express_events_room(const struct call *call, size_t arg,
				struct buf *out)
{
	buf_printf(out, NOTATION("events, %" PRId64), call->args[arg].num);
}

static void shown_events(const struct call *call, size_t arg, struct buf *out)
{
	(void)arg;
	const struct value *list = &call->result.out;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_printf(out, NOTATION(", data %" PRId64 ": "),
			   list_item(item, 1)->num);
		symbol_print_flags_in_c(SYMBOL_EPOLL, list_item(item, 0)->num,
					out);
	}
}

static bool encode_events_room(const struct call *call, size_t arg,
			       struct arena *arena, struct raw_word *words,
			       struct err *err)
{
	int64_t count = call->args[arg].num;
	if (count > EVENTS_MOST)
		return FAILURE(err, "epoll-room-most",
			       SLOT_NUMBER("count", count),
			       SLOT_NUMBER("most", EVENTS_MOST));
	// What cannot be right goes to the kernel as it is, with no memory.
	size_t room = count > 0 ? (size_t)count : 0;
	words[0] = raw_memory(RAW_OUT, arena, NULL,
			      room * sizeof(struct epoll_event));
	words[1] = raw_number((uint32_t)count);
	return true;
}

static bool decode_events_room(const struct raw_word *words,
			       struct arena *arena, struct call *call,
			       size_t arg)
{
	(void)arena;
	call->args[arg] = value_int((int32_t)words[1].word);
	return true;
}

/* {events, data} of each. */
static void take_events_room(struct call *call, size_t arg,
			     const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	struct epoll_event event;
	size_t count = words[0].len / sizeof(event);
	if ((size_t)call->result.value < count)
		count = (size_t)call->result.value;
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++) {
		memcpy(&event, words[0].data + i * sizeof(event),
		       sizeof(event));
		struct value *members = list_new(&items[i], 2, arena);
		members[0] = value_int((int32_t)event.events);
		members[1] = value_int((int64_t)event.data.u64);
	}
}

static bool fetch_events_room(const uint64_t *words, const struct fetch *fetch,
			      struct raw_word *out)
{
	int32_t count = (int32_t)words[1];
	size_t len = count > 0 ? (size_t)count * sizeof(struct epoll_event) : 0;
	(void)fetch;
	out[0] = fetch_room_at(words[0], len);
	out[1] = (struct raw_word){.word = words[1]};
	return count <= EVENTS_MOST;
}

static size_t written_events(const struct raw_word *word, int64_t value)
{
	(void)word;
	return (size_t)value * sizeof(struct epoll_event);
}

/* clang-format off */
const struct kind kind_events_room = {
	.expected = SENTENCE_ID("wants-number-events"),
	.words = 2, .parse = parse_int,
	.print_c = c_plain, .python = python_number,
	.strace = strace_events_room, .shown = shown_events,
	.declare = declare_events_room,
	.expression = express_events_room,
	.encode = encode_events_room, .decode = decode_events_room,
	.take = take_events_room,
	.fetch = fetch_events_room,
	.written = written_events,
};

const struct kind kind_epoll_timeout = {
	.expected = SENTENCE_ID("wants-number-milliseconds-1"),
	KIND_WORD_NUMBER, .parse = parse_int, .print_c = c_plain,
	.python = python_timeout, .strace = strace_number,
	.expression = c_plain, .read_python = read_python_timeout,
	.expected_python = SENTENCE_ID("wants-seconds-0-5"),
};
/* clang-format on */
