/* python: an interpreter's memory as a program may have made it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes are that memory. A word whose highest byte is 1 becomes a pointer
 * into it, for nobody finds addresses by chance, and one whose highest byte is
 * 2 the number of the thread. The first two bytes say where the interpreter
 * begins, the next two where its version stands.
 */
#include "lab/source/source_python.h"

#include <assert.h>
#include <string.h>

enum { ROOM = 16 * 1024, BEGIN = 1 << 20, TID = 7 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned char memory[ROOM];

/* In the place of the reader's own: what lies outside is no memory at all. */
bool reader_memory(struct reader *reader, uint64_t at, void *data, size_t len)
{
	(void)reader;
	if (at < BEGIN || at - BEGIN > ROOM || len > ROOM - (at - BEGIN))
		return false;
	memcpy(data, memory + (at - BEGIN), len);
	return true;
}

static void make_memory(const uint8_t *data, size_t size)
{
	memset(memory, 0, sizeof(memory));
	memcpy(memory, data, size < ROOM ? size : ROOM);
	for (size_t i = 0; i + 8 <= ROOM; i += 8) {
		uint64_t word;
		memcpy(&word, memory + i, sizeof(word));
		if (word >> 56 == 1)
			word = BEGIN + word % ROOM;
		else if (word >> 56 == 2)
			word = TID;
		memcpy(memory + i, &word, sizeof(word));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 4)
		return 0;
	make_memory(data + 4, size - 4);
	const struct source_python python = {
		.runtime = BEGIN + (uint64_t)(data[0] << 8 | data[1]) % ROOM,
		.version = BEGIN + (uint64_t)(data[2] << 8 | data[3]) % ROOM,
	};
	struct arena arena = {0};
	struct source_frame frames[SOURCE_FRAMES_MAX];
	struct source_stack stack = {.frames = frames};
	source_python_find(&python, TID, &arena, &stack);
	assert(stack.count <= SOURCE_FRAMES_MAX);
	for (size_t i = 0; i < stack.count; i++)
		assert(stack.frames[i].file && stack.frames[i].function &&
		       stack.frames[i].line >= 0);
	arena_done(&arena);
	return 0;
}
