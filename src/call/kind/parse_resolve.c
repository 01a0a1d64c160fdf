/* parse_resolve: the arguments of the resolver's functions as they are written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/parse_value.h"
#include "call/part/resolve.h"

const struct resolve_hint resolve_hints[RESOLVE_HINTS] = {
	{SYMBOL_FAMILY, false, "ai_family"},
	{SYMBOL_TYPE, false, "ai_socktype"},
	{SYMBOL_AI, true, "ai_flags"},
};

bool parse_text(struct reader *reader, const struct call *call, size_t arg,
		struct value *value, struct err *err)
{
	struct reader begin = *reader;
	struct str word;
	if (reader_name(reader, &word) && str_is(word, "NULL")) {
		value->kind = VALUE_INT;
		return true;
	}
	*reader = begin;
	return parse_data(reader, call, arg, value, err);
}

bool resolve_read_hint(struct reader *reader, size_t hint, int64_t *num,
		       struct err *err)
{
	struct str word;
	do {
		int64_t term = 0;
		reader_space(reader);
		const char *at = reader->rest.data;
		if (reader_at_number(reader)) {
			if (!reader_number(reader, INT32_MIN, INT32_MAX, &term,
					   err))
				return false;
		} else if (!reader_name(reader, &word) ||
			   (reader->python && reader_take(reader, '.') &&
			    !reader_name(reader, &word)) ||
			   !symbol_value(resolve_hints[hint].group, word,
					 &term)) {
			return reader_fail(reader, at, err,
					   "expected a constant for `%s`, such "
					   "as in {AF_INET, SOCK_STREAM, "
					   "AI_PASSIVE}",
					   resolve_hints[hint].member);
		}
		*num |= term;
		reader_space(reader);
	} while (resolve_hints[hint].flags && reader_take(reader, '|'));
	return true;
}

bool parse_hints(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	struct value *items =
		arena_alloc(reader->arena, RESOLVE_HINTS * sizeof(*items));
	size_t count = 0;
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	do {
		items[count].kind = VALUE_INT;
		if (!resolve_read_hint(reader, count, &items[count].num, err))
			return false;
		count++;
	} while (count < RESOLVE_HINTS && reader_take(reader, ','));
	if (!reader_take(reader, '}'))
		return parse_fail(reader, call, arg, err);
	*value = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}
