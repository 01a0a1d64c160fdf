/* parse_list: arguments in braces as they are written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/parse_value.h"
#include "call/table/symbol.h"

#include <string.h>

enum { ITEMS_MOST = 1024 }; /* IOV_MAX, and the descriptors of an fd_set */

bool parse_list(struct reader *reader, const struct call *call, size_t arg,
		kind_parse_fn *item, struct value *list, struct err *err)
{
	struct value *items = NULL;
	size_t count = 0, cap = 0, bytes = 0;
	bool read = true;
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	while (reader_space(reader), read && !reader_take(reader, '}')) {
		if (count && !reader_take(reader, ',')) {
			read = READER_FAIL(reader, reader->rest.data, err,
					   "expected-list-rest");
			continue;
		}
		if (count == ITEMS_MOST || bytes > READER_BYTES_MOST) {
			read = READER_FAIL(
				reader, reader->rest.data, err, "list-most",
				SLOT_NUMBER("items", ITEMS_MOST),
				SLOT_NUMBER("bytes", READER_BYTES_MOST));
			continue;
		}
		reader_space(reader);
		items = xgrow(items, &cap, count + 1, sizeof(*items));
		items[count] = (struct value){0};
		read = item(reader, call, arg, &items[count], err);
		bytes += items[count++].bytes.len;
	}
	if (read && count)
		memcpy(list_new(list, count, reader->arena), items,
		       count * sizeof(*items));
	else if (read)
		list_new(list, 0, reader->arena);
	free(items);
	return read;
}

bool parse_null(struct reader *reader)
{
	struct reader ahead = *reader;
	struct str name;
	if (!reader_name(&ahead, &name) || !str_is(name, "NULL"))
		return false;
	*reader = ahead;
	return true;
}

bool parse_given(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	struct str name;
	(void)call, (void)arg;
	if (!reader_name(reader, &name))
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-given-variable");
	if (symbol_is(name))
		return parse_fail_symbol(reader, name, err);
	value->kind = VALUE_NONE;
	if (str_is(name, "_"))
		return true;
	value->kind = VALUE_NAME;
	value->name = arena_strndup(reader->arena, name.data, name.len);
	return true;
}

/* Reads the `,` inside {a, b}. */
bool parse_comma(struct reader *reader, const char *what, struct err *err)
{
	reader_space(reader);
	if (!reader_take(reader, ','))
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-comma", SLOT_TEXT("what", what));
	reader_space(reader);
	return true;
}

bool parse_brace(struct reader *reader, const char *what, struct err *err)
{
	reader_space(reader);
	return reader_take(reader, '}') ||
	       READER_FAIL(reader, reader->rest.data, err, "expected-brace",
			   SLOT_TEXT("what", what));
}

bool parse_check_rooms(struct reader *reader, const char *begin,
		       const struct value *rooms, struct err *err)
{
	int64_t all = 0;
	for (size_t i = 0; i < rooms->count; i++)
		all += rooms->items[i].num;
	return all <= READER_BYTES_MOST ||
	       READER_FAIL(reader, begin, err, "expected-bytes-most",
			   SLOT_NUMBER("most", READER_BYTES_MOST));
}
