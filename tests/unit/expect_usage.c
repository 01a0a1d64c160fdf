/* expect_usage: expectations of what a program holds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/journal.h"
#include "lesson/expect/expect.h"

#include <criterion/criterion.h>

static const char *const actors[] = {"program", "client"};

static void add(struct journal *journal, const char *actor, int descriptors,
		int zombies, bool asleep)
{
	struct event event = {.kind = EVENT_USAGE};
	event.as.usage = (struct event_usage){.actor = actor,
					      .descriptors = descriptors,
					      .children = zombies + 1,
					      .zombies = zombies,
					      .memory = 20 * 1000 * 1000,
					      .asleep = asleep};
	journal_append(journal, &event);
}

static void end(struct journal *journal, const char *actor)
{
	struct event event = {.kind = EVENT_ACTOR};
	event.as.actor = (struct event_actor){
		.phase = ACTOR_ENDED, .actor = actor, .host = "host"};
	journal_append(journal, &event);
}

/* What the line finds, "" where it holds. */
static void expect_found(const struct journal *journal, size_t begin,
			 const char *text, const char *wanted)
{
	struct arena arena = {0};
	struct expect expect;
	struct err err = {0};
	struct buf found = {0};
	cr_assert(expect_parse(str_from(text), 1, actors, COUNT(actors), &arena,
			       &expect, &err),
		  "%s: %s", text, err.text);
	cr_expect_str_eq(expect_of_usage(&expect), "program");
	bool holds = expect_holds(&expect, journal, begin,
				  journal_count(journal), NULL, &found);
	cr_expect_eq(holds, !*wanted, "%s", text);
	cr_expect_str_eq(buf_text(&found), wanted, "%s", text);
	buf_done(&found);
	arena_done(&arena);
}

Test(expect_usage, counts)
{
	struct journal *journal = journal_new();
	expect_found(journal, 0, "program descriptors 4",
		     "program runs no more");
	add(journal, "program", 4, 0, true);
	add(journal, "client", 90, 9, true);
	add(journal, "program", 7, 2, true);
	expect_found(journal, 0, "program descriptors 7", "");
	expect_found(journal, 0, "program descriptors at most 3 more", "");
	expect_found(journal, 0, "program descriptors 0 more",
		     "program descriptors 3 more");
	expect_found(journal, 0, "program zombies 0", "program zombies 2");
	expect_found(journal, 0, "program children 3", "");
	expect_found(journal, 0, "program memory at most 20 MB", "");
	expect_found(journal, 0, "program memory at most 19 MB",
		     "program memory 20 MB");
	end(journal, "client");
	expect_found(journal, 0, "program children 3", "");
	end(journal, "program");
	expect_found(journal, 0, "program children 3", "program runs no more");
	journal_free(journal);
}

static void check(struct journal *journal)
{
	struct event event = {.kind = EVENT_CHECK};
	event.as.check = (struct event_check){.met = true, .text = "it"};
	journal_append(journal, &event);
}

/* It may have been about to begin when it was first looked at. */
Test(expect_usage, more_counts_from_the_first_check)
{
	struct journal *journal = journal_new();
	check(journal);
	add(journal, "program", 2, 0, true);
	expect_found(journal, 0, "program descriptors 0 more", "");
	add(journal, "program", 3, 0, true);
	check(journal);
	check(journal);
	add(journal, "program", 4, 0, true);
	add(journal, "program", 6, 0, true);
	check(journal);
	add(journal, "program", 6, 0, true);
	expect_found(journal, 0, "program descriptors 2 more", "");
	journal_free(journal);
}

Test(expect_usage, idle)
{
	struct journal *journal = journal_new();
	for (int i = 0; i < 9; i++)
		add(journal, "program", 4, 0, i > 0);
	expect_found(journal, 0, "program idle",
		     "program is asleep at 8 of 9 looks");
	add(journal, "client", 4, 0, false);
	add(journal, "program", 4, 0, true);
	expect_found(journal, 0, "program idle", "");
	expect_found(journal, 5, "program idle",
		     "program is asleep at 5 of 5 looks");
	add(journal, "program", 4, 0, false);
	expect_found(journal, 0, "program idle", "");
	add(journal, "program", 4, 0, false);
	add(journal, "program", 4, 0, false);
	expect_found(journal, 0, "program idle",
		     "program is asleep at 7 of 10 looks");
	end(journal, "program");
	expect_found(journal, 0, "program idle", "program runs no more");
	journal_free(journal);
}

/* On a busy machine it was not looked at often before its wait was over. */
Test(expect_usage, idle_and_ended)
{
	struct journal *journal = journal_new();
	for (int i = 0; i < 4; i++)
		add(journal, "program", 4, 0, i > 0);
	end(journal, "program");
	expect_found(journal, 0, "program idle", "program runs no more");
	add(journal, "program", 4, 0, true);
	end(journal, "program");
	expect_found(journal, 0, "program idle", "");
	journal_free(journal);

	journal = journal_new();
	for (int i = 0; i < 6; i++)
		add(journal, "program", 4, 0, i > 1);
	end(journal, "program");
	expect_found(journal, 0, "program idle", "program runs no more");
	journal_free(journal);
}

/* What is no expectation of this kind asks nobody to read /proc. */
Test(expect_usage, others_ask_for_nothing)
{
	struct arena arena = {0};
	struct expect expect;
	struct err err;
	cr_assert(expect_parse(str_from("program sockets 1"), 1, actors,
			       COUNT(actors), &arena, &expect, &err));
	cr_expect_null(expect_of_usage(&expect));
	cr_expect(!expect_parse(str_from("program memory at most 3 kB"), 1,
				actors, COUNT(actors), &arena, &expect, &err));
	arena_done(&arena);
}

static void appear(struct journal *journal, const char *actor)
{
	struct event event = {.kind = EVENT_ACTOR};
	event.as.actor = (struct event_actor){.phase = ACTOR_BORN,
					      .actor = actor,
					      .host = "host",
					      .traced = true};
	journal_append(journal, &event);
}

static bool has_threads(const struct journal *journal, const char *text)
{
	struct arena arena = {0};
	struct expect expect;
	struct err err = {0};
	cr_assert(expect_parse(str_from(text), 1, actors, COUNT(actors), &arena,
			       &expect, &err));
	bool holds = expect_holds(&expect, journal, 0, journal_count(journal),
				  NULL, NULL);
	arena_done(&arena);
	return holds;
}

Test(expect_usage, threads_are_the_most_at_a_time)
{
	struct journal *journal = journal_new();
	appear(journal, "program");
	appear(journal, "client");
	cr_expect(has_threads(journal, "program threads 1"));
	appear(journal, "program.2");
	end(journal, "program.2");
	appear(journal, "program.3");
	cr_expect(has_threads(journal, "program threads 2"));
	cr_expect(!has_threads(journal, "program threads at most 1"));
	end(journal, "program.3");
	cr_expect(has_threads(journal, "program threads at least 2"));
	cr_expect(has_threads(journal, "client threads 1"));
	journal_free(journal);
}
