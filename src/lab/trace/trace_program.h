/* trace_program: finds the file of a program, and packs it for the lab's init.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/trace/trace.h"

/* The path of the file that `name` means, as execvp(3) looks for it, but from
 * `directory`. The caller frees it. Fails for what cannot be traced here, and
 * says why: no such file, no right, a script without an interpreter, another
 * machine's program, one that changes its user. */
char *trace_program_find(const char *name, const char *directory,
			 struct err *err);

/* What the child that becomes the program needs, as it lies in a file. */
struct trace_packed {
	const char *path, *directory;
	char **argv, **environment;
};

/* Writes the program into a memfd; -1 on failure. */
int trace_program_pack(const struct trace_program *program, const char *path,
		       const char *directory, struct err *err);

/* Whether the file looks for leaks at its end; false, too, for what is larger
 * than sanitized programs are. That check is switched off in what is packed. */
bool trace_program_checks_leaks(const char *path);

/* The child's side. Returns false when `fd` cannot be mapped. */
bool trace_program_unpack(int fd, struct trace_packed *packed);
