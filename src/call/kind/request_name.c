/* request_name: which command of fcntl(2), which request of ioctl(2).
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/row.h"
#include "call/table/request.h"
/* Of a request, or a command, that is no constant of the notation. */
static bool parse_named(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	bool is_fcntl = call->syscall->parameters[arg].kind == &kind_fcntl;
	struct reader begin = *reader;
	struct str word;
	int64_t num = -1;
	if (reader_name(reader, &word))
		num = is_fcntl ? command_number(word) : request_number(word);
	if (num >= 0) {
		*value = value_int(num);
		return true;
	}
	*reader = begin;
	return parse_constant(reader, call, arg, value, err);
}

static void c_ioctl(const struct call *call, size_t arg, struct buf *out)
{
	const char *name = request_name((uint32_t)call->args[arg].num);
	if (name && !symbol_name(SYMBOL_IOCTL, call->args[arg].num))
		buf_puts(out, name);
	else
		c_constant(call, arg, out);
}

static void c_fcntl(const struct call *call, size_t arg, struct buf *out)
{
	const char *name = command_name(call->args[arg].num);
	if (name && !symbol_name(SYMBOL_FCNTL, call->args[arg].num))
		buf_puts(out, name);
	else
		c_constant(call, arg, out);
}

/* The flags that fcntl read, as names beside their number. */
static void shown_request_result(const struct call *call, size_t arg,
				 struct buf *out)
{
	(void)arg;
	const struct request *request = request_of(call);
	if (!request->returns_flags || !call->result.value)
		return;
	buf_puts(out, ", ");
	symbol_print_flags_in_c(request->group, call->result.value, out);
}

/* clang-format off */
const struct kind kind_fcntl = {
	.expected = SENTENCE_ID("wants-command-f-getfl"),
	KIND_WORD_NUMBER, .group = SYMBOL_FCNTL, .parse = parse_named,
	.print_c = c_fcntl, .python = python_constant,
	.strace = strace_command, .expression = c_fcntl,
	.result = strace_request_result,
	.shown = shown_request_result,
	.unknown = "F_???",
};

const struct kind kind_ioctl = {
	.expected = SENTENCE_ID("wants-request-fionread-fionbio"),
	KIND_WORD_NUMBER, .group = SYMBOL_IOCTL, .parse = parse_named,
	.print_c = c_ioctl, .python = python_constant,
	.strace = strace_request, .expression = c_ioctl,
};
/* clang-format on */
