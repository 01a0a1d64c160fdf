/* replay: a log as a session, with the lessons that were played.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A log names its lesson and has a digest of that one's text. The words of a
 * lesson that has changed since would not fit what happened, so they are left
 * out, and all the rest is shown as in a free lab. A talk brings the text
 * along; a file that a stranger names is not even opened.
 */
#include "ui/file/replay.h"

#include "base/sentence.h"
#include "journal/save/save.h"
#include "session/recorded.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct lesson *keep(struct replay *replay, struct lesson *lesson)
{
	replay->lessons = xgrow(replay->lessons, &replay->cap,
				replay->count + 1, sizeof(*replay->lessons));
	return replay->lessons[replay->count++] = lesson;
}

/* The lesson of that file, when it is the one that was played. */
static struct lesson *read_lesson(const char *file,
				  const struct event_lab *begun,
				  const char *loopback)
{
	struct faults faults = {0};
	struct err err;
	struct lesson *lesson = lesson_read(file, &faults, &err);
	faults_done(&faults);
	if (lesson && lesson->digest != begun->digest) {
		lesson_free(lesson);
		return NULL;
	}
	if (lesson && loopback) {
		lesson_free(lesson);
		lesson = lesson_read_at(file, loopback, &err);
	}
	if (lesson)
		lesson_shuffle(lesson, begun->shuffled);
	return lesson;
}

/* The lesson as the talk sent it. */
static struct lesson *read_text(const struct replay *replay,
				const struct event_lab *begun,
				const char *loopback)
{
	const char *called = sentence_text("reply-talk-lesson");
	struct faults faults = {0};
	struct str text;
	struct lesson *lesson = NULL;
	if (!replay->text_of(replay->text_data, begun->digest, &text))
		return NULL;
	if (loopback)
		lesson = lesson_parse_at(called, text, loopback, &faults);
	else
		lesson = lesson_parse(called, text.data, text.len, &faults);
	faults_done(&faults);
	if (lesson)
		lesson_shuffle(lesson, begun->shuffled);
	return lesson;
}

static struct lesson *find_lesson(const struct replay *replay,
				  const struct event_lab *begun,
				  const char *loopback)
{
	const struct catalogue *catalogue = &replay->catalogue;
	struct lesson *lesson = NULL;
	for (size_t i = 0; !lesson && i < catalogue->count; i++) {
		if (!strcmp(catalogue->lessons[i]->id, begun->lesson))
			lesson = read_lesson(catalogue->lessons[i]->file, begun,
					     loopback);
	}
	if (!lesson && replay->text_of)
		return read_text(replay, begun, loopback);
	if (!lesson && begun->file)
		lesson = read_lesson(begun->file, begun, loopback);
	return lesson;
}

static const struct lesson *lesson_of(void *data, const struct event_lab *begun,
				      const char *loopback)
{
	struct replay *replay = data;
	struct lesson *lesson = NULL;
	bool has_lesson = begun && begun->lesson;
	if (has_lesson)
		lesson = find_lesson(replay, begun, loopback);
	if (lesson)
		return keep(replay, lesson);
	lesson = keep(replay, lesson_blank(NULL, 0, NULL, 0));
	if (begun && begun->title)
		lesson->title = arena_strdup(&lesson->arena, begun->title);
	if (has_lesson && !replay->unsaid.len)
		SENTENCE(&replay->unsaid, "reply-replay-unknown",
			 SLOT_TEXT("lesson", begun->lesson));
	if (!begun && !replay->unsaid.len)
		SENTENCE(&replay->unsaid, "reply-replay-old");
	return lesson;
}

/* A last line without an end is one in which the writer was stopped: what is
 * before it counts all the same. */
static bool is_cut(const struct journal *journal, FILE *file)
{
	return feof(file) && journal_count(journal);
}

static bool load(struct replay *replay, struct journal *journal,
		 const char *path, struct err *err)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return FAILURE(err, "read-log", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	struct err fault;
	bool ok = journal_load(journal, file, path, &fault);
	if (!ok && is_cut(journal, file)) {
		SENTENCE(&replay->unsaid, "log-cut",
			 SLOT_TEXT("where", fault.text));
		ok = true;
	}
	if (!ok)
		*err = fault;
	fclose(file);
	return ok && (journal_count(journal) ||
		      FAILURE(err, "log-empty", SLOT_TEXT("path", path)));
}

bool replay_is_log(const char *word)
{
	const char *suffix = strrchr(word, '.');
	return suffix && (!strcmp(suffix, ".log") || !strcmp(suffix, ".jsonl"));
}

struct session *replay_take(struct replay *replay, struct journal *journal,
			    struct loop *loop)
{
	struct err why;
	// Without any, a lesson may still be where the log says.
	if (!catalogue_open(&replay->catalogue, &why))
		replay->catalogue.count = 0;
	return session_recorded(journal, loop, lesson_of, replay);
}

struct session *replay_open(struct replay *replay, const char *path,
			    struct loop *loop, struct err *err)
{
	struct journal *journal = journal_new();
	if (!load(replay, journal, path, err)) {
		journal_free(journal);
		return NULL;
	}
	return replay_take(replay, journal, loop);
}

void replay_close(struct replay *replay)
{
	for (size_t i = 0; i < replay->count; i++)
		lesson_free(replay->lessons[i]);
	free(replay->lessons);
	catalogue_close(&replay->catalogue);
	buf_done(&replay->unsaid);
	*replay = (struct replay){0};
}
