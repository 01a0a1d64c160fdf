/* typed_c: a call as a learner types it in C notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was left out is told by what stands there: an address, a string or a
 * constant is no socket, and a lone number is one only when nothing else must
 * follow it: recv(16) has a length, close(3) a descriptor.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"
#include "call/whole/typed_name.h"
#include "call/whole/typed_parts.h"

#include <string.h>

/* How many arguments stand at the front, by the commas between them. */
static size_t count_args(struct str text)
{
	size_t count = 0, depth = 0;
	bool quoted = false, any = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && strchr("([{", c) && c)
			depth++;
		else if (!quoted && strchr(")]}", c) && c && !depth--)
			break;
		else if (!quoted && !depth && c == ',')
			count++;
		any = any || !strchr(" \t\r\n;", c);
	}
	return any ? count + 1 : 0;
}

/* Whether what stands at the front is the call's first argument, a descriptor,
 * and not the one behind it. */
static bool has_socket(const struct reader *reader,
		       const struct syscall *syscall)
{
	struct reader ahead = *reader;
	struct str name;
	size_t needed = 0, most = syscall_parameters(syscall);
	for (size_t i = 0; i < most; i++)
		needed += !syscall->parameters[i].optional;
	size_t given = count_args(reader->rest);
	if (!given)
		return false;
	if (reader_at_number(&ahead)) {
		int64_t num;
		struct err err;
		// 127.0.0.1:80 begins like a number, and is none.
		return reader_number(&ahead, INT32_MIN, INT32_MAX, &num,
				     &err) &&
		       (!ahead.rest.len || ahead.rest.data[0] != '.') &&
		       given >= needed;
	}
	if (!reader_name(&ahead, &name) || symbol_is(name))
		return false;
	// unix:/tmp/s is no name either, nor is www.example:80.
	return !ahead.rest.len || !strchr(":(.-", ahead.rest.data[0]);
}

/* The socket used last stands for one that is left out; an epoll list has to
 * be named. */
static bool can_leave_socket(const struct syscall *syscall)
{
	const struct parameter *first = &syscall->parameters[0];
	return first->kind == &kind_fd && strcmp(first->name, "epfd") != 0;
}

static bool add_socket(struct reader *reader,
		       const struct typed_context *context, struct call *call,
		       struct err *err)
{
	if (!context->socket)
		return READER_FAIL(reader, reader->rest.data, err,
				   "socket-unnamed",
				   SLOT_TEXT("call", call->syscall->name));
	call->args[0] = (struct value){
		.kind = VALUE_NAME,
		.name = arena_strdup(reader->arena, context->socket),
	};
	call->argc = 1;
	return true;
}

static bool at_end(struct reader *reader, bool in_parentheses)
{
	reader_space(reader);
	if (in_parentheses)
		return reader_take(reader, ')');
	return !reader->rest.len || reader->rest.data[0] == ';';
}

/* The call of a program has more arguments: where what comes back is put, and
 * how long it is. */
static bool fail_argument(const struct call *call, size_t given,
			  struct err *err)
{
	struct buf signature = {0};
	call_print_signature(call->syscall, -1, true, &signature);
	struct err fault = *err;
	if (given > syscall_parameters(call->syscall) &&
	    !strstr(err->text, buf_text(&signature)))
		FAILURE(err, "call-takes", SLOT_TEXT("fault", fault.text),
			SLOT_TEXT("call", call->syscall->name),
			SLOT_TEXT("signature", buf_text(&signature)));
	buf_done(&signature);
	return false;
}

/* Whether an address stands where the flags before it were left out, as Python
 * leaves them out: sendto(s, "x", 127.0.0.1:9). */
static bool skips_flags(const struct reader *reader, const struct call *call)
{
	const struct parameter *parameters = call->syscall->parameters;
	struct str rest = reader->rest;
	if (call->argc + 1 >= syscall_parameters(call->syscall) ||
	    parameters[call->argc].kind != &kind_msg ||
	    parameters[call->argc + 1].kind != &kind_address)
		return false;
	size_t digits = 0;
	while (digits < rest.len && rest.data[digits] >= '0' &&
	       rest.data[digits] <= '9')
		digits++;
	return (digits && digits < rest.len && rest.data[digits] == '.') ||
	       str_has_prefix(rest, "[") || str_has_prefix(rest, "unix:");
}

static bool parse_arguments(struct reader *reader, struct call *call,
			    bool in_parentheses, struct err *err)
{
	size_t begin = call->argc;
	size_t given = count_args(reader->rest);
	while (!at_end(reader, in_parentheses)) {
		if (call->argc > begin && !reader_take(reader, ','))
			return parse_fail_arguments(reader, call, err);
		reader_space(reader);
		if (skips_flags(reader, call))
			call->args[call->argc++] =
				(struct value){.kind = VALUE_INT};
		if (!parse_argument(reader, call, err))
			return fail_argument(call, given, err);
	}
	return true;
}

/* The nearest names, or those that all begin so. */
static bool fail_name(struct reader *reader, struct str name, struct err *err)
{
	struct buf all = {0};
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		if (!strncmp(table[i].name, name.data, name.len))
			buf_printf(&all, "%s%s", all.len ? ", " : "",
				   table[i].name);
	bool several = all.len;
	if (several)
		READER_FAIL(reader, name.data, err, "name-of-many",
			    SLOT_STR("name", name),
			    SLOT_TEXT("names", buf_text(&all)));
	else
		parse_fail_unknown(reader, name, err);
	buf_done(&all);
	return false;
}

static bool parse_names(struct reader *reader, struct call *call,
			struct err *err)
{
	struct str name;
	if (!parse_head(reader, call, &name, err))
		return false;
	call->syscall = typed_find_c(name);
	return call->syscall || fail_name(reader, name, err);
}

/* What stands behind the name. */
static bool parse_rest(struct reader *reader, struct call *call,
		       bool in_parentheses, struct err *err)
{
	if (!parse_arguments(reader, call, in_parentheses, err))
		return false;
	// A message about what is missing points at the ")".
	const char *end = reader->rest.data - in_parentheses;
	struct reader here = *reader;
	here.rest = (struct str){
		end, (size_t)(reader->all.data + reader->all.len - end)};
	if (!typed_fill(&here, call, call->argc, err)) {
		reader->fault = here.fault;
		return false;
	}
	return parse_end(reader, err);
}

bool typed_parse_c(struct reader *reader, const struct typed_context *context,
		   struct call *call, struct err *err)
{
	if (!parse_names(reader, call, err))
		return false;
	bool in_parentheses = reader_take(reader, '(');
	reader_space(reader);
	struct reader begin = *reader;
	struct call named = *call;
	bool leaves = can_leave_socket(call->syscall);
	if (leaves && !has_socket(reader, call->syscall) &&
	    !add_socket(reader, context, call, err))
		return false;
	if (parse_rest(reader, call, in_parentheses, err))
		return true;
	// recv(16, MSG_PEEK): a number that cannot be the socket is none.
	struct err other;
	if (!leaves || call->args[0].kind != VALUE_INT || !context->socket ||
	    !add_socket(&begin, context, &named, &other) ||
	    !parse_rest(&begin, &named, in_parentheses, &other))
		return false;
	*call = named;
	return true;
}
