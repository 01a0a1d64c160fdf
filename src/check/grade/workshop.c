/* workshop: the tools that build a submission, confined as it is itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * make runs what a Makefile says and a compiler includes what a line names, so
 * both work in a lab: what they see is the submission and the system, what they
 * leave running ends with the lab, and what they write stays in the folder.
 */
#include "check/grade/workshop.h"

#include "base/mem.h"
#include "session/session.h"

#include <string.h>

enum { MOST_SECONDS = 60, SAID_MOST = 64 << 10 };

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
		return err_set(err, "%s cannot be run", name);
	if (output->status > 128)
		return err_set(err,
			       "%s was killed by signal %d, or did not "
			       "end within %d seconds",
			       name, output->status - 128, MOST_SECONDS);
	return err_set(err, "%s ended with status %d", name, output->status);
}

/* What came of the command; NULL when the lab failed. */
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
		err_set(err, "%s was interrupted", words[0]);
	return output;
}

bool workshop_run(void *data, const char *const *words, const char *folder,
		  struct buf *said, struct err *err)
{
	struct workshop *workshop = data;
	const char *const seen[] = {workshop->folder, NULL};
	const struct session_options options = {
		.submission = seen,
		.writable = workshop->folder,
		.ending = workshop->ending,
		.command_seconds = MOST_SECONDS,
	};
	struct lesson *blank = lesson_blank(NULL, 0, NULL, 0);
	struct session *session =
		session_new(blank, workshop->loop, &options, err);
	const struct event_output *output =
		session ? run_in(session, words, folder, err) : NULL;
	bool ok = output && judge(words[0], output, said, err);
	workshop->has_failed |= !output;
	session_free(session);
	lesson_free(blank);
	return ok;
}
