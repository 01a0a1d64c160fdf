/* python_read_list: lists, times and events as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/parse_value.h"
#include "call/part/python_read.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>

enum { ITEMS_MOST = 1024, SECONDS_MOST = 1000000 };

/* The commas between items, and what is behind the last. */
static bool read_items(struct reader *reader, const struct call *call,
		       size_t arg, kind_parse_fn *item, struct value *list,
		       struct err *err)
{
	size_t bytes = 0;
	while (!python_take(reader, "]")) {
		if (list->count && !python_want(reader, ",", err))
			return false;
		reader_space(reader);
		if (list->count == ITEMS_MOST || bytes > READER_BYTES_MOST)
			return READER_FAIL(reader, reader->rest.data, err,
					   "python-list-most");
		struct value *value = list_add(list, reader->arena);
		if (!item(reader, call, arg, value, err))
			return false;
		bytes += value->bytes.len;
	}
	return true;
}

bool python_read_items(struct reader *reader, const struct call *call,
		       size_t arg, kind_parse_fn *item, struct value *list,
		       struct err *err)
{
	list_new(list, 0, reader->arena);
	if (!python_take(reader, "["))
		return parse_fail(reader, call, arg, err);
	return read_items(reader, call, arg, item, list, err);
}

/* --- poll, select, epoll ---------------------------------------------------
 */

bool python_want_poller(struct reader *reader, struct err *err)
{
	struct str name = {0};
	struct reader ahead = *reader;
	reader_space(&ahead);
	if (!reader_name(&ahead, &name) ||
	    !python_take(&ahead, " = select.poll()"))
		return READER_FAIL(reader, reader->rest.data, err,
				   "poll-object-first");
	*reader = ahead;
	reader->poller = name;
	return true;
}

bool python_take_method(struct reader *reader, const char *method)
{
	struct str name = {0};
	struct reader ahead = *reader;
	reader_space(&ahead);
	if (!reader_name(&ahead, &name) || name.len != reader->poller.len ||
	    memcmp(name.data, reader->poller.data, name.len) != 0 ||
	    !python_take(&ahead, method))
		return false;
	*reader = ahead;
	return true;
}

/* 1.5, as millionths; *none for None. */
bool python_read_seconds(struct reader *reader, int64_t *micro, bool *none,
			 struct err *err)
{
	const char *begin = reader->rest.data;
	int64_t unit = 1000000;
	*micro = 0;
	*none = python_take(reader, "None");
	if (*none)
		return true;
	struct str *rest = &reader->rest;
	bool dot = false, any = false;
	for (; rest->len; rest->data++, rest->len--) {
		char c = rest->data[0];
		if (c == '.' && !dot) {
			dot = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		any = true;
		if (dot)
			unit /= 10;
		*micro = dot ? *micro + (c - '0') * unit
			     : *micro * 10 + (int64_t)(c - '0') * 1000000;
		if (*micro > (int64_t)SECONDS_MOST * 1000000)
			any = false, *micro = 0;
	}
	return any || READER_FAIL(reader, begin, err, "expected-seconds",
				  SLOT_NUMBER("most", SECONDS_MOST));
}
