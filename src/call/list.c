/* list: values that have members.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"

#include <inttypes.h>
#include <string.h>

struct value value_int(int64_t num)
{
	return (struct value){.kind = VALUE_INT, .num = num};
}

struct value *list_new(struct value *list, size_t count, struct arena *arena)
{
	struct value *items = NULL;
	if (count)
		items = arena_alloc(arena, count * sizeof(*items));
	*list = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return items;
}

const struct value *list_item(const struct value *list, size_t index)
{
	static const struct value none = {.kind = VALUE_NONE};
	if (list->kind != VALUE_LIST || index >= list->count)
		return &none;
	return &list->items[index];
}

struct value *list_add(struct value *list, struct arena *arena)
{
	struct value old = *list;
	size_t count = old.kind == VALUE_LIST ? old.count : 0;
	struct value *items = list_new(list, count + 1, arena);
	if (count)
		memcpy(items, old.items, count * sizeof(*items));
	return &items[count];
}

struct value list_of_ints(const unsigned char *data, size_t count,
			  struct arena *arena)
{
	struct value list;
	struct value *items = list_new(&list, count, arena);
	for (size_t i = 0; i < count; i++) {
		int num;
		memcpy(&num, data + i * sizeof(num), sizeof(num));
		items[i] = value_int(num);
	}
	return list;
}

void list_print_fd(const struct value *value, struct buf *out)
{
	if (value->kind == VALUE_NAME)
		buf_puts(out, value->name);
	else if (value->kind == VALUE_NONE)
		buf_putc(out, '_');
	else
		buf_printf(out, "%" PRId64, value->num);
}

const struct address *value_address(const struct value *value)
{
	static const struct address none;
	return value->address ? value->address : &none;
}
