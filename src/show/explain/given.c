/* given: what a call gave back beyond its number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/given.h"

#include "base/sentence.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/syscalls.h"
#include "show/explain/life.h"

#include <string.h>
#include <sys/wait.h>

enum { BYTES_ROOM = 24 };

static void print_byte(unsigned char c, struct buf *out)
{
	static const char escapes[][2] = {
		{'\n', 'n'}, {'\r', 'r'},  {'\t', 't'},
		{'\0', '0'}, {'\\', '\\'}, {'"', '"'},
	};
	for (size_t i = 0; i < COUNT(escapes); i++) {
		if ((unsigned char)escapes[i][0] == c) {
			buf_printf(out, "\\%c", escapes[i][1]);
			return;
		}
	}
	if (c < 0x20 || c >= 0x7f)
		buf_printf(out, "\\x%02x", c);
	else
		buf_putc(out, (char)c);
}

void given_bytes(const struct bytes *bytes, size_t room, struct buf *out)
{
	size_t i = 0, begin = out->len;
	buf_putc(out, '"');
	for (; i < bytes->len && out->len - begin < room; i++)
		print_byte(bytes->data[i], out);
	buf_putc(out, '"');
	if (i < bytes->len)
		buf_puts(out, "…");
}

/* {1, 0}, or bytes where the option is no structure with fields. */
static void print_structure(const struct call *call, struct buf *out)
{
	const struct bytes *data = &call->result.data;
	const struct option *option = option_of(call);
	const struct option_shape *shape = option ? option->shape : NULL;
	if (!shape || data->len < shape->size) {
		given_bytes(data, BYTES_ROOM, out);
		return;
	}
	option_print(shape, data->data, out);
}

static void print_option(const struct call *call, struct buf *out)
{
	struct buf value = {0};
	if (call->result.data.len)
		print_structure(call, &value);
	else
		buf_printf(&value, "%lld", (long long)call->result.option);
	SENTENCE_LINE(out, ", ", "", "given-value",
		      SLOT_TEXT("value", buf_text(&value)));
	buf_done(&value);
}

/* How the child that was waited for ended. */
static void print_wait(const struct call *call, struct buf *out)
{
	int status = (int)call->result.option;
	struct arena arena = {0};
	if (call->result.value > 0 && WIFEXITED(status))
		SENTENCE_LINE(out, ", ", "", "given-exit",
			      SLOT_NUMBER("status", WEXITSTATUS(status)));
	else if (call->result.value > 0 && WIFSIGNALED(status))
		SENTENCE_LINE(
			out, ", ", "", "given-killed",
			SLOT_TEXT("signal",
				  life_signal_name(WTERMSIG(status), &arena)));
	else if (call->result.value > 0 && WIFSTOPPED(status))
		SENTENCE_LINE(
			out, ", ", "", "given-stopped",
			SLOT_TEXT("signal",
				  life_signal_name(WSTOPSIG(status), &arena)));
	else if (call->result.value > 0)
		SENTENCE_LINE(out, ", ", "", "given-continued");
	arena_done(&arena);
}

/* ": 127.0.0.1:80 SOCK_STREAM, …", or ": \"localhost\", \"http\"". */
static void print_resolved(const struct call *call, struct buf *out)
{
	const struct value *list = &call->result.out;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		buf_puts(out, i ? ", " : ": ");
		if (item->kind == VALUE_BYTES) {
			given_bytes(&item->bytes, BYTES_ROOM, out);
			continue;
		}
		const char *type = symbol_name(SYMBOL_TYPE, item->items[1].num);
		address_print(item->items[0].address, out);
		if (type)
			buf_printf(out, " %s", type);
	}
}

void given_print(const struct call *call, enum notation notation,
		 struct buf *out)
{
	const struct result *result = &call->result;
	if (!result->done || result->signal || result->value < 0 ||
	    notation == NOTATION_PYTHON)
		return;
	if (call_is(call, "getsockopt")) {
		print_option(call, out);
		return;
	}
	if (call_is(call, "waitpid")) {
		print_wait(call, out);
		return;
	}
	if (result->out.kind == VALUE_LIST && call->syscall->number < 0) {
		print_resolved(call, out);
		return;
	}
	bool received = call->syscall->flags & SYSCALL_RECEIVES;
	if (received && result->data.len) {
		buf_putc(out, ' ');
		given_bytes(&result->data, BYTES_ROOM, out);
	}
	bool is_from = received || (call->syscall->flags & SYSCALL_MAKES_FD);
	if (result->address.len) {
		struct buf address = {0};
		address_print(&result->address, &address);
		SENTENCE_LINE(out, is_from ? " " : ", ", "",
			      is_from ? "given-from" : "given-address",
			      SLOT_TEXT("address", buf_text(&address)));
		buf_done(&address);
	}
	call_print_out(call, out);
}
