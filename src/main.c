/* main: where the program begins, and the map of the source.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     main.c     this: what was asked for, and the exit status
 *     base/      errors, memory, text, the event loop; no word about sockets
 *     call/      one socket call as a value: parsed, printed, made raw
 *     journal/   what happened: events, packets, sockets, snapshots; saved
 *     lesson/    what should happen: steps, expectations, the catalogue
 *     lab/       the kernel's side: namespaces, the wire, agents, the probe
 *     session/   a lesson meets a lab: next, back, rewind; progress
 *     check/     an exercise meets a program: its checks, what is told of them
 *     show/      a journal on paper: grid, panels, plain text; pure
 *     ui/        the terminal: curses, keys, commands, plain mode
 *     main/      the sub-commands, each of which is a row of main/table.c
 *
 * A folder includes only those above it, save that lab/ and show/ never meet
 * (tests/lint/layers). src/README.md is the guided tour.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "main/run.h"
#include "main/table.h"
#include "ui/config/config.h"
#include "ui/file/output.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION "0.1"

/* What the argument of that index is called: "NAME". */
static struct str argument_name(const struct command_row *command, int index)
{
	struct str rest = str_from(command->arguments), word = rest;
	while (index-- >= 0 && str_next_word(&rest, &word))
		;
	word.len = strcspn(word.data, " .");
	return word;
}

static bool check_words(const struct command_row *command, int count,
			char **words, bool is_named, struct err *err)
{
	if (count < command->least) {
		struct str name = argument_name(command, count);
		return FAILURE(err, "argument-is-missing",
			       SLOT_TEXT("command", command->name),
			       SLOT_STR("argument", name));
	}
	// A program's words are its own.
	bool takes_any =
		command->id & (COMMAND_LINE_TRACE | COMMAND_LINE_COMPLETE);
	for (int i = 0; !takes_any && i < count && i < command->most; i++) {
		const char *name = argument_name(command, i).data;
		name += strspn(name, "[");
		if (!words[i][0])
			return FAILURE(err, "argument-is-empty",
				       SLOT_TEXT("command", command->name),
				       SLOT_PART("argument", name,
						 strcspn(name, " .]")));
	}
	struct err none;
	if (count > command->most && !is_named &&
	    table_find(words[command->most], &none))
		return FAILURE(err, "command-behind-options",
			       SLOT_TEXT("command", words[command->most]));
	if (count <= command->most)
		return true;
	FAILURE(err, "argument-unexpected",
		SLOT_TEXT("word", words[command->most]));
	return is_named && err_wrap(err, "%s", command->name);
}

/* The commands that show something take it from a config file how. */
static bool takes_config(unsigned command)
{
	enum {
		SHOWS = COMMAND_LINE_MENU | COMMAND_LINE_RUN |
			COMMAND_LINE_SHELL | COMMAND_LINE_TRACE |
			COMMAND_LINE_REPLAY | COMMAND_LINE_PRESENT |
			COMMAND_LINE_NOTES | COMMAND_LINE_CHECK |
			COMMAND_LINE_WATCH | COMMAND_LINE_START |
			COMMAND_LINE_READ,
	};
	return command & SHOWS;
}

/* What stands behind "--" is a program of the learner's, which is cut off. */
static void cut_program(const struct command_row *command, int *argc,
			char **argv, struct options *options)
{
	for (int i = 1; command->id == COMMAND_LINE_CHECK && i < *argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		options->program = argv + i + 1;
		*argc = i;
	}
}

static int tell_faults(const struct config *config)
{
	struct buf lines = {0};
	faults_print(&config->faults, config->path, &lines);
	output_faults(&lines);
	buf_done(&lines);
	return STATUS_USAGE;
}

/* Reads what follows the command and does it. */
static int run_with(const struct command_row *command, int argc, char **argv,
		    bool is_named, struct config *config, struct err *err)
{
	struct options options = {.seconds = -1};
	if (takes_config(command->id))
		config_open(config, command->id, &options);
	cut_program(command, &argc, argv, &options);
	enum arguments_wish wish = ARGUMENTS_RUN;
	int first =
		arguments_read(command->id, argc, argv, &options, &wish, err);
	if (first < 0) {
		if (is_named)
			err_wrap(err, "%s", command->name);
		return STATUS_USAGE;
	}
	// A wish goes before what is missing, not before what is too much.
	if ((!wish || argc - first > command->most) &&
	    !check_words(command, argc - first, argv + first, is_named, err))
		return STATUS_USAGE;
	struct buf out = {0};
	if (wish == ARGUMENTS_VERSION) {
		buf_puts(&out, "sockstep " VERSION "\n");
		return output_end(&out, err);
	}
	if (wish == ARGUMENTS_HELP) {
		char *words[] = {(char *)command->name};
		return run_help(&options, words, is_named, err);
	}
	if (config->faults.count)
		return tell_faults(config);
	return command->run(&options, argv + first, argc - first, err);
}

static int run_command(const struct command_row *command, int argc, char **argv,
		       bool is_named, struct err *err)
{
	struct config config = {0};
	int status = run_with(command, argc, argv, is_named, &config, err);
	config_close(&config);
	return status;
}

/* Where a standard stream is closed, its number would go to the next thing
 * that is opened, and what is printed would go there. */
static void fill_standard_streams(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* Characters as the learner's; words and numbers as in the lessons. A language
 * that is not installed here still says what its terminal shows. */
static void take_characters(void)
{
	if (setlocale(LC_CTYPE, ""))
		return;
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *name = NULL;
	for (size_t i = 0; i < COUNT(variables) && !(name && name[0]); i++)
		name = getenv(variables[i]);
	if (name && (strcasestr(name, "UTF-8") || strcasestr(name, "UTF8")))
		setlocale(LC_CTYPE, "C.UTF-8");
}

int main(int argc, char **argv)
{
	fill_standard_streams();
	take_characters();
	struct err err = {0};
	bool is_named = argc > 1 && argv[1][0] != '-';
	const struct command_row *command =
		table_find(is_named ? argv[1] : "menu", &err);
	int status = STATUS_USAGE;
	if (command)
		status = run_command(command, argc - is_named, argv + is_named,
				     is_named, &err);
	if (err.text[0])
		output_error("%s", err.text);
	return status;
}
