/* python: an interpreter's memory as a program may have made it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes are that memory. A word whose highest byte is 1 becomes a pointer
 * into it, for nobody finds addresses by chance, and one whose highest byte is
 * 2 the number of this thread. The first two bytes say where the interpreter
 * begins, the next two where its version stands.
 */
#include "lab/source/source_python.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 16 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make_memory(const uint8_t *data, size_t size, unsigned char *memory)
{
	memcpy(memory, data, size < ROOM ? size : ROOM);
	for (size_t i = 0; i + 8 <= ROOM; i += 8) {
		uint64_t word;
		memcpy(&word, memory + i, sizeof(word));
		if (word >> 56 == 1)
			word = (uintptr_t)memory + word % ROOM;
		else if (word >> 56 == 2)
			word = (uint64_t)gettid();
		memcpy(memory + i, &word, sizeof(word));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 4)
		return 0;
	// What lies behind it is no memory at all.
	static unsigned char memory[ROOM];
	memset(memory, 0, sizeof(memory));
	make_memory(data + 4, size - 4, memory);
	const struct source_python python = {
		.pid = getpid(),
		.runtime = (uintptr_t)memory + (data[0] << 8 | data[1]) % ROOM,
		.version = (uintptr_t)memory + (data[2] << 8 | data[3]) % ROOM,
	};
	struct arena arena = {0};
	struct source_frame frames[SOURCE_FRAMES_MAX];
	struct source_stack stack = {.frames = frames};
	source_python_find(&python, gettid(), &arena, &stack);
	assert(stack.count <= SOURCE_FRAMES_MAX);
	for (size_t i = 0; i < stack.count; i++)
		assert(stack.frames[i].file && stack.frames[i].function &&
		       stack.frames[i].line >= 0);
	arena_done(&arena);
	return 0;
}
