/* source_python: the Python frames of a stopped thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A C stack says nothing of the Python line, so the interpreter's own memory is
 * read: _PyRuntime leads to its interpreters, those to their threads (known by
 * the number that gettid(2) gives in there), a thread to its innermost frame,
 * and each frame to its code and to the instruction it is at. The code's
 * location table (Objects/locations.md of CPython) tells the line of that.
 *
 * The process is stopped and may be anywhere, even in the middle of a change:
 * every pointer is read by who may say no, a wrong one only ends the search,
 * and all walks are bounded.
 *
 * The layouts are private to each minor version of Python and hold for all of
 * its releases. From 3.13 on an interpreter tells its own, at the beginning of
 * _PyRuntime (pycore_debug_offsets.h of CPython); which word of that tells what
 * is again of each minor version.
 */
#include "lab/source/source_python.h"

#include "base/text.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Offsets, in bytes. A thread has a pointer to its C frame that leads to the
 * Python frame, or from 3.13 on to that itself (`has_cframe` false). */
struct layout {
	unsigned version; /* major << 8 | minor */
	unsigned interpreters, interpreter_next, threads, thread_next;
	unsigned native_id, frames;
	bool has_cframe;
	unsigned cframe_frame, code, instruction, previous, owner;
	unsigned bytecode, linetable, filename, name, first_line;
	unsigned text_ascii, text_other;
};

/* clang-format off */
static const struct layout layouts[] = {
	{
		.version = 0x030b, .interpreters = 40, .interpreter_next = 0,
		.threads = 16, .thread_next = 8, .native_id = 160,
		.frames = 56, .has_cframe = true, .cframe_frame = 8,
		.code = 32, .instruction = 56, .previous = 48, .owner = 69,
		.bytecode = 184, .linetable = 136, .filename = 112,
		.name = 128,  .first_line = 72,
		.text_ascii = 48, .text_other = 72,
	}, {
		.version = 0x030c, .interpreters = 40, .interpreter_next = 0,
		.threads = 72, .thread_next = 8, .native_id = 144,
		.frames = 56, .has_cframe = true, .cframe_frame = 0,
		.code = 0, .instruction = 56, .previous = 8, .owner = 70,
		.bytecode = 192, .linetable = 136, .filename = 112,
		.name = 128,  .first_line = 68,
		.text_ascii = 40, .text_other = 56,
	},
};
/* clang-format on */

/* Which word of the interpreter's own table is which member of a layout. */
static const struct told {
	unsigned version;
	struct {
		size_t member;
		unsigned word;
	} words[16];
} told[] = {
#define AT(member_, word_)                                                     \
	{                                                                      \
		offsetof(struct layout, member_), word_                        \
	}
	{0x030d,
	 {AT(interpreters, 5), AT(interpreter_next, 8), AT(threads, 9),
	  AT(thread_next, 21), AT(frames, 23), AT(native_id, 25),
	  AT(previous, 29), AT(code, 30), AT(instruction, 31), AT(owner, 33),
	  AT(filename, 35), AT(name, 37), AT(linetable, 38), AT(first_line, 39),
	  AT(bytecode, 43), AT(text_ascii, 70)}},
	{0x030e,
	 {AT(interpreters, 5), AT(interpreter_next, 8), AT(threads, 9),
	  AT(thread_next, 24), AT(frames, 26), AT(native_id, 28),
	  AT(previous, 32), AT(code, 33), AT(instruction, 34), AT(owner, 36),
	  AT(filename, 40), AT(name, 42), AT(linetable, 43), AT(first_line, 44),
	  AT(bytecode, 48), AT(text_ascii, 80)}},
#undef AT
};

enum {
	OWNED_BY_C_STACK = 3, /* such a frame only joins two parts of a stack */
	THREADS_MOST = 4096,
	FRAMES_MOST = 10000, /* where the recursion limit of a program ends */
	TEXT_MOST = 4096,
	TABLE_MOST = 1 << 20,
	SIZE_AT = 16,  /* ob_size of a variable object */
	BYTES_AT = 32, /* ob_sval of bytes */
	TAGS = 7,      /* bits of a pointer that are none of its address */
	TOLD_WORDS = 81,
	OFFSET_MOST = 1 << 20,
	STATE_AT = 32, /* of a string */
};

static bool read_memory(const struct source_python *python, uint64_t at,
			void *data, size_t len)
{
	return at && reader_memory(python->reader, at, data, len);
}

/* 0 where nothing can be read. */
static uint64_t read_pointer(const struct source_python *python, uint64_t at)
{
	uint64_t pointer;
	return read_memory(python, at, &pointer, sizeof(pointer)) ? pointer : 0;
}

/* --- a string --------------------------------------------------------------
 */

/* A character of one, two or four bytes. */
static uint32_t character_at(const unsigned char *data, unsigned size)
{
	uint32_t c = 0;
	memcpy(&c, data, size);
	return c;
}

static const char *read_text(const struct source_python *python,
			     const struct layout *layout, uint64_t at,
			     struct arena *arena)
{
	uint64_t len;
	uint32_t state;
	if (!read_memory(python, at + SIZE_AT, &len, sizeof(len)) ||
	    !read_memory(python, at + STATE_AT, &state, sizeof(state)))
		return NULL;
	unsigned size = state >> 2 & 7;
	bool compact = state >> 5 & 1, ascii = state >> 6 & 1;
	if (!compact || len > TEXT_MOST || size == 0 || size > 4 || size == 3)
		return NULL;
	AUTO_FREE unsigned char *data = xmalloc(len * size + 1);
	at += ascii ? layout->text_ascii : layout->text_other;
	if (!read_memory(python, at, data, len * size))
		return len ? NULL : "";
	struct buf text = {0};
	for (uint64_t i = 0; i < len; i++)
		text_encode(&text, character_at(data + i * size, size));
	return buf_keep(&text, arena);
}

/* --- the line of an instruction --------------------------------------------
 */

/* What is left of a location table. */
struct table {
	const unsigned char *at, *end;
};

/* Six bits in each byte, the lowest first; bit 6 says that more follow. */
static unsigned take_number(struct table *table)
{
	unsigned number = 0, shift = 0;
	while (table->at < table->end && shift < 30) {
		unsigned byte = *table->at++;
		number |= (byte & 63) << shift;
		if (!(byte & 64))
			break;
		shift += 6;
	}
	return number;
}

static int take_signed(struct table *table)
{
	unsigned number = take_number(table);
	return number & 1 ? -(int)(number >> 1) : (int)(number >> 1);
}

static void skip(struct table *table, ptrdiff_t count)
{
	ptrdiff_t left = table->end - table->at;
	table->at += count < left ? count : left;
}

/* Takes what stands behind an entry's first byte. Returns how far its line is
 * from the one before. */
static int take_entry(struct table *table, unsigned code)
{
	enum { SHORT = 10, ONE_LINE = 13, NO_COLUMNS = 13, LONG = 14 };
	int by = 0;
	if (code < SHORT) {
		skip(table, 1);
	} else if (code < ONE_LINE) {
		by = (int)code - SHORT;
		skip(table, 2);
	} else if (code == NO_COLUMNS) {
		by = take_signed(table);
	} else if (code == LONG) {
		by = take_signed(table);
		for (int i = 0; i < 3; i++)
			take_number(table);
	}
	return by;
}

/* The line of instruction number `instruction`; 0 for one that has none. */
static int line_of(struct table table, int line, uint64_t instruction)
{
	enum { NO_LOCATION = 15 };
	uint64_t begun = 0;
	while (table.at < table.end) {
		unsigned first = *table.at++;
		unsigned code = first >> 3 & 15, len = (first & 7) + 1;
		// What a program has there may be any numbers.
		line = (int)((unsigned)line +
			     (unsigned)take_entry(&table, code));
		if (instruction < begun + len)
			return code == NO_LOCATION || line < 0 ? 0 : line;
		begun += len;
	}
	return 0;
}

static int read_line(const struct source_python *python,
		     const struct layout *layout, uint64_t frame, uint64_t code)
{
	int first;
	uint64_t len;
	uint64_t at = read_pointer(python, code + layout->linetable);
	uint64_t now = read_pointer(python, frame + layout->instruction);
	if (!read_memory(python, code + layout->first_line, &first,
			 sizeof(first)) ||
	    !read_memory(python, at + SIZE_AT, &len, sizeof(len)) ||
	    len > TABLE_MOST || now < code + layout->bytecode)
		return 0;
	AUTO_FREE unsigned char *data = xmalloc(len + 1);
	if (!read_memory(python, at + BYTES_AT, data, len))
		return 0;
	uint64_t instruction = (now - (code + layout->bytecode)) / 2;
	return line_of((struct table){data, data + len}, first, instruction);
}

/* --- frames ----------------------------------------------------------------
 */

/* The thread state of `tid`, 0 for none. */
static uint64_t find_thread(const struct source_python *python,
			    const struct layout *layout, uint64_t tid)
{
	uint64_t interpreter =
		read_pointer(python, python->runtime + layout->interpreters);
	// Of all interpreters together: the lists of a program that wants it so
	// are rings.
	for (int seen = 0; interpreter && seen < THREADS_MOST; seen++) {
		uint64_t thread =
			read_pointer(python, interpreter + layout->threads);
		for (; thread && seen < THREADS_MOST; seen++) {
			uint64_t id = read_pointer(python,
						   thread + layout->native_id);
			if (id == tid)
				return thread;
			thread = read_pointer(python,
					      thread + layout->thread_next);
		}
		interpreter = read_pointer(
			python, interpreter + layout->interpreter_next);
	}
	return 0;
}

/* As the interpreter tells it. A build without the global lock keeps its
 * objects in another way, and so has nothing to tell us. */
static bool hear_layout(const struct source_python *python,
			const struct told *of, struct layout *layout)
{
	enum { COOKIE, VERSION, FREE_THREADED };
	uint64_t words[TOLD_WORDS];
	if (!read_memory(python, python->runtime, words, sizeof(words)) ||
	    memcmp(&words[COOKIE], "xdebugpy", sizeof(words[COOKIE])) != 0 ||
	    words[VERSION] >> 16 != of->version || words[FREE_THREADED])
		return false;
	*layout = (struct layout){.version = of->version};
	for (size_t i = 0; i < COUNT(of->words); i++) {
		uint64_t offset = words[of->words[i].word];
		if (offset > OFFSET_MOST)
			return false;
		memcpy((char *)layout + of->words[i].member,
		       &(unsigned){(unsigned)offset}, sizeof(unsigned));
	}
	// Behind PyASCIIObject: the length of the UTF-8 and where that is.
	layout->text_other = layout->text_ascii + 16;
	return true;
}

static bool find_layout(const struct source_python *python,
			struct layout *layout)
{
	// Py_Version is the number that sys.hexversion has.
	unsigned long version;
	if (!read_memory(python, python->version, &version, sizeof(version)))
		return false;
	for (size_t i = 0; i < COUNT(layouts); i++) {
		*layout = layouts[i];
		if (layout->version == version >> 16)
			return true;
	}
	for (size_t i = 0; i < COUNT(told); i++) {
		if (told[i].version == version >> 16)
			return hear_layout(python, &told[i], layout);
	}
	return false;
}

static void add_frame(const struct source_python *python,
		      const struct layout *layout, uint64_t at,
		      struct arena *arena, struct source_stack *stack)
{
	uint64_t code =
		read_pointer(python, at + layout->code) & ~(uint64_t)TAGS;
	const char *file =
		read_text(python, layout,
			  read_pointer(python, code + layout->filename), arena);
	const char *name =
		read_text(python, layout,
			  read_pointer(python, code + layout->name), arena);
	if (!file || !name)
		return;
	stack->frames[stack->count++] = (struct source_frame){
		.file = file,
		.function = name,
		.line = read_line(python, layout, at, code),
	};
}

void source_python_find(const struct source_python *python, int tid,
			struct arena *arena, struct source_stack *stack)
{
	struct layout found;
	const struct layout *layout = &found;
	if (!find_layout(python, &found))
		return;
	uint64_t thread = find_thread(python, layout, (uint64_t)tid);
	if (!thread)
		return;
	uint64_t frame = read_pointer(python, thread + layout->frames);
	if (layout->has_cframe)
		frame = read_pointer(python, frame + layout->cframe_frame);
	for (int n = 0;
	     frame && n < FRAMES_MOST && stack->count < SOURCE_FRAMES_MAX;
	     n++) {
		unsigned char owner;
		if (!read_memory(python, frame + layout->owner, &owner, 1))
			return;
		if (owner < OWNED_BY_C_STACK)
			add_frame(python, layout, frame, arena, stack);
		frame = read_pointer(python, frame + layout->previous);
	}
}
