/* order: whatever is told to the wire, the parser answers, and what it read
 * prints and comes back the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/order/order.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0}, other = {0};
	struct buf first = {0}, second = {0};
	struct order order, again;
	struct err err = {0};
	char *exact = xmalloc(size);
	if (size)
		memcpy(exact, data, size);
	if (!order_parse((struct str){exact, size}, &arena, &order, &err)) {
		assert(err.text[0]);
	} else {
		order_print(&order, &first);
		struct str printed = {first.data, first.len};
		bool read = order_parse(printed, &other, &again, &err);
		assert(read && again.kind == order.kind);
		struct order copy = order_copy(&again, &arena);
		order_print(&copy, &second);
		assert(!strcmp(buf_text(&first), buf_text(&second)));
	}
	free(exact);
	buf_done(&first);
	buf_done(&second);
	arena_done(&arena);
	arena_done(&other);
	return 0;
}
