/* consent: whether the commands of a lesson may run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody is asked where standard input and output are a terminal. What a
 * command looks like there is all that its reader knows of it, so that controls
 * in it are shown and not done.
 */
#include "ui/line/consent.h"

#include "base/sentence.h"
#include "base/text.h"
#include "lesson/catalogue.h"
#include "ui/file/output.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the beat runs: a command, or a program that the file itself has. */
static const char *command_of(const struct beat *beat)
{
	if (beat->kind == BEAT_LAUNCH)
		return beat->launch->code;
	return beat->kind == BEAT_COMMAND ? beat->command : NULL;
}

static bool has_commands(const struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->step_count; i++)
		for (size_t j = 0; j < lesson->steps[i].beat_count; j++)
			if (command_of(&lesson->steps[i].beats[j]))
				return true;
	return false;
}

bool consent_is_needed(const struct options *options,
		       const struct lesson *lesson, bool is_confined)
{
	return !options->allow_commands && has_commands(lesson) &&
	       !(is_confined && catalogue_is_own(lesson->file));
}

static void print_command(const char *command, struct buf *out)
{
	for (const char *line = command; *line;) {
		size_t len = strcspn(line, "\n");
		buf_puts(out, "    ");
		buf_add(out, line, len);
		buf_putc(out, '\n');
		line += len + (line[len] == '\n');
	}
}

void consent_list(const struct lesson *lesson, struct buf *out)
{
	for (size_t i = 0; i < lesson->step_count; i++) {
		for (size_t j = 0; j < lesson->steps[i].beat_count; j++) {
			const char *command =
				command_of(&lesson->steps[i].beats[j]);
			if (command)
				buf_printf(out, "%s\n", command);
		}
	}
}

static void print_all(const struct lesson *lesson, bool is_confined,
		      struct buf *out)
{
	// In one line, whatever its name is.
	struct buf shown = {0};
	text_show_all(&shown, lesson->file);
	const struct slot file = SLOT_TEXT("file", buf_text(&shown));
	SENTENCE_LINE(out, "", "\n\n",
		      is_confined ? "reply-commands-confined"
				  : "reply-commands-bare",
		      file);
	buf_done(&shown);
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t j = 0; j < step->beat_count; j++) {
			const char *command = command_of(&step->beats[j]);
			if (!command)
				continue;
			SENTENCE_LINE(out, "  ", "\n", "reply-commands-line",
				      SLOT_NUMBER("line", step->beats[j].line));
			print_command(command, out);
		}
	}
	SENTENCE_LINE(out, "\n", " ", "reply-commands-ask");
}

/* The first letter of a line; 0 at the end of input. */
static int ask_letter(void)
{
	char line[64];
	if (!fgets(line, sizeof(line), stdin))
		return 0;
	return tolower((unsigned char)line[0]);
}

static bool is_yes(void)
{
	int letter;
	while ((letter = ask_letter()) == '?')
		output_print("%s\n%s ", sentence_text("reply-commands-how"),
			     sentence_text("reply-commands-ask"));
	return letter == 'y';
}

bool consent_ask(const struct options *options, const struct lesson *lesson,
		 bool is_confined, struct err *err)
{
	if (options->script || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return FAILURE(err,
			       is_confined ? "nobody-to-ask"
					   : "nobody-to-ask-here",
			       SLOT_TEXT("file", lesson->file));
	struct buf out = {0};
	print_all(lesson, is_confined, &out);
	bool ok = output_flush(&out, err);
	buf_done(&out);
	if (!ok)
		return false;
	return is_yes() || FAILURE(err, "commands-not-run",
				   SLOT_TEXT("file", lesson->file));
}
