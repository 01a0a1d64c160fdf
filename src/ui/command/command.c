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
	{"actor", NOTATION("ACTOR|add NAME [HOST]|remove ACTOR"), SENTENCE_ID("help-actor"), L, act_actor},
	{"answer", "a|b|c|d|?|WORDS", SENTENCE_ID("help-answer"), L | P, act_answer},
	{"back", "", SENTENCE_ID("help-back"), L | P, act_back},
	{"blank", "", SENTENCE_ID("help-blank"), L, act_blank},
	{"choose", "", SENTENCE_ID("help-choose"), M | L | P, act_choose},
	{"close", "", SENTENCE_ID("help-close"), M | L | P, act_close},
	{"detach", "[PROGRAM]", SENTENCE_ID("help-detach"), L, act_detach},
	{"digit", "N", SENTENCE_ID("help-digit"), M | P, act_digit},
	{"do", "", SENTENCE_ID("help-do"), L | P, act_do},
	{"edit", "", SENTENCE_ID("help-edit"), L | P, act_edit},
	{"expand", "", SENTENCE_ID("help-expand"), L, act_expand},
	{"explain", "[ERRNO|CALL|WORD]", SENTENCE_ID("help-explain"), L, act_explain},
	{"fault", "CALL:error=ERRNO|short=N|...|none", SENTENCE_ID("help-fault"), L, act_fault},
	{"fields", "", SENTENCE_ID("help-fields"), L, act_fields},
	{"findings", "", SENTENCE_ID("help-findings"), L, act_findings},
	{"forward", "", SENTENCE_ID("help-forward"), L | P, act_forward},
	{"fork", "[NAME]", SENTENCE_ID("help-fork"), L, act_fork},
	{"freeze", "", SENTENCE_ID("help-freeze"), L, act_freeze},
	{"go", "[PROGRAM] [UNTIL]", SENTENCE_ID("help-go"), L | P, act_go},
	{"goto", "[STEP]", SENTENCE_ID("help-goto"), L | P, act_goto},
	{"help", "[CALL|COMMAND|calls|commands|keys|line|programs]", SENTENCE_ID("help-help"), M | L, act_help},
	{"hint", "", SENTENCE_ID("help-hint"), L, act_hint},
	{"history", "", SENTENCE_ID("help-history"), L, act_history},
	{"host", NOTATION("add NAME ADDRESS..."), SENTENCE_ID("help-host"), L, act_host},
	{"interrupt", "[ACTOR]", SENTENCE_ID("help-interrupt"), L, act_interrupt},
	{"key", "NAME", SENTENCE_ID("help-key"), M | L | K | P, act_key},
	{"kill", "ACTOR [SIGNAL]", SENTENCE_ID("help-kill"), L, act_kill},
	{"knew", "", SENTENCE_ID("help-knew"), L | P, act_knew},
	{"language", "[c|python]", SENTENCE_ID("help-language"), L, act_language},
	{"light", "next|up|down|off", SENTENCE_ID("help-light"), L, act_light},
	{"load", "FILE", SENTENCE_ID("help-load"), M | L, act_load},
	{"man", "CALL", SENTENCE_ID("help-man"), L, act_man},
	{"match", "next|previous", SENTENCE_ID("help-match"), M | L | P, act_match},
	{"menu", "", SENTENCE_ID("help-menu"), M | L | P, act_menu},
	{"missed", "", SENTENCE_ID("help-missed"), L | P, act_missed},
	{"more", "", SENTENCE_ID("help-more"), L, act_more},
	{"live", "", SENTENCE_ID("help-live"), L | P, act_live},
	{"move", "up|down|page-up|page-down|first|last", SENTENCE_ID("help-move"), M | L | P, act_move},
	{"next", "", SENTENCE_ID("help-next"), L | P, act_next},
	{"noise", "", SENTENCE_ID("help-noise"), L, act_noise},
	{"open", "[LESSON]", SENTENCE_ID("help-open"), M | P, act_open},
	{"outline", "", SENTENCE_ID("help-outline"), L | P, act_outline},
	{"onward", "", SENTENCE_ID("help-onward"), L | P, act_onward},
	{"output", "", SENTENCE_ID("help-output"), L, act_output},
	{"packet", "next|previous|held|NUMBER|ORDER", SENTENCE_ID("help-packet"), L | P, act_packet},
	{"packets", "", SENTENCE_ID("help-packets"), L, act_packets},
	{"pcap", "[FILE]", SENTENCE_ID("help-pcap"), L, act_pcap},
	{"prompt", "[TEXT]", SENTENCE_ID("help-prompt"), L, act_prompt},
	{"quit", "", SENTENCE_ID("help-quit"), M | L | P, act_quit},
	{"quit!", "", SENTENCE_ID("help-quit-now"), L | P, act_quit_now},
	{"recall", "WORDS", SENTENCE_ID("help-recall"), L | P, act_recall},
	{"redraw", "", SENTENCE_ID("help-redraw"), M | L | K, act_redraw},
	{"repeat", "N CALL", SENTENCE_ID("help-repeat"), L, act_repeat},
	{"reset", "", SENTENCE_ID("help-reset"), L | P, act_reset},
	{"rewind", "[STEP]", SENTENCE_ID("help-rewind"), L | P, act_rewind},
	{"room", "", SENTENCE_ID("help-room"), L, act_room},
	{"run", "[NAME=] [@HOST] PROGRAM...", SENTENCE_ID("help-run"), L, act_run},
	{"save", "FILE", SENTENCE_ID("help-save"), L, act_save},
	{"save!", "FILE", SENTENCE_ID("help-save-now"), L, act_save_over},
	{"screen", "FILE", SENTENCE_ID("help-screen"), M | L | K, act_screen},
	{"search", "[TEXT]", SENTENCE_ID("help-search"), M | L | P, act_search},
	{"sh", "[@HOST] PROGRAM...", SENTENCE_ID("help-sh"), L, act_sh},
	{"socket", "[ACTOR] [VAR|FD]", SENTENCE_ID("help-socket"), L, act_socket},
	{"sockets", "", SENTENCE_ID("help-sockets"), L, act_sockets},
	{"states", "", SENTENCE_ID("help-states"), L, act_states},
	{"stay", "", SENTENCE_ID("help-stay"), L | P, act_stay},
	{"step", "[PROGRAM] [UNTIL]", SENTENCE_ID("help-step"), L | P, act_step},
	{"take", "", SENTENCE_ID("help-take"), L | P, act_take},
	{"talk", "", SENTENCE_ID("help-talk"), L | P, act_talk},
	{"terminals", "", SENTENCE_ID("help-terminals"), L, act_terminals},
	{"turn", "[PROGRAM]", SENTENCE_ID("help-turn"), L | P, act_turn},
	{"type", "[PROGRAM] TEXT", SENTENCE_ID("help-type"), L, act_input},
	{"undo", "", SENTENCE_ID("help-undo"), L | P, act_undo},
	{"vote", "a|b|c|d|?|DIGIT|back", SENTENCE_ID("help-vote"), L | P, act_vote},
	{"votes", "", SENTENCE_ID("help-votes"), L | P, act_votes},
	{"wait", "[TIME]", SENTENCE_ID("help-wait"), M | L | K, act_wait},
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
	// The screen stands still while it runs.
	if (command->run == act_rewind && app->screen &&
	    act_foretell_rewind(app, text))
		app_draw(app);
	return command->run(app, text, err);
}
