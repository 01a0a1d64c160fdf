/* lesson_file: lessons as files, as they stand or at another loopback address.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "lesson/lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than any lesson has. */
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

/* A pipe that nobody writes into would keep us for ever, so it is opened
 * without waiting, and refused. */
static FILE *open_regular(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	if (fd < 0 || fstat(fd, &status) < 0) {
		FAILURE(err, "file-open", SLOT_TEXT("path", path),
			SLOT_TEXT("error", strerror(errno)));
	} else if (S_ISDIR(status.st_mode)) {
		FAILURE(err, "file-read", SLOT_TEXT("path", path),
			SLOT_TEXT("error", strerror(EISDIR)));
	} else if (!S_ISREG(status.st_mode)) {
		FAILURE(err, "file-irregular", SLOT_TEXT("path", path));
	} else {
		FILE *file = fdopen(fd, "r");
		if (file)
			return file;
		FAILURE(err, "file-open", SLOT_TEXT("path", path),
			SLOT_TEXT("error", strerror(errno)));
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

static bool read_path(const char *path, struct buf *text, struct err *err)
{
	FILE *file = open_regular(path, err);
	if (!file)
		return false;
	bool ok = read_file(file, text);
	if (!ok)
		FAILURE(err, "file-read", SLOT_TEXT("path", path),
			SLOT_TEXT("error", strerror(errno)));
	else if (text->len >= FILE_MAX)
		ok = FAILURE(err, "file-large", SLOT_TEXT("path", path),
			     SLOT_NUMBER("most", FILE_MAX));
	fclose(file);
	return ok;
}

struct lesson *lesson_read(const char *path, struct faults *faults,
			   struct err *err)
{
	return lesson_read_drawn(path, 0, faults, err);
}

struct lesson *lesson_read_drawn(const char *path, uint64_t seed,
				 struct faults *faults, struct err *err)
{
	struct buf text = {0};
	struct lesson *lesson = NULL;
	if (read_path(path, &text, err)) {
		lesson = lesson_parse_drawn(path, buf_text(&text), text.len,
					    seed, faults);
		if (!lesson)
			FAILURE(err, "lesson-faults", SLOT_TEXT("path", path),
				SLOT_NUMBER("count", faults->count));
	}
	buf_done(&text);
	return lesson;
}

struct lesson *lesson_parse_at(const char *file, struct str text,
			       const char *loopback, struct faults *faults)
{
	static const char usual[] = "127.0.0.1";
	struct buf moved = {0};
	if (strlen(loopback) != strlen(usual)) {
		FAULT(faults, 1, "fault-loopback-length",
		      SLOT_TEXT("text", loopback), SLOT_TEXT("usual", usual));
		return NULL;
	}
	buf_add(&moved, text.data, text.len);
	(void)buf_text(&moved);
	for (char *at = moved.data; at && (at = strstr(at, usual));) {
		char *end = at + strlen(usual);
		if (strncmp(end, ":*", 2) != 0)
			memcpy(at, loopback, strlen(usual));
		at = end;
	}
	struct lesson *lesson =
		lesson_parse(file, buf_text(&moved), moved.len, faults);
	if (lesson)
		lesson->digest = lesson_digest(text); // as it stands
	buf_done(&moved);
	return lesson;
}

struct lesson *lesson_read_at(const char *path, const char *loopback,
			      struct err *err)
{
	struct buf text = {0};
	struct faults faults = {0};
	struct lesson *lesson = NULL;
	if (read_path(path, &text, err)) {
		lesson = lesson_parse_at(
			path, (struct str){buf_text(&text), text.len}, loopback,
			&faults);
		if (!lesson)
			FAILURE(err, "lesson-has-faults",
				SLOT_TEXT("path", path));
	}
	faults_done(&faults);
	buf_done(&text);
	return lesson;
}
