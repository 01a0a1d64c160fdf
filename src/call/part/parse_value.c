/* parse_value: the arguments of a call as they are written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/parse_value.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"

#include <string.h>

const char *kind_expected(const struct kind *kind, bool python)
{
	return sentence_text(python && kind->expected_python
				     ? kind->expected_python
				     : kind->expected);
}

bool parse_fail(struct reader *reader, const struct call *call, size_t arg,
		struct err *err)
{
	const struct parameter *parameter = &call->syscall->parameters[arg];
	struct buf found = {0};
	reader_found(reader, &found);
	READER_FAIL(reader, reader->rest.data, err, "expected-argument",
		    SLOT_TEXT("expected",
			      kind_expected(parameter->kind, reader->python)),
		    SLOT_TEXT("parameter", parameter->name),
		    SLOT_TEXT("found", buf_text(&found)));
	buf_done(&found);
	return false;
}

bool parse_fail_symbol(struct reader *reader, struct str name, struct err *err)
{
	return READER_FAIL(reader, name.data, err, "variable-is-constant",
			   SLOT_STR("name", name));
}

bool parse_fd(struct reader *reader, const struct call *call, size_t arg,
	      struct value *value, struct err *err)
{
	struct str name;
	if (reader_at_number(reader)) {
		value->kind = VALUE_INT;
		return reader_number(reader, INT32_MIN, INT32_MAX, &value->num,
				     err);
	}
	if (!reader_name(reader, &name))
		return parse_fail(reader, call, arg, err);
	if (symbol_is(name))
		return parse_fail_symbol(reader, name, err);
	value->kind = VALUE_NAME;
	value->name = arena_strndup(reader->arena, name.data, name.len);
	return true;
}

/* The groups whose constants argument `arg` takes; returns how many. */
static size_t groups_of(const struct call *call, size_t arg,
			enum symbol_group groups[2])
{
	const struct kind *kind = call->syscall->parameters[arg].kind;
	groups[0] = kind->group_of ? kind->group_of(call, arg) : kind->group;
	groups[1] = kind->more;
	if (groups[0] == SYMBOL_GROUP_COUNT)
		return 0;
	return kind->more ? 2 : 1;
}

/* STREAM for SOCK_STREAM, tcp for IPPROTO_TCP: the whole name of what was
 * written without its beginning. Adds nothing when there is none. */
static void suggest_whole(struct str name, const char *const *names,
			  size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);
		const char *end = names[i] + len - name.len;
		if (name.len && len > name.len && end[-1] == '_' &&
		    !strncasecmp(end, name.data, name.len)) {
			SENTENCE(out, "did-you-mean",
				 SLOT_TEXT("name", names[i]));
			return;
		}
	}
}

static bool fail_constant(struct reader *reader, const struct call *call,
			  size_t arg, struct str name, struct err *err)
{
	const struct parameter *parameter = &call->syscall->parameters[arg];
	struct buf hint = {0};
	if (parameter->kind->misplaced &&
	    parameter->kind->misplaced(name, &hint)) {
		READER_FAIL(reader, name.data, err, "name-is",
			    SLOT_STR("name", name),
			    SLOT_TEXT("what", buf_text(&hint)));
		buf_done(&hint);
		return false;
	}
	enum symbol_group groups[2];
	size_t group_count = groups_of(call, arg, groups), count, n = 0;
	const struct symbol *table = symbol_table(&count);
	const char **names = xcalloc(count, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < group_count; k++)
			if (table[i].group == groups[k])
				names[n++] = table[i].name;
	suggest_whole(name, names, n, &hint);
	if (!hint.len)
		reader_suggest(name, names, n, &hint);
	if (!hint.len)
		SENTENCE(&hint, "hint-expected",
			 SLOT_TEXT("expected",
				   kind_expected(parameter->kind, false)));
	READER_FAIL(reader, name.data, err, "unknown-constant",
		    SLOT_STR("name", name),
		    SLOT_TEXT("parameter", parameter->name),
		    SLOT_TEXT("hint", buf_text(&hint)));
	buf_done(&hint);
	free(names);
	return false;
}

static bool read_term(struct reader *reader, const struct call *call,
		      size_t arg, int64_t *num, struct err *err)
{
	enum symbol_group groups[2];
	struct str name;
	if (reader_at_number(reader))
		return reader_number(reader, INT32_MIN, UINT32_MAX, num, err);
	if (!reader_name(reader, &name))
		return parse_fail(reader, call, arg, err);
	size_t count = groups_of(call, arg, groups);
	// Python writes socket.AF_INET; the module is not looked at.
	if (reader->python && reader_take(reader, '.') &&
	    !reader_name(reader, &name))
		return parse_fail(reader, call, arg, err);
	for (size_t i = 0; i < count; i++)
		if (symbol_value(groups[i], name, num))
			return true;
	return fail_constant(reader, call, arg, name, err);
}

bool parse_flags(struct reader *reader, const struct call *call, size_t arg,
		 int64_t *num, struct err *err)
{
	*num = 0;
	do {
		int64_t term = 0;
		reader_space(reader);
		if (!read_term(reader, call, arg, &term, err))
			return false;
		// The kernel takes an int.
		*num = (int32_t)((uint32_t)*num | (uint32_t)term);
		reader_space(reader);
	} while (reader_take(reader, '|'));
	return true;
}

bool parse_constant(struct reader *reader, const struct call *call, size_t arg,
		    struct value *value, struct err *err)
{
	const struct kind *row = call->syscall->parameters[arg].kind;
	value->kind = VALUE_INT;
	if (row->flags)
		return parse_flags(reader, call, arg, &value->num, err);
	if (!read_term(reader, call, arg, &value->num, err))
		return false;
	value->num = (int32_t)value->num;
	return true;
}

bool parse_int(struct reader *reader, const struct call *call, size_t arg,
	       struct value *value, struct err *err)
{
	if (!reader_at_number(reader))
		return parse_fail(reader, call, arg, err);
	value->kind = VALUE_INT;
	return reader_number(reader, INT32_MIN, INT32_MAX, &value->num, err);
}

bool parse_count(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	if (!reader_at_number(reader))
		return parse_fail(reader, call, arg, err);
	value->kind = VALUE_INT;
	return reader_number(reader, 0, READER_BYTES_MOST, &value->num, err);
}

bool parse_word(struct reader *reader, const struct call *call, size_t arg,
		struct value *value, struct err *err)
{
	if (!reader_at_number(reader))
		return parse_fail(reader, call, arg, err);
	value->kind = VALUE_INT;
	return reader_number(reader, INT64_MIN, INT64_MAX, &value->num, err);
}

bool parse_data(struct reader *reader, const struct call *call, size_t arg,
		struct value *value, struct err *err)
{
	value->kind = VALUE_BYTES;
	if (!reader->rest.len || reader->rest.data[0] != '"')
		return parse_fail(reader, call, arg, err);
	return reader_bytes(reader, &value->bytes, err);
}
