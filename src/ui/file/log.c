/* log: the events of a run on their way into a file, as they happen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A log that cannot be written any more, because the disk is full or the
 * reader of a pipe has gone, does not end the lesson: the learner is told
 * once, and the program's exit status tells whoever wanted the log.
 */
#include "ui/file/log.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "journal/save/save.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct log {
	char *path;
	int fd; /* -1: lost */
	struct journal *journal;
	struct buf waiting;
};

struct log *log_open(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return FAILURE_NULL(err, "write-log", SLOT_TEXT("path", path),
				    SLOT_TEXT("reason", strerror(errno)));
	struct log *log = xcalloc(1, sizeof(*log));
	log->path = xstrdup(path);
	log->fd = fd;
	return log;
}

static void on_event(void *data, const struct event *event)
{
	struct log *log = data;
	if (log->fd >= 0)
		event_save(event, &log->waiting);
}

void log_follow(struct log *log, struct journal *journal)
{
	if (log->journal)
		journal_listen(log->journal, NULL, NULL);
	log->journal = journal;
	if (!journal)
		return;
	journal_save_begin(journal, &log->waiting);
	for (size_t i = 0; i < journal_count(journal); i++)
		on_event(log, journal_at(journal, i));
	journal_listen(journal, on_event, log);
}

static bool lose(struct log *log, int error, struct err *err)
{
	close(log->fd);
	log->fd = -1;
	buf_done(&log->waiting);
	return FAILURE(err, "write-log-on", SLOT_TEXT("path", log->path),
		       SLOT_TEXT("reason", strerror(error)));
}

bool log_flush(struct log *log, struct err *err)
{
	size_t done = 0;
	while (log->fd >= 0 && done < log->waiting.len) {
		ssize_t n = write(log->fd, log->waiting.data + done,
				  log->waiting.len - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			return lose(log, errno, err);
	}
	buf_clear(&log->waiting);
	return true;
}

bool log_is_lost(const struct log *log)
{
	return log->fd < 0;
}

bool log_close(struct log *log, struct err *err)
{
	if (!log)
		return true;
	bool ok = log_flush(log, err);
	if (log->fd >= 0 && close(log->fd) < 0)
		ok = FAILURE(err, "write-log", SLOT_TEXT("path", log->path),
			     SLOT_TEXT("reason", strerror(errno)));
	buf_done(&log->waiting);
	free(log->path);
	free(log);
	return ok;
}
