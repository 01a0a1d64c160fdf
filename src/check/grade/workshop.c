/* workshop: the tools that build a submission, confined as it is itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * make runs what a Makefile says and a compiler includes what a line names, so
 * both work in a lab: what they see is the submission and the system, what they
 * leave running ends with the lab, and what they write stays in the folder.
 * How much that is no limit of a process says, so the folder is looked at while
 * they work.
 */
#include "check/grade/workshop.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "session/session.h"

#include <ftw.h>
#include <string.h>
#include <sys/stat.h>

enum {
	MOST_SECONDS = 60,
	SAID_MOST = 64 << 10,
	MIB_MOST = 128, /* of the folder, with what it had before */
	FILES_MOST = 10000,
};

/* How often the folder is looked at while a tool works. */
#define LOOK (50 * CLOCK_MS)

/* A word for the shell. */
static void quote(const char *word, struct buf *out)
{
	buf_putc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *word);
	}
	buf_putc(out, '\'');
}

static char *command_of(const char *const *words, const char *folder)
{
	struct buf text = {0};
	buf_puts(&text, "cd ");
	quote(folder, &text);
	buf_puts(&text, " && exec");
	for (size_t i = 0; words[i]; i++) {
		buf_putc(&text, ' ');
		quote(words[i], &text);
	}
	buf_puts(&text, " </dev/null 2>&1");
	return buf_take(&text);
}

static const struct event_output *find_output(const struct session *session)
{
	const struct journal *journal = session_journal(session);
	for (size_t i = journal_count(journal); i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_OUTPUT)
			return &event->as.output;
	}
	return NULL;
}

static bool judge(const char *name, const struct event_output *output,
		  struct buf *said, struct err *err)
{
	size_t len = output->len < SAID_MOST ? output->len : SAID_MOST;
	buf_add(said, output->text, len);
	if (output->status == 0)
		return true;
	if (output->status == 127)
		return FAILURE(err, "tool-not-run", SLOT_TEXT("tool", name));
	if (output->status > 128)
		return FAILURE(err, "tool-killed-or-late",
			       SLOT_TEXT("tool", name),
			       SLOT_NUMBER("signal", output->status - 128),
			       SLOT_NUMBER("seconds", MOST_SECONDS));
	return FAILURE(err, "tool-failed", SLOT_TEXT("tool", name),
		       SLOT_NUMBER("status", output->status));
}

/* --- how much is written ---------------------------------------------------
 */

/* A tool at work. nftw(3) hands nothing on, so what it counts is here. */
struct watch {
	struct workshop *workshop;
	struct loop_timer clock;
	int ending; /* as session_options has it */
	bool is_too_much;
};

static uint64_t bytes;
static size_t files;

static int count_file(const char *path, const struct stat *status, int type,
		      struct FTW *ftw)
{
	(void)path;
	(void)type;
	(void)ftw;
	files++;
	bytes += (uint64_t)status->st_blocks * 512; // see stat(2)
	return files > FILES_MOST || bytes > (uint64_t)MIB_MOST << 20;
}

static void look(void *data)
{
	enum { OPEN_MOST = 16 };
	struct watch *watch = data;
	const int *asked = watch->workshop->ending;
	bytes = 0;
	files = 0;
	watch->is_too_much |= nftw(watch->workshop->folder, count_file,
				   OPEN_MOST, FTW_PHYS) > 0;
	watch->ending = watch->is_too_much ? 1 : asked ? *asked : 0;
	loop_timer_set(watch->workshop->loop, &watch->clock,
		       clock_now() + LOOK);
}

/* --- a tool ----------------------------------------------------------------
 */

/* What came of the command; NULL when it was ended, or the lab failed. */
static const struct event_output *run_in(struct session *session,
					 const char *const *words,
					 const char *folder, struct err *err)
{
	AUTO_FREE char *command = command_of(words, folder);
	if (!session_run(session, NULL, command, err) ||
	    !session_wait(session, err))
		return NULL;
	const struct event_output *output = find_output(session);
	if (!output)
		FAILURE(err, "tool-interrupted", SLOT_TEXT("tool", words[0]));
	return output;
}

static bool run_watched(struct watch *watch, struct session *session,
			const char *const *words, const char *folder,
			struct buf *said, struct err *err)
{
	const struct event_output *output =
		session ? run_in(session, words, folder, err) : NULL;
	if (session)
		look(watch);
	if (watch->is_too_much)
		return FAILURE(err, "tool-wrote-most",
			       SLOT_TEXT("tool", words[0]),
			       SLOT_NUMBER("mib", MIB_MOST),
			       SLOT_NUMBER("files", FILES_MOST));
	watch->workshop->has_failed |= !output;
	return output && judge(words[0], output, said, err);
}

bool workshop_run(void *data, const char *const *words, const char *folder,
		  struct buf *said, struct err *err)
{
	struct workshop *workshop = data;
	struct watch watch = {.workshop = workshop, .clock = {.fn = look}};
	const char *const seen[] = {workshop->folder, NULL};
	const struct session_options options = {
		.submission = seen,
		.writable = workshop->folder,
		.ending = &watch.ending,
		.command_seconds = MOST_SECONDS,
	};
	watch.clock.data = &watch;
	look(&watch);
	struct lesson *blank = lesson_blank(NULL, 0, NULL, 0);
	struct session *session =
		session_new(blank, workshop->loop, &options, err);
	bool ok = run_watched(&watch, session, words, folder, said, err);
	session_free(session);
	lesson_free(blank);
	loop_timer_clear(workshop->loop, &watch.clock);
	return ok;
}
