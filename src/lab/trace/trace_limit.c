/* trace_limit: what a lab cannot give to a program, told once when it asks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab has the ids of one user, and nobody in it has a privilege: a call that
 * would become another, or give a file to one, fails there with EINVAL, for the
 * id stands for nobody (user_namespaces(7)), and outside it may succeed.
 */
#include "base/sentence.h"
#include "lab/kernel/process.h"
#include "lab/trace/trace_parts.h"

#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

/* Its own, or that of its program where it was not told of. */
static const char *name_of(const struct tracee *tracee)
{
	return tracee->name ? tracee->name : tracee->program->name;
}

/* What a ring asks of the kernel are no system calls. */
static char *tell_rings(const struct tracee *tracee)
{
	struct tracer *tracer = tracee->lab->tracer;
	if (tracer->told_rings)
		return NULL;
	tracer->told_rings = true;
	return SENTENCE_NEW("note-io-uring",
			    SLOT_TEXT("actor", name_of(tracee)));
}

/* strace(1) and gdb(1), run inside. */
static char *tell_tracer(const struct tracee *tracee, uint64_t request)
{
	struct tracer *tracer = tracee->lab->tracer;
	bool begins = request == PTRACE_TRACEME || request == PTRACE_ATTACH ||
		      request == PTRACE_SEIZE;
	if (tracer->told_tracer || !begins)
		return NULL;
	tracer->told_tracer = true;
	return SENTENCE_NEW("note-one-tracer",
			    SLOT_TEXT("actor", name_of(tracee)));
}

/* The ids that a call names: `count` arguments from `first` on, and of those
 * in `groups`, bit by bit, it is a group. With none it needs a privilege. */
static const struct ids {
	long number;
	unsigned first, count, groups;
} table[] = {
	{SYS_chroot, 0, 0, 0},	  {SYS_fchown, 1, 2, 2},
	{SYS_fchownat, 2, 2, 2},  {SYS_setgid, 0, 1, 1},
	{SYS_setgroups, 0, 0, 0}, {SYS_setregid, 0, 2, 3},
	{SYS_setresgid, 0, 3, 7}, {SYS_setresuid, 0, 3, 0},
	{SYS_setreuid, 0, 2, 0},  {SYS_setuid, 0, 1, 0},
#ifdef SYS_chown
	{SYS_chown, 1, 2, 2},	  {SYS_lchown, 1, 2, 2},
#endif
};

/* Whether the process has a name for the id; -1 names none. True where that is
 * not known. */
static bool has_id(const struct tracee *tracee, const char *map, uint32_t id)
{
	char text[4096];
	unsigned inside, outside, count;
	int used = 0;
	if (id == (uint32_t)-1 ||
	    process_read(tracee->tid, map, text, sizeof(text)) <= 0)
		return true;
	for (const char *rest = text;
	     sscanf(rest, "%u %u %u%n", &inside, &outside, &count, &used) == 3;
	     rest += used) {
		if (id - inside < count)
			return true;
	}
	return false;
}

static bool is_in_vain(const struct tracee *tracee, const struct ids *ids,
		       const uint64_t args[6])
{
	for (unsigned i = 0; i < ids->count; i++) {
		bool is_group = ids->groups >> i & 1;
		if (!has_id(tracee, is_group ? "gid_map" : "uid_map",
			    (uint32_t)args[ids->first + i]))
			return true;
	}
	return !ids->count;
}

/* A program that gives up its privileges, or takes another folder for `/`. */
static char *tell_power(const struct tracee *tracee,
			const struct trace_call *row, const uint64_t args[6])
{
	struct tracer *tracer = tracee->lab->tracer;
	if (tracer->told_power || tracee->attached ||
	    !tracee->lab->space.namespaces)
		return NULL;
	for (size_t i = 0; i < COUNT(table) && !tracer->told_power; i++)
		tracer->told_power = table[i].number == row->number &&
				     is_in_vain(tracee, &table[i], args);
	if (!tracer->told_power)
		return NULL;
	return SENTENCE_NEW("note-one-user",
			    SLOT_TEXT("actor", name_of(tracee)),
			    SLOT_TEXT("call", row->name));
}

char *trace_limit_note(const struct tracee *tracee,
		       const struct trace_call *row, const uint64_t args[6])
{
	if (row->subject == TRACE_RING)
		return tell_rings(tracee);
	if (row->subject == TRACE_TRACER)
		return tell_tracer(tracee, args[0]);
	return row->subject == TRACE_POWER ? tell_power(tracee, row, args)
					   : NULL;
}
