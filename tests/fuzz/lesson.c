/* lesson: any bytes as a lesson, and each of their lines as an expectation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/lesson.h"

#include "journal/journal.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read can be asked, even of a journal in which nothing happened. */
static void try_line(struct str line, const struct journal *journal)
{
	static const char *const actors[] = {"server", "client"};
	struct arena arena = {0};
	struct expect expect;
	struct err err = {0};
	struct buf found = {0};
	if (expect_parse(line, 1, actors, COUNT(actors), &arena, &expect, &err))
		expect_holds(&expect, journal, 0, 0, "server", &found);
	else
		assert(err.text[0]);
	buf_done(&found);
	arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("fuzz.md", (const char *)data, size, &faults);
	assert(!lesson == (faults.count > 0));
	for (size_t i = 1; i < faults.count; i++)
		assert(faults.items[i - 1].line <= faults.items[i].line);
	if (lesson)
		assert(lesson_beats(lesson) > 0);
	lesson_free(lesson);
	faults_done(&faults);
	struct journal *journal = journal_new();
	struct str rest = {(const char *)data, size}, line;
	for (int i = 0; i < 64 && str_next_line(&rest, &line); i++)
		try_line(line, journal);
	journal_free(journal);
	return 0;
}
