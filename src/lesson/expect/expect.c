/* expect: a condition on the journal, written as a line of an expect block.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     line = [ actor ] goal | [ actor "." ] variable ":" row
 *
 * Adding a kind of expectation is adding a row to the table.
 */
#include "lesson/expect/expect.h"

#include "base/sentence.h"
#include "lesson/expect/goal.h"
#include "lesson/read/fault.h"

#include <ctype.h>
#include <string.h>

enum {
	OWN_CALL = GOAL_CALL | GOAL_ACTOR,
	OF_PROGRAM = GOAL_NAMED | GOAL_ACTOR,
	USED = OF_PROGRAM | GOAL_USAGE,
};

/* clang-format off */
static const struct goal goals[] = {
	{"returns", OWN_CALL,
	 goal_parse_range, goal_holds_returns},
	{"fails", OWN_CALL,
	 goal_parse_errors, goal_holds_fails},
	{"blocks", OWN_CALL,
	 goal_parse_nothing, goal_holds_blocks},
	{"killed", OWN_CALL,
	 goal_parse_signal, goal_holds_killed},
	{"data", OWN_CALL,
	 goal_parse_text, goal_holds_data},
	{"address", OWN_CALL,
	 goal_parse_address, goal_holds_address},
	{"option", OWN_CALL,
	 goal_parse_range, goal_holds_option},
	{"gives", OWN_CALL,
	 goal_parse_text, goal_holds_gives},
	{"fds", GOAL_NAMED | GOAL_ACTOR,
	 goal_parse_fds, goal_holds_fds},
	{"wire:", GOAL_WIRE,
	 goal_parse_wire, goal_holds_wire},
	{"held:", GOAL_WIRE,
	 goal_parse_held, goal_holds_held},
	{"held", GOAL_WIRE,
	 goal_parse_range, goal_holds_held_count},
	{"within", GOAL_LIMIT,
	 goal_parse_time, goal_holds_always},
	{"kernel:", 0,
	 goal_parse_kernel, goal_holds_kernel},
	{"output", GOAL_COMMAND,
	 goal_parse_output, goal_holds_output},
	{"exit", GOAL_COMMAND,
	 goal_parse_range, goal_holds_exit},
	{"succeeds", OWN_CALL,
	 goal_parse_nothing, goal_holds_succeeds},
	{"gets", OWN_CALL,
	 goal_parse_gets, goal_holds_gets},
	{"ends", OF_PROGRAM,
	 goal_parse_range, goal_holds_ends},
	{"runs", OF_PROGRAM,
	 goal_parse_nothing, goal_holds_runs},
	{"prints", OF_PROGRAM,
	 goal_parse_prints, goal_holds_prints},
	{"complains", OF_PROGRAM,
	 goal_parse_nothing, goal_holds_complains},
	{"silent", OF_PROGRAM,
	 goal_parse_nothing, goal_holds_silent},
	{"calls", OF_PROGRAM,
	 goal_parse_calls, goal_holds_calls},
	{"begins", OF_PROGRAM,
	 goal_parse_begins, goal_holds_begins},
	{"sockets", OF_PROGRAM,
	 goal_parse_range, goal_holds_sockets},
	{"threads", OF_PROGRAM,
	 goal_parse_range, goal_holds_threads},
	{"descriptors", USED,
	 goal_parse_counted, goal_holds_descriptors},
	{"children", USED,
	 goal_parse_counted, goal_holds_children},
	{"zombies", USED,
	 goal_parse_counted, goal_holds_zombies},
	{"memory", USED,
	 goal_parse_megabytes, goal_holds_memory},
	{"idle", USED,
	 goal_parse_nothing, goal_holds_idle},
	{"VARIABLE:", GOAL_VARIABLE,
	 goal_parse_socket, goal_holds_socket},
};
/* clang-format on */

const struct goal *goal_table(size_t *count)
{
	*count = COUNT(goals);
	return goals;
}

static const struct goal *find_goal(struct str word)
{
	for (size_t i = 0; i < COUNT(goals); i++) {
		if (str_is(word, goals[i].word) &&
		    !(goals[i].flags & GOAL_VARIABLE))
			return &goals[i];
	}
	return NULL;
}

bool goal_is_word(const char *word)
{
	// "wire" and "kernel" as well: only their colon tells them apart.
	AUTO_FREE char *colon = xprintf("%s:", word);
	return find_goal(str_from(word)) || find_goal(str_from(colon));
}

/* The names that a line may begin with, and those of the actors. */
struct vocabulary {
	const char *const *actors;
	size_t actor_count;
};

static const char *find_actor(const struct vocabulary *vocabulary,
			      struct str word)
{
	for (size_t i = 0; i < vocabulary->actor_count; i++) {
		if (str_is(word, vocabulary->actors[i]))
			return vocabulary->actors[i];
	}
	return NULL;
}

/* Fails at the next word, which is no goal, with what it may have meant. */
static bool fail_goal(const struct scan *scan,
		      const struct vocabulary *vocabulary, unsigned flags)
{
	const char *names[COUNT(goals) + 32];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(goals); i++) {
		if ((goals[i].flags & flags) == flags)
			names[count++] = goals[i].word;
	}
	for (size_t i = 0; i < vocabulary->actor_count && i < 32 && !flags; i++)
		names[count++] = vocabulary->actors[i];
	return scan_fail_near(scan, sentence_text(SENTENCE_ID("goal-goal")),
			      names, count);
}

static bool is_name(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.data[i];
		if (!isalnum(c) && c != '_')
			return false;
	}
	return word.len && !isdigit((unsigned char)word.data[0]);
}

/* VARIABLE: or ACTOR.VARIABLE: at the front of the line. */
static bool parse_variable(struct scan *scan,
			   const struct vocabulary *vocabulary,
			   struct expect *expect)
{
	struct str word = scan_peek(scan);
	struct str name = {word.data, word.len - 1};
	const char *dot = memchr(name.data, '.', name.len);
	if (dot) {
		struct str actor = {name.data, (size_t)(dot - name.data)};
		expect->actor = find_actor(vocabulary, actor);
		if (!expect->actor)
			return scan_fail_near(scan,
					      sentence_text(SENTENCE_ID(
						      "goal-actor-before-dot")),
					      vocabulary->actors,
					      vocabulary->actor_count);
		name.data = dot + 1;
		name.len -= actor.len + 1;
	}
	if (!is_name(name))
		return SCAN_FAIL(scan, "goal-variable-before-colon");
	expect->variable = arena_strndup(scan->arena, name.data, name.len);
	expect->goal = &goals[COUNT(goals) - 1];
	scan_word(scan);
	return true;
}

/* The part of the line that says which goal it is, and whose. */
static bool parse_goal(struct scan *scan, const struct vocabulary *vocabulary,
		       struct expect *expect)
{
	struct str word = scan_peek(scan);
	expect->actor = find_actor(vocabulary, word);
	expect->goal = find_goal(word);
	if (expect->actor) {
		scan_word(scan);
		expect->goal = find_goal(scan_peek(scan));
		if (!expect->goal || !(expect->goal->flags & GOAL_ACTOR))
			return fail_goal(scan, vocabulary, GOAL_ACTOR);
	} else if (!expect->goal) {
		if (word.len > 1 && word.data[word.len - 1] == ':')
			return parse_variable(scan, vocabulary, expect);
		return fail_goal(scan, vocabulary, 0);
	} else if (expect->goal->flags & GOAL_NAMED) {
		return SCAN_FAIL(scan, "goal-actor-of",
				 SLOT_TEXT("word", expect->goal->word));
	}
	scan_word(scan);
	return true;
}

bool expect_parse(struct str text, int line, const char *const *actors,
		  size_t actor_count, struct arena *arena,
		  struct expect *expect, struct err *err)
{
	struct scan scan = {
		.rest = text, .start = text.data, .arena = arena, .err = err};
	struct vocabulary vocabulary = {actors, actor_count};
	struct str trimmed = str_trim(text);
	*expect = (struct expect){
		.line = line,
		.text = arena_strndup(arena, trimmed.data, trimmed.len)};
	return parse_goal(&scan, &vocabulary, expect) &&
	       expect->goal->parse(&scan, &expect->detail) && scan_end(&scan);
}

/* What a line begins with, so that what was found reads like it. */
static void print_subject(const struct expect *expect, struct buf *found)
{
	bool variable = expect->goal->flags & GOAL_VARIABLE;
	if (expect->actor)
		buf_printf(found, variable ? "%s." : "%s ", expect->actor);
	if (variable)
		buf_printf(found, "%s: ", expect->variable);
}

bool expect_holds(const struct expect *expect, const struct journal *journal,
		  size_t begin, size_t place, const char *actor,
		  struct buf *found)
{
	struct view view = {
		.journal = journal,
		.begin = begin,
		.place = place,
		.actor = expect->actor ? expect->actor : actor,
		.variable = expect->variable,
		.any_actor = !expect->actor,
	};
	struct buf text = {0};
	bool holds = expect->goal->holds(expect->detail, &view, &text);
	if (!holds && found) {
		print_subject(expect, found);
		buf_puts(found, buf_text(&text));
	}
	buf_done(&text);
	return holds;
}

bool expect_needs_wire(const struct expect *expect)
{
	return expect->goal->flags & GOAL_WIRE;
}

uint64_t expect_within(const struct expect *expect)
{
	if (!(expect->goal->flags & GOAL_LIMIT))
		return 0;
	return *(const uint64_t *)expect->detail;
}

bool expect_is(const struct expect *expect, const char *word)
{
	return !strcmp(expect->goal->word, word);
}

bool expect_wants_more(const struct expect *expect,
		       const struct journal *journal, size_t begin,
		       size_t place, const char *actor)
{
	const struct view view = {
		.journal = journal,
		.begin = begin,
		.place = place,
		.actor = expect->actor ? expect->actor : actor,
	};
	return expect_is(expect, "gets") &&
	       goal_wants_more(expect->detail, &view);
}

bool expect_needs_call(const struct expect *expect)
{
	return expect->goal->flags & GOAL_CALL && !expect->actor;
}

const char *expect_of_usage(const struct expect *expect)
{
	return expect->goal->flags & GOAL_USAGE ? expect->actor : NULL;
}

bool expect_needs_command(const struct expect *expect)
{
	return expect->goal->flags & GOAL_COMMAND;
}
