/* python_read_list: lists, times and events as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/parse_value.h"
#include "call/part/python_read.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"

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
			return reader_fail(reader, reader->rest.data, err,
					   "expected `]`: the list is too "
					   "long");
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

bool read_python_pair(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, 2, reader->arena);
	const char *begin = reader->rest.data;
	if (!parse_given(reader, call, arg, &items[0], err))
		return false;
	if (!python_take(reader, ","))
		return reader_fail(reader, begin, err,
				   "socketpair() gives two sockets: expected "
				   "a, b = socket.socketpair()");
	reader_space(reader);
	return parse_given(reader, call, arg, &items[1], err);
}

/* What is set is packed, what is read is room. */
bool read_python_request_value(struct reader *reader, const struct call *call,
			       size_t arg, struct value *value, struct err *err)
{
	struct buf packed = {0};
	enum request_value wanted = request_of(call)->value;
	int num = 0;
	if (wanted == REQUEST_GET)
		return python_want(reader, "bytes(4)", err);
	if (wanted != REQUEST_SET || reader_at_number(reader))
		return parse_request_value(reader, call, arg, value, err);
	const char *begin = reader->rest.data;
	bool read = python_read_packed(reader, &packed, err);
	if (read && packed.len != sizeof(num))
		read = reader_fail(reader, begin, err,
				   "expected struct.pack(\"i\", ...)");
	else if (read)
		memcpy(&num, packed.data, sizeof(num));
	*value = value_int(num);
	buf_done(&packed);
	return read;
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
		return reader_fail(
			reader, reader->rest.data, err,
			"a poll object makes no call before its poll(): type "
			"p = select.poll(); p.register(s, select.POLLIN); "
			"p.poll(1000)");
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

/* "; p.register(" */
static bool take_register(struct reader *reader)
{
	struct reader ahead = *reader;
	if (!python_take(&ahead, "; ") ||
	    !python_take_method(&ahead, ".register("))
		return false;
	*reader = ahead;
	return true;
}

/* "; p.register(s, select.POLLIN)" as often as it stands there. */
bool read_python_polls(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	list_new(value, 0, reader->arena);
	while (take_register(reader)) {
		struct value *poll = list_add(value, reader->arena);
		struct value *items = list_new(poll, 2, reader->arena);
		reader_space(reader);
		if (!read_python_fd(reader, call, arg, &items[0], err))
			return false;
		// What register() watches for when nothing is said.
		items[1] = value_int(POLLIN | POLLPRI | POLLOUT);
		if (python_take(reader, ",") &&
		    !parse_flags(reader, call, arg, &items[1].num, err))
			return false;
		if (!python_want(reader, ")", err))
			return false;
		items[1].num = (int16_t)items[1].num;
		if (value->count > ITEMS_MOST)
			return reader_fail(reader, reader->rest.data, err,
					   "expected no more descriptors");
	}
	return true;
}

/* An empty list is no set at all: Python gives NULL to select(2). */
bool read_python_set(struct reader *reader, const struct call *call, size_t arg,
		     struct value *value, struct err *err)
{
	if (!python_read_items(reader, call, arg, read_python_fd, value, err))
		return false;
	if (!value->count)
		*value = (struct value){.kind = VALUE_NONE};
	return true;
}

/* 1.5, as millionths; *none for None. */
static bool read_seconds(struct reader *reader, int64_t *micro, bool *none,
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
	return any || reader_fail(reader, begin, err,
				  "expected a number of seconds such as 1.5, "
				  "at most %d, or None",
				  SECONDS_MOST);
}

bool read_python_timeval(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	int64_t micro;
	bool none;
	(void)call, (void)arg;
	*value = (struct value){.kind = VALUE_NONE};
	if (!read_seconds(reader, &micro, &none, err))
		return false;
	if (none)
		return true;
	struct value *items = list_new(value, 2, reader->arena);
	items[0] = value_int(micro / 1000000);
	items[1] = value_int(micro % 1000000);
	return true;
}

/* Milliseconds for the poll object, seconds for epoll; None and what is below
 * 0 have no end. */
bool read_python_timeout(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	int64_t micro;
	bool none;
	*value = value_int(-1);
	python_take(reader, "timeout =");
	reader_space(reader);
	if (python_take(reader, "None"))
		return true;
	bool is_poll = call->syscall->parameters[0].kind == &kind_poll;
	if (is_poll || (reader->rest.len && reader->rest.data[0] == '-'))
		return parse_int(reader, call, arg, value, err);
	if (!read_seconds(reader, &micro, &none, err))
		return false;
	value->num = micro / 1000;
	return true;
}

bool read_python_epoll_op(struct reader *reader, const struct call *call,
			  size_t arg, struct value *value, struct err *err)
{
	static const struct {
		const char *method;
		int op;
	} ops[] = {
		{"register", EPOLL_CTL_ADD},
		{"modify", EPOLL_CTL_MOD},
		{"unregister", EPOLL_CTL_DEL},
	};
	struct str name;
	struct reader begin = *reader;
	reader_name(reader, &name);
	for (size_t i = 0; i < COUNT(ops); i++) {
		if (str_is(name, ops[i].method)) {
			*value = value_int(ops[i].op);
			return true;
		}
	}
	*reader = begin;
	return parse_fail(reader, call, arg, err);
}

/* The constants of a poll object are others. */
bool read_python_events(struct reader *reader, const struct call *call,
			size_t arg, struct value *value, struct err *err)
{
	struct reader ahead = *reader;
	if (python_take(&ahead, "select.POLL"))
		return reader_fail(
			reader, reader->rest.data, err,
			"an epoll instance takes select.EPOLL*; a poll object "
			"is filled and asked in one line: p = select.poll(); "
			"p.register(s, select.POLLIN); p.poll(1000)");
	return parse_events(reader, call, arg, value, err);
}

/* --- buffers ---------------------------------------------------------------
 */

bool read_python_buffers(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	return python_read_items(reader, call, arg, read_python_data, value,
				 err);
}

static bool read_room(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	if (!python_want(reader, "bytearray(", err))
		return false;
	reader_space(reader);
	return parse_count(reader, call, arg, value, err) &&
	       python_want(reader, ")", err);
}

bool read_python_rooms(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	return python_read_items(reader, call, arg, read_room, value, err) &&
	       parse_check_rooms(reader, begin, value, err);
}
