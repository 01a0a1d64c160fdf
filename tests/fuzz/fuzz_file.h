/* fuzz_file: bytes as a file, for parsers that open one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files stand in a folder of this process, which is XDG_STATE_HOME as well
 * and goes away with it. It is in memory where there is such a place, for what
 * waits for a disk tries little: with fsync(2) on a disk ten minutes had three
 * of a processor.
 */
#pragma once
#include <assert.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char fuzz_folder[32];

static inline void fuzz_empty(const char *folder)
{
	char path[512];
	DIR *list = opendir(folder);
	for (struct dirent *entry; list && (entry = readdir(list));) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_type == DT_REG)
			unlink(path);
	}
	if (list)
		closedir(list);
}

/* Takes all files away. */
static inline void fuzz_clear(void)
{
	char state[64];
	snprintf(state, sizeof(state), "%s/sockstep", fuzz_folder);
	fuzz_empty(fuzz_folder);
	fuzz_empty(state);
}

static inline void fuzz_end(void)
{
	char state[64];
	fuzz_clear();
	snprintf(state, sizeof(state), "%s/sockstep", fuzz_folder);
	rmdir(state);
	rmdir(fuzz_folder);
}

static inline void fuzz_begin(void)
{
	char state[64];
	if (getenv("XDG_STATE_HOME") &&
	    !strcmp(getenv("XDG_STATE_HOME"), fuzz_folder))
		return;
	static const char *const places[] = {"/dev/shm", "/tmp"};
	char *made = NULL;
	for (int i = 0; i < 2 && !made; i++) {
		snprintf(fuzz_folder, sizeof(fuzz_folder), "%s/fuzz-XXXXXX",
			 places[i]);
		made = mkdtemp(fuzz_folder);
	}
	assert(made);
	snprintf(state, sizeof(state), "%s/sockstep", fuzz_folder);
	mkdir(state, 0700);
	setenv("XDG_STATE_HOME", fuzz_folder, 1);
	atexit(fuzz_end);
}

/* Makes or replaces a file; its path, until the next call. */
static inline const char *fuzz_file(const char *name, const void *data,
				    size_t size)
{
	static char path[128];
	fuzz_begin();
	snprintf(path, sizeof(path), "%s/%s", fuzz_folder, name);
	FILE *file = fopen(path, "we");
	assert(file);
	size_t written = fwrite(data, 1, size, file);
	assert(written == size);
	fclose(file);
	return path;
}
