/* sources: the source files of traced programs, read once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Programs see the files of the machine, in the lab as outside, so a path of
 * theirs is a path here. A relative one is relative to the working folder, in
 * which they were started.
 */
#include "ui/file/sources.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Larger files were not written by hand. */
enum { BYTES_MOST = 4 << 20 };

/* Only a file can be read to its end: a pipe could keep us waiting, and a
 * program may put one in the file's place at any moment. */
static FILE *open_file(const char *path, size_t *size)
{
	struct stat status;
	AUTO_CLOSE int fd =
		open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
	    status.st_size > BYTES_MOST)
		return NULL;
	*size = (size_t)status.st_size;
	return fdopen(take_fd(&fd), "r");
}

static struct str read_all(const char *path, struct arena *arena)
{
	size_t size;
	FILE *file = open_file(path, &size);
	if (!file)
		return (struct str){"", 0};
	char *text = arena_alloc(arena, size + 1);
	size_t len = fread(text, 1, size, file);
	fclose(file);
	return (struct str){text, len};
}

static void split(struct scene_source *source, struct str text,
		  struct arena *arena)
{
	struct str rest = text, line;
	while (str_next_line(&rest, &line))
		source->count++;
	struct str *lines =
		arena_alloc(arena, (source->count + 1) * sizeof(*lines));
	size_t count = 0;
	for (rest = text; str_next_line(&rest, &line);)
		lines[count++] = line;
	source->lines = lines;
}

static bool is_known(const struct sources *sources, const char *file)
{
	for (size_t i = 0; i < sources->count; i++) {
		if (!strcmp(sources->items[i].file, file))
			return true;
	}
	return false;
}

static void add(struct sources *sources, const char *file)
{
	struct scene_source source = {
		.file = arena_strdup(&sources->arena, file)};
	split(&source, read_all(file, &sources->arena), &sources->arena);
	sources->items = xgrow(sources->items, &sources->cap,
			       sources->count + 1, sizeof(*sources->items));
	sources->items[sources->count++] = source;
}

void sources_follow(struct sources *sources, const struct journal *journal)
{
	size_t end = journal_count(journal);
	for (; sources->place < end; sources->place++) {
		const struct event *event = journal_at(journal, sources->place);
		const char *file = event->as.call.source.file;
		if (event->kind == EVENT_CALL && file &&
		    !is_known(sources, file))
			add(sources, file);
	}
}

void sources_done(struct sources *sources)
{
	free(sources->items);
	arena_done(&sources->arena);
	*sources = (struct sources){0};
}
