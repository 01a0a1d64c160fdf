/* command: the table of commands, which keys and scripts are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The orders to the wire are commands, too; journal/order/order.h has their
 * table.
 */
#include "ui/command/command.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/order/order.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_outline.h"
#include "ui/command/act_own.h"
#include "ui/command/act_room.h"
#include "ui/command/act_socket.h"
#include "ui/command/act_stage.h"
#include "ui/command/act_trace.h"
#include "ui/command/act_wire.h"

#include <string.h>

enum {
	M = COMMAND_MENU,
	L = COMMAND_LESSON,
	K = COMMAND_KEEPS,
	P = COMMAND_PLAYS
};

/* clang-format off */
static const struct command commands[] = {
	{"actor", "ACTOR|add NAME [HOST]|remove ACTOR", "make calls as that actor; add one, or end one", L, act_actor},
	{"answer", "a|b|c|d|?|WORDS", "answer the question and make the call: a letter, or what is asked for", L | P, act_answer},
	{"back", "", "look one beat back", L | P, act_back},
	{"blank", "", "blank the screen before a room, or show it again", L, act_blank},
	{"choose", "", "look into what is chosen, or close what is open", M | L | P, act_choose},
	{"close", "", "close what is open over the lesson", M | L | P, act_close},
	{"detach", "[PROGRAM]", "let a program, or all, run on without stops", L, act_detach},
	{"digit", "N", "type one digit of a lesson's number", M | P, act_digit},
	{"do", "", "have the call made that is yours to type", L | P, act_do},
	{"edit", "", "put the next call on the line, to be entered or changed", L | P, act_edit},
	{"expand", "", "show the call as the lines of a whole C program", L, act_expand},
	{"explain", "[ERRNO|CALL|WORD]", "explain the last call, or a call, errno or word", L, act_explain},
	{"fault", "CALL:error=ERRNO|short=N|...|none", "make calls of programs go wrong from now on, or none of them", L, act_fault},
	{"fields", "", "show the packet under the cursor, field by field", L, act_fields},
	{"findings", "", "show the mistakes that programs made", L, act_findings},
	{"forward", "", "look one beat forward", L | P, act_forward},
	{"fork", "[NAME]", "let the current actor fork; the child is an actor, too", L, act_fork},
	{"freeze", "", "hold every packet, or let all flow again", L, act_freeze},
	{"go", "[PROGRAM] [UNTIL]", "let programs go on: until exit, blocked, a call, an errno, fd N, a state", L | P, act_go},
	{"goto", "[STEP]", "look at a step, or play up to it; in a free lab, at a call of history", L | P, act_goto},
	{"help", "[CALL|COMMAND|calls|commands|keys|line|programs]", "show all keys, or tell about a call or a command", M | L, act_help},
	{"hint", "", "get a hint for the call that is yours to type", L, act_hint},
	{"history", "", "list the calls of this run", L, act_history},
	{"host", "add NAME ADDRESS...", "add a host; everything is done again in a lab with it", L, act_host},
	{"interrupt", "[ACTOR]", "end the call that an actor is inside, with EINTR", L, act_interrupt},
	{"key", "NAME", "press a key", M | L | K | P, act_key},
	{"kill", "ACTOR [SIGNAL]", "send an actor a signal, by default SIGTERM", L, act_kill},
	{"knew", "", "say that you knew the answer of the question; it comes back later", L | P, act_knew},
	{"language", "[c|python]", "show the calls in the other language", L, act_language},
	{"light", "next|up|down|off", "let only a part of the screen before a room be bright", L, act_light},
	{"load", "FILE", "open a lesson (.md), or run the lines of a file", M | L, act_load},
	{"man", "CALL", "tell about a call: what it takes, does and fails with", L, act_man},
	{"match", "next|previous", "go on to where what was searched for stands too", M | L | P, act_match},
	{"menu", "", "go back to the menu", M | L | P, act_menu},
	{"missed", "", "say that you did not know it; it comes back tomorrow", L | P, act_missed},
	{"more", "", "show more about this step", L, act_more},
	{"live", "", "go to the last call that was made", L | P, act_live},
	{"move", "up|down|page-up|page-down|first|last", "choose a lesson, or scroll", M | L | P, act_move},
	{"next", "", "make the next call", L | P, act_next},
	{"noise", "", "show what programs call besides, such as name lookups, or fold it", L, act_noise},
	{"open", "[LESSON]", "open a lesson", M | P, act_open},
	{"outline", "", "list the steps, to go to one", L | P, act_outline},
	{"onward", "", "open the lesson behind the one that is over", L | P, act_onward},
	{"output", "", "show the output of the last command", L, act_output},
	{"packet", "next|previous|held|NUMBER|ORDER", "choose a packet, or give an order for it", L | P, act_packet},
	{"packets", "", "show every call and packet", L, act_packets},
	{"pcap", "[FILE]", "write every packet into a file for Wireshark", L, act_pcap},
	{"prompt", "[TEXT]", "type a call, a command or an order to the wire", L, act_prompt},
	{"quit", "", "quit; from a lesson back to the menu it came from", M | L | P, act_quit},
	{"quit!", "", "end a talk without being asked", L | P, act_quit_now},
	{"recall", "WORDS", "answer the question that is asked in your own words", L | P, act_recall},
	{"redraw", "", "draw the screen anew", M | L | K, act_redraw},
	{"repeat", "N CALL", "make a call so often, each when the one before has settled", L, act_repeat},
	{"reset", "", "begin the lesson anew", L | P, act_reset},
	{"rewind", "[STEP]", "rewind the kernel to the viewed place, a step, or a call of history", L | P, act_rewind},
	{"room", "", "say how to follow this talk, where it is shared", L, act_room},
	{"run", "[NAME=] [@HOST] PROGRAM...", "start a program, to be stepped call by call", L, act_run},
	{"save", "FILE", "save the run: as a lesson .md, programs .c .py, .log, .pcapng", L, act_save},
	{"save!", "FILE", "save the run over a file that was there before", L, act_save_over},
	{"screen", "FILE", "write what is shown into a file", M | L | K, act_screen},
	{"search", "[TEXT]", "look for a text in what is open, in the menu, or else in all calls and packets", M | L | P, act_search},
	{"sh", "[@HOST] PROGRAM...", "run a real program in the lab", L, act_sh},
	{"socket", "[ACTOR] [VAR|FD]", "look at one socket, every option, or at an epoll list; by default that of the last call", L, act_socket},
	{"sockets", "", "show every socket", L, act_sockets},
	{"states", "", "show the state of every TCP socket, and its way there", L, act_states},
	{"stay", "", "go on with a talk whose end was asked for", L | P, act_stay},
	{"step", "[PROGRAM] [UNTIL]", "let a program, or whoever can go, make its next call, or go further", L | P, act_step},
	{"take", "", "take a talk's run over into a lab of your own, at this very step", L | P, act_take},
	{"talk", "", "come back from a lab of your own to the talk, where it is now", L | P, act_talk},
	{"terminals", "", "show what programs wrote to their terminals", L, act_terminals},
	{"turn", "[PROGRAM]", "give the next turn to that program, or to another one", L | P, act_turn},
	{"type", "[PROGRAM] TEXT", "type a line into a program's terminal; ^D ends its input, ^C interrupts", L, act_input},
	{"undo", "", "take the last move back: all before it is done again in a new lab", L | P, act_undo},
	{"vote", "a|b|c|d|?|DIGIT|back", "count the room's votes: an option, then digits; back takes one away", L | P, act_vote},
	{"votes", "", "show what followers say to the question, from now on at each vote", L | P, act_votes},
	{"wait", "[TIME]", "wait until the call has settled, and then so long", M | L | K, act_wait},
};
/* clang-format on */

/* The commands above and, from their own table, the orders to the wire. */
static struct command all[COUNT(commands) + ORDER_KIND_COUNT];
static size_t all_count;

static bool is_listed(const char *name)
{
	for (size_t i = 0; i < all_count; i++) {
		if (!strcmp(name, all[i].name))
			return true;
	}
	return false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct command *)a)->name,
		      ((const struct command *)b)->name);
}

static void list_all(void)
{
	size_t count;
	const struct order_row *orders = order_table(&count);
	memcpy(all, commands, sizeof(commands));
	all_count = COUNT(commands);
	for (size_t i = 0; i < count; i++) {
		if (!is_listed(orders[i].word))
			all[all_count++] = (struct command){
				orders[i].word, orders[i].arguments,
				orders[i].help, L, act_order};
	}
	qsort(all, all_count, sizeof(*all), compare);
}

const struct command *command_table(size_t *count)
{
	if (!all_count)
		list_all();
	*count = all_count;
	return all;
}

const struct command *command_find(struct str name)
{
	size_t count;
	const struct command *table = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (str_is(name, table[i].name))
			return &table[i];
	}
	return NULL;
}

/* What cannot be taken back, "quit!", is written whole. */
static bool begins(const struct command *command, struct str word)
{
	size_t len = strlen(command->name);
	bool is_whole = command->name[len - 1] == '!';
	return word.len && word.len <= len && (!is_whole || word.len == len) &&
	       !memcmp(command->name, word.data, word.len);
}

size_t command_count_beginning(struct str word)
{
	size_t count, found = 0;
	const struct command *table = command_table(&count);
	for (size_t i = 0; i < count; i++)
		found += begins(&table[i], word);
	return found;
}

static bool fail_ambiguous(struct str word, struct err *err)
{
	struct buf names = {0};
	for (size_t i = 0; i < all_count; i++) {
		if (begins(&all[i], word))
			buf_printf(&names, "%s%s", names.len ? ", " : "",
				   all[i].name);
	}
	FAILURE(err, "begins-several", SLOT_STR("word", word),
		SLOT_TEXT("names", buf_text(&names)));
	buf_done(&names);
	return false;
}

static bool fail_unknown(struct str name, struct err *err)
{
	const char *names[COUNT(all)], *nearest;
	for (size_t i = 0; i < all_count; i++)
		names[i] = all[i].name;
	AUTO_FREE char *word = xprintf("%.*s", (int)name.len, name.data);
	if (text_nearest(word, names, all_count, &nearest, 1))
		return FAILURE(err, "command-unknown-near",
			       SLOT_TEXT("word", word),
			       SLOT_TEXT("nearest", nearest));
	return FAILURE(err, "command-unknown-word", SLOT_TEXT("word", word));
}

static const struct command *find(struct str name, struct err *err)
{
	const struct command *command = command_find(name);
	size_t beginning = command ? 1 : command_count_beginning(name);
	if (!beginning)
		fail_unknown(name, err);
	if (beginning > 1)
		fail_ambiguous(name, err);
	for (size_t i = 0; !command && beginning == 1; i++) {
		if (begins(&all[i], name))
			command = &all[i];
	}
	return command;
}

/* Cuts a line into its command and its argument. */
static const struct command *read_line(struct str line, struct str *argument,
				       struct err *err)
{
	struct str name;
	if (!str_next_word(&line, &name))
		return FAILURE_NULL(err, "command-is-missing");
	*argument = str_trim(line);
	const struct command *command = find(name, err);
	if (!command)
		return NULL;
	const char *wanted = command->arguments;
	if (argument->len && !wanted[0] &&
	    syscall_find(str_from(command->name)))
		return FAILURE_NULL(err, "command-no-argument-call",
				    SLOT_TEXT("name", command->name),
				    SLOT_STR("argument", *argument));
	if (argument->len && !wanted[0])
		return FAILURE_NULL(err, "command-no-argument",
				    SLOT_TEXT("name", command->name));
	if (!argument->len && wanted[0] && wanted[0] != '[')
		return FAILURE_NULL(err, "command-argument",
				    SLOT_TEXT("name", command->name),
				    SLOT_TEXT("wanted", wanted));
	return command;
}

bool command_check(struct str line, struct err *err)
{
	struct str argument = {0};
	const struct command *command = read_line(line, &argument, err);
	uint32_t code;
	if (!command)
		return false;
	if (command->run == act_key)
		return key_from_name(argument, &code, err);
	bool is_order = command->run == act_order ||
			(command->run == act_wait && argument.len);
	AUTO_FREE char *order = xprintf("%s %.*s", command->name,
					(int)argument.len, argument.data);
	return !is_order || order_check(str_from(order), err);
}

bool command_run(struct app *app, struct str line, struct err *err)
{
	struct str argument = {0};
	const struct command *command = read_line(line, &argument, err);
	if (!command)
		return false;
	unsigned here = app->session ? L : M;
	if (!(command->flags & here))
		return FAILURE(err,
			       app->session ? "only-in-menu" : "only-in-lesson",
			       SLOT_TEXT("command", command->name));
	// An order is read as a whole.
	bool is_order = command->run == act_order;
	AUTO_FREE char *text =
		xprintf("%s%s%.*s", is_order ? command->name : "",
			is_order ? " " : "", (int)argument.len, argument.data);
	if (!(command->flags & K))
		app->message.text[0] = '\0';
	return command->run(app, text, err);
}
