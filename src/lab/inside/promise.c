/* promise: what each inhabitant of a lab may do, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * confine.c has what is done for it, and tests/lab/lab_confine.c tries each
 * cell from inside. The numbers are those of confine.h.
 */
#include "lab/inside/promise.h"

#include "base/mem.h"

#include <string.h>

/* Numbers of macros as text. */
#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

#define SYSTEM                                                                 \
	"the system, /usr, /etc and the like; every other folder is empty"
#define OWN_SOCKETS "those of the lab, and what --share names"
#define DEVICES                                                                \
	"null, zero, full, random, urandom, tty and terminals of the lab's "   \
	"own"
#define OWN_PROCESSES "those of the lab, and none can be traced"
#define COVERED                                                                \
	"/proc/sys can be read, what else is about the machine is covered; "
#define NO_KERNEL                                                              \
	COVERED "no mounts, namespaces, tracing, keys, modules, bpf, "         \
		"io_uring, perf"
#define SOME_VARIABLES "LANG, LANGUAGE, LC_*, PATH, TERM and TZ"

/* clang-format off */
static const struct promise rows[] = {
	{"files seen", {
		SYSTEM,
		"those of the machine, without /run",
		"the system, and their own folder; no checks, no lessons"}},
	{"files written", {
		"/tmp and /dev/shm of the lab, which end with it",
		"/tmp and /dev/shm of the lab, the first above the machine's; with --writable the working folder",
		"/tmp and /dev/shm of the lab, which end with it"}},
	{"sockets", {
		OWN_SOCKETS,
		OWN_SOCKETS,
		"those of the lab"}},
	{"devices", {DEVICES, DEVICES, DEVICES}},
	{"processes", {OWN_PROCESSES, "those of the lab", OWN_PROCESSES}},
	{"kernel", {
		NO_KERNEL,
		COVERED "no keys, modules, bpf, perf",
		NO_KERNEL}},
	{"environment", {
		SOME_VARIABLES,
		"yours, without what leads to agents, buses, screens and container engines",
		SOME_VARIABLES}},
	{"limits", {
		TEXT(CONFINE_PROCESSES_AGENT) " processes; " TEXT(CONFINE_DESCRIPTORS_AGENT) " descriptors of one process; " TEXT(CONFINE_MEMORY_AGENT) " MiB of memory; files of 256 MiB; " TEXT(CONFINE_TMP_AGENT) " MiB in /tmp; 256 KiB of output of a command",
		TEXT(CONFINE_PROCESSES_PROGRAM) " processes; " TEXT(CONFINE_MEMORY_PROGRAM) " MiB of memory; " TEXT(CONFINE_TMP_PROGRAM) " MiB in /tmp; 1 MiB of output",
		TEXT(CONFINE_PROCESSES_SUBMISSION) " processes; " TEXT(CONFINE_DESCRIPTORS_SUBMISSION) " descriptors of one process; " TEXT(CONFINE_MEMORY_SUBMISSION) " MiB of memory; files of 64 MiB; " TEXT(CONFINE_TMP_SUBMISSION) " MiB in /tmp; 1 MiB of output"}},
};
/* clang-format on */

static const char *const names[] = {
	[INHABITANT_AGENT] = "actors and commands of lessons",
	[INHABITANT_PROGRAM] = "your own programs",
	[INHABITANT_SUBMISSION] = "submissions",
};

const struct promise *promises(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}

const char *promise_name(enum inhabitant who)
{
	return names[who];
}

enum { WIDTH = 78, INDENT = 16 };

static void print_cell(const char *word, const char *text, struct buf *out)
{
	struct str rest = str_from(text), line;
	while (text_wrap(&rest, WIDTH - INDENT, &line)) {
		buf_printf(out, "  %-*s", INDENT - 2, word);
		buf_add(out, line.data, line.len);
		buf_putc(out, '\n');
		word = "";
	}
}

void promise_print(struct buf *out)
{
	for (int who = 0; who < INHABITANT_COUNT; who++) {
		buf_printf(out, "\nWhat %s may do in a lab:\n", names[who]);
		for (size_t i = 0; i < COUNT(rows); i++)
			print_cell(rows[i].of, rows[i].may[who], out);
	}
	buf_puts(out, "\nWithout namespaces only the environment and the calls "
		      "that are refused hold.\n");
}
