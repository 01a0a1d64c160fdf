/* print_program: a call as the lines of a C program, struct sockaddr included.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/syscalls.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

static bool is_at(const struct call *call, size_t arg)
{
	return arg != SYSCALL_HIDDEN && call->args[arg].kind == VALUE_AT;
}

/* Memory that cannot be what the argument is. */
static void express_at(const struct value *value, size_t words, struct buf *out)
{
	buf_printf(out, "(void *)%#" PRIx64, value->at);
	if (words > 1)
		buf_printf(out, ", %" PRId64, value->num);
}

static void print_expression(const struct call *call, struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	const char *join = "";
	buf_printf(out, "%s(", call->syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (words[i].part || !row->expression)
			continue;
		size_t before = out->len;
		buf_puts(out, join);
		size_t begin = out->len;
		if (is_at(call, words[i].arg))
			express_at(&call->args[words[i].arg], row->words, out);
		else
			row->expression(call, words[i].arg, out);
		if (out->len == begin) {
			// Nothing stands for an argument that is left out.
			out->len = before;
			out->data[before] = '\0';
			continue;
		}
		join = ", ";
	}
	buf_putc(out, ')');
}

/* The resolver has errors of its own. */
static void print_resolver(const struct call *call, struct buf *out)
{
	const char *into = call->into ? call->into : "error";
	buf_printf(out, "%s%s = ", call->into ? "" : "int ", into);
	print_expression(call, out);
	buf_printf(out,
		   ";\nif (%s %s)\n"
		   "\tfprintf(stderr, \"%s: %%s\\n\", gai_strerror(%s));\n",
		   into, call->syscall->failure, call->syscall->name, into);
}

/* Its result is an errno by itself; what the thread does is a function. */
static void print_thread(const struct call *call, struct buf *out)
{
	const char *into = call->into ? call->into : "thread";
	buf_printf(out,
		   "pthread_t %s;\n"
		   "int error = pthread_create(&%s, NULL, serve, NULL);\n"
		   "if (error)\n"
		   "\tfprintf(stderr, \"pthread_create: %%s\\n\", "
		   "strerror(error));\n",
		   into, into);
}

void call_print_program_c(const struct call *call, struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part && row->declare &&
		    !is_at(call, words[i].arg))
			row->declare(call, words[i].arg, out);
	}
	const char *failure = call->syscall->failure;
	if (!failure)
		failure = "== -1";
	if (call->syscall->operation == RAW_THREAD) {
		print_thread(call, out);
		return;
	}
	if (call->syscall->number < 0) {
		print_resolver(call, out);
		return;
	}
	bool counts = call->syscall->flags & SYSCALL_RECEIVES;
	const char *into = call->into ? call->into : "n";
	if (counts && !call->into)
		buf_puts(out, "ssize_t ");
	if (call->into || counts) {
		buf_printf(out, "%s = ", into);
		print_expression(call, out);
		buf_puts(out, ";\n");
		if (*failure)
			buf_printf(out, "if (%s %s)\n", into, failure);
	} else {
		buf_puts(out, *failure ? "if (" : "");
		print_expression(call, out);
		if (*failure)
			buf_printf(out, " %s)\n", failure);
		else
			buf_puts(out, ";\n");
	}
	if (*failure)
		buf_printf(out, "\tperror(\"%s\");\n", call->syscall->name);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part && row->after && !is_at(call, words[i].arg))
			row->after(call, words[i].arg, out);
	}
}
