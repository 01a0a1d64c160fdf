/* history: any bytes as the lines that were typed in former runs; what is
 * written then is read back the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/prompt/history.h"

#include "base/mem.h"
#include "fuzz_file.h"

#include <assert.h>
#include <readline/history.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Opens, types a line, closes. Returns how many lines there were. */
static int run(void)
{
	struct err err = {0};
	struct history *history = history_open();
	int count = history_length;
	for (int i = 0; i < count; i++) {
		const char *line = history_get(history_base + i)->line;
		assert(line[0] && strlen(line) <= HISTORY_LONGEST);
	}
	history_note(history, "a line");
	bool written = history_close(history, &err);
	assert(written);
	clear_history();
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_file("sockstep/history", data, size);
	int first = run(), second = run();
	assert(second == first || second == first + 1);
	return 0;
}
