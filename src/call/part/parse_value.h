/* parse_value: reading one argument of a call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/reader.h"
#include "call/table/kind.h"

kind_parse_fn parse_fd, parse_constant, parse_count, parse_address, parse_data;
kind_parse_fn parse_int, parse_word;

/* In kind/buffers.c and kind/message_parse.c. */
kind_parse_fn parse_buffers, parse_rooms;
kind_parse_fn parse_message, parse_message_room;

/* --- what they share -------------------------------------------------------
 */

/* What an argument of that kind is, "a number of bytes"; of Python, where that
 * has another. */
const char *kind_expected(const struct kind *kind, bool python);

/* Fails at the front: "expected … for `len`, found …". Returns false. */
bool parse_fail(struct reader *reader, const struct call *call, size_t arg,
		struct err *err);

/* Fails because `name`, which stands where a variable has to, is a constant's.
 * Returns false. */
bool parse_fail_symbol(struct reader *reader, struct str name, struct err *err);

/* Reads constants of the argument's group joined by "|", or numbers. */
bool parse_flags(struct reader *reader, const struct call *call, size_t arg,
		 int64_t *num, struct err *err);

/* Reads { item, item } into a list. */
bool parse_list(struct reader *reader, const struct call *call, size_t arg,
		kind_parse_fn *item, struct value *list, struct err *err);

/* Reads the `,` in the braces of a structure, and the closing one; `what` is
 * what should follow. */
bool parse_comma(struct reader *reader, const char *what, struct err *err);
bool parse_brace(struct reader *reader, const char *what, struct err *err);

/* Takes NULL off the front. Returns whether it stood there. */
bool parse_null(struct reader *reader);

/* Reads a variable that a descriptor is given to; `_` is none. */
kind_parse_fn parse_given;

/* Fails, at `begin`, when a list of rooms is more than a call may ask for. */
bool parse_check_rooms(struct reader *reader, const char *begin,
		       const struct value *rooms, struct err *err);
