/* offer: what can follow a command line that is not finished.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a word can be follows from the name that the tables give to the
 * argument in its place: LESSON is a lesson's name, " FILE" a file, " c|python"
 * one of two words. Each such name is a row of the table below; what has none
 * is free text, for which nothing is offered.
 */
#include "ui/line/offer.h"

#include "call/table/syscalls.h"
#include "lesson/catalogue.h"

#include <string.h>

/* What is known about the place of the word that is being typed. */
struct place {
	const struct command_row *commands;
	size_t command_count;
	const struct command_row *command;
	char *const *words; /* behind the command, without the last */
	size_t count;
	const char *before; /* what stands in front of the word: "--lang=" */
	const char *typed;  /* of the word, behind that */
	struct buf *out;
};

static void offer(const struct place *place, const char *word, const char *help)
{
	if (strncmp(word, place->typed, strlen(place->typed)) != 0)
		return;
	buf_printf(place->out, "%s%s%s%s\n", place->before, word,
		   help ? "\t" : "", help ? help : "");
}

/* --- arguments -------------------------------------------------------------
 */

static void offer_files(const struct place *place)
{
	buf_puts(place->out, ":files\n");
}

static void offer_folders(const struct place *place)
{
	buf_puts(place->out, ":folders\n");
}

static void offer_programs(const struct place *place)
{
	buf_puts(place->out, ":commands\n:files\n");
}

static void offer_commands(const struct place *place)
{
	for (size_t i = 0; i < place->command_count; i++)
		offer(place, place->commands[i].name, place->commands[i].help);
}

static void offer_lessons(const struct place *place)
{
	struct catalogue catalogue = {0};
	struct err err;
	if (catalogue_open(&catalogue, &err)) {
		for (size_t i = 0; i < catalogue.count; i++)
			offer(place, catalogue.lessons[i]->id,
			      catalogue.lessons[i]->title);
		catalogue_close(&catalogue);
	}
	buf_puts(place->out, ":files\n");
}

static void offer_exercises(const struct place *place)
{
	struct catalogue catalogue = {0};
	struct err err;
	if (catalogue_open_exercises(&catalogue, &err)) {
		for (size_t i = 0; i < catalogue.count; i++)
			offer(place, catalogue.lessons[i]->id,
			      catalogue.lessons[i]->title);
		catalogue_close(&catalogue);
	}
	buf_puts(place->out, ":files\n");
}

/* The steps of the first lesson among the words. */
static void offer_steps(const struct place *place)
{
	struct catalogue catalogue = {0};
	struct err err;
	if (!catalogue_open(&catalogue, &err))
		return;
	const struct lesson *lesson = NULL;
	for (size_t i = 0; !lesson && i < place->count; i++) {
		if (place->words[i][0] && place->words[i][0] != '-')
			lesson = catalogue_find(&catalogue, place->words[i],
						&err);
	}
	for (size_t i = 0; lesson && i < lesson->step_count; i++) {
		AUTO_FREE char *number = xprintf("%zu", i + 1);
		offer(place, number, lesson->steps[i].title);
	}
	catalogue_close(&catalogue);
}

static void offer_when(const struct place *place)
{
	offer(place, "listening", "any socket listens");
	offer(place, "listening:", "a socket listens at that port");
}

/* "CALL:", then "error=" and the like; call/whole/fault.h has the notation. */
static void offer_fault(const struct place *place)
{
	static const char *const parts[] = {"error=",  "short=", "delay_enter=",
					    "signal=", "when=",	 "actor="};
	const char *colon = strrchr(place->typed, ':');
	struct place within = *place;
	if (colon) {
		AUTO_FREE char *front =
			xprintf("%s%.*s", place->before,
				(int)(colon + 1 - place->typed), place->typed);
		within.before = front;
		within.typed = colon + 1;
		for (size_t i = 0; i < COUNT(parts); i++)
			offer(&within, parts[i], NULL);
		return;
	}
	size_t count;
	const struct syscall *calls = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		AUTO_FREE char *word = xprintf("%s:", calls[i].name);
		offer(place, word, NULL);
	}
}

/* Arguments by the names that the tables of commands and options give them. */
static const struct argument_row {
	const char *name;
	void (*offer)(const struct place *place);
} arguments[] = {
	{"FILE", offer_files},	   {"FOLDER", offer_folders},
	{"PATH", offer_files},	   {"PROGRAM", offer_programs},
	{"LESSON", offer_lessons}, {"COMMAND", offer_commands},
	{"STEP", offer_steps},	   {"WHEN", offer_when},
	{"FAULT", offer_fault},	   {"EXERCISE", offer_exercises},
	{"SHARD", offer_folders},
};

/* "c|python": the words themselves are the values. */
static void offer_values(const struct place *place, const char *names)
{
	while (*names) {
		size_t len = strcspn(names, "|");
		AUTO_FREE char *word = xprintf("%.*s", (int)len, names);
		offer(place, word, NULL);
		names += len + (names[len] == '|');
	}
}

/* `argument` is as the help has it: " FILE", "[=SECONDS]", "FILE...". */
static void offer_argument(const struct place *place, const char *argument)
{
	argument += strspn(argument, " [=");
	struct str name = {argument, strcspn(argument, " .,]")};
	for (size_t i = 0; i < COUNT(arguments); i++) {
		if (str_is(name, arguments[i].name))
			arguments[i].offer(place);
	}
	if (memchr(name.data, '|', name.len))
		offer_values(place, argument);
}

/* --- options ---------------------------------------------------------------
 */

static void offer_options(const struct place *place)
{
	struct option_words option;
	for (size_t at = 0; arguments_next(place->command->id, &at, &option);) {
		AUTO_FREE char *word = xprintf("--%s", option.name);
		offer(place, word, option.help);
		if (option.argument[0] != '[')
			continue;
		AUTO_FREE char *with = xprintf("--%s=", option.name);
		offer(place, with, option.help);
	}
}

/* Finds the option that `word` begins with, up to an "=". */
static bool find_option(const struct place *place, const char *word,
			struct option_words *option)
{
	if (strncmp(word, "--", 2) != 0)
		return false;
	struct str name = {word + 2, strcspn(word + 2, "=")};
	for (size_t at = 0; arguments_next(place->command->id, &at, option);) {
		if (str_is(name, option->name))
			return true;
	}
	return false;
}

/* Whether the word behind `word` is its value. */
static bool takes_next(const struct place *place, const char *word,
		       struct option_words *option)
{
	return !strchr(word, '=') && find_option(place, word, option) &&
	       option->argument[0] == ' ';
}

/* --- the whole line --------------------------------------------------------
 */

/* Whether the program that is to be traced stands among the words already, so
 * that what follows is its own. */
static bool is_behind_program(const struct place *place)
{
	struct option_words option;
	bool is_behind = false;
	for (size_t i = 0; i < place->count; i++) {
		const char *word = place->words[i];
		if (!strcmp(word, "::"))
			is_behind = false;
		else if (!is_behind && takes_next(place, word, &option))
			i++;
		else if (!word[0] || (word[0] != '-' && word[0] != '@' &&
				      word[strlen(word) - 1] != '='))
			is_behind = true;
	}
	return is_behind;
}

static void offer_word(const struct place *place)
{
	struct option_words option;
	const char *last = place->count ? place->words[place->count - 1] : "";
	const char *equals = strchr(place->typed, '=');
	if (place->command->id == COMMAND_LINE_TRACE &&
	    is_behind_program(place)) {
		offer_files(place);
	} else if (takes_next(place, last, &option)) {
		offer_argument(place, option.argument);
	} else if (equals && find_option(place, place->typed, &option)) {
		AUTO_FREE char *front = xprintf(
			"%.*s", (int)(equals + 1 - place->typed), place->typed);
		struct place value = *place;
		value.before = front;
		value.typed = equals + 1;
		offer_argument(&value, option.argument);
	} else if (place->typed[0] == '-') {
		offer_options(place);
	} else if (place->command->id == COMMAND_LINE_GRADE && place->count) {
		offer_folders(place);
	} else {
		offer_argument(place, place->command->arguments);
	}
}

void offer_print(const struct command_row *commands, size_t command_count,
		 char *const *words, size_t count, struct buf *out)
{
	if (!count)
		return;
	struct place place = {
		.commands = commands,
		.command_count = command_count,
		.command = &commands[0],
		.words = words,
		.count = count - 1,
		.before = "",
		.typed = words[count - 1],
		.out = out,
	};
	if (count == 1 && place.typed[0] != '-') {
		offer_commands(&place);
		return;
	}
	for (size_t i = 0; i < command_count && count > 1; i++) {
		if (strcmp(words[0], commands[i].name) != 0)
			continue;
		place.command = &commands[i];
		place.words++;
		place.count--;
	}
	offer_word(&place);
}
