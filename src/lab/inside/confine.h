/* confine: what each kind of inhabitant of a lab may see, touch and use.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "lab/inside/inhabitant.h"

#include <sys/resource.h>
#include <sys/types.h>

/* A row of a table says by a mask of inhabitants for whom it holds. */

/* A file or folder of the machine and what stands in its place. */
enum cover {
	COVER_EMPTY,	/* a folder without entries */
	COVER_NULL,	/* a file like /dev/null */
	COVER_FROZEN,	/* the same, but nobody can write to it */
	COVER_WRITABLE, /* the same, within one that is frozen */
};

struct confine_path {
	const char *path;
	enum cover cover;
	unsigned who;
};

/* What stands in the place of the machine's files, in the order in which it is
 * put there; of the folders that are named only those that exist count. */
const struct confine_path *confine_paths(size_t *count);

/* Whether a stranger sees the folder of that name in the machine's root. */
bool confine_is_system(const char *name);

/* Whether he sees the folder of that name, and its files are the machine's: a
 * layer is put over it. */
bool confine_is_layered(enum inhabitant who, const char *name);

/* The device files that /dev has, besides its terminals. */
enum { CONFINE_DEVICES_MOST = 8 };
const char *const *confine_devices(size_t *count);

/* The environment of an inhabitant, made of the variables in `from`, which stay
 * in use; what leads to one of the `shared` paths is among them. Ends with
 * NULL. For a process that becomes another program: nobody frees it. */
char **confine_environment(enum inhabitant who, char *const *from,
			   const char *const *shared);

/* How many processes, and how many MiB in /tmp and in memory, those of a kind
 * have together.
 * Macros, for promise.c has them in words. */
#define CONFINE_PROCESSES_AGENT 256
#define CONFINE_PROCESSES_PROGRAM 256
#define CONFINE_PROCESSES_SUBMISSION 64
#define CONFINE_DESCRIPTORS_AGENT 512 /* of one process */
#define CONFINE_DESCRIPTORS_SUBMISSION 512
#define CONFINE_TMP_AGENT 256
#define CONFINE_TMP_PROGRAM 256
#define CONFINE_TMP_SUBMISSION 64
#define CONFINE_MIB_OF_FILES                                                   \
	4 /* so many for 1024 files, which are memory, too */
#define CONFINE_MEMORY_AGENT 1024
#define CONFINE_MEMORY_PROGRAM 2048
#define CONFINE_MEMORY_SUBMISSION 1024
unsigned confine_tmp(enum inhabitant who);
unsigned confine_memory(enum inhabitant who);
rlim_t confine_processes(enum inhabitant who);

/* A limit of one process and of what it starts, see setrlimit(2), for each kind
 * of inhabitant; 0: as outside. */
struct confine_limit {
	int resource;
	rlim_t most[INHABITANT_COUNT];
};

const struct confine_limit *confine_limits(size_t *count);

/* What the kernel counts for a user, whoever uses it up: a file of
 * /proc/sys/user, and how many those of a lab may have. */
struct confine_count {
	const char *file;
	unsigned most;
};

const struct confine_count *confine_counts(size_t *count);

/* A system call that fails with `error`; with a mask only when the argument of
 * that number has this value under it, and, if `besides` is not 0, the argument
 * of that number is not 0. */
struct confine_refusal {
	const char *call;
	unsigned who;
	int error;
	unsigned argument;
	uint64_t mask, value;
	unsigned besides;
};

enum { CONFINE_REFUSALS_MOST = 128 };
const struct confine_refusal *confine_refusals(size_t *count);

/* The user as whom the inhabitants run where the lab was started as root: one
 * who owns nothing. */
enum { CONFINE_USER = 65533 };
