/* journal_journal: appending, listening, folding snapshots, questions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/journal.h"

#include "base/clock.h"
#include "call/whole/parse.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static uint64_t the_time;

static uint64_t test_time(void)
{
	return the_time;
}

static void note(struct journal *journal, const char *text)
{
	journal_append(journal,
		       &(struct event){.kind = EVENT_NOTE, .as.note = text});
}

Test(journal, sets_the_time_only_when_there_is_none)
{
	clock_replace(test_time);
	the_time = 5000;
	struct journal *journal = journal_new();
	the_time = 2005700;
	char text[] = "first";
	note(journal, text);
	text[0] = 'F';
	journal_append(journal, &(struct event){.kind = EVENT_NOTE,
						.time = 42,
						.as.note = "second"});
	clock_replace(NULL);
	cr_assert_eq(journal_count(journal), 2);
	cr_expect_eq(journal_at(journal, 0)->time, 2000000,
		     "in whole microseconds");
	cr_expect_str_eq(journal_at(journal, 0)->as.note, "first");
	cr_expect_eq(journal_at(journal, 1)->time, 42);
	journal_free(journal);
}

/* A listener that answers the first two notes with one each. */
struct echo {
	struct journal *journal;
	struct buf heard;
	size_t deep, left;
};

static void hear(void *data, const struct event *event)
{
	struct echo *echo = data;
	cr_expect_eq(echo->deep++, 0, "called within itself");
	buf_printf(&echo->heard, "%s ", event->as.note);
	if (echo->left) {
		echo->left--;
		note(echo->journal, "echo");
	}
	echo->deep--;
}

Test(journal, a_listener_hears_one_at_a_time)
{
	struct echo echo = {.journal = journal_new(), .left = 2};
	note(echo.journal, "before");
	journal_listen(echo.journal, hear, &echo);
	note(echo.journal, "one");
	note(echo.journal, "two");
	cr_expect_str_eq(buf_text(&echo.heard), "one echo echo two ");
	journal_listen(echo.journal, NULL, NULL);
	note(echo.journal, "unheard");
	cr_expect_str_eq(buf_text(&echo.heard), "one echo echo two ");
	cr_expect_eq(journal_count(echo.journal), 6);
	buf_done(&echo.heard);
	journal_free(echo.journal);
}

static void row(struct journal *journal, enum change_kind change,
		uint64_t cookie, uint32_t recv_q)
{
	struct event event = {.kind = EVENT_SOCKET};
	event.as.socket.change = change;
	event.as.socket.state.host = "host";
	event.as.socket.state.cookie = cookie;
	event.as.socket.state.recv_q = recv_q;
	journal_append(journal, &event);
}

static void print_snapshot(const struct journal *journal, size_t place,
			   struct buf *out)
{
	struct snapshot snapshot = {0};
	journal_snapshot(journal, place, &snapshot);
	for (size_t i = 0; i < snapshot.count; i++)
		buf_printf(out, "%" PRIu64 ":%u ", snapshot.rows[i].cookie,
			   snapshot.rows[i].recv_q);
	snapshot_done(&snapshot);
}

Test(journal, folds_sockets_at_every_place)
{
	static const char *const places[] = {
		"",	    "1:0 ",	    "1:0 2:0 ",
		"1:0 2:0 ", "1:7 2:0 ",	    "1:7 2:0 3:0 ",
		"2:0 3:0 ", "2:0 3:0 1:4 ", "2:0 3:0 1:4 ",
	};
	struct journal *journal = journal_new();
	row(journal, CHANGE_NEW, 1, 0);
	row(journal, CHANGE_NEW, 2, 0);
	note(journal, "between");
	row(journal, CHANGE_CHANGED, 1, 7);
	row(journal, CHANGE_NEW, 3, 0);
	row(journal, CHANGE_GONE, 1, 0);
	row(journal, CHANGE_NEW, 1, 4);
	row(journal, CHANGE_GONE, 99, 0);
	cr_assert_eq(journal_count(journal) + 1, COUNT(places));
	for (size_t i = 0; i < COUNT(places); i++) {
		struct buf out = {0};
		print_snapshot(journal, i, &out);
		cr_expect_str_eq(buf_text(&out), places[i], "place %zu: %s", i,
				 buf_text(&out));
		buf_done(&out);
	}
	journal_free(journal);
}

/* One that is begun anew ends without a word about each socket. */
Test(journal, a_new_lab_has_no_sockets_of_the_one_before)
{
	static const char *const places[] = {"", "1:0 ", "1:0 ", "", "2:0 "};
	struct journal *journal = journal_new();
	struct event lab = {.kind = EVENT_LAB};
	row(journal, CHANGE_NEW, 1, 0);
	lab.as.lab.phase = LAB_STANDS;
	journal_append(journal, &lab);
	lab.as.lab.phase = LAB_BEGUN;
	journal_append(journal, &lab);
	row(journal, CHANGE_NEW, 2, 0);
	for (size_t i = 0; i < COUNT(places); i++) {
		struct buf out = {0};
		print_snapshot(journal, i, &out);
		cr_expect_str_eq(buf_text(&out), places[i], "place %zu: %s", i,
				 buf_text(&out));
		buf_done(&out);
	}
	journal_free(journal);
}

/* The number that changes with each of many events, seen from anywhere and in
 * any order, also while the journal grows. */
Test(journal, folds_the_same_from_checkpoints)
{
	static const size_t looks[] = {5,    1024, 1023, 1025, 3000, 512,
				       2999, 1,	   513,	 2048, 3000, 0};
	struct journal *journal = journal_new();
	for (uint32_t i = 1; i <= 2000; i++)
		row(journal, CHANGE_CHANGED, 1, i);
	for (size_t i = 0; i < COUNT(looks); i++) {
		struct buf out = {0}, expected = {0};
		size_t place = looks[i];
		while (journal_count(journal) < place)
			row(journal, CHANGE_CHANGED, 1,
			    (uint32_t)journal_count(journal) + 1);
		print_snapshot(journal, place, &out);
		if (place)
			buf_printf(&expected, "1:%zu ", place);
		cr_expect_str_eq(buf_text(&out), buf_text(&expected),
				 "place %zu: %s", place, buf_text(&out));
		buf_done(&out);
		buf_done(&expected);
	}
	journal_free(journal);
}

/* --- calls -----------------------------------------------------------------
 */

/* A journal with calls written as lines; each test ends it. */
struct story {
	struct journal *journal;
	struct arena arena;
	unsigned id;
};

static struct story story_new(void)
{
	return (struct story){.journal = journal_new()};
}

static void story_done(struct story *story)
{
	journal_free(story->journal);
	arena_done(&story->arena);
}

static bool bind_name(void *data, struct value *name)
{
	(void)data;
	// Every variable of these tests names descriptor 3.
	name->num = 3;
	return true;
}

static void say(struct story *story, unsigned id, const char *actor,
		enum call_phase phase, const char *source)
{
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	cr_assert(call_parse(str_from(source), &story->arena, &call->call, NULL,
			     &err),
		  "%s: %s", source, err.text);
	cr_assert(call_bind(&call->call, &story->arena, bind_name, NULL, &err));
	call->id = id;
	call->actor = actor;
	call->phase = phase;
	journal_append(story->journal, &event);
}

static unsigned enter(struct story *story, const char *actor,
		      const char *source)
{
	say(story, ++story->id, actor, CALL_ENTER, source);
	return story->id;
}

static void leave(struct story *story, unsigned id, const char *source,
		  int64_t value)
{
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	cr_assert(call_parse(str_from(source), &story->arena, &call->call, NULL,
			     &err));
	cr_assert(call_bind(&call->call, &story->arena, bind_name, NULL, &err));
	call->id = id;
	call->actor = "a";
	for (size_t i = journal_count(story->journal); i-- > 0;) {
		const struct event *past = journal_at(story->journal, i);
		if (past->kind == EVENT_CALL && past->as.call.id == id)
			call->actor = past->as.call.actor;
	}
	call->phase = CALL_RETURN;
	call->call.result.done = true;
	call->call.result.value = value;
	call->call.result.error = value < 0 ? 9 : 0;
	journal_append(story->journal, &event);
}

static void whole(struct story *story, const char *actor, const char *source,
		  int64_t value)
{
	leave(story, enter(story, actor, source), source, value);
}

static void owned_row(struct story *story, enum change_kind change,
		      uint64_t cookie, const char *actor, int fd)
{
	struct socket_owner owner = {actor, fd};
	struct event event = {.kind = EVENT_SOCKET};
	event.as.socket.change = change;
	event.as.socket.state.host = "alpha";
	event.as.socket.state.cookie = cookie;
	event.as.socket.state.owners = &owner;
	event.as.socket.state.owner_count = actor != NULL;
	journal_append(story->journal, &event);
}

static int64_t variable(const struct story *story, size_t place,
			const char *actor, const char *name)
{
	int64_t num;
	if (!journal_variable(story->journal, place, actor, name, &num))
		return -100;
	return num;
}

Test(journal, variables)
{
	struct story story = story_new();
	unsigned id = enter(&story, "a", "x = socket(AF_INET, SOCK_STREAM, 0)");
	leave(&story, id, "x = socket(AF_INET, SOCK_STREAM, 0)", 3);
	whole(&story, "b", "x = socket(AF_INET, SOCK_STREAM, 0)", 7);
	whole(&story, "a", "x = accept(x)", -1);
	whole(&story, "a", "x = accept(x)", 4);
	size_t end = journal_count(story.journal);
	cr_expect_eq(variable(&story, 0, "a", "x"), -100);
	cr_expect_eq(variable(&story, 1, "a", "x"), -100);
	cr_expect_eq(variable(&story, 2, "a", "x"), 3);
	cr_expect_eq(variable(&story, 6, "a", "x"), 3,
		     "a failure assigns "
		     "nothing");
	cr_expect_eq(variable(&story, end, "a", "x"), 4);
	cr_expect_eq(variable(&story, end, "b", "x"), 7);
	cr_expect_eq(variable(&story, end, "a", "y"), -100);
	cr_expect_eq(variable(&story, end, "c", "x"), -100);
	story_done(&story);
}

static uint64_t socket_of(const struct story *story, const char *name)
{
	const char *host = NULL;
	uint64_t cookie =
		journal_socket_of(story->journal, journal_count(story->journal),
				  "a", name, &host);
	if (cookie)
		cr_expect_str_eq(host, "alpha");
	return cookie;
}

/* The lesson's name for what the learner's variable holds. */
Test(journal, a_name_can_mean_another)
{
	struct story story = story_new();
	int64_t num = -1;
	struct event alias = {.kind = EVENT_ALIAS,
			      .as.alias = {"a", "cli", "mine"}};
	whole(&story, "a", "cli = accept(3)", 4);
	whole(&story, "a", "mine = accept(3)", 5);
	size_t before = journal_count(story.journal);
	journal_append(story.journal, &alias);
	alias.as.alias.actor = "b";
	journal_append(story.journal, &alias);
	size_t after = journal_count(story.journal);
	cr_expect(journal_variable(story.journal, before, "a", "cli", &num));
	cr_expect_eq(num, 4);
	cr_expect(journal_variable(story.journal, after, "a", "cli", &num));
	cr_expect_eq(num, 5);
	cr_expect(!journal_variable(story.journal, after, "b", "cli", &num));
	whole(&story, "a", "mine = accept(3)", 6);
	size_t later = journal_count(story.journal);
	cr_expect(journal_variable(story.journal, later, "a", "cli", &num));
	cr_expect_eq(num, 5, "what it meant when it was said");
	whole(&story, "a", "cli = accept(3)", 7);
	later = journal_count(story.journal);
	cr_expect(journal_variable(story.journal, later, "a", "cli", &num));
	cr_expect_eq(num, 7);
	story_done(&story);
}

Test(journal, the_socket_of_a_variable_outlives_its_descriptor)
{
	struct story story = story_new();
	struct event born = {.kind = EVENT_ACTOR};
	born.as.actor.actor = "a";
	born.as.actor.host = "beta";
	journal_append(story.journal, &born);
	whole(&story, "a", "x = socket(AF_INET, SOCK_STREAM, 0)", 3);
	const char *host = NULL;
	cr_expect_eq(journal_socket_of(story.journal, 3, "a", "x", &host), 0);
	cr_expect_str_eq(host, "beta");
	owned_row(&story, CHANGE_NEW, 11, "a", 3);
	cr_expect_eq(socket_of(&story, "x"), 11);
	whole(&story, "a", "close(x)", 0);
	owned_row(&story, CHANGE_GONE, 11, NULL, 0);
	cr_expect_eq(socket_of(&story, "x"), 11);
	whole(&story, "a", "y = socket(AF_INET, SOCK_STREAM, 0)", 3);
	owned_row(&story, CHANGE_NEW, 12, "a", 3);
	cr_expect_eq(socket_of(&story, "x"), 11);
	cr_expect_eq(socket_of(&story, "y"), 12);
	cr_expect_eq(socket_of(&story, "z"), 0);
	story_done(&story);
}

Test(journal, a_socket_that_no_snapshot_saw_is_unknown)
{
	struct story story = story_new();
	whole(&story, "a", "x = socket(AF_INET, SOCK_STREAM, 0)", 3);
	whole(&story, "a", "close(x)", 0);
	whole(&story, "a", "y = socket(AF_INET, SOCK_STREAM, 0)", 3);
	owned_row(&story, CHANGE_NEW, 12, "a", 3);
	cr_expect_eq(socket_of(&story, "x"), 0);
	cr_expect_eq(socket_of(&story, "y"), 12);
	story_done(&story);
}

Test(journal, a_snapshot_may_come_before_the_return)
{
	struct story story = story_new();
	unsigned id = enter(&story, "a", "x = accept(3)");
	owned_row(&story, CHANGE_NEW, 11, "b", 4);
	owned_row(&story, CHANGE_NEW, 12, "a", 4);
	leave(&story, id, "x = accept(3)", 4);
	cr_expect_eq(socket_of(&story, "x"), 12);
	story_done(&story);
}

static unsigned last_call(const struct story *story, size_t begin, size_t end,
			  const char *actor, enum call_phase *phase)
{
	const struct event_call *call =
		journal_last_call(story->journal, begin, end, actor);
	if (!call)
		return 0;
	*phase = call->phase;
	return call->id;
}

/* The server sleeps in accept (call 1) until connect (call 2) wakes it. */
static struct story woken_accept(void)
{
	struct story story = story_new();
	enter(&story, "server", "c = accept(3)");
	say(&story, 1, "server", CALL_BLOCKED, "c = accept(3)");
	enter(&story, "client", "connect(3, 127.0.0.1:80)");
	leave(&story, 2, "connect(3, 127.0.0.1:80)", 0);
	leave(&story, 1, "c = accept(3)", 4);
	return story;
}

Test(journal, last_call)
{
	static const struct {
		size_t begin, end;
		const char *actor;
		unsigned id;
		enum call_phase phase;
	} cases[] = {
		{0, 5, NULL, 2, CALL_RETURN},
		{0, 5, "server", 1, CALL_RETURN},
		{0, 5, "client", 2, CALL_RETURN},
		{0, 3, NULL, 2, CALL_ENTER},
		{0, 2, NULL, 1, CALL_BLOCKED},
		{0, 1, NULL, 1, CALL_ENTER},
		{4, 5, NULL, 1, CALL_RETURN},
		{0, 0, NULL, 0, CALL_ENTER},
		{0, 2, "client", 0, CALL_ENTER},
	};
	struct story story = woken_accept();
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum call_phase phase = CALL_ENTER;
		unsigned id = last_call(&story, cases[i].begin, cases[i].end,
					cases[i].actor, &phase);
		cr_expect_eq(id, cases[i].id, "case %zu: %u", i, id);
		cr_expect_eq(phase, cases[i].phase, "case %zu", i);
	}
	story_done(&story);
}

static void born(struct story *story, const char *actor, const char *parent)
{
	struct event event = {.kind = EVENT_ACTOR};
	event.as.actor.actor = actor;
	event.as.actor.host = "alpha";
	event.as.actor.parent = parent;
	event.as.actor.joined = parent != NULL;
	journal_append(story->journal, &event);
}

static const char *name_of(const struct story *story, const char *actor, int fd)
{
	const char *name = journal_name_of(
		story->journal, journal_count(story->journal), actor, fd);
	return name ? name : "none";
}

/* By which variable a descriptor is known: never by one that holds another
 * number now. */
Test(journal, the_variable_of_a_descriptor)
{
	struct story story = story_new();
	born(&story, "a", NULL);
	whole(&story, "a", "s = socket(AF_INET, SOCK_STREAM, 0)", 3);
	whole(&story, "a", "b = accept(s)", 4);
	born(&story, "child", "a");
	cr_expect_str_eq(name_of(&story, "a", 4), "b");
	cr_expect_str_eq(name_of(&story, "a", 5), "none");
	cr_expect_str_eq(name_of(&story, "child", 3), "s");
	whole(&story, "a", "n = recv(b, 10, 0)", 3);
	cr_expect_str_eq(name_of(&story, "a", 3), "s", "3 is a length there");
	whole(&story, "a", "b = accept(s)", 5);
	cr_expect_str_eq(name_of(&story, "a", 5), "b");
	cr_expect_str_eq(name_of(&story, "a", 4), "none");
	cr_expect_str_eq(name_of(&story, "child", 4), "b");
	story_done(&story);
}

/* The child of a fork begins with what its parent had, and no more. */
Test(journal, variables_of_a_child)
{
	struct story story = story_new();
	born(&story, "a", NULL);
	whole(&story, "a", "s = socket(AF_INET, SOCK_STREAM, 0)", 3);
	owned_row(&story, CHANGE_NEW, 77, "a", 3);
	born(&story, "child", "a");
	whole(&story, "a", "child = fork()", 9);
	whole(&story, "a", "late = accept(3)", 4);
	born(&story, "grandchild", "child");
	const char *host = NULL;
	int64_t num = -1;
	size_t place = journal_count(story.journal);
	cr_expect(journal_variable(story.journal, place, "child", "s", &num));
	cr_expect_eq(num, 3);
	cr_expect(journal_variable(story.journal, place, "grandchild", "s",
				   &num));
	cr_expect(
		!journal_variable(story.journal, place, "child", "late", &num));
	cr_expect(!journal_variable(story.journal, place, "child", "child",
				    &num));
	cr_expect_eq(journal_socket_of(story.journal, place, "grandchild", "s",
				       &host),
		     77);
	cr_expect_str_eq(host, "alpha");
	// What it makes anew is its own.
	whole(&story, "child", "s = socket(AF_INET, SOCK_STREAM, 0)", 4);
	owned_row(&story, CHANGE_NEW, 78, "child", 4);
	place = journal_count(story.journal);
	cr_expect_eq(
		journal_socket_of(story.journal, place, "child", "s", &host),
		78);
	cr_expect_eq(journal_socket_of(story.journal, place, "a", "s", &host),
		     77);
	cr_expect_eq(journal_socket_of(story.journal, place, "grandchild", "s",
				       &host),
		     77);
	// A new lab knows nothing of it.
	born(&story, "a", NULL);
	born(&story, "child", "a");
	place = journal_count(story.journal);
	cr_expect(!journal_variable(story.journal, place, "child", "s", &num));
	story_done(&story);
}

Test(journal, open_call)
{
	struct story story = woken_accept();
	for (size_t place = 0; place <= 5; place++) {
		const struct event_call *call =
			journal_open_call(story.journal, place, "server");
		cr_expect_eq(call != NULL, place >= 1 && place < 5, "place %zu",
			     place);
	}
	cr_expect_null(journal_open_call(story.journal, 2, "client"));
	enter(&story, "client", "recv(3, 1, 0)");
	struct event ended = {.kind = EVENT_ACTOR};
	ended.as.actor.phase = ACTOR_ENDED;
	ended.as.actor.actor = "client";
	cr_expect(journal_open_call(story.journal, 6, "client"));
	journal_append(story.journal, &ended);
	cr_expect_null(journal_open_call(story.journal, 7, "client"),
		       "the dead are in no call");
	story_done(&story);
}

static void beat(struct journal *journal, int step, int number, bool over)
{
	struct event event = {.kind = EVENT_STEP};
	event.as.step = (struct event_step){step, number, over, NULL};
	journal_append(journal, &event);
}

Test(journal, beats)
{
	struct journal *journal = journal_new();
	size_t begin, end;
	beat(journal, 0, 0, false); // 0
	note(journal, "x");
	beat(journal, 0, 0, true); // 2
	beat(journal, 0, 1, false);
	cr_assert(journal_beat(journal, 0, 0, &begin, &end));
	cr_expect_eq(begin, 0);
	cr_expect_eq(end, 3);
	cr_assert(journal_beat(journal, 0, 1, &begin, &end));
	cr_expect_eq(begin, 3);
	cr_expect_eq(end, 4, "not over: up to now");
	cr_expect(!journal_beat(journal, 1, 0, &begin, &end));
	beat(journal, 0, 0, false); // 4: played again
	note(journal, "y");
	cr_assert(journal_beat(journal, 0, 0, &begin, &end));
	cr_expect_eq(begin, 4);
	cr_expect_eq(end, 6);
	journal_free(journal);
}

/* Every question about some events is one about a part of these lists. */
Test(journal, each_sort_has_its_places)
{
	static const struct event events[] = {
		{.kind = EVENT_ACTOR, .as.actor.actor = "a"},
		{.kind = EVENT_NOTE, .as.note = "n"},
		{.kind = EVENT_ALIAS, .as.alias = {"a", "x", "y"}},
		{.kind = EVENT_ACTOR,
		 .as.actor = {.phase = ACTOR_ENDED, .actor = "a"}},
		{.kind = EVENT_ACTOR, .as.actor.actor = "a"},
		{.kind = EVENT_NOTE, .as.note = "n"},
	};
	struct journal *journal = journal_new();
	size_t count;
	cr_expect(!journal_places(journal, EVENT_NOTE, 0, 0, &count) && !count);
	for (size_t i = 0; i < COUNT(events); i++)
		journal_append(journal, &events[i]);
	const size_t *notes = journal_places(journal, EVENT_NOTE, 0, 6, &count);
	cr_assert_eq(count, 2);
	cr_expect(notes[0] == 1 && notes[1] == 5);
	notes = journal_places(journal, EVENT_NOTE, 2, 6, &count);
	cr_assert_eq(count, 1);
	cr_expect_eq(notes[0], 5);
	journal_places(journal, EVENT_NOTE, 2, 5, &count);
	cr_expect_eq(count, 0, "the end is not in it");
	const size_t *names =
		journal_places(journal, JOURNAL_NAMES, 0, 6, &count);
	cr_assert_eq(count, 3, "an end gives no name");
	cr_expect(names[0] == 0 && names[1] == 2 && names[2] == 4);
	cr_expect_eq(journal_lab_of(journal, 6), 4);
	cr_expect_eq(journal_lab_of(journal, 4), 0);
	journal_free(journal);
}
