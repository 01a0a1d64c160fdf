/* typed_targets: what stands before "=" in a call typed in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "base/text.h"
#include "call/part/parse_value.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "call/whole/typed_parts.h"

#include <string.h>

/* One of them: a name or, behind the first, names in parentheses for what is a
 * pair itself. They are passed over. */
static bool read_target(struct reader *reader, struct typed_targets *targets)
{
	struct str name = {0};
	reader_space(reader);
	if (targets->count && reader_take(reader, '(')) {
		do {
			reader_space(reader);
			if (!reader_name(reader, &name))
				return false;
			reader_space(reader);
		} while (reader_take(reader, ','));
		if (!reader_take(reader, ')'))
			return false;
	} else if (!reader_name(reader, &name)) {
		return false;
	}
	if (!targets->count++)
		targets->first = name;
	reader_space(reader);
	return true;
}

bool typed_read_targets(struct reader *reader, struct typed_targets *targets)
{
	struct reader ahead = *reader;
	*targets = (struct typed_targets){.begin = reader->rest.data};
	bool closed = reader_take(&ahead, '(');
	do {
		if (!read_target(&ahead, targets))
			break;
	} while (reader_take(&ahead, ','));
	if (closed && !reader_take(&ahead, ')'))
		targets->count = 0;
	reader_space(&ahead);
	if (!targets->count || !reader_take(&ahead, '=')) {
		targets->count = 0;
		return false;
	}
	*reader = ahead;
	return true;
}

static size_t count_names(const char *more)
{
	size_t count = 1;
	for (; more && *more; more++)
		count += *more == ',';
	return count;
}

bool typed_read_assignment(struct reader *reader, struct call *call,
			   struct err *err)
{
	struct typed_targets targets;
	reader_space(reader);
	if (!typed_read_targets(reader, &targets))
		return true;
	const char *more = call->syscall->python_into;
	size_t wanted = count_names(more);
	if (targets.count != wanted)
		return READER_FAIL(reader, targets.begin, err,
				   "python-gives-values",
				   SLOT_TEXT("call", call->syscall->name),
				   SLOT_NUMBER("values", wanted),
				   SLOT_STR("first", targets.first),
				   SLOT_TEXT("more", more ? more : ""));
	if (symbol_is(targets.first))
		return parse_fail_symbol(reader, targets.first, err);
	if (!str_is(targets.first, "_"))
		call->into = arena_strndup(reader->arena, targets.first.data,
					   targets.first.len);
	return true;
}
