/* lesson: a Markdown file as steps and beats.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/lesson.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* More than any lesson has; a device that never ends must not be read. */
enum { FILE_MAX = 1 << 20 };

static bool read_file(FILE *file, struct buf *text)
{
	char part[4096];
	size_t len;
	while (text->len < FILE_MAX &&
	       (len = fread(part, 1, sizeof(part), file)))
		buf_add(text, part, len);
	return !ferror(file);
}

struct lesson *lesson_read(const char *path, struct faults *faults,
			   struct err *err)
{
	struct buf text = {0};
	struct lesson *lesson = NULL;
	FILE *file = fopen(path, "re");
	if (!file)
		return err_null(err, "open %s: %s", path, strerror(errno));
	if (!read_file(file, &text))
		err_set(err, "read %s: %s", path, strerror(errno));
	else if (text.len >= FILE_MAX)
		err_set(err, "read %s: it is larger than %d bytes", path,
			FILE_MAX);
	else if (!(lesson = lesson_parse(path, buf_text(&text), text.len,
					 faults)))
		err_set(err, "%s has %zu fault%s", path, faults->count,
			faults->count == 1 ? "" : "s");
	fclose(file);
	buf_done(&text);
	return lesson;
}

void lesson_free(struct lesson *lesson)
{
	if (!lesson)
		return;
	arena_done(&lesson->arena);
	free(lesson);
}

size_t lesson_beats(const struct lesson *lesson)
{
	size_t count = 0;
	for (size_t i = 0; i < lesson->step_count; i++)
		count += lesson->steps[i].beat_count;
	return count;
}

size_t lesson_beat_index(const struct lesson *lesson, size_t step, size_t beat)
{
	assert(step < lesson->step_count);
	assert(beat < lesson->steps[step].beat_count);
	for (size_t i = 0; i < step; i++)
		beat += lesson->steps[i].beat_count;
	return beat;
}

void lesson_beat_at(const struct lesson *lesson, size_t index, size_t *step,
		    size_t *beat)
{
	size_t at = 0;
	while (index >= lesson->steps[at].beat_count) {
		index -= lesson->steps[at++].beat_count;
		assert(at < lesson->step_count);
	}
	*step = at;
	*beat = index;
}
