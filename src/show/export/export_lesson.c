/* export_lesson: a run as the draft of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each deed is a beat. The calls that a lesson made before it began are its
 * setup again. Moves with the same subgoal in a row are a step; where a lesson
 * was played, its own steps.
 */
#include "show/export/export_lesson.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "journal/held.h"
#include "journal/order/order.h"
#include "show/export/export_draft.h"

#include <ctype.h>
#include <string.h>

/* --- steps -----------------------------------------------------------------
 */

/* What a call is made for, most of the time: a subgoal of the notation of
 * lessons. */
static const struct {
	const char *subgoal, *calls;
} subgoals[] = {
	{NOTATION("Get ready"),
	 NOTATION("alarm bind dup dup2 epoll_create1 epoll_ctl fcntl ioctl "
		  "listen setsockopt sigaction signal socket socketpair")},
	{NOTATION("Reach the server"), NOTATION("connect getaddrinfo")},
	{NOTATION("Take the call"), NOTATION("accept accept4 fork")},
	{NOTATION("Ask"), NOTATION("send sendmsg sendto write writev")},
	{NOTATION("Answer"), NOTATION("read readv recv recvfrom recvmsg")},
	{NOTATION("Hang up"), NOTATION("_exit close kill shutdown waitpid")},
};

static const char *subgoal_of(const struct deed *deed)
{
	for (size_t i = 0; i < COUNT(subgoals) && deed->kind == DEED_CALL;
	     i++) {
		if (program_has_word(subgoals[i].calls,
				     deed->call->call.syscall->name, false))
			return subgoals[i].subgoal;
	}
	return NOTATION("Look around");
}

/* The step of the lesson that asked for the deed, or NULL for a free one. */
static const struct step *step_of(const struct draft *draft,
				  const struct deed *deed)
{
	const struct lesson *lesson = draft->from->lesson;
	bool is_free =
		deed->step < 0 || (size_t)deed->step >= lesson->step_count;
	return is_free ? NULL : &lesson->steps[deed->step];
}

/* Whether the deed begins a step. */
static bool begins_step(const struct draft *draft, size_t index)
{
	const struct deed *deed = &draft->deeds.items[index];
	const struct deed *before = deed - 1;
	if (index == draft->setups ||
	    step_of(draft, deed) != step_of(draft, before))
		return true;
	return !step_of(draft, deed) &&
	       strcmp(subgoal_of(deed), subgoal_of(before)) != 0;
}

static const char *word_of(const struct deed *deed)
{
	if (deed->kind == DEED_CALL)
		return deed->call->call.syscall->name;
	return deed->kind == DEED_COMMAND ? sentence_text("draft-word-command")
					  : sentence_text("draft-word-order");
}

static void print_heading(const struct draft *draft, size_t index)
{
	const struct deed *deed = &draft->deeds.items[index];
	const struct step *step = step_of(draft, deed);
	if (step) {
		buf_printf(draft->out, "## %c%s: ",
			   toupper((unsigned char)step->subgoal[0]),
			   step->subgoal + 1);
		text_show_all(draft->out, step->title);
		buf_puts(draft->out, "\n\n");
		return;
	}
	buf_printf(draft->out, "## %s: %s", subgoal_of(deed), word_of(deed));
	for (size_t i = index + 1;
	     i < draft->deeds.count && !begins_step(draft, i); i++) {
		const char *word = word_of(&draft->deeds.items[i]);
		if (strcmp(word, word_of(&draft->deeds.items[i - 1])) != 0)
			buf_printf(draft->out, ", %s", word);
	}
	buf_puts(draft->out, "\n\n");
}

/* --- beats -----------------------------------------------------------------
 */

static const char *actor_of(const struct draft *draft, const struct deed *deed)
{
	return deeds_actor_name(&draft->deeds, deed->call->actor);
}

static void print_before(const struct draft *draft, const struct deed *deed)
{
	if (deed->kind == DEED_CALL)
		SENTENCE(draft->out, "draft-before-call",
			 SLOT_TEXT("actor", actor_of(draft, deed)),
			 SLOT_TEXT("call", deed->call->call.syscall->name));
	else
		buf_puts(draft->out,
			 deed->kind == DEED_COMMAND
				 ? sentence_text("draft-before-command")
				 : sentence_text("draft-before-order"));
	buf_puts(draft->out, "\n\n");
}

static void print_paragraph(const struct draft *draft, const char *id)
{
	buf_printf(draft->out, "%s\n\n", sentence_text(id));
}

static void print_after(const struct draft *draft, size_t index)
{
	const struct deed *deed = &draft->deeds.items[index];
	if (deed->kind != DEED_CALL)
		return;
	const struct result *result = &deed->call->call.result;
	const char *name = symbol_name(SYMBOL_ERRNO, result->error);
	if (deed_sleeps(&draft->deeds, index))
		print_paragraph(draft, SENTENCE_ID("draft-after-sleeps"));
	else if (deed->killed)
		print_paragraph(draft, SENTENCE_ID("draft-after-killed"));
	else if (result->error && name)
		SENTENCE_LINE(draft->out, "", "\n\n", "draft-after-failed",
			      SLOT_TEXT("error", name));
	else if (deed->call->call.syscall->flags & SYSCALL_ENDS_ACTOR)
		print_paragraph(draft, SENTENCE_ID("draft-after-died"));
	else if (!result->error)
		print_paragraph(draft, SENTENCE_ID("draft-after-done"));
}

/* A packet that was the first or the last of the held ones is named so: its
 * number may be another one the next time. */
static void name_packets(const struct draft *draft, const struct deed *deed,
			 struct order *order)
{
	const struct journal *journal = draft->from->journal;
	size_t count = 0;
	const struct event_packet **held =
		journal_held(journal, deed->begin, &count);
	if (order->kind != ORDER_SWAP && order->number_count == 1 && count) {
		size_t first =
			journal_first_held(journal, deed->begin, held, count);
		if (held[first]->number == order->numbers[0])
			order->which = WHICH_FIRST;
		else if (held[count - 1]->number == order->numbers[0])
			order->which = WHICH_LAST;
	}
	free(held);
}

static void print_order(const struct draft *draft, const struct deed *deed)
{
	struct arena arena = {0};
	struct order order;
	struct err err;
	buf_puts(draft->out, "```wire\n");
	if (order_parse(str_from(deed->order), &arena, &order, &err)) {
		if (order.number_count)
			name_packets(draft, deed, &order);
		order_print(&order, draft->out);
	} else {
		buf_puts(draft->out, deed->order);
	}
	buf_puts(draft->out, "\n```\n\n");
	arena_done(&arena);
}

static void print_command(const struct draft *draft, const struct deed *deed)
{
	const struct event_output *output = deed->output;
	bool names = draft_has_hosts(draft) && output->host;
	buf_printf(draft->out, "```sh%s%s\n%s\n```\n\n", names ? " " : "",
		   names ? output->host : "", output->command);
}

static void print_call(const struct draft *draft, size_t index,
		       const char *more)
{
	struct arena arena = {0};
	struct call call = deeds_call(&draft->deeds, index, &arena);
	buf_printf(draft->out, "```c %s%s\n",
		   actor_of(draft, &draft->deeds.items[index]), more);
	call_print(&call, NOTATION_C, draft->out);
	buf_puts(draft->out, ";\n```\n\n");
	arena_done(&arena);
}

static void print_beat(const struct draft *draft, size_t index)
{
	const struct deed *deed = &draft->deeds.items[index];
	print_before(draft, deed);
	if (deed->kind == DEED_CALL)
		print_call(draft, index, "");
	else if (deed->kind == DEED_COMMAND)
		print_command(draft, deed);
	else
		print_order(draft, deed);
	struct buf lines = {0};
	export_expect(draft->from, &draft->deeds, index, &lines);
	if (lines.len)
		buf_printf(draft->out, "```expect\n%s```\n\n",
			   buf_text(&lines));
	buf_done(&lines);
	print_after(draft, index);
	if (index + 1 < draft->deeds.count && !begins_step(draft, index + 1))
		buf_puts(draft->out, "---\n\n");
}

/* --- the whole -------------------------------------------------------------
 */

static bool check(const struct draft *draft, struct err *err)
{
	if (draft->deeds.count == draft->setups)
		return FAILURE(err, "save-nothing");
	for (size_t i = 0; i < draft->deeds.count; i++) {
		if (deed_is_interrupted_by_hand(&draft->deeds, i))
			return FAILURE(
				err, "save-lesson-sleep",
				SLOT_TEXT("actor",
					  draft->deeds.items[i].call->actor));
	}
	for (size_t i = 0; i < draft->deeds.actor_count; i++) {
		const struct deed_actor *actor = &draft->deeds.actors[i];
		if (actor->again)
			return FAILURE(err, "save-lesson-again",
				       SLOT_TEXT("actor", actor->name));
		if (actor->parent && actor->fork == DEED_NEVER)
			return FAILURE(err, "save-lesson-born",
				       SLOT_TEXT("actor", actor->name),
				       SLOT_TEXT("parent", actor->parent));
		if (deed_is_killed_by_hand(&draft->deeds, actor))
			return FAILURE(err, "save-lesson-killed",
				       SLOT_TEXT("actor", actor->name));
	}
	return true;
}

bool export_lesson(const struct exported *from, struct buf *out,
		   struct err *err)
{
	struct draft draft = {.from = from, .out = out};
	deeds_find(from->journal, from->begin, from->end, &draft.deeds);
	draft.setups = from->lesson->setup_count;
	if (draft.setups > draft.deeds.count)
		draft.setups = draft.deeds.count;
	bool ok = check(&draft, err);
	if (ok) {
		draft_print_front(&draft);
		program_print_comment(sentence_text("draft-begins"), "", "",
				      "\n", out);
	}
	for (size_t i = 0; ok && i < draft.deeds.count; i++) {
		if (i < draft.setups) {
			print_call(&draft, i, " setup");
			continue;
		}
		if (begins_step(&draft, i))
			print_heading(&draft, i);
		print_beat(&draft, i);
	}
	deeds_done(&draft.deeds);
	return ok;
}
