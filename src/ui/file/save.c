/* save: a run on its way into files: a lesson, programs, a log, packets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All texts are made before the first file is opened, so that a run which
 * cannot be saved leaves no half of it behind.
 */
#include "ui/file/save.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "journal/save/save.h"
#include "session/session.h"
#include "show/export/export_c.h"
#include "show/export/export_lesson.h"
#include "show/export/export_python.h"
#include "show/export/pcapng.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRAMS_MOST = 64 };

struct file {
	char *path;
	struct buf bytes;
};

struct files {
	struct file items[PROGRAMS_MOST];
	size_t count;
};

struct suffix;

struct saving {
	const struct exported *from;
	const struct suffix *suffix;
	struct str stem; /* the path without its suffix */
	struct files files;
};

/* Makes the files of one format. */
typedef bool make_fn(struct saving *saving, struct err *err);

struct suffix {
	const char *suffix, *what;
	make_fn *make;
	bool (*program)(const struct exported *from, const char *actor,
			struct buf *out, struct err *err);
};

static struct file *add_file(struct saving *saving, const char *actor)
{
	struct file *file = &saving->files.items[saving->files.count++];
	file->path = xprintf("%.*s%s%s%s", (int)saving->stem.len,
			     saving->stem.data, actor ? "-" : "",
			     actor ? actor : "", saving->suffix->suffix);
	return file;
}

static bool make_lesson(struct saving *saving, struct err *err)
{
	struct file *file = add_file(saving, NULL);
	return export_lesson(saving->from, &file->bytes, err);
}

static bool make_programs(struct saving *saving, struct err *err)
{
	const char *actors[PROGRAMS_MOST];
	size_t count = program_actors(saving->from, actors, COUNT(actors));
	if (!count)
		return FAILURE(err, "save-no-call");
	if (count > PROGRAMS_MOST)
		return FAILURE(err, "save-programs-most",
			       SLOT_NUMBER("count", count),
			       SLOT_NUMBER("most", PROGRAMS_MOST));
	for (size_t i = 0; i < count; i++) {
		struct file *file =
			add_file(saving, count > 1 ? actors[i] : NULL);
		if (!saving->suffix->program(saving->from, actors[i],
					     &file->bytes, err))
			return false;
	}
	return true;
}

/* The whole journal, labs before a rewind included. */
static bool make_log(struct saving *saving, struct err *err)
{
	(void)err;
	const struct journal *journal = saving->from->journal;
	struct file *file = add_file(saving, NULL);
	journal_save_begin(journal, &file->bytes);
	for (size_t i = 0; i < journal_count(journal); i++)
		event_save(journal_at(journal, i), &file->bytes);
	return true;
}

static bool make_packets(struct saving *saving, struct err *err)
{
	(void)err;
	const struct journal *journal = saving->from->journal;
	struct file *file = add_file(saving, NULL);
	pcapng_print(journal, 0, journal_count(journal), &file->bytes);
	return true;
}

/* clang-format off */
static const struct suffix suffixes[] = {
	{".md", SENTENCE_ID("reply-file-is-lesson"), make_lesson, NULL},
	{".c", SENTENCE_ID("reply-file-is-programs-c"), make_programs, export_c},
	{".py", SENTENCE_ID("reply-file-is-programs-python"),
	 make_programs, export_python},
	{".log", SENTENCE_ID("reply-file-is-log"), make_log, NULL},
	{".pcapng", SENTENCE_ID("reply-file-is-packets"), make_packets, NULL},
};
/* clang-format on */

static const struct suffix *find_suffix(const char *path, struct err *err)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		size_t own = strlen(suffixes[i].suffix);
		if (len > own && path[len - own - 1] != '/' &&
		    !strcmp(path + len - own, suffixes[i].suffix))
			return &suffixes[i];
	}
	struct buf list = {0};
	for (size_t i = 0; i < COUNT(suffixes); i++)
		buf_printf(&list, "%s%s %s", i ? "; " : "", suffixes[i].suffix,
			   sentence_text(suffixes[i].what));
	FAILURE(err, "save-which-form", SLOT_TEXT("path", path),
		SLOT_TEXT("list", buf_text(&list)));
	buf_done(&list);
	return NULL;
}

bool save_check(const char *path, struct err *err)
{
	for (const char *at = path; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return FAILURE(err, "save-control");
	}
	return find_suffix(path, err);
}

/* --- writing ---------------------------------------------------------------
 */

static bool is_ours(const struct saved *saved, const char *path)
{
	for (size_t i = 0; i < saved->count; i++) {
		if (!strcmp(saved->paths[i], path))
			return true;
	}
	return false;
}

static bool fail(const char *path, int error, struct err *err)
{
	return FAILURE(err, error == ENOENT ? "write-no-folder" : "write-file",
		       SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(error)));
}

bool save_check_folder(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	AUTO_FREE char *folder =
		slash ? xprintf("%.*s/", (int)(slash - path), path)
		      : xstrdup(".");
	struct stat file;
	if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) < 0)
		return fail(path, errno, err);
	if (!stat(path, &file) && S_ISDIR(file.st_mode))
		return fail(path, EISDIR, err);
	return true;
}

static bool fail_exists(const char *path, struct err *err)
{
	return FAILURE(err, "save-is-there", SLOT_TEXT("path", path));
}

static bool write_file(struct saved *saved, const struct file *file,
		       bool replace, struct err *err)
{
	bool may_replace = replace || is_ours(saved, file->path);
	int how = may_replace ? O_TRUNC : O_EXCL;
	AUTO_CLOSE int fd =
		open(file->path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
	if (fd < 0 && errno == EEXIST)
		return fail_exists(file->path, err);
	if (fd < 0)
		return fail(file->path, errno, err);
	if (!is_ours(saved, file->path)) {
		saved->paths = xgrow(saved->paths, &saved->cap,
				     saved->count + 1, sizeof(*saved->paths));
		saved->paths[saved->count++] = xstrdup(file->path);
	}
	if (!fd_write(fd, file->bytes.data, file->bytes.len) ||
	    close(take_fd(&fd)) < 0)
		return fail(file->path, errno, err);
	return true;
}

/* Looked at beforehand, so that not the half of the programs is written. */
static bool can_write(const struct saved *saved, const struct files *files,
		      bool replace, struct err *err)
{
	for (size_t i = 0; i < files->count && !replace; i++) {
		const char *path = files->items[i].path;
		if (!is_ours(saved, path) && !access(path, F_OK))
			return fail_exists(path, err);
	}
	return true;
}

/* "wrote a.c, b.c and c.c": the file at `i` of so many. */
static void add_written(const char *path, size_t i, size_t count,
			struct buf *said)
{
	AUTO_FREE char *before = xstrdup(buf_text(said));
	const struct slot files = SLOT_TEXT("files", before);
	const struct slot file = SLOT_TEXT("path", path);
	buf_clear(said);
	if (!i)
		SENTENCE(said, "reply-wrote", file);
	else if (i + 1 < count)
		SENTENCE(said, "reply-wrote-more", files, file);
	else
		SENTENCE(said, "reply-wrote-last", files, file);
}

static bool write_files(struct saved *saved, const struct files *files,
			bool replace, struct buf *said, struct err *err)
{
	if (!can_write(saved, files, replace, err))
		return false;
	for (size_t i = 0; i < files->count; i++) {
		const struct file *file = &files->items[i];
		if (!write_file(saved, file, replace, err))
			return false;
		add_written(file->path, i, files->count, said);
	}
	return true;
}

static void files_done(struct files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->items[i].path);
		buf_done(&files->items[i].bytes);
	}
}

bool save_run(struct saved *saved, const struct session *session,
	      const char *path, bool replace, struct buf *said, struct err *err)
{
	if (!save_check(path, err))
		return false;
	const struct suffix *suffix = find_suffix(path, err);
	size_t stem = strlen(path) - strlen(suffix->suffix);
	const char *base = text_base(path);
	AUTO_FREE char *name = xprintf("%.*s", (int)(path + stem - base), base);
	struct arena arena = {0};
	const struct journal *journal = session_journal(session);
	size_t host_count;
	const struct host_spec *hosts =
		session_hosts(session, &arena, &host_count);
	const struct exported from = {
		.journal = journal,
		.begin = session_origin(session),
		.end = session_end(session),
		.lesson = session_lesson(session),
		.hosts = hosts,
		.host_count = host_count,
		.name = name,
	};
	struct saving saving = {
		.from = &from, .suffix = suffix, .stem = {path, stem}};
	bool ok = suffix->make(&saving, err) &&
		  write_files(saved, &saving.files, replace, said, err);
	files_done(&saving.files);
	arena_done(&arena);
	return ok;
}

void saved_done(struct saved *saved)
{
	for (size_t i = 0; i < saved->count; i++)
		free(saved->paths[i]);
	free(saved->paths);
	*saved = (struct saved){0};
}

bool save_at_end(const struct session *session, const char *path,
		 struct err *err)
{
	struct saved saved = {0};
	struct buf said = {0};
	bool ok = save_run(&saved, session, path, true, &said, err);
	saved_done(&saved);
	buf_done(&said);
	return ok;
}
