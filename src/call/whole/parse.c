/* parse: the grammar of a call; its arguments are read in parse_value.c.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/parse.h"

#include "base/sentence.h"
#include "call/part/parse_value.h"
#include "call/table/request.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"
#include "call/whole/typed.h"

#include <string.h>

bool parse_fail_unknown(struct reader *reader, struct str name, struct err *err)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	const char **names = xcalloc(count, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = table[i].name;
	struct buf hint = {0};
	reader_suggest(name, names, count, &hint);
	READER_FAIL(reader, name.data, err, "unknown-call",
		    SLOT_STR("name", name), SLOT_TEXT("hint", buf_text(&hint)));
	buf_done(&hint);
	free(names);
	return false;
}

bool parse_fail_arguments(struct reader *reader, const struct call *call,
			  struct err *err)
{
	struct buf found = {0}, signature = {0};
	size_t most = syscall_parameters(call->syscall);
	call_print_signature(call->syscall, -1, true, &signature);
	reader_found(reader, &found);
	const char *wanted =
		call->argc < most ? sentence_text(SENTENCE_ID("comma-or-end"))
				  : "`)`";
	READER_FAIL(reader, reader->rest.data, err, "expected-of-call",
		    SLOT_TEXT("wanted", wanted),
		    SLOT_TEXT("found", buf_text(&found)),
		    SLOT_TEXT("call", call->syscall->name),
		    SLOT_TEXT("signature", buf_text(&signature)));
	buf_done(&found);
	buf_done(&signature);
	return false;
}

bool parse_fail_missing(struct reader *reader, const struct call *call,
			struct err *err)
{
	const struct parameter *next = &call->syscall->parameters[call->argc];
	struct buf signature = {0};
	call_print_signature(call->syscall, -1, true, &signature);
	READER_FAIL(reader, reader->rest.data, err, "argument-missing",
		    SLOT_TEXT("call", call->syscall->name),
		    SLOT_TEXT("parameter", next->name),
		    SLOT_TEXT("expected", kind_expected(next->kind, false)),
		    SLOT_TEXT("signature", buf_text(&signature)));
	buf_done(&signature);
	return false;
}

bool parse_can_end(const struct call *call)
{
	const struct parameter *next = &call->syscall->parameters[call->argc];
	bool request = next->kind == &kind_fcntl_value ||
		       next->kind == &kind_ioctl_value;
	enum request_value value = REQUEST_NONE;
	if (request)
		value = request_of(call)->value;
	return next->optional &&
	       (value == REQUEST_NONE || value == REQUEST_GET ||
		value == REQUEST_GET_OWNER || request_of(call)->number < 0);
}

/* at(0x10, 16): an address as it is, and how much is there. */
static bool parse_at(struct reader *reader, const struct kind *row,
		     struct value *value, struct err *err)
{
	int64_t at = 0;
	value->kind = VALUE_AT;
	reader->rest.data += strlen("at(");
	reader->rest.len -= strlen("at(");
	bool read = reader_number(reader, INT64_MIN, INT64_MAX, &at, err);
	value->at = (uint64_t)at;
	if (read && row->words > 1) {
		reader_space(reader);
		read = reader_take(reader, ',') ||
		       parse_fail_end(reader, "`,`", err);
		reader_space(reader);
		read = read && reader_number(reader, INT64_MIN, INT64_MAX,
					     &value->num, err);
	}
	return read &&
	       (reader_take(reader, ')') || parse_fail_end(reader, "`)`", err));
}

bool parse_argument(struct reader *reader, struct call *call, struct err *err)
{
	reader_space(reader);
	if (call->argc == syscall_parameters(call->syscall))
		return parse_fail_arguments(reader, call, err);
	const struct kind *kind = call->syscall->parameters[call->argc].kind;
	const struct kind *row = kind;
	struct value *value = &call->args[call->argc];
	bool read = str_has_prefix(reader->rest, "at(")
			    ? parse_at(reader, row, value, err)
			    : row->parse(reader, call, call->argc, value, err);
	if (!read)
		return false;
	call->argc++;
	return true;
}

/* The arguments behind "(", up to and with ")". */
static bool parse_arguments(struct reader *reader, struct call *call,
			    struct err *err)
{
	size_t most = syscall_parameters(call->syscall);
	while (reader_space(reader), !reader_take(reader, ')')) {
		if (call->argc && !reader_take(reader, ','))
			return parse_fail_arguments(reader, call, err);
		if (!parse_argument(reader, call, err))
			return false;
	}
	if (call->argc == most || parse_can_end(call))
		return true;
	// The message points at the closing parenthesis.
	reader->rest.data--;
	reader->rest.len++;
	return parse_fail_missing(reader, call, err);
}

bool parse_fail_call(struct reader *reader, struct err *err)
{
	struct buf found = {0};
	reader_found(reader, &found);
	READER_FAIL(reader, reader->rest.data, err, "expected-call",
		    SLOT_TEXT("found", buf_text(&found)));
	buf_done(&found);
	return false;
}

bool parse_fail_end(struct reader *reader, const char *wanted, struct err *err)
{
	struct buf found = {0};
	reader_found(reader, &found);
	READER_FAIL(reader, reader->rest.data, err, "expected-found",
		    SLOT_TEXT("wanted", wanted),
		    SLOT_TEXT("found", buf_text(&found)));
	buf_done(&found);
	return false;
}

/* [ name "=" ] name */
bool parse_head(struct reader *reader, struct call *call, struct str *name,
		struct err *err)
{
	reader_space(reader);
	bool read = reader_name(reader, name);
	reader_space(reader);
	if (read && reader_take(reader, '=')) {
		if (symbol_is(*name))
			return parse_fail_symbol(reader, *name, err);
		call->into =
			arena_strndup(reader->arena, name->data, name->len);
		reader_space(reader);
		read = reader_name(reader, name);
		reader_space(reader);
	}
	return read || parse_fail_call(reader, err);
}

bool parse_end(struct reader *reader, struct err *err)
{
	reader_space(reader);
	reader_take(reader, ';');
	reader_space(reader);
	return !reader->rest.len ||
	       parse_fail_end(reader,
			      sentence_text(SENTENCE_ID("expected-nothing")),
			      err);
}

static bool parse_names(struct reader *reader, struct call *call,
			struct err *err)
{
	struct str name;
	if (!parse_head(reader, call, &name, err))
		return false;
	call->syscall = syscall_find(name);
	return call->syscall || parse_fail_unknown(reader, name, err);
}

static bool parse_call(struct reader *reader, struct call *call,
		       struct err *err)
{
	if (!parse_names(reader, call, err))
		return false;
	if (!reader_take(reader, '('))
		return parse_fail_end(reader, "`(`", err);
	return parse_arguments(reader, call, err) && parse_end(reader, err);
}

bool call_parse(struct str text, struct arena *arena, struct call *call,
		size_t *column, struct err *err)
{
	struct reader reader = {.all = text, .rest = text, .arena = arena};
	*call = (struct call){0};
	if (parse_call(&reader, call, err))
		return true;
	size_t place = (size_t)(reader.fault - text.data) + 1;
	if (column)
		*column = place;
	return FAILURE_IN(err, "at-column", SLOT_NUMBER("column", place));
}
