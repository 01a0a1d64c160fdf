/* fault: whatever is behind --inject, the parser answers, and what it read
 * prints and comes back the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/fault.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_fault(const struct call_fault *fault, struct arena *arena)
{
	struct buf first = {0}, second = {0};
	struct call_faults again;
	struct err err = {0};
	call_fault_print(fault, &first);
	bool read = call_faults_parse((struct str){first.data, first.len},
				      arena, &again, &err);
	assert(read && again.count == 1);
	call_fault_print(&again.items[0], &second);
	assert(!strcmp(buf_text(&first), buf_text(&second)));
	buf_done(&first);
	buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct call_faults faults = {0};
	struct err err = {0};
	char *exact = xmalloc(size);
	if (size)
		memcpy(exact, data, size);
	if (!call_faults_parse((struct str){exact, size}, &arena, &faults,
			       &err))
		assert(err.text[0]);
	else
		for (size_t i = 0; i < faults.count; i++)
			check_fault(&faults.items[i], &arena);
	free(exact);
	arena_done(&arena);
	return 0;
}
