/* print_python: a call as Python's modules make it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each row of syscalls.c has a template; python_template.c has its grammar.
 */
#include "call/list.h"
#include "call/part/print_value.h"
#include "call/part/python_template.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <string.h>
#include <sys/epoll.h>

/* One $-word, whose argument is `arg`. Returns false when it has its default
 * value. */
static bool print_word(const struct call *call,
		       const struct python_piece *piece, struct buf *out)
{
	if (piece->kind == PYTHON_INTO) {
		buf_puts(out, call->into ? call->into : "");
		return call->into && call_can_make_fd(call) &&
		       !call_gives_numbers(call);
	}
	size_t arg = piece->arg;
	if (piece->kind == PYTHON_ARG) {
		call->syscall->raw[piece->raw]->python(call, arg, out);
		return !python_is_default(call, piece->raw, arg);
	}
	python_print_fileno(&call->args[arg], out);
	return true;
}

bool python_needs_ctypes(const struct call *call)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++) {
		const struct kind *kind = call->syscall->parameters[i].kind;
		if (call->args[i].kind == VALUE_AT ||
		    (kind->python_cannot && kind->python_cannot(call, i)))
			return true;
	}
	return false;
}

static void print_c_argument(const struct call *call, size_t arg,
			     struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct kind *kind = call->syscall->parameters[arg].kind;
	if (value->kind == VALUE_NAME) {
		python_print_fileno(value, out);
	} else if (value->kind == VALUE_AT) {
		buf_printf(out, "%#" PRIx64, value->at);
		if (kind->words > 1)
			buf_printf(out, ", %" PRId64, value->num);
	} else if (value->kind == VALUE_NONE) {
		buf_puts(out, "None");
	} else if (kind->python_words) {
		kind->python_words(call, arg, out);
	} else {
		python_number(call, arg, out);
	}
}

/* The C function itself, called from Python with the words of the system
 * call. */
static void print_ctypes(const struct call *call, struct buf *out)
{
	if (call->into)
		buf_printf(out, "%s = ", call->into);
	buf_printf(out, "ctypes.CDLL(None).%s(", call->syscall->name);
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i ? ", " : "");
		print_c_argument(call, i, out);
	}
	buf_putc(out, ')');
}

/* "conn, peer = "; what received descriptors come out of has a name even when
 * nobody asked for the bytes. */
static void print_into(const struct call *call, struct buf *out)
{
	const char *into = call->into, *more = call->syscall->python_into,
		   *name;
	int64_t num;
	for (size_t i = 0; more && !into && call_given(call, i, &name, &num);
	     i++)
		into = name ? "data" : NULL;
	if (into)
		buf_printf(out, "%s%s = ", into, more ? more : "");
}

void print_python(const struct call *call, struct buf *out)
{
	size_t begin = 0;
	bool wanted = true;
	struct python_piece piece;
	if (python_needs_ctypes(call)) {
		print_ctypes(call, out);
		return;
	}
	const char *at = python_template_of(call);
	if (python_assigns_first(at))
		print_into(call, out);
	while (python_piece_next(call->syscall, &at, &piece)) {
		switch (piece.kind) {
		case PYTHON_TEXT:
			buf_add(out, piece.text.data, piece.text.len);
			break;
		case PYTHON_OPEN:
			begin = out->len;
			wanted = true;
			break;
		case PYTHON_CLOSE:
			if (!wanted) {
				out->len = begin;
				out->data[begin] = '\0';
			}
			break;
		case PYTHON_ASSIGN:
			print_into(call, out);
			break;
		case PYTHON_INTO:
		case PYTHON_ARG:
		case PYTHON_NUMBER:
			wanted &= print_word(call, &piece, out);
			break;
		}
	}
}
