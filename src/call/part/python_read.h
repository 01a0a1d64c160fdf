/* python_read: the arguments of a call as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function reads what the one of the same name in print_value.h prints.
 * Kinds that have none are read as in C, but for the modules before constants.
 */
#pragma once
#include "call/part/reader.h"
#include "call/table/kind.h"

kind_parse_fn read_python_fd, read_python_data, read_python_option_value,
	read_python_option_room;

/* In python_read_list.c. */
kind_parse_fn read_python_buffers, read_python_rooms;

/* In resolve.c. */

/* In python_read_message.c. */
kind_parse_fn read_python_message, read_python_message_room;

/* --- what they share -------------------------------------------------------
 */

/* The words of Python's poll object, whose variable may have any name: "p =
 * select.poll()", which the reader remembers, and "p.register(" and the like
 * with `method`. */
bool python_want_poller(struct reader *reader, struct err *err);
bool python_take_method(struct reader *reader, const char *method);

/* Takes `text` off the front: a space in it stands for any white space or
 * none. Returns false and takes nothing when something else stands there. */
bool python_take(struct reader *reader, const char *text);

/* The same, but fails when it does not stand there. */
bool python_want(struct reader *reader, const char *text, struct err *err);

/* Reads a string in either quotes, with or without a `b` before it, which
 * *bytes gets, into `out`. */
bool python_read_string(struct reader *reader, struct buf *out, bool *bytes,
			struct err *err);

bool python_read_truth(struct reader *reader, bool *truth, struct err *err);

/* Reads 1.5, as millionths; *none for None. */
bool python_read_seconds(struct reader *reader, int64_t *micro, bool *none,
			 struct err *err);

/* Reads b"x" or b"x" * 5 into a VALUE_BYTES. */
bool python_read_bytes(struct reader *reader, struct value *value,
		       struct err *err);

/* Reads ("127.0.0.1", 80), a path, or b"..." into a VALUE_ADDRESS. */
bool python_read_address(struct reader *reader, struct value *value,
			 struct err *err);

/* Reads [item, item]. */
bool python_read_items(struct reader *reader, const struct call *call,
		       size_t arg, kind_parse_fn *item, struct value *list,
		       struct err *err);

/* Reads the bytes that struct.pack(), socket.inet_aton(), socket.inet_pton() or
 * a string are, several joined by "+". */
bool python_read_packed(struct reader *reader, struct buf *out,
			struct err *err);
