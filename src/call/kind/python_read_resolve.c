/* python_read_resolve: the arguments of the resolver as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/parse_value.h"
#include "call/part/python_read.h"
#include "call/part/resolve.h"

bool read_python_text(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	struct buf text = {0};
	bool is_bytes = false;
	if (python_take(reader, "None")) {
		value->kind = VALUE_INT;
		return true;
	}
	char first = reader->rest.len ? reader->rest.data[0] : '\0';
	if (first != '"' && first != '\'' && first != 'b')
		return parse_fail(reader, call, arg, err);
	bool read = python_read_string(reader, &text, &is_bytes, err);
	if (read) {
		value->kind = VALUE_BYTES;
		value->bytes.len = text.len;
		value->bytes.data =
			arena_copy(reader->arena, buf_text(&text), text.len);
	}
	buf_done(&text);
	return read;
}

/* Python's arguments are family, type, protocol and flags; the protocol, which
 * the hints of a lesson have not, must be 0. */
bool read_python_hints(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	struct value *items =
		arena_alloc(reader->arena, RESOLVE_HINTS * sizeof(*items));
	size_t count = 0;
	(void)call, (void)arg;
	do {
		if (count == 2 && (!python_want(reader, "0", err) ||
				   !python_want(reader, ",", err)))
			return false;
		items[count].kind = VALUE_INT;
		if (!resolve_read_hint(reader, count, &items[count].num, err))
			return false;
		count++;
	} while (count < RESOLVE_HINTS && reader_take(reader, ','));
	*value = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}
