/* typed: which notation a typed call is in, and what it leaves out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Python is what has a dot in the name of what it calls, or assigns to several
 * names at once; all else is C.
 */
#include "call/whole/typed.h"

#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"
#include "call/whole/typed_parts.h"

#include <assert.h>
#include <string.h>

/* Whether "a, b =" or "a = name.name" or "name.name" is at the front. */
static bool is_python(struct reader ahead)
{
	struct str name;
	bool pair = reader_take(&ahead, '(');
	reader_space(&ahead);
	bool named = reader_name(&ahead, &name);
	reader_space(&ahead);
	if (named && reader_take(&ahead, ','))
		return true;
	if (named && reader_take(&ahead, '=')) {
		reader_space(&ahead);
		named = reader_name(&ahead, &name);
	}
	return named && !pair && reader_take(&ahead, '.');
}

bool call_parse_typed(struct str text, const struct typed_context *context,
		      struct arena *arena, struct call *call,
		      enum notation *notation, size_t *column, struct err *err)
{
	struct reader reader = {.all = text, .rest = text, .arena = arena};
	if (context->finder.find)
		reader.finder = &context->finder;
	*call = (struct call){0};
	reader_space(&reader);
	bool python = is_python(reader);
	reader.python = python;
	if (notation)
		*notation = python ? NOTATION_PYTHON : NOTATION_C;
	if (python ? typed_parse_python(&reader, call, err)
		   : typed_parse_c(&reader, context, call, err))
		return true;
	// As a terminal counts: a character may be several bytes.
	size_t place =
		text_width(text.data, (size_t)(reader.fault - text.data)) + 1;
	if (column)
		*column = place;
	return FAILURE_IN(err, "at-column", SLOT_NUMBER("column", place));
}
