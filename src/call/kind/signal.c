/* signal: signals, and what becomes of one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>

enum { SIGNAL_RT_FIRST = 32 }; /* of the kernel; the C library keeps two */

static bool is_bsd(const struct call *call)
{
	return call_is(call, "signal");
}

static struct raw_action action_of(const struct call *call, size_t arg)
{
	struct raw_action action = {.handler = call->args[arg].num};
	int64_t signal = call->args[arg - 1].num;
	if (is_bsd(call) && signal > 0) {
		action.flags = SA_RESTART;
		action.mask = UINT64_C(1) << (signal - 1);
	} else if (!is_bsd(call)) {
		action.flags = (uint32_t)call->args[arg + 1].num;
	}
	return action;
}

/* --- Python -------------------------------------------------------------
 */

static void python_signal(const struct call *call, size_t arg, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, call->args[arg].num);
	if (name)
		buf_printf(out, "signal.%s", name);
	else
		buf_printf(out, "%" PRId64, call->args[arg].num);
}

static void python_handler(const struct call *call, size_t arg, struct buf *out)
{
	int64_t handler = call->args[arg].num;
	const char *name = symbol_name(SYMBOL_HANDLER, handler);
	buf_printf(out, "%s%s", handler == RAW_HANDLER ? "" : "signal.",
		   name ? name : "handler");
}

/* siginterrupt() asks the other way round: whether calls are to fail. */
static void python_action_flags(const struct call *call, size_t arg,
				struct buf *out)
{
	buf_puts(out, call->args[arg].num & SA_RESTART ? "False" : "True");
}

static bool read_python_action_flags(struct reader *reader,
				     const struct call *call, size_t arg,
				     struct value *value, struct err *err)
{
	bool interrupts;
	(void)call, (void)arg;
	if (!python_read_truth(reader, &interrupts, err))
		return false;
	value->kind = VALUE_INT;
	value->num = interrupts ? 0 : SA_RESTART;
	return true;
}

/* --- strace(1) ----------------------------------------------------------
 */

void strace_print_signal(int64_t number, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, number);
	if (name)
		buf_puts(out, name);
	else if (number == SIGNAL_RT_FIRST)
		buf_puts(out, "SIGRTMIN");
	else if (number > SIGNAL_RT_FIRST && number < NSIG)
		buf_printf(out, "SIGRT_%" PRId64, number - SIGNAL_RT_FIRST);
	else
		buf_printf(out, "%" PRId64, number);
}

static void strace_signal(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	(void)part;
	strace_print_signal(call->args[arg].num, out);
}

/* The C library puts SA_RESTORER there, and the machine's way back. */
static void print_action(const struct raw_action *action, bool restorer,
			 struct buf *out)
{
	const char *name = symbol_name(SYMBOL_HANDLER, action->handler);
	bool known = action->handler != RAW_HANDLER && name;
	const char *join = "";
	buf_printf(out, "{sa_handler=%s, sa_mask=[",
		   known ? name : STRACE_UNKNOWN);
	for (int raw_number = 1; raw_number < NSIG; raw_number++) {
		if (!(action->mask >> (raw_number - 1) & 1))
			continue;
		struct buf text = {0};
		strace_print_signal(raw_number, &text);
		buf_printf(out, "%s%s", join, buf_text(&text) + strlen("SIG"));
		buf_done(&text);
		join = " ";
	}
	buf_puts(out, "], sa_flags=");
	uint32_t flags = (uint32_t)action->flags;
	flags |= restorer ? RAW_SA_RESTORER : 0;
	symbol_print_flags(SYMBOL_SA, flags, out);
	if (flags & RAW_SA_RESTORER)
		buf_printf(out, ", sa_restorer=%s", STRACE_UNKNOWN);
	buf_putc(out, '}');
}

static void strace_action(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	struct raw_action action = action_of(call, arg);
	(void)part;
	print_action(&action, RAW_SA_RESTORER != 0, out);
}

static void strace_old_action(const struct call *call, size_t arg, size_t part,
			      struct buf *out)
{
	struct raw_action action;
	(void)arg, (void)part;
	if (call->result.data.len < sizeof(action)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	memcpy(&action, call->result.data.data, sizeof(action));
	print_action(&action, false, out);
}

static void strace_set_size(const struct call *call, size_t arg, size_t part,
			    struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_printf(out, "%d", RAW_SIGNAL_SET);
}

/* --- a C program --------------------------------------------------------
 */

static bool is_sigaction(const struct call *call)
{
	return call_is(call, "sigaction");
}

static void declare_action(const struct call *call, size_t arg, struct buf *out)
{
	if (!is_sigaction(call))
		return;
	buf_puts(out, "struct sigaction action = {0};\n"
		      "action.sa_handler = ");
	c_constant(call, arg, out);
	buf_puts(out, ";\n");
	if (!call->args[arg + 1].num)
		return;
	buf_puts(out, "action.sa_flags = ");
	c_constant(call, arg + 1, out);
	buf_puts(out, ";\n");
}

static void express_action(const struct call *call, size_t arg, struct buf *out)
{
	if (is_sigaction(call))
		buf_puts(out, "&action, NULL");
	else
		c_constant(call, arg, out);
}

/* --- raw_memory -------------------------------------------------------------
 */

static bool encode_action(const struct call *call, size_t arg,
			  struct arena *arena, struct raw_word *words,
			  struct err *err)
{
	struct raw_action action = action_of(call, arg);
	(void)err;
	words[0] = raw_memory(RAW_IN, arena, &action, sizeof(action));
	return true;
}

static bool decode_action(const struct raw_word *words, struct arena *arena,
			  struct call *call, size_t arg)
{
	struct raw_action action;
	(void)arena;
	if (words[0].len < sizeof(action))
		return false;
	memcpy(&action, words[0].data, sizeof(action));
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = action.handler;
	if (is_bsd(call))
		return action.mask != 0;
	call->args[arg + 1].kind = VALUE_INT;
	call->args[arg + 1].num = action.flags;
	return !action.mask;
}

static bool encode_old_action(const struct call *call, size_t arg,
			      struct arena *arena, struct raw_word *words,
			      struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(struct raw_action));
	return true;
}

static void take_old_action(struct call *call, size_t arg,
			    const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	if (call->result.value < 0 || words[0].len < sizeof(struct raw_action))
		return;
	call->result.data.len = sizeof(struct raw_action);
	call->result.data.data =
		arena_copy(arena, words[0].data, sizeof(struct raw_action));
}

static bool encode_set_size(const struct call *call, size_t arg,
			    struct arena *arena, struct raw_word *words,
			    struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(RAW_SIGNAL_SET);
	return true;
}

/* clang-format off */
const struct kind kind_signal = {
	.expected = SENTENCE_ID("wants-signal-sigterm"),
	KIND_WORD_NUMBER, .group = SYMBOL_SIGNAL, .parse = parse_constant,
	.print_c = c_constant, .python = python_signal,
	.strace = strace_signal, .expression = c_constant,
};

const struct kind kind_handler = {
	.expected = SENTENCE_ID("wants-sig-dfl-sig"),
	.words = 1, .group = SYMBOL_HANDLER, .parse = parse_constant,
	.print_c = c_constant, .python = python_handler,
	.strace = strace_action,
	.declare = declare_action, .expression = express_action,
	.encode = encode_action, .decode = decode_action,
};

const struct kind kind_action = {
	.expected = SENTENCE_ID("wants-0-flags-sa"),
	.flags = true, .group = SYMBOL_SA, .parse = parse_constant,
	.print_c = c_constant, .python = python_action_flags,
	.read_python = read_python_action_flags,
};

const struct kind kind_old_action = {
	.expected = SENTENCE_ID("wants-room-action"), .hidden = true, .words = 1,
	.strace = strace_old_action,
	.encode = encode_old_action, .decode = decode_written,
	.take = take_old_action,
};

const struct kind kind_set_size = {
	.expected = SENTENCE_ID("wants-size-set"), .hidden = true, .words = 1,
	.strace = strace_set_size,
	.encode = encode_set_size, .decode = decode_written,
};
/* clang-format on */
