/* arguments: what a command line says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "ui/line/options.h"

/* The sub-commands, as a mask for the table of options. */
enum command_line {
	COMMAND_LINE_MENU = 1,
	COMMAND_LINE_LIST = 2,
	COMMAND_LINE_RUN = 4,
	COMMAND_LINE_LINT = 8,
	COMMAND_LINE_DOCTOR = 16,
	COMMAND_LINE_HELP = 32,
	COMMAND_LINE_SHELL = 64,
	COMMAND_LINE_TRACE = 128,
	COMMAND_LINE_PROGRESS = 256,
	COMMAND_LINE_COMPLETE = 512,
	COMMAND_LINE_EXERCISES = 1024,
	COMMAND_LINE_START = 2048,
	COMMAND_LINE_CHECK = 4096,
	COMMAND_LINE_WATCH = 8192,
	COMMAND_LINE_REPLAY = 16384,
	COMMAND_LINE_PRESENT = 32768,
	COMMAND_LINE_GRADE = 65536,
	COMMAND_LINE_NOTES = 131072,
	COMMAND_LINE_NEW = 262144,
	COMMAND_LINE_EXPORT = 524288,
	COMMAND_LINE_CLASS = 1048576,
	COMMAND_LINE_RECALL = 2097152,
	COMMAND_LINE_READ = 4194304,
	COMMAND_LINE_CONFIG = 8388608,
	COMMAND_LINE_FOLLOW = 16777216,
};

/* What to do instead of the command, if anything. */
enum arguments_wish { ARGUMENTS_RUN, ARGUMENTS_HELP, ARGUMENTS_VERSION };

/* Reads the options of the command from argv[1] on, wherever they stand among
 * the other words, which are moved to the end. Returns the index of the first
 * of those, or -1 with `err` filled. */
int arguments_read(unsigned command, int argc, char **argv,
		   struct options *options, enum arguments_wish *wish,
		   struct err *err);

/* Sets the option called `name` as a config file does: a switch to yes or no.
 * `options` stay as they are where the command has no such option. */
bool arguments_set(unsigned command, const char *name, const char *value,
		   struct options *options, struct err *err);

/* A sub-command; `help` is the id of a sentence. `arguments` are of `least` to
 * `most` words, and named by what they are: completion knows by these names
 * what to offer. */
struct command_row {
	unsigned id;
	const char *name, *arguments, *help;
	int least, most;
	int (*run)(const struct options *options, char **words, int count,
		   struct err *err);
};

/* An option as the help shows it: `argument` is what stands behind the name,
 * "" for a switch; "[=SECONDS]" may be left out, " FILE" may not. */
struct option_words {
	const char *name, *argument, *help;
};

/* The next option of the command from *at on, which begins at 0. Returns false
 * behind the last. The texts are static. */
bool arguments_next(unsigned command, size_t *at, struct option_words *words);

/* Adds a line for each option of the command. */
void arguments_print_help(unsigned command, struct buf *out);
