/* offer: what can follow a command line that is not finished.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a word can be follows from the name that the tables give to the
 * argument in its place: LESSON is a lesson's name, " FILE" a file, " c|python"
 * one of two words. Each such name is a row of the table below; what has none
 * is free text, for which nothing is offered.
 */
#include "ui/line/offer.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
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
		offer(place, place->commands[i].name,
		      sentence_text(place->commands[i].help));
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
	offer(place, "listening", sentence_text("reply-listens-any"));
	offer(place, "listening:", sentence_text("reply-listens-there"));
}

static void offer_seconds(const struct place *place)
{
	offer(place, "1", NULL);
	offer(place, "2", NULL);
	offer(place, "5", NULL);
}

static void offer_symbols(const struct place *place, enum symbol_group group)
{
	size_t count;
	const struct symbol *symbols = symbol_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (symbols[i].group == group &&
		    symbols[i].use == SYMBOL_NAME && symbols[i].value > 0)
			offer(place, symbols[i].name, NULL);
	}
}

/* The place behind the first `len` bytes of what is typed; the caller frees
 * its `before`. */
static struct place place_behind(const struct place *place, size_t len)
{
	struct place within = *place;
	within.before =
		xprintf("%s%.*s", place->before, (int)len, place->typed);
	within.typed += len;
	return within;
}

/* One part of a fault: "error=", then an errno. */
static void offer_part(const struct place *place)
{
	static const struct {
		const char *name;
		enum symbol_group group; /* of its value */
		bool has_group;
	} parts[] = {
		{"error=", SYMBOL_ERRNO, true},
		{"short=", 0, false},
		{"delay_enter=", 0, false},
		{"signal=", SYMBOL_SIGNAL, true},
		{"when=", 0, false},
		{"actor=", 0, false},
	};
	for (size_t i = 0; i < COUNT(parts); i++) {
		size_t len = strlen(parts[i].name);
		if (strncmp(place->typed, parts[i].name, len) != 0) {
			offer(place, parts[i].name, NULL);
		} else if (parts[i].has_group) {
			struct place value = place_behind(place, len);
			offer_symbols(&value, parts[i].group);
			free((char *)value.before);
		}
	}
}

/* "CALL:", then "error=" and the like; call/whole/fault.h has the notation. */
static void offer_fault(const struct place *place)
{
	const char *colon = strrchr(place->typed, ':');
	if (colon) {
		struct place within =
			place_behind(place, (size_t)(colon + 1 - place->typed));
		offer_part(&within);
		free((char *)within.before);
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
	{"FILE", offer_files},	    {"FOLDER", offer_folders},
	{"PATH", offer_files},	    {"PROGRAM", offer_programs},
	{"LESSON", offer_lessons},  {"COMMAND", offer_commands},
	{"STEP", offer_steps},	    {"WHEN", offer_when},
	{"FAULT", offer_fault},	    {"EXERCISE", offer_exercises},
	{"SHARD", offer_folders},   {"SUBMISSIONS", offer_folders},
	{"SECONDS", offer_seconds},
};

/* "c|python": the words themselves are the values. */
static void offer_values(const struct place *place, const char *names)
{
	while (*names && *names != ' ') {
		size_t len = strcspn(names, "| ");
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

/* How many of the words before are no options and none of their values. */
static size_t count_positions(const struct place *place)
{
	struct option_words option;
	size_t positions = 0;
	for (size_t i = 0; i < place->count; i++) {
		if (takes_next(place, place->words[i], &option))
			i++;
		else
			positions += place->words[i][0] != '-';
	}
	return positions;
}

/* What stands in the place of that number, by the name that the table gives it;
 * nothing behind the last one, unless it is one of several. */
static void offer_position(const struct place *place, size_t position)
{
	struct str rest = str_from(place->command->arguments), word = {0};
	struct str last = {0};
	while (str_next_word(&rest, &word)) {
		last = word;
		if (!position--)
			break;
	}
	bool repeats =
		last.len > 3 && !memcmp(last.data + last.len - 3, "...", 3);
	if (position == (size_t)-1 || repeats)
		offer_argument(place, last.data);
}

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

/* Whether what follows is the learner's own program, behind "--". */
static bool is_behind_dashes(const struct place *place)
{
	for (size_t i = 0; i < place->count; i++) {
		if (!strcmp(place->words[i], "--"))
			return true;
	}
	return false;
}

static void offer_word(const struct place *place)
{
	struct option_words option;
	const char *last = place->count ? place->words[place->count - 1] : "";
	const char *equals = strchr(place->typed, '=');
	bool is_program = (place->command->id == COMMAND_LINE_TRACE &&
			   is_behind_program(place)) ||
			  (place->command->id == COMMAND_LINE_CHECK &&
			   is_behind_dashes(place));
	if (is_program) {
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
	} else if (place->command->id == COMMAND_LINE_TRACE) {
		offer_programs(place);
	} else if (place->command->id == COMMAND_LINE_GRADE && place->count) {
		offer_folders(place);
	} else {
		offer_position(place, count_positions(place));
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
