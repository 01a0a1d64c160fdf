/* epoll: struct epoll_event, as epoll_ctl(2) takes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data that comes back with an event is the descriptor, unless something
 * else is written; Python's methods know no other.
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

/* --- as it is written ---------------------------------------------------
 */

/* EPOLLIN|EPOLLET, or {EPOLLIN, data} where the data is not the descriptor. */
static bool parse_events(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	if (!reader_take(reader, '{')) {
		value->kind = VALUE_INT;
		return parse_flags(reader, call, arg, &value->num, err);
	}
	struct value *items = list_new(value, 2, reader->arena);
	items[0].kind = items[1].kind = VALUE_INT;
	return parse_flags(reader, call, arg, &items[0].num, err) &&
	       parse_comma(reader,
			   sentence_text(SENTENCE_ID("expected-epoll-data")),
			   err) &&
	       reader_number(reader, INT64_MIN / 64, INT64_MAX / 64,
			     &items[1].num, err) &&
	       parse_brace(reader, sentence_text(SENTENCE_ID("epoll-event-is")),
			   err);
}

static void c_events(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	if (value->kind != VALUE_LIST) {
		symbol_print_flags_in_c(SYMBOL_EPOLL, value->num, out);
		return;
	}
	buf_putc(out, '{');
	symbol_print_flags_in_c(SYMBOL_EPOLL, list_item(value, 0)->num, out);
	buf_printf(out, ", %" PRId64 "}", list_item(value, 1)->num);
}

static void python_epoll_op(const struct call *call, size_t arg,
			    struct buf *out)
{
	switch (call->args[arg].num) {
	case EPOLL_CTL_ADD:
		buf_puts(out, "register");
		return;
	case EPOLL_CTL_DEL:
		buf_puts(out, "unregister");
		return;
	default:
		buf_puts(out, "modify");
	}
}

static void python_events(const struct call *call, size_t arg, struct buf *out)
{
	python_print_flags(SYMBOL_EPOLL, call->args[arg].num, out);
}

static bool read_python_epoll_op(struct reader *reader, const struct call *call,
				 size_t arg, struct value *value,
				 struct err *err)
{
	static const struct {
		const char *method;
		int op;
	} ops[] = {
		{"register", EPOLL_CTL_ADD},
		{"modify", EPOLL_CTL_MOD},
		{"unregister", EPOLL_CTL_DEL},
	};
	struct str name;
	struct reader begin = *reader;
	reader_name(reader, &name);
	for (size_t i = 0; i < COUNT(ops); i++) {
		if (str_is(name, ops[i].method)) {
			*value = value_int(ops[i].op);
			return true;
		}
	}
	*reader = begin;
	return parse_fail(reader, call, arg, err);
}

/* The constants of a poll object are others. */
static bool read_python_events(struct reader *reader, const struct call *call,
			       size_t arg, struct value *value, struct err *err)
{
	struct reader ahead = *reader;
	if (python_take(&ahead, "select.POLL"))
		return READER_FAIL(reader, reader->rest.data, err,
				   "epoll-no-register");
	return parse_events(reader, call, arg, value, err);
}

/* An operation of epoll_ctl that is none of the methods of select.epoll, or has
 * not what they give it. */
static bool is_odd_epoll(const struct call *call, size_t arg)
{
	const struct value *events = &call->args[arg];
	int64_t op = call->args[1].num;
	if (op == EPOLL_CTL_DEL)
		return events->kind;
	return (op != EPOLL_CTL_ADD && op != EPOLL_CTL_MOD) ||
	       events->kind != VALUE_INT;
}

static void python_event_words(const struct call *call, size_t arg,
			       struct buf *out)
{
	const struct value *value = &call->args[arg];
	bool list = value->kind == VALUE_LIST;
	int64_t events = list ? list_item(value, 0)->num : value->num;
	buf_printf(out, "struct.pack(\"=Iq\", %" PRIu32 ", ", (uint32_t)events);
	if (list)
		buf_printf(out, "%" PRId64, list_item(value, 1)->num);
	else if (call->args[arg - 1].kind == VALUE_NAME)
		python_print_fileno(&call->args[arg - 1], out);
	else
		buf_printf(out, "%" PRIu32, (uint32_t)call->args[arg - 1].num);
	buf_putc(out, ')');
}

/* --- strace(1) ----------------------------------------------------------
 */

void strace_epoll_event(int64_t events, uint64_t data, struct buf *out)
{
	buf_puts(out, "{events=");
	strace_print_flags(SYMBOL_EPOLL, events, "EPOLL???", out);
	buf_printf(out, ", data={u32=%" PRIu32 ", u64=%" PRIu64 "}}",
		   (uint32_t)data, data);
}

static void strace_events(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	const struct value *value = &call->args[arg];
	(void)part;
	if (!value->kind)
		buf_puts(out, value->num ? STRACE_UNKNOWN : "NULL");
	else if (value->kind == VALUE_LIST)
		strace_epoll_event(list_item(value, 0)->num,
				   (uint64_t)list_item(value, 1)->num, out);
	else
		strace_epoll_event(value->num,
				   (uint32_t)call->args[arg - 1].num, out);
}

/* --- a C program, and for a learner -------------------------------------
 */

static void declare_events(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	bool list = value->kind == VALUE_LIST;
	if (!value->kind)
		return;
	buf_puts(out, "struct epoll_event event = {0};\nevent.events = ");
	symbol_print_flags_in_c(SYMBOL_EPOLL,
				list ? list_item(value, 0)->num : value->num,
				out);
	buf_puts(out, list ? ";\nevent.data.u64 = " : ";\nevent.data.fd = ");
	if (list)
		buf_printf(out, "%" PRIu64 "u",
			   (uint64_t)list_item(value, 1)->num);
	else
		list_print_fd(&call->args[arg - 1], out);
	buf_puts(out, ";\n");
}

static void express_events(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].kind ? "&event" : "NULL");
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_events(const struct call *call, size_t arg,
			  struct arena *arena, struct raw_word *words,
			  struct err *err)
{
	const struct value *value = &call->args[arg];
	struct epoll_event event = {0};
	(void)err;
	words[0] = raw_number(0);
	if (!value->kind)
		return true;
	event.data.u64 = (uint32_t)call->args[arg - 1].num;
	event.events = (uint32_t)value->num;
	if (value->kind == VALUE_LIST) {
		event.events = (uint32_t)list_item(value, 0)->num;
		event.data.u64 = (uint64_t)list_item(value, 1)->num;
	}
	words[0] = raw_memory(RAW_IN, arena, &event, sizeof(event));
	return true;
}

/* Memory that the kernel did not read is left out; that it was given is noted
 * in `num`. */
static bool decode_events(const struct raw_word *words, struct arena *arena,
			  struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	struct epoll_event event;
	if (raw_decode_null(&words[0], value))
		return true;
	if (words[0].kind == RAW_WORD) {
		value->num = 1;
		return true;
	}
	if (words[0].len < sizeof(event))
		return false;
	memcpy(&event, words[0].data, sizeof(event));
	*value = value_int((int32_t)event.events);
	if (event.data.u64 == (uint32_t)call->args[arg - 1].num)
		return true;
	struct value *items = list_new(value, 2, arena);
	items[0] = value_int((int32_t)event.events);
	items[1] = value_int((int64_t)event.data.u64);
	return true;
}

/* To take a descriptor off a list the kernel reads no memory, see epoll_ctl(2):
 * what stands there is of no meaning. */
static bool fetch_events(const uint64_t *words, const struct fetch *fetch,
			 struct raw_word *out)
{
	*out = (struct raw_word){.kind = RAW_WORD, .word = words[0]};
	if (fetch->call->args[1].num == EPOLL_CTL_DEL)
		return true;
	return fetch_pointer(words[0], RAW_IN, sizeof(struct epoll_event),
			     fetch, out);
}

/* clang-format off */
const struct kind kind_epoll_flag = {
	.expected = SENTENCE_ID("wants-0-epoll-cloexec"),
	.flags = true, KIND_CONSTANT(EPOLL_FLAG),
	.unknown = "EPOLL_???",
};

static const char *const epoll_methods[] = {"register", "modify", "unregister",
					    NULL};

const struct kind kind_epoll_op = {
	.expected = SENTENCE_ID("wants-epoll-ctl-add"),
	KIND_WORD_NUMBER, .group = SYMBOL_EPOLL_OP, .parse = parse_constant,
	.print_c = c_constant, .python = python_epoll_op,
	.strace = strace_constant, .expression = c_constant,
	.read_python = read_python_epoll_op, .methods = epoll_methods,
	.unknown = "EPOLL_CTL_???",
};

const struct kind kind_epoll_events = {
	.expected = SENTENCE_ID("wants-events-epollin-epollet"),
	.words = 1, .flags = true, .group = SYMBOL_EPOLL,
	.parse = parse_events, .read_python = read_python_events,
	.print_c = c_events,
	.python = python_events, .strace = strace_events,
	.declare = declare_events, .expression = express_events,
	.encode = encode_events, .decode = decode_events,
	.fetch = fetch_events,
	.expected_python = SENTENCE_ID("wants-events-select-epollin"),
	.is_default = python_is_unset,
	.python_cannot = is_odd_epoll, .python_words = python_event_words,
};
/* clang-format on */
