/* command: the table of commands, which keys and scripts are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

struct app;

enum command_flag {
	COMMAND_MENU = 1,   /* can be given in the menu */
	COMMAND_LESSON = 2, /* can be given in a lesson */
	COMMAND_KEEPS = 4,  /* leaves the last message where it is */
	COMMAND_PLAYS = 8,  /* goes on with the lesson, or to another place */
};

/* `help` is the id of a sentence. `arguments` as the help shows them: "" for
 * none, in brackets when they can be left out. They are also what is completed:
 * ui/complete/complete_command.c says which words in capitals stand for what.
 * `argument` has no white space around and is empty for none. */
struct command {
	const char *name, *arguments, *help;
	unsigned flags;
	bool (*run)(struct app *app, const char *argument, struct err *err);
};

const struct command *command_table(size_t *count);

/* The command of just that name, or NULL. */
const struct command *command_find(struct str name);

/* How many commands have a name that begins with `word`. */
size_t command_count_beginning(struct str word);

/* Whether `line` begins with the name of a command, or with the beginning of
 * only one name, and has an argument when it needs one. Fails with the nearest
 * names. */
bool command_check(struct str line, struct err *err);

/* Runs a command line. Fails with what to do, which the screen then shows. */
bool command_run(struct app *app, struct str line, struct err *err);
