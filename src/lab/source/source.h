/* source: the line of its program from which a stopped process made a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * C and what else has DWARF is read by libdw, Python by looking into its
 * interpreter. The learner's own line counts, not that of the library in which
 * the call stands: the innermost frame whose file is there to be read and does
 * not belong to the system.
 */
#pragma once
#include "base/mem.h"

#include <sys/types.h>

enum { SOURCE_FRAMES_MAX = 64 };

/* One function that is being executed. `file` is NULL and `line` 0 where it is
 * not known; `function` is "?" then, if not even that is. */
struct source_frame {
	const char *file, *function;
	int line;
};

/* Innermost first. `own` is the index of the learner's line, -1 when no frame
 * has a file that can be read; `named` that of the innermost function which has
 * a name and is not the C library's, 0 where there is none. Strings and array
 * belong to the arena that was given to source_find(). */
struct source_stack {
	struct source_frame *frames;
	size_t count;
	int own, named;
};

struct source;

/* For the process `pid`, which the caller traces. Never fails: what cannot be
 * read has no frames. After execve(2) it must be closed and opened anew. */
struct source *source_open(pid_t pid);
void source_close(struct source *source); /* NULL is fine */

/* Whether the process runs Python. */
bool source_is_python(const struct source *source);

/* Whether it is a Python of which lines can be found: one that says which
 * release it is, as all do from 3.11 on. */
bool source_reads_python(const struct source *source);

/* Whether to read what the process says of itself took too long: nothing more
 * is known of it. */
bool source_gave_up(const struct source *source);

/* Calls `fn` for each native frame of a thread (the same rules), innermost
 * first, until it returns false: with the function's name, "?" where it is not
 * known, and the path of the file that it is in. */
typedef bool source_frame_fn(void *data, const char *function,
			     const char *file);
void source_walk(struct source *source, pid_t tid, source_frame_fn *fn,
		 void *data);

/* Whether the frame has a line that can be read, in a file that does not belong
 * to the system. */
bool source_is_own(const struct source_frame *frame);

/* Reads the stack of thread `tid`, which must be in a ptrace stop of the
 * calling thread. `stack` is empty when nothing is known. */
void source_find(struct source *source, pid_t tid, struct arena *arena,
		 struct source_stack *stack);
