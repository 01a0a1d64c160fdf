/* script: any bytes as a file of commands.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/script.h"

#include "fuzz_file.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = {0};
	const char *path = fuzz_file("script", data, size);
	struct script *script = script_open(path, &err);
	if (!script) {
		assert(!strncmp(err.text, path, strlen(path)));
		return 0;
	}
	struct str line;
	for (size_t n = 0; script_next(&script, &line); n++)
		assert(line.len && line.len <= size && n <= size);
	assert(!script);
	return 0;
}
