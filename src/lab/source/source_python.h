/* source_python: the Python frames of a stopped thread.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/source/reader.h"

#include <stdint.h>

/* Where the interpreter keeps its things in the process that is read: the
 * addresses of its symbols _PyRuntime and Py_Version. */
struct source_python {
	struct reader *reader;
	uint64_t runtime, version;
};

/* Adds the frames of thread `tid`, as it is numbered inside, innermost first,
 * behind those in `stack` (which has room for SOURCE_FRAMES_MAX). Adds none for
 * a thread that runs no Python code, and for a version of Python whose memory
 * is not known here: 3.11 to 3.14 are. */
void source_python_find(const struct source_python *python, int tid,
			struct arena *arena, struct source_stack *stack);
