/* parse: the text of a call, in C notation, to a value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     call    = [ name "=" ] name "(" [ arg { "," arg } ] ")" [ ";" ]
 *     arg     = flags | address | string [ "*" number ] | name | structure
 *     flags   = term { "|" term }
 *     term    = number | CONSTANT
 *
 * Addresses: 127.0.0.1:12345, [::1]:80, unix:/tmp/s, unix:@name; see
 * address_parse() for the rare ones.
 * Structures of options: {1, 0} for SO_LINGER, {2, 500000} for SO_RCVTIMEO.
 */
#pragma once
#include "call/call.h"

/* Reads one call, the whole of `text`. Strings live in `arena`. The sentence
 * in `err` points at the place ("column 14: ") and says what was expected;
 * an unknown call or constant names the nearest ones. `column` may be NULL;
 * otherwise it gets the 1-based column of the fault. */
bool call_parse(struct str text, struct arena *arena, struct call *call,
		size_t *column, struct err *err);
