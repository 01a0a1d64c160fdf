/* trace_hidden: a program that its own user may not look into.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * build/programs/secret is not dumpable. In a lab its sockets are known all the
 * same; without namespaces they are not, and what is known of others is not
 * lost by that. Root may look into everything.
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

/* The suite runs this as an ordinary user as well. */
static void check(void (*fn)(struct buf *found))
{
	if (!geteuid())
		cr_skip_test("root may look into every program");
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

static unsigned count_notes(const struct traced *traced, const char *text)
{
	unsigned count = 0;
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		count += event->kind == EVENT_NOTE &&
			 strstr(event->as.note, text) != NULL;
	}
	return count;
}

static void start_pair(struct traced *traced)
{
	traced_start(traced, "secret", "secret 23458");
	traced_go(traced, "secret", UNTIL_BLOCKED, NULL, 0);
	traced_await(traced, "secret", LAB_ACTOR_BLOCKED);
	traced_start(traced, "client", "client 23458");
	traced_go(traced, "client", UNTIL_NAME, "sendto", 0);
}

static void look_in_lab(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	start_pair(&traced);
	INSIDE_EXPECT(found, !count_notes(&traced, "may not be looked into"),
		      "it was not looked into");
	INSIDE_EXPECT(found,
		      !strcmp(traced_socket(&traced, "secret", 3), "LISTEN"),
		      "secret's 3 is %s", traced_socket(&traced, "secret", 3));
	traced_go(&traced, "secret", UNTIL_EXIT, NULL, 0);
	traced_go(&traced, "client", UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "secret", LAB_ACTOR_ENDED);
	AUTO_FREE char *calls = traced_calls(&traced, "secret");
	INSIDE_EXPECT(found,
		      strstr(calls, "recvfrom(4, \"hello\", 16, 0, NULL, NULL) "
				    "= 5\n") &&
			      strstr(calls, "close(4) = 0\nclose(3) = 0\n"),
		      "%s", calls);
	traced_close(&traced);
}

Test(trace_hidden, is_known_in_a_lab)
{
	check(look_in_lab);
}

static void look_without(struct buf *found)
{
	struct traced traced;
	if (!traced_open(&traced, found, true))
		return;
	start_pair(&traced);
	INSIDE_EXPECT(found,
		      count_notes(&traced, "may not be looked into") == 1,
		      "%u notes", count_notes(&traced, "may not"));
	// Its calls have no memory that could be shown, but they are told.
	AUTO_FREE char *calls = traced_calls(&traced, "secret");
	INSIDE_EXPECT(found, strstr(calls, "listen(3, 5) = 0\naccept(3"), "%s",
		      calls);
	INSIDE_EXPECT(found,
		      !strcmp(traced_socket(&traced, "client", 3), "ESTAB"),
		      "client's 3 is %s", traced_socket(&traced, "client", 3));
	traced_go(&traced, "secret", UNTIL_EXIT, NULL, 0);
	traced_go(&traced, "client", UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "secret", LAB_ACTOR_ENDED);
	AUTO_FREE char *all = traced_calls(&traced, "secret");
	INSIDE_EXPECT(found,
		      strstr(all, "close(4) = 0\nclose(3) = 0\n") &&
			      !strstr(all, "recvfrom(4, \""),
		      "%s", all);
	traced_close(&traced);
}

Test(trace_hidden, others_are_known_without_namespaces)
{
	check(look_without);
}
