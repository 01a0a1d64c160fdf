/* show_situation: what is said of every call of recorded journals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journals are those of lessons that were played:
 * sockstep run rst --plain --auto --log tests/golden/situation/rst.jsonl
 */
#include "call/print.h"
#include "golden.h"
#include "show/reason/situation.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <string.h>

/* The place where what came of the event had settled: the next call, or the
 * end of its beat. */
static size_t settled(const struct journal *journal, size_t index)
{
	while (++index < journal_count(journal)) {
		const struct event *event = journal_at(journal, index);
		bool is_over = event->kind == EVENT_STEP && event->as.step.over;
		bool is_entered = event->kind == EVENT_CALL &&
				  event->as.call.phase == CALL_ENTER;
		if (is_over || is_entered)
			break;
	}
	return index;
}

static void tell(const struct journal *journal, size_t index, struct buf *out)
{
	const struct event_call *call = &journal_at(journal, index)->as.call;
	struct buf said = {0};
	if (call->phase != CALL_ENTER &&
	    situation_explain(journal, situation_entry(journal, index, call),
			      settled(journal, index), call, &said)) {
		buf_printf(out, "%s: ", call->actor);
		call_print(&call->call, NOTATION_C, out);
		if (call->phase == CALL_BLOCKED)
			buf_puts(out, " sleeps");
		else
			buf_puts(out, " = ");
		if (call->phase == CALL_RETURN)
			result_print(&call->call.result, out);
		buf_printf(out, "\n\t%s\n", buf_text(&said));
	}
	buf_done(&said);
}

/* Whether a call of that name says the words where it has just come back, and
 * no row of a socket was read since. */
static bool says_at_once(const char *name, const char *words)
{
	struct journal *journal =
		run_load("tests/golden/situation/ready.jsonl");
	bool said = false;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		struct buf text = {0};
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    call_is(&call->call, name))
			(void)situation_explain(
				journal, situation_entry(journal, i, call),
				i + 1, call, &text);
		said |= strstr(buf_text(&text), words) != NULL;
		buf_done(&text);
	}
	journal_free(journal);
	return said;
}

static void check(const char *from, const char *golden)
{
	struct journal *journal = run_load(from);
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(journal); i++)
		if (journal_at(journal, i)->kind == EVENT_CALL)
			tell(journal, i, &out);
	golden_check(golden, buf_text(&out));
	buf_done(&out);
	journal_free(journal);
}

Test(situation, of_recorded_journals)
{
	static const char *const names[] = {"rst", "backlog", "unix-domain",
					    "ready", "faster"};
	for (size_t i = 0; i < COUNT(names); i++) {
		AUTO_FREE char *from =
			xprintf("tests/golden/situation/%s.jsonl", names[i]);
		AUTO_FREE char *to =
			xprintf("tests/golden/situation/%s.out", names[i]);
		check(from, to);
	}
	check("tests/golden/journal/tcp-conversation.jsonl",
	      "tests/golden/situation/tcp-conversation.out");
	check("tests/golden/journal/udp-unix.jsonl",
	      "tests/golden/situation/udp-unix.out");
}

Test(situation, what_is_left_is_told_from_the_state_behind_the_call)
{
	cr_assert_not(says_at_once("recvmsg", "left unread"));
}
