/* list: values that have members: structures, arrays, lists of arrays.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

struct value value_int(int64_t num);

/* Makes *list a list of `count` members, which are VALUE_NONE and can be
 * written until the list is handed on. */
struct value *list_new(struct value *list, size_t count, struct arena *arena);

/* Member `index`; a VALUE_NONE where the value has no such member. */
const struct value *list_item(const struct value *list, size_t index);

/* Adds one member at the end of *list, which becomes a list. Costs a copy: for
 * the short lists that people write. */
struct value *list_add(struct value *list, struct arena *arena);

/* The items of type `item` that memory holds at `data`, as numbers. */
struct value list_of_ints(const unsigned char *data, size_t count,
			  struct arena *arena);

/* Adds the name of a descriptor, or its number. */
void list_print_fd(const struct value *value, struct buf *out);
