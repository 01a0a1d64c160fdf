/* expression: htons() and its family, wherever a number can stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     expression = FUNCTION "(" operand ")"
 *     operand    = number | expression | string, of inet_addr
 *     FUNCTION   = htons | htonl | ntohs | ntohl | inet_addr
 *
 * Python's module may stand before the function: socket.htons(80). See
 * byteorder(3) and inet(3).
 */
#pragma once
#include "call/part/reader.h"

/* Whether one of the functions, and its parenthesis, stands at the front. */
bool expression_is_at(const struct reader *reader);

/* Reads an expression at the front. Fails for an operand that does not fit. */
bool expression_read(struct reader *reader, int64_t *num, struct err *err);

/* Whether `text` begins as an expression does. */
bool expression_begins(struct str text);

/* Adds what the whole of `text` is: its value, in hexadecimal too, and its
 * bytes as they stand in memory. The sentence in `err` points at the place. */
bool expression_print(struct str text, struct buf *out, struct err *err);
