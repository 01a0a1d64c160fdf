/* typed_python: a call as a learner types it in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The templates that Python is printed from are matched against the text, so
 * that what is printed can be typed. Of several rows that fit the one with the
 * fewest parts left out is meant: accept() is accept, and accept4 only where
 * setblocking() follows.
 */
#include "base/count.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/part/python_read.h"
#include "call/part/python_template.h"
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"
#include "call/whole/typed_name.h"
#include "call/whole/typed_parts.h"

#include <string.h>

/* --- the template ----------------------------------------------------------
 */

/* Whether the pieces that follow, to the end of the parentheses, can be left
 * out: the text has its ")" already. */
static bool is_closed(struct reader *reader)
{
	reader_space(reader);
	return reader->rest.len && reader->rest.data[0] == ')';
}

/* What a poll object is told stands in one line with its making. */
static bool fail_poller(struct reader *reader, struct err *err)
{
	struct str name = reader->poller;
	if (reader->rest.len)
		return READER_FAIL(reader, reader->rest.data, err,
				   "poll-object-is", SLOT_STR("poll", name));
	return READER_FAIL(reader, reader->rest.data, err,
			   "poll-object-goes-on", SLOT_STR("poll", name));
}

static bool read_text(struct reader *reader, struct str text, struct err *err)
{
	char copy[64] = {0};
	size_t len = text.len < sizeof(copy) - 1 ? text.len : sizeof(copy) - 1;
	memcpy(copy, text.data, len);
	reader_space(reader);
	if (!strcmp(copy, "p = select.poll()"))
		return python_want_poller(reader, err);
	if (!strcmp(copy, "p.poll("))
		return python_take_method(reader, ".poll(") ||
		       fail_poller(reader, err);
	if (reader->poller.len && !reader->rest.len)
		return fail_poller(reader, err);
	return python_want(reader, copy, err);
}

static bool read_argument(struct reader *reader, struct call *call,
			  const struct python_piece *piece, struct err *err)
{
	struct value unseen = {0};
	const struct kind *row = call->syscall->raw[piece->raw];
	bool hidden = piece->arg == SYSCALL_HIDDEN;
	struct value *value = hidden ? &unseen : &call->args[piece->arg];
	kind_parse_fn *read = row->read_python ? row->read_python : row->parse;
	reader_space(reader);
	*value = (struct value){0};
	return read(reader, call, hidden ? 0 : piece->arg, value, err);
}

/* s.fileno(), a number, or just s. */
static bool read_number(struct reader *reader, struct call *call,
			const struct python_piece *piece, struct err *err)
{
	reader_space(reader);
	call->args[piece->arg] = (struct value){0};
	return read_python_fd(reader, call, piece->arg, &call->args[piece->arg],
			      err);
}

/* The variable that the assignment named stands there again. */
static bool read_into(struct reader *reader, const struct call *call,
		      struct err *err)
{
	struct str name;
	reader_space(reader);
	const char *begin = reader->rest.data;
	if (reader_name(reader, &name) && call->into &&
	    str_is(name, call->into))
		return true;
	if (!call->into)
		return READER_FAIL(reader, begin, err, "expected-variable");
	return READER_FAIL(reader, begin, err, "expected-name-there",
			   SLOT_TEXT("name", call->into));
}

static bool read_piece(struct reader *reader, struct call *call,
		       const struct python_piece *piece, struct err *err)
{
	switch (piece->kind) {
	case PYTHON_TEXT:
		return read_text(reader, piece->text, err);
	case PYTHON_ASSIGN:
		return typed_read_assignment(reader, call, err);
	case PYTHON_INTO:
		return read_into(reader, call, err);
	case PYTHON_ARG:
		return read_argument(reader, call, piece, err);
	case PYTHON_NUMBER:
		return read_number(reader, call, piece, err);
	case PYTHON_OPEN:
	case PYTHON_CLOSE:
		return true;
	}
	return false;
}

/* The fault that is furthest in the text says most. */
struct furthest {
	const char *fault;
	struct err err;
};

static void note_fault(struct furthest *furthest, const struct reader *reader,
		       const struct err *err)
{
	if (furthest->fault && reader->fault < furthest->fault)
		return;
	furthest->fault = reader->fault;
	furthest->err = *err;
}

/* Moves *at behind the group that it is in. */
static void skip_group(const struct syscall *syscall, const char **at)
{
	struct python_piece piece;
	while (python_piece_next(syscall, at, &piece))
		if (piece.kind == PYTHON_CLOSE)
			return;
}

/* Moves *at to the text that begins with the ")" of the parentheses that it is
 * in. */
static void skip_arguments(const struct syscall *syscall, const char **at)
{
	struct python_piece piece;
	const char *here = *at;
	while (python_piece_next(syscall, &here, &piece)) {
		if (piece.kind == PYTHON_TEXT && piece.text.data[0] == ')')
			return;
		*at = here;
	}
}

/* Reads the pieces up to the end of the group; without success the reader and
 * the call are as before. */
static void match_group(struct reader *reader, struct call *call,
			const char **at, struct furthest *furthest)
{
	struct reader ahead = *reader;
	struct call read = *call;
	struct python_piece piece;
	const char *here = *at;
	struct err err;
	while (python_piece_next(call->syscall, &here, &piece) &&
	       piece.kind != PYTHON_CLOSE) {
		if (read_piece(&ahead, &read, &piece, &err))
			continue;
		note_fault(furthest, &ahead, &err);
		skip_group(call->syscall, at);
		return;
	}
	*at = here;
	*reader = ahead;
	*call = read;
}

/* Whether what the text has closed already is a next argument. */
static bool is_left_out(struct reader *reader, const struct python_piece *piece)
{
	bool comma = piece->kind == PYTHON_TEXT && piece->text.data[0] == ',';
	bool argument =
		piece->kind == PYTHON_ARG || piece->kind == PYTHON_NUMBER;
	return (comma || argument) && is_closed(reader);
}

static bool match(struct reader *reader, struct call *call,
		  const char *template, struct furthest *furthest,
		  struct err *err)
{
	const struct syscall *syscall = call->syscall;
	const char *at = template;
	struct python_piece piece;
	bool inside = false; // of the first parentheses
	if (python_assigns_first(template) &&
	    !typed_read_assignment(reader, call, err))
		return false;
	while (python_piece_next(syscall, &at, &piece)) {
		if (piece.kind == PYTHON_OPEN)
			match_group(reader, call, &at, furthest);
		else if (inside && is_left_out(reader, &piece))
			skip_arguments(syscall, &at);
		else if (!read_piece(reader, call, &piece, err))
			return false;
		inside = inside ||
			 (piece.kind == PYTHON_TEXT &&
			  memchr(piece.text.data, '(', piece.text.len));
	}
	return true;
}

/* --- finding the row -------------------------------------------------------
 */

/* The object and the method of the first call in the text, behind what is
 * assigned. */
static bool find_names(struct reader ahead, struct str *object,
		       struct str *method, const char **fault)
{
	struct typed_targets targets;
	typed_read_targets(&ahead, &targets);
	reader_space(&ahead);
	*fault = ahead.rest.data;
	if (python_take(&ahead, "socket.socket(fileno=")) {
		int64_t num;
		struct err err;
		*object = str_from(sentence_text("gives-socket-object"));
		if (!reader_number(&ahead, INT32_MIN, INT32_MAX, &num, &err) ||
		    !python_take(&ahead, ")"))
			return false;
	} else if (!reader_name(&ahead, object)) {
		return false;
	}
	if (!reader_take(&ahead, '.'))
		return false;
	*fault = ahead.rest.data;
	return reader_name(&ahead, method);
}

static size_t count_groups(const struct syscall *syscall)
{
	size_t count = 0;
	for (const char *at = syscall->python; *at; at++)
		count += *at == '[';
	return count;
}

/* Defaults of Python that are not those of the row. */
static void fill_python(struct call *call)
{
	struct value *last = &call->args[1];
	if (call_is(call, "listen") && !last->kind)
		*last = (struct value){.kind = VALUE_INT, .num = 128};
}

/* Reads the text as one row. What goes wrong is noted. */
static bool read_as(struct reader *reader, const struct syscall *syscall,
		    const char *template, struct call *call,
		    struct furthest *furthest)
{
	struct err err;
	*call = (struct call){.syscall = syscall};
	if (!match(reader, call, template, furthest, &err)) {
		note_fault(furthest, reader, &err);
		return false;
	}
	fill_python(call);
	reader_space(reader);
	// The last ")", for a message about what is missing.
	struct reader end = *reader;
	end.rest.data -= end.rest.data > end.all.data;
	if (!typed_fill(&end, call, 0, &err)) {
		note_fault(furthest, &end, &err);
		return false;
	}
	reader_take(reader, ';');
	reader_space(reader);
	if (!reader->rest.len)
		return true;
	parse_fail_end(reader, sentence_text(SENTENCE_ID("expected-nothing")),
		       &err);
	note_fault(furthest, reader, &err);
	return false;
}

/* What Python calls `data` only because it is unpacked has no name in C. */
static void forget_data(struct call *call)
{
	const char *name;
	int64_t num;
	bool any = false;
	for (size_t i = 0; call_given(call, i, &name, &num); i++)
		any = any || name;
	if (any && text_is(call->into, "data"))
		call->into = NULL;
}

bool typed_parse_python(struct reader *reader, struct call *call,
			struct err *err)
{
	struct str object = {0}, method = {0};
	const struct syscall *row = NULL, *found = NULL;
	const char *fault;
	struct reader begin = *reader;
	struct furthest worst = {0};
	if (!find_names(*reader, &object, &method, &fault))
		return READER_FAIL(reader, fault, err, "expected-python-call");
	while ((row = typed_find_python(object, method, row))) {
		struct reader own = begin;
		struct furthest furthest = {0};
		struct call read;
		const char *template = typed_template(row, object);
		bool fits = read_as(&own, row, template, &read, &furthest);
		if (!fits && (!worst.fault || furthest.fault > worst.fault))
			worst = furthest;
		if (!fits ||
		    (found && count_groups(row) >= count_groups(found)))
			continue;
		found = row;
		*call = read;
	}
	if (found) {
		forget_data(call);
		return true;
	}
	if (!worst.fault)
		return typed_fail_method(reader, object, method, err);
	reader->fault = worst.fault;
	*err = worst.err;
	return false;
}
