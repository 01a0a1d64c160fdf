/* burden: what the processes of a lab weigh together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A limit of setrlimit(2) holds for one process, and a bomb is many. Where the
 * lab has a control group the kernel counts, and kills one process of it; that
 * is seen in a counter. Where it has none they are weighed here.
 *
 * A page that a fork shares is part of what each of the two has resident, so
 * the sum only says that it is worth looking: /proc/PID/smaps_rollup divides
 * a page by those who have it, and takes longer. Shared memory of System V
 * belongs to nobody, and has a file of its own; as long as it is mapped it is
 * among what processes share, too, so that the larger of both counts.
 *
 * A place that is full ends no lab: who writes there is told by the kernel, and
 * the learner is told by whom it was filled.
 */
#include "lab/inside/burden.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/confine.h"
#include "lab/inside/crowd.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

/* As long as a lab has all the processes that it may have, no other can begin;
 * a program may be there for a moment, a bomb stays. */
enum { CROWDED_MOST = 8 };

static const char *const places[] = {"/tmp", "/dev/shm"};

/* The KiB behind the words that begin with `word`, as some files of /proc have
 * them, added up. */
static uint64_t read_kib(const char *path, const char *word)
{
	char line[256];
	uint64_t sum = 0;
	size_t len = strlen(word);
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, len))
			sum += strtoull(line + len, NULL, 10);
	if (file)
		fclose(file);
	return sum;
}

static uint64_t weigh(const char *name, const char *word)
{
	uint64_t sum = 0;
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; proc && (entry = readdir(proc));) {
		char path[64];
		if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%.16s/%s", entry->d_name,
			 name);
		sum += read_kib(path, word);
	}
	if (proc)
		closedir(proc);
	return sum;
}

/* Of what shmget(2) made, the pages that are in use. */
static uint64_t weigh_segments(void)
{
	char line[512];
	uint64_t sum = 0, bytes;
	FILE *file = fopen("/proc/sysvipc/shm", "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line,
			   "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
			   "%*s %*s %lu",
			   &bytes) == 1)
			sum += bytes >> 10;
	if (file)
		fclose(file);
	return sum;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static bool is_too_heavy(enum inhabitant who)
{
	uint64_t most = (uint64_t)confine_memory(who) << 10;
	uint64_t segments = weigh_segments();
	uint64_t resident = weigh("status", "RssAnon:") +
			    larger(segments, weigh("status", "RssShmem:"));
	return resident > most &&
	       weigh("smaps_rollup", "Pss_Anon:") +
			       larger(segments,
				      weigh("smaps_rollup", "Pss_Shmem:")) >
		       most;
}

/* Both kinds of control groups have a line "oom_kill N". */
static bool was_killed(int counter)
{
	char text[512];
	ssize_t len =
		counter < 0 ? -1 : pread(counter, text, sizeof(text) - 1, 0);
	text[len > 0 ? len : 0] = '\0';
	const char *count = strstr(text, "oom_kill ");
	return count && atoi(count + strlen("oom_kill ")) > 0;
}

/* Of which of the two that `place` has room for there is none left, in words;
 * NULL: of neither. */
static char *describe_full(const char *place, const struct statvfs *room)
{
	if (room->f_blocks && !room->f_bavail)
		return SENTENCE_NEW(
			"note-full-bytes", SLOT_TEXT("place", place),
			SLOT_NUMBER("count",
				    (room->f_blocks * room->f_frsize) >> 20));
	if (room->f_files && !room->f_favail)
		return SENTENCE_NEW("note-full-files",
				    SLOT_TEXT("place", place),
				    SLOT_NUMBER("count", room->f_files));
	return NULL;
}

void burden_look_at_places(struct burden *burden, struct buf *told)
{
	for (size_t i = 0; i < COUNT(places); i++) {
		struct statvfs room;
		if (statvfs(places[i], &room) < 0)
			continue;
		unsigned bit = 1U << i;
		AUTO_FREE char *full = describe_full(places[i], &room);
		if (full && !(burden->full & bit))
			buf_printf(told, "%s%s", told->len ? "; " : "", full);
		burden->full = full ? burden->full | bit : burden->full & ~bit;
	}
}

/* Commands have a limit of time, and what they leave is looked at then. */
static bool is_crowded(struct burden *burden)
{
	bool is_full = burden->who != INHABITANT_AGENT &&
		       crowd_count(0) >= confine_processes(burden->who);
	burden->crowded = is_full ? burden->crowded + 1 : 0;
	return burden->crowded >= CROWDED_MOST;
}

char *burden_look(struct burden *burden)
{
	if (is_crowded(burden))
		return SENTENCE_NEW(
			"note-end-processes",
			SLOT_NUMBER("count", confine_processes(burden->who)));
	if (was_killed(burden->killed) || is_too_heavy(burden->who))
		return SENTENCE_NEW(
			"note-end-memory",
			SLOT_NUMBER("count", confine_memory(burden->who)));
	return NULL;
}
