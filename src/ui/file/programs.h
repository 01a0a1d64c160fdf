/* programs: the programs that `sockstep trace` is to start.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     programs = program { "::" program }
 *     program  = { NAME "=" | "@" HOST | "--when=" WHEN } WORD { WORD }
 *     WHEN     = "listening" [ ":" ( PORT | PATH ) ]
 *
 * server= @h1 python3 server.py :: --when=listening curl http://localhost:8000
 */
#pragma once
#include "base/mem.h"

enum { PROGRAMS_MOST = 16 };

enum program_when {
	PROGRAM_AT_ONCE,
	PROGRAM_WHEN_LISTENING, /* when a socket listens, on `port` if not 0,
				 * or at `path` if not NULL */
};

/* `words` are those of the command line, ending with NULL. */
struct program {
	const char *name;
	const char *host; /* NULL: the first */
	const char *const *words;
	enum program_when when;
	int port;
	const char *path; /* of UNIX, "@name" where it is abstract */
};

struct programs {
	struct program items[PROGRAMS_MOST];
	size_t count;
};

/* Reads words[0..count), and puts NULL where a "::" stands. `when` is what all
 * but the first program wait for, unless they say so themselves; NULL or
 * "listening" and so on. Names that are not given are those of the program, or
 * of the script that an interpreter is given; one that is taken gets a number.
 * They live in `arena`. Fails with what was expected. */
bool programs_read(struct programs *programs, char **words, int count,
		   const char *when, struct arena *arena, struct err *err);

/* What a process that runs already is called: as if its command line had been
 * given to programs_read(), see proc_pid_cmdline(5). Lives in `arena`. */
const char *programs_name_process(int pid, struct arena *arena);
