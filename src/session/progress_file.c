/* progress_file: one file that several processes may change.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who writes holds an exclusive lock on a file beside it, which stays: a lock
 * on the record itself would be lost with each rename(2). Reading needs none,
 * for a rename is seen whole or not at all. The kernel gives a lock back when
 * its holder dies, so a killed process stops nobody.
 *
 * Before version 1 the file had no version, and a lesson had "finished", true
 * also for one that had played by itself: that is taken as "played".
 */
#include "session/progress_file.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "session/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void update_lesson(json_t *lesson)
{
	const json_t *finished = json_object_get(lesson, "finished");
	if (finished)
		json_object_set_new(lesson, "state",
				    json_string(json_is_true(finished)
							? "played"
							: "begun"));
	json_object_del(lesson, "finished");
}

/* Makes this version of an older one. */
static void update(json_t *root)
{
	const char *id;
	json_t *lesson;
	if (!json_object_get(root, "version"))
		json_object_foreach(json_object_get(root, "lessons"), id,
				    lesson) update_lesson(lesson);
	json_object_set_new(root, "version", json_integer(PROGRESS_VERSION));
}

/* The object in the file. Returns NULL with `err` when it is none, with errno
 * ENOENT when there is no file. */
static json_t *load(const char *path, struct err *err)
{
	json_error_t fault;
	errno = 0;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &fault);
	int number = errno;
	if (root && !json_is_object(root)) {
		json_decref(root);
		root = NULL;
		snprintf(fault.text, sizeof(fault.text), "%s",
			 sentence_text(SENTENCE_ID("no-object")));
		fault.line = 1;
	}
	if (!root && number && (fault.line <= 0 || number == EISDIR))
		FAILURE(err, "open-file", SLOT_TEXT("path", path),
			SLOT_TEXT("reason", strerror(number)));
	else if (!root)
		err_set(err, "%s:%d: %s", path, fault.line, fault.text);
	errno = root ? 0 : fault.line > 0 ? EINVAL : number;
	return root;
}

static bool is_newer(const json_t *root)
{
	return json_integer_value(json_object_get(root, "version")) >
	       PROGRESS_VERSION;
}

/* Gives a damaged file the first name that is free. */
static enum progress_file_fate move_aside(const char *path, struct err *why,
					  struct err *err)
{
	for (int i = 1; i < 1000; i++) {
		AUTO_FREE char *aside = xprintf("%s.damaged-%d", path, i);
		if (link(path, aside) == 0 && unlink(path) == 0) {
			FAILURE(err, "progress-unread",
				SLOT_TEXT("why", why->text),
				SLOT_TEXT("aside", aside));
			return PROGRESS_FILE_ASIDE;
		}
		if (errno != EEXIST)
			break;
	}
	FAILURE(err, "progress-unread-kept", SLOT_TEXT("why", why->text),
		SLOT_TEXT("reason", strerror(errno)));
	return PROGRESS_FILE_LEFT;
}

enum progress_file_fate progress_file_read(const char *path, json_t **root,
					   struct err *err)
{
	struct err why;
	enum progress_file_fate fate = PROGRESS_FILE_READ;
	*root = path ? load(path, &why) : NULL;
	if (*root && is_newer(*root)) {
		FAILURE(err, "progress-newer", SLOT_TEXT("path", path));
		fate = PROGRESS_FILE_LEFT;
		json_decref(*root);
		*root = NULL;
	} else if (path && !*root && errno == EINVAL) {
		fate = move_aside(path, &why, err);
	} else if (path && !*root && errno != ENOENT && errno != ENOTDIR) {
		FAILURE(err, "progress-not-kept", SLOT_TEXT("why", why.text));
		fate = PROGRESS_FILE_LEFT;
	}
	if (!*root)
		*root = json_object();
	update(*root);
	return fate;
}

json_t *progress_file_load(const char *path, struct err *err)
{
	json_t *root = load(path, err);
	if (root && is_newer(root)) {
		json_decref(root);
		return FAILURE_NULL(err, "written-by-newer",
				    SLOT_TEXT("path", path));
	}
	// Who has done nothing yet has no lessons in it.
	if (root && !json_object_get(root, "version") &&
	    !json_object_get(root, "lessons")) {
		json_decref(root);
		return FAILURE_NULL(err, "no-progress-record",
				    SLOT_TEXT("path", path));
	}
	if (root)
		update(root);
	return root;
}

/* Replaces the file, under the lock. */
static bool replace(const char *path, const json_t *root, struct err *err)
{
	AUTO_FREE char *beside = xprintf("%s.new", path);
	AUTO_FREE char *text =
		json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && text && fd_write(fd, text, strlen(text)) &&
		  fsync(fd) == 0 && rename(beside, path) == 0;
	if (!ok) {
		FAILURE(err, "write-file", SLOT_TEXT("path", path),
			SLOT_TEXT("reason", strerror(errno)));
		if (fd >= 0)
			unlink(beside);
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

json_t *progress_file_write(const char *path, progress_file_change_fn *change,
			    void *data, struct err *err)
{
	AUTO_FREE char *name = xprintf("%s.lock", path);
	if (!folder_make(path, err))
		return NULL;
	AUTO_CLOSE int lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int locked = -1;
	while (lock >= 0 && (locked = flock(lock, LOCK_EX)) < 0 &&
	       errno == EINTR)
		;
	if (locked < 0)
		return FAILURE_NULL(err, "lock-file", SLOT_TEXT("path", name),
				    SLOT_TEXT("reason", strerror(errno)));
	json_t *root = NULL;
	bool ok = progress_file_read(path, &root, err) != PROGRESS_FILE_LEFT;
	if (ok) {
		change(data, root);
		json_object_set_new(root, "version",
				    json_integer(PROGRESS_VERSION));
		ok = replace(path, root, err);
	}
	if (ok)
		return root;
	json_decref(root);
	return NULL;
}
