/* reader: a process that reads what a program says of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/source/source.h"
#include "lab/source/talk.h"

#include <stdint.h>

/* Becomes the reader that answers over `socket`, until its other end closes.
 * For a child of a fork. */
_Noreturn void reader_main(int socket);

/* --- within the reader -----------------------------------------------------
 */

enum { READER_SOCKET = 3, READER_PAGES = 64 };

/* A page as it was when the question came: the process stands still. */
struct page {
	uint64_t at;
	bool known, readable;
	unsigned char bytes[TALK_PAGE];
};

struct reader {
	struct page pages[READER_PAGES];
	struct talk talk;
};

enum { READER_FRAMES_MAX = 512 }; /* of one stack; a hostile one has no end */

/* Reads memory of the process that is looked at; false where there is none. */
bool reader_memory(struct reader *reader, uint64_t at, void *data, size_t len);

/* Asks for what the main process alone can give. Descriptors are the caller's,
 * -1: none. */
int reader_maps(struct reader *reader);
int reader_file(struct reader *reader, const char *path);
bool reader_registers(struct reader *reader, void *registers, size_t len);

/* Tells a frame. Returns false when no more are wanted. */
bool reader_tell(struct reader *reader, const struct source_frame *frame,
		 bool may_name);

/* reader_native.c: by libdw. */
struct native;
struct native *native_open(struct reader *reader);
/* The addresses of an interpreter's symbols, 0 where there is none. */
void native_python(struct native *native, uint64_t *runtime, uint64_t *version);
/* With lines, or with the files that functions are in instead. */
void native_frames(struct native *native, int tid, bool lines);
