/* print_strace: a call as strace(1) shows it, to the byte.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked against strace 6.1 with -a 1 (it pads to column 40 otherwise). Memory
 * that the kernel did not write has no contents to print: strace prints where
 * it is, we print "0x...", for the place means nothing outside the process.
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"

#include <inttypes.h>
#include <netdb.h>
#include <string.h>

/* The words themselves, of memory that cannot be what the argument is. */
static void print_at(const struct value *value, size_t part, bool as_int,
		     struct buf *out)
{
	if (part && as_int)
		buf_printf(out, "%" PRId64, value->num);
	else if (part)
		buf_printf(out, "%" PRIu64, (uint64_t)value->num);
	else if (value->at)
		buf_printf(out, "%#" PRIx64, value->at);
	else
		buf_puts(out, "NULL");
}

size_t call_strace_args(const struct call *call)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	return count - (count && words[count - 1].kind->absent &&
			words[count - 1].kind->absent(call));
}

void call_print_strace_arg(const struct call *call, size_t index,
			   struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	if (index >= syscall_words(call->syscall, words))
		return;
	const struct syscall_word *word = &words[index];
	if (word->arg != SYSCALL_HIDDEN &&
	    call->args[word->arg].kind == VALUE_AT)
		print_at(&call->args[word->arg], word->part,
			 word->kind->counts_int, out);
	else
		word->kind->strace(call, word->arg, word->part, out);
}

/* The words that strace prints when a call is entered: those before the first
 * that the kernel is going to write. */
static size_t known_args(const struct call *call)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	for (size_t i = 0; i < count; i++)
		if (words[i].kind->take && !words[i].kind->at_entry)
			return i;
	return count;
}

/* Returns false for a result that is just a number. */
static bool print_special(const struct call *call, struct buf *out)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = call->syscall->parameters[i].kind;
		if (row->result && row->result(call, i, out))
			return true;
	}
	return false;
}

static bool is_over(const struct result *result)
{
	return result->done && (!result->signal || result->error);
}

static void print_args(const struct call *call, size_t begin, size_t end,
		       struct buf *out)
{
	size_t count = call_strace_args(call);
	for (size_t i = begin; i < end; i++) {
		call_print_strace_arg(call, i, out);
		if (i + 1 < count)
			buf_puts(out, ", ");
	}
}

static void print_end(const struct call *call, struct buf *out)
{
	const struct result *result = &call->result;
	bool over = is_over(result);
	buf_puts(out, ") = ");
	// sleep() gives a number when the kernel gave an error.
	struct result kernel = *result;
	if (kernel.error && kernel.value >= 0)
		kernel.value = -1;
	// A call that ends its process has no result.
	bool ends = call->syscall->flags & SYSCALL_ENDS_ACTOR;
	if (!over || ends || (kernel.value < 0 && !kernel.error))
		buf_putc(out, '?');
	else if (kernel.error || !print_special(call, out))
		result_print(&kernel, out);
	if (result->faults & (1U << FAULT_DELAY))
		buf_puts(out, " (DELAYED)");
}

void call_print_strace(const struct call *call, struct buf *out)
{
	bool over = is_over(&call->result);
	buf_printf(out, "%s(", call->syscall->strace_name);
	print_args(call, 0, over ? call_strace_args(call) : known_args(call),
		   out);
	if (!over)
		buf_puts(out, " <unfinished ...>");
	if (call->result.done)
		print_end(call, out);
}

void call_print_strace_entry(const struct call *call, struct buf *out)
{
	buf_printf(out, "%s(", call->syscall->strace_name);
	print_args(call, 0, known_args(call), out);
	buf_puts(out, " <unfinished ...>");
}

void call_print_strace_resumed(const struct call *call, struct buf *out)
{
	buf_printf(out, "<... %s resumed>", call->syscall->strace_name);
	if (is_over(&call->result))
		print_args(call, known_args(call), call_strace_args(call), out);
	else
		buf_puts(out, " <unfinished ...>");
	print_end(call, out);
}

void result_print(const struct result *result, struct buf *out)
{
	buf_printf(out, "%" PRId64, result->value);
	if (!result->error)
		return;
	const char *name = symbol_name(SYMBOL_ERRNO, result->error);
	if (name)
		buf_printf(out, " %s (%s)", name,
			   result->error < 0 ? gai_strerror(result->error)
					     : strerror(result->error));
	else
		buf_printf(out, " (errno %d)", result->error);
	if (result_is_injected(result))
		buf_puts(out, " (INJECTED)");
}
