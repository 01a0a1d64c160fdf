/* command: the table of commands, which keys and scripts are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command.h"

#include "base/mem.h"
#include "ui/act.h"
#include "ui/app.h"

#include <string.h>

enum { M = COMMAND_MENU, L = COMMAND_LESSON, K = COMMAND_KEEPS };

/* clang-format off */
static const struct command commands[] = {
	{"answer", "a|b|c|d|?", "answer the question and make the call", L, act_answer},
	{"back", "", "look one beat back", L, act_back},
	{"close", "", "close what is open over the lesson", M | L, act_close},
	{"digit", "N", "type one digit of a lesson's number", M, act_digit},
	{"expand", "", "show the call as the lines of a whole C program", L, act_expand},
	{"forward", "", "look one beat forward", L, act_forward},
	{"goto", "[STEP]", "look at a step, or play up to it", L, act_goto},
	{"help", "", "show all keys", M | L, act_help},
	{"key", "NAME", "press a key", M | L | K, act_key},
	{"language", "[c|python]", "show the calls in the other language", L, act_language},
	{"menu", "", "go back to the menu", M | L, act_menu},
	{"more", "", "show more about this step", L, act_more},
	{"move", "up|down|page-up|page-down|first|last", "choose a lesson, or scroll", M | L, act_move},
	{"next", "", "make the next call", L, act_next},
	{"open", "[LESSON]", "open a lesson", M, act_open},
	{"output", "", "show the output of the last command", L, act_output},
	{"packets", "", "show every packet", L, act_packets},
	{"quit", "", "quit; from a lesson back to the menu it came from", M | L, act_quit},
	{"redraw", "", "draw the screen anew", M | L | K, act_redraw},
	{"reset", "", "begin the lesson anew", L, act_reset},
	{"rewind", "[STEP]", "rewind the kernel to the viewed place, or a step", L, act_rewind},
	{"screen", "FILE", "write what is shown into a file", M | L | K, act_screen},
	{"sockets", "", "show every socket", L, act_sockets},
	{"wait", "", "wait until the call has settled", M | L | K, act_wait},
};
/* clang-format on */

const struct command *command_table(size_t *count)
{
	*count = COUNT(commands);
	return commands;
}

static const struct command *find(struct str name)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (str_is(name, commands[i].name))
			return &commands[i];
	}
	return NULL;
}

static bool fail_unknown(struct str name, struct err *err)
{
	const char *all[COUNT(commands)], *nearest;
	for (size_t i = 0; i < COUNT(commands); i++)
		all[i] = commands[i].name;
	AUTO_FREE char *word = xprintf("%.*s", (int)name.len, name.data);
	if (text_nearest(word, all, COUNT(all), &nearest, 1))
		return err_set(err, "unknown command %s; the nearest is %s",
			       word, nearest);
	return err_set(err, "unknown command %s", word);
}

/* Cuts a line into its command and its argument. */
static const struct command *read_line(struct str line, struct str *argument,
				       struct err *err)
{
	struct str name;
	if (!str_next_word(&line, &name))
		return err_null(err, "a command is missing");
	*argument = str_trim(line);
	const struct command *command = find(name);
	if (!command) {
		fail_unknown(name, err);
		return NULL;
	}
	const char *wanted = command->arguments;
	if (argument->len && !wanted[0])
		return err_null(err, "%s takes no argument", command->name);
	if (!argument->len && wanted[0] && wanted[0] != '[')
		return err_null(err, "%s needs an argument: %s", command->name,
				wanted);
	return command;
}

bool command_check(struct str line, struct err *err)
{
	struct str argument = {0};
	const struct command *command = read_line(line, &argument, err);
	uint32_t code;
	if (command && command->run == act_key)
		return key_from_name(argument, &code, err);
	return command != NULL;
}

bool command_run(struct app *app, struct str line, struct err *err)
{
	struct str argument = {0};
	const struct command *command = read_line(line, &argument, err);
	if (!command)
		return false;
	unsigned here = app->session ? L : M;
	if (!(command->flags & here))
		return err_set(err, "%s: only in %s", command->name,
			       app->session ? "the menu" : "a lesson");
	AUTO_FREE char *text =
		xprintf("%.*s", (int)argument.len, argument.data);
	if (!(command->flags & K))
		app->message.text[0] = '\0';
	return command->run(app, text, err);
}
