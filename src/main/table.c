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
	{COMMAND_LINE_MENU, "menu", "", SENTENCE_ID("subcommand-menu"), 0, 0, run_menu},
	{COMMAND_LINE_LIST, "list", "", SENTENCE_ID("subcommand-list"), 0, 0, run_list},
	{COMMAND_LINE_RUN, "run", "LESSON", SENTENCE_ID("subcommand-run"), 1, 1, run_run},
	{COMMAND_LINE_READ, "read", "LESSON", SENTENCE_ID("subcommand-read"), 1, 1, run_read},
	{COMMAND_LINE_RECALL, "recall", "", SENTENCE_ID("subcommand-recall"), 0, 0, run_recall},
	{COMMAND_LINE_SHELL, "shell", "[FILE]", SENTENCE_ID("subcommand-shell"), 0, 1, run_shell},
	{COMMAND_LINE_TRACE, "trace", "PROGRAM [ARG...] [:: ...]", SENTENCE_ID("subcommand-trace"), 0, 9999, run_trace},
	{COMMAND_LINE_EXERCISES, "exercises", "", SENTENCE_ID("subcommand-exercises"), 0, 0, run_exercises},
	{COMMAND_LINE_START, "start", "EXERCISE [FOLDER]", SENTENCE_ID("subcommand-start"), 1, 2, run_start},
	{COMMAND_LINE_CHECK, "check", "[EXERCISE] [PATH | -- PROGRAM ARG...]", SENTENCE_ID("subcommand-check"), 0, 2, run_check},
	{COMMAND_LINE_PRESENT, "present", "LESSON", SENTENCE_ID("subcommand-present"), 1, 1, run_present},
	{COMMAND_LINE_FOLLOW, "follow", "HOST:PORT|URL [CODE]", SENTENCE_ID("subcommand-follow"), 1, 2, run_follow},
	{COMMAND_LINE_NOTES, "notes", "[NUMBER]", SENTENCE_ID("subcommand-notes"), 0, 1, run_notes},
	{COMMAND_LINE_REPLAY, "replay", "FILE", SENTENCE_ID("subcommand-replay"), 1, 1, run_replay},
	{COMMAND_LINE_EXPORT, "export", "[LESSON]", SENTENCE_ID("subcommand-export"), 0, 1, run_export},
	{COMMAND_LINE_WATCH, "watch", "[EXERCISE] [PATH]", SENTENCE_ID("subcommand-watch"), 0, 2, run_watch},
	{COMMAND_LINE_GRADE, "grade", "EXERCISE SUBMISSIONS | --merge SHARD...", SENTENCE_ID("subcommand-grade"), 0, 9999, run_grade},
	{COMMAND_LINE_NEW, "new", NOTATION("exercise|lesson NAME"), SENTENCE_ID("subcommand-new"), 1, 2, run_new},
	{COMMAND_LINE_LINT, "lint", "FILE [PROGRAM...]...", SENTENCE_ID("subcommand-lint"), 1, 9999, run_lint},
	{COMMAND_LINE_DOCTOR, "doctor", "", SENTENCE_ID("subcommand-doctor"), 0, 0, run_doctor},
	{COMMAND_LINE_PROGRESS, "progress", "", SENTENCE_ID("subcommand-progress"), 0, 0, run_progress},
	{COMMAND_LINE_CLASS, "class", "FOLDER", SENTENCE_ID("subcommand-class"), 1, 1, run_class},
	{COMMAND_LINE_CONFIG, "config", "[FILE]", SENTENCE_ID("subcommand-config"), 0, 1, run_config},
	{COMMAND_LINE_COMPLETE, "complete", "-- WORD...", SENTENCE_ID("subcommand-complete"), 0, 9999, run_complete},
	{COMMAND_LINE_HELP, "help", "[COMMAND]", SENTENCE_ID("subcommand-help"), 0, 1, run_help},
};
/* clang-format on */

static void print_command_help(const struct command_row *command,
			       struct buf *out)
{
	AUTO_FREE char *words =
		xprintf("%s%s%s", command->name,
			command->arguments[0] ? " " : "", command->arguments);
	SENTENCE_LINE(out, "", "\n\n", "usage-of-command",
		      SLOT_TEXT("command", words));
	buf_printf(out, "%s\n\n", sentence_text(command->help));
	arguments_print_help(command->id, out);
}

static bool has_manual(void)
{
	AUTO_FREE char *compressed = xprintf("%s.gz", places_manual);
	return !access(places_manual, F_OK) || !access(compressed, F_OK);
}

static void print_help(struct buf *out)
{
	buf_printf(out, "%s\n\n%s\n\n", sentence_text("usage-of-all"),
		   sentence_text("usage-what-it-is"));
	for (size_t i = 0; i < COUNT(commands); i++) {
		AUTO_FREE char *name = xprintf("%s %s", commands[i].name,
					       commands[i].arguments);
		buf_printf(out, "  %-16s  %s\n", name,
			   sentence_text(commands[i].help));
	}
	buf_printf(out, "\n%s\n",
		   sentence_text(has_manual() ? SENTENCE_ID("usage-more-manual")
					      : SENTENCE_ID("usage-more")));
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
	if (!count) {
		FAILURE(err, "usage-complete-nothing");
		return STATUS_USAGE;
	}
	// What --complete is asked of stands behind it, options or not.
	if (strcmp(words[-1], "--") != 0) {
		FAILURE(err, "usage-complete", SLOT_TEXT("word", words[0]));
		return STATUS_USAGE;
	}
	offer_print(commands, COUNT(commands), words, (size_t)count, &out);
	return output_end(&out, err);
}
