/* table: the sub-commands, and the help on them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each sub-command is a row, each option a row of ui/line/option_table.c; help,
 * completion and the nearest names for typing errors come from these tables.
 */
#include "main/table.h"

#include "base/places.h"
#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "main/run.h"
#include "ui/file/output.h"
#include "ui/line/offer.h"

#include <string.h>
#include <unistd.h>

/* clang-format off */
static const struct command_row commands[] = {
	{COMMAND_LINE_MENU, "menu", "", "open the menu of lessons; the same as no command", 0, 0, run_menu},
	{COMMAND_LINE_LIST, "list", "", "list the lessons and your progress", 0, 0, run_list},
	{COMMAND_LINE_RUN, "run", "LESSON", "open one lesson, by its name or by its file", 1, 1, run_run},
	{COMMAND_LINE_READ, "read", "LESSON", "print a lesson as a text, without a lab", 1, 1, run_read},
	{COMMAND_LINE_RECALL, "recall", "", "answer questions of lessons that you played, as they fall due", 0, 0, run_recall},
	{COMMAND_LINE_SHELL, "shell", "[FILE]", "open a free lab with a prompt, or do the lines of a file; - is standard input", 0, 1, run_shell},
	{COMMAND_LINE_TRACE, "trace", "PROGRAM [ARG...] [:: ...]", "start programs, and step their socket calls", 0, 9999, run_trace},
	{COMMAND_LINE_EXERCISES, "exercises", "", "list the exercises, and the points you have", 0, 0, run_exercises},
	{COMMAND_LINE_START, "start", "EXERCISE [FOLDER]", "make a folder with the task and a file to begin with", 1, 2, run_start},
	{COMMAND_LINE_CHECK, "check", "[EXERCISE] [PATH | -- PROGRAM ARG...]", "build your program and play the exercise's checks with it", 0, 2, run_check},
	{COMMAND_LINE_PRESENT, "present", "LESSON", "show a lesson, or a run from its .log, before a room", 1, 1, run_present},
	{COMMAND_LINE_FOLLOW, "follow", "HOST:PORT CODE", "follow a talk that is shared, and vote; its screen says how", 2, 2, run_follow},
	{COMMAND_LINE_NOTES, "notes", "[NUMBER]", "show the notes of the talk that goes on, in a second terminal", 0, 1, run_notes},
	{COMMAND_LINE_REPLAY, "replay", "FILE", "show the run of a log again, move by move; no lab is built", 1, 1, run_replay},
	{COMMAND_LINE_EXPORT, "export", "[LESSON]", "write a lesson, or a run from its .log, as a page, a transcript, a worksheet", 0, 1, run_export},
	{COMMAND_LINE_WATCH, "watch", "[EXERCISE] [PATH]", "the same at every save", 0, 2, run_watch},
	{COMMAND_LINE_GRADE, "grade", "EXERCISE SUBMISSIONS | --merge SHARD...", "play the checks with a folder of submissions, each confined", 0, 9999, run_grade},
	{COMMAND_LINE_NEW, "new", "exercise|lesson NAME", "write a template to begin with", 2, 2, run_new},
	{COMMAND_LINE_LINT, "lint", "FILE [PROGRAM...]...", "check lessons: their form, then every expectation on this kernel", 1, 9999, run_lint},
	{COMMAND_LINE_DOCTOR, "doctor", "", "try what this machine allows, and say what to do about the rest", 0, 0, run_doctor},
	{COMMAND_LINE_PROGRESS, "progress", "", "show what you have done, take it along, or forget it", 0, 0, run_progress},
	{COMMAND_LINE_CLASS, "class", "FOLDER", "show which misconceptions a class holds, from exported records", 1, 1, run_class},
	{COMMAND_LINE_CONFIG, "config", "[FILE]", "write a config file to begin with, or check the one that is there", 0, 1, run_config},
	{COMMAND_LINE_COMPLETE, "complete", "-- WORD...", "say what can follow these words: shells ask so for what Tab offers", 1, 9999, run_complete},
	{COMMAND_LINE_HELP, "help", "[COMMAND]", "show how to use sockstep, or one of its commands", 0, 1, run_help},
};
/* clang-format on */

static void print_command_help(const struct command_row *command,
			       struct buf *out)
{
	buf_printf(out, "usage: sockstep %s%s%s [OPTION...]\n\n%s\n\n",
		   command->name, command->arguments[0] ? " " : "",
		   command->arguments, command->help);
	arguments_print_help(command->id, out);
}

static bool has_manual(void)
{
	AUTO_FREE char *compressed = xprintf("%s.gz", places_manual);
	return !access(places_manual, F_OK) || !access(compressed, F_OK);
}

static void print_help(struct buf *out)
{
	buf_puts(out, "usage: sockstep [COMMAND] [OPTION...]\n\n"
		      "Real socket calls, one at a time, and what the kernel "
		      "did.\n\n");
	for (size_t i = 0; i < COUNT(commands); i++) {
		AUTO_FREE char *name = xprintf("%s %s", commands[i].name,
					       commands[i].arguments);
		buf_printf(out, "  %-16s  %s\n", name, commands[i].help);
	}
	buf_printf(out,
		   "\nsockstep COMMAND --help lists the options of a "
		   "command%s.\n",
		   has_manual() ? ", man sockstep says it all" : "");
}

static bool is_lesson(const char *name)
{
	struct catalogue catalogue = {0};
	struct err none;
	bool found = false;
	if (!catalogue_open(&catalogue, &none))
		return false;
	for (size_t i = 0; i < catalogue.count; i++)
		found |= !strcmp(catalogue.lessons[i]->id, name);
	catalogue_close(&catalogue);
	return found;
}

const struct command_row *table_find(const char *name, struct err *err)
{
	const char *names[COUNT(commands)], *near[2];
	for (size_t i = 0; i < COUNT(commands); i++) {
		names[i] = commands[i].name;
		if (!strcmp(name, names[i]))
			return &commands[i];
	}
	const struct slot asked = SLOT_TEXT("name", name);
	size_t count = text_nearest(name, names, COUNT(names), near, 2);
	if (!name[0])
		FAILURE(err, "command-empty");
	else if (is_lesson(name))
		FAILURE(err, "command-lesson", asked);
	else if (!count)
		FAILURE(err, "command-unknown", asked);
	else if (count == 1)
		FAILURE(err, "command-near", asked,
			SLOT_TEXT("nearest", near[0]));
	else
		FAILURE(err, "command-two-near", asked,
			SLOT_TEXT("nearest", near[0]),
			SLOT_TEXT("other", near[1]));
	return NULL;
}

int run_help(const struct options *options, char **words, int count,
	     struct err *err)
{
	(void)options;
	struct buf out = {0};
	if (!count) {
		print_help(&out);
		return output_end(&out, err);
	}
	const struct command_row *command = table_find(words[0], err);
	if (!command)
		return STATUS_USAGE;
	print_command_help(command, &out);
	return output_end(&out, err);
}

int run_complete(const struct options *options, char **words, int count,
		 struct err *err)
{
	(void)options;
	struct buf out = {0};
	// What --complete is asked of stands behind it, options or not.
	if (strcmp(words[-1], "--") != 0) {
		FAILURE(err, "usage-complete", SLOT_TEXT("word", words[0]));
		return STATUS_USAGE;
	}
	offer_print(commands, COUNT(commands), words, (size_t)count, &out);
	return output_end(&out, err);
}
