/* arguments: what a command line says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * getopt_long(3) cuts the line into options, by a table that is made of those
 * that the command has (option_table.c); what it refuses is told with the
 * nearest name. Each value is noted once, and then all are asked whether they
 * go together (option_pairs.c).
 */
#include "ui/line/arguments.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/line/option.h"
#include "ui/line/option_pairs.h"

#include <getopt.h>
#include <string.h>

static bool is_yes(const char *value, bool *yes)
{
	static const struct {
		const char *word;
		bool yes;
	} words[] = {
		{"yes", true}, {"true", true}, {"no", false}, {"false", false}};
	for (size_t i = 0; i < COUNT(words); i++) {
		*yes = words[i].yes;
		if (!strcmp(value, words[i].word))
			return true;
	}
	return false;
}

bool arguments_set(unsigned command, const char *name, const char *value,
		   struct options *options, struct err *err)
{
	struct options unused = {0};
	bool yes = true;
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (strcmp(option_rows[i].name, name) != 0)
			continue;
		bool is_switch = option_rows[i].has_argument == no_argument;
		if (is_switch && !is_yes(value, &yes))
			return FAILURE(err, "usage-yes-or-no",
				       SLOT_TEXT("value", value));
		bool is_here = yes && option_rows[i].commands & command;
		return option_note(&option_rows[i], is_here ? options : &unused,
				   value, err);
	}
	return FAILURE(err, "usage-option-none");
}

bool arguments_next(unsigned command, size_t *at, struct option_words *words)
{
	while (*at < OPTION_COUNT && !(option_rows[*at].commands & command))
		++*at;
	if (*at == OPTION_COUNT)
		return false;
	const struct option_row *row = &option_rows[(*at)++];
	*words = (struct option_words){row->name, row->argument,
				       sentence_text(row->help)};
	return true;
}

void arguments_print_help(unsigned command, struct buf *out)
{
	struct option_words option;
	for (size_t at = 0; arguments_next(command, &at, &option);) {
		AUTO_FREE char *name =
			xprintf("--%s%s", option.name, option.argument);
		buf_printf(out, "  %-18s  %s\n", name, option.help);
	}
}

/* What getopt_long(3) did not take: a value where none goes, a name that
 * several options begin with, or no option at all. */
static bool fail_unknown(unsigned command, const char *word, struct err *err)
{
	AUTO_FREE char *name = xstrdup(word);
	name[strcspn(name, "=")] = '\0';
	const char *names[OPTION_COUNT], *near;
	size_t count = 0;
	struct option_words option;
	const char *bare = name + strspn(name, "-");
	for (size_t at = 0; arguments_next(command, &at, &option);) {
		names[count++] = option.name;
		if (strchr(word, '=') && !strcmp(bare, option.name))
			return FAILURE(err, "usage-value",
				       SLOT_TEXT("name", name),
				       SLOT_TEXT("word", word));
	}
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (!strcmp(option_rows[i].name, bare) && strlen(name) > 2)
			return FAILURE(err,
				       command == COMMAND_LINE_MENU
					       ? "usage-option-of-commands"
					       : "usage-option-of-others",
				       SLOT_TEXT("name", name));
	}
	if (text_nearest(bare, names, count, &near, 1))
		return FAILURE(err, "usage-option-near",
			       SLOT_TEXT("name", name),
			       SLOT_TEXT("nearest", near));
	return FAILURE(err, "usage-option-unknown", SLOT_TEXT("name", name));
}

/* The words behind a value of getopt_long() are option_rows, counted from here.
 */
enum { FIRST_ROW = 256 };

static void fill_longs(unsigned command, struct option *longs)
{
	size_t count = 0;
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (option_rows[i].commands & command)
			longs[count++] =
				(struct option){option_rows[i].name,
						option_rows[i].has_argument,
						NULL, FIRST_ROW + (int)i};
	}
}

/* What was given so far, a place for each row. */
struct given {
	bool is_there[OPTION_COUNT];
	const char *values[OPTION_COUNT];
};

/* Of two values one would go unheard. The same one twice says nothing new. */
static bool check_once(struct given *given, const struct option_row *row,
		       const char *value, struct err *err)
{
	size_t at = (size_t)(row - option_rows);
	const char *before = given->values[at] ? given->values[at] : "";
	const char *now = value ? value : "";
	bool is_new = !given->is_there[at];
	given->is_there[at] = true;
	given->values[at] = value;
	if (is_new || row->is_list || !strcmp(before, now))
		return true;
	if (!before[0] || !now[0])
		return FAILURE(err, "usage-twice-without",
			       SLOT_TEXT("name", row->name),
			       SLOT_TEXT("value", before[0] ? before : now));
	return FAILURE(err, "usage-twice", SLOT_TEXT("name", row->name),
		       SLOT_TEXT("one", before), SLOT_TEXT("other", now));
}

/* Notes one option that was found. */
static bool take(struct given *given, const struct option_row *row,
		 const char *value, struct options *options,
		 enum arguments_wish *wish, struct err *err)
{
	if (value && !value[0])
		return FAILURE(err, "usage-empty",
			       SLOT_TEXT("name", row->name));
	if (!row->wish)
		return check_once(given, row, value, err) &&
		       option_note(row, options, value, err);
	*wish = row->wish;
	return true;
}

int arguments_read(unsigned command, int argc, char **argv,
		   struct options *options, enum arguments_wish *wish,
		   struct err *err)
{
	struct option longs[OPTION_COUNT + 1] = {0};
	struct given given = {0};
	fill_longs(command, longs);
	opterr = 0;
	int found;
	// What needs the screen goes before what is usual.
	bool is_usually_plain = options->plain;
	options->plain = false;
	// Behind the first word all is the program's that is to be traced.
	const char *shorts = command == COMMAND_LINE_TRACE ? "+:hV" : ":hV";
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		// A letter may stand in the middle of a word.
		const char letter[] = {'-', (char)optopt, '\0'};
		bool is_letter = optopt > ' ' && optopt < 127;
		if (found == ':')
			FAILURE(err, "usage-argument",
				SLOT_TEXT("name", argv[optind - 1]));
		else if (found == '?')
			fail_unknown(command,
				     is_letter ? letter : argv[optind - 1],
				     err);
		if (found == ':' || found == '?')
			return -1;
		if (found == 'h')
			*wish = ARGUMENTS_HELP;
		else if (found == 'V')
			*wish = ARGUMENTS_VERSION;
		else if (!take(&given, &option_rows[found - FIRST_ROW], optarg,
			       options, wish, err))
			return -1;
	}
	if (!options->record && !options->script)
		options->plain |= is_usually_plain;
	return option_check_pairs(options, err) ? optind : -1;
}
