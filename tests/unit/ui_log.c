/* ui_log: the events of a run on their way into a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "journal/save/save.h"
#include "ui/file/log.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void append(struct journal *journal, const char *note)
{
	struct event event = {.kind = EVENT_NOTE, .time = 1, .as.note = note};
	journal_append(journal, &event);
}

Test(log, has_what_was_before_and_after)
{
	char path[] = "/tmp/sockstep-log-XXXXXX";
	close(mkstemp(path));
	struct err err = {0};
	struct journal *journal = journal_new();
	append(journal, "before");
	struct log *log = log_open(path, &err);
	cr_assert(log, "%s", err.text);
	log_follow(log, journal);
	append(journal, "after");
	cr_expect(log_flush(log, &err), "%s", err.text);
	log_follow(log, NULL);
	append(journal, "let go");
	cr_expect(log_close(log, &err), "%s", err.text);

	struct journal *loaded = journal_new();
	FILE *file = fopen(path, "re");
	cr_expect(journal_load(loaded, file, path, &err), "%s", err.text);
	fclose(file);
	unlink(path);
	cr_assert(journal_count(loaded) == 2, "%zu", journal_count(loaded));
	cr_expect(!strcmp(journal_at(loaded, 0)->as.note, "before"));
	cr_expect(!strcmp(journal_at(loaded, 1)->as.note, "after"));
	journal_free(loaded);
	journal_free(journal);
}

Test(log, tells_once_that_it_is_lost)
{
	struct err err = {0};
	struct journal *journal = journal_new();
	struct log *log = log_open("/dev/full", &err);
	cr_assert(log, "%s", err.text);
	log_follow(log, journal);
	append(journal, "first");
	cr_expect(!log_flush(log, &err));
	cr_expect(strstr(err.text, "No space left on device; the lesson goes "
				   "on without it"),
		  "%s", err.text);
	cr_expect(log_is_lost(log));
	append(journal, "second");
	cr_expect(log_flush(log, &err), "once is enough");
	log_follow(log, NULL);
	cr_expect(log_close(log, &err), "once is enough");
	journal_free(journal);
}

Test(log, needs_a_file)
{
	struct err err = {0};
	cr_expect(!log_open("/no/such/folder/log", &err));
	cr_expect(strstr(err.text, "/no/such/folder/log"), "%s", err.text);
}
