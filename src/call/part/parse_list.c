/* parse_list: arguments in braces as they are written.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/parse_value.h"
#include "call/whole/parse_call.h"

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
			read = reader_fail(reader, reader->rest.data, err,
					   "expected `,` or `}` in the list");
			continue;
		}
		if (count == ITEMS_MOST || bytes > READER_BYTES_MOST) {
			read = reader_fail(reader, reader->rest.data, err,
					   "expected `}`: a list has at most "
					   "%d members and %d bytes",
					   ITEMS_MOST, READER_BYTES_MOST);
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
		return reader_fail(reader, reader->rest.data, err,
				   "expected a variable that is given a "
				   "descriptor, or _ for none");
	value->kind = VALUE_NONE;
	if (str_is(name, "_"))
		return true;
	value->kind = VALUE_NAME;
	value->name = arena_strndup(reader->arena, name.data, name.len);
	return true;
}

bool parse_pair(struct reader *reader, const struct call *call, size_t arg,
		struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	if (!parse_list(reader, call, arg, parse_given, value, err))
		return false;
	return value->count == 2 ||
	       reader_fail(reader, begin, err,
			   "expected two variables, as in {a, b}");
}

/* Reads the `,` inside {a, b}. */
static bool take_comma(struct reader *reader, const char *what, struct err *err)
{
	reader_space(reader);
	if (!reader_take(reader, ','))
		return reader_fail(reader, reader->rest.data, err,
				   "expected `,` and %s", what);
	reader_space(reader);
	return true;
}

static bool take_brace(struct reader *reader, const char *what, struct err *err)
{
	reader_space(reader);
	return reader_take(reader, '}') ||
	       reader_fail(reader, reader->rest.data, err, "expected `}`: %s",
			   what);
}

/* {fd, events} */
static bool parse_poll(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, 2, reader->arena);
	if (!reader_take(reader, '{'))
		return reader_fail(reader, reader->rest.data, err,
				   "expected a descriptor and its events, as "
				   "in {srv, POLLIN}");
	reader_space(reader);
	if (!parse_fd(reader, call, arg, &items[0], err) ||
	    !take_comma(reader, "events such as POLLIN|POLLOUT", err))
		return false;
	items[1].kind = VALUE_INT;
	if (!parse_flags(reader, call, arg, &items[1].num, err))
		return false;
	items[1].num = (int16_t)items[1].num;
	return take_brace(reader, "struct pollfd is {fd, events} here", err);
}

bool parse_polls(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	return parse_null(reader) ||
	       parse_list(reader, call, arg, parse_poll, value, err);
}

bool parse_set(struct reader *reader, const struct call *call, size_t arg,
	       struct value *value, struct err *err)
{
	return parse_null(reader) ||
	       parse_list(reader, call, arg, parse_fd, value, err);
}

bool parse_timeval(struct reader *reader, const struct call *call, size_t arg,
		   struct value *value, struct err *err)
{
	if (parse_null(reader))
		return true;
	if (!reader_take(reader, '{'))
		return parse_fail(reader, call, arg, err);
	struct value *items = list_new(value, 2, reader->arena);
	items[0].kind = items[1].kind = VALUE_INT;
	reader_space(reader);
	return reader_number(reader, 0, INT32_MAX, &items[0].num, err) &&
	       take_comma(reader, "microseconds", err) &&
	       reader_number(reader, 0, 999999, &items[1].num, err) &&
	       take_brace(reader, "struct timeval is {seconds, microseconds}",
			  err);
}

/* EPOLLIN|EPOLLET, or {EPOLLIN, data} where the data is not the descriptor. */
bool parse_events(struct reader *reader, const struct call *call, size_t arg,
		  struct value *value, struct err *err)
{
	if (!reader_take(reader, '{')) {
		value->kind = VALUE_INT;
		return parse_flags(reader, call, arg, &value->num, err);
	}
	struct value *items = list_new(value, 2, reader->arena);
	items[0].kind = items[1].kind = VALUE_INT;
	return parse_flags(reader, call, arg, &items[0].num, err) &&
	       take_comma(reader, "the data, a number", err) &&
	       reader_number(reader, INT64_MIN / 64, INT64_MAX / 64,
			     &items[1].num, err) &&
	       take_brace(reader, "struct epoll_event is {events, data}", err);
}

bool parse_buffers(struct reader *reader, const struct call *call, size_t arg,
		   struct value *value, struct err *err)
{
	return parse_list(reader, call, arg, parse_data, value, err);
}

bool parse_check_rooms(struct reader *reader, const char *begin,
		       const struct value *rooms, struct err *err)
{
	int64_t all = 0;
	for (size_t i = 0; i < rooms->count; i++)
		all += rooms->items[i].num;
	return all <= READER_BYTES_MOST ||
	       reader_fail(reader, begin, err,
			   "expected at most %d bytes in all",
			   READER_BYTES_MOST);
}

bool parse_rooms(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	return parse_list(reader, call, arg, parse_count, value, err) &&
	       parse_check_rooms(reader, begin, value, err);
}
