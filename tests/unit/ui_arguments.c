/* ui_arguments: what a command line says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/line/arguments.h"

#include <criterion/criterion.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

/* Reads `line`, whose first word is the command. Returns what
 * arguments_read() does. */
static int read_line(const char *line, unsigned command,
		     struct options *options, enum arguments_wish *wish,
		     struct err *err)
{
	static char text[256];
	static char *words[16];
	int count = 0;
	snprintf(text, sizeof(text), "%s", line);
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	optind = 0; // begins anew, see getopt(3)
	*options = (struct options){.seconds = -1};
	*wish = ARGUMENTS_RUN;
	return arguments_read(command, count, words, options, wish, err);
}

Test(arguments, are_read_wherever_they_stand)
{
	struct options options;
	enum arguments_wish wish;
	struct err err = {0};
	int first = read_line("run lesson --auto=0.5 --lang python --to 3",
			      COMMAND_LINE_RUN, &options, &wish, &err);
	cr_assert(first == 6, "%d %s", first, err.text);
	cr_expect(options.automatic && options.seconds == 0.5);
	cr_expect(options.has_language);
	cr_expect(options.language == NOTATION_PYTHON);
	cr_expect(options.to_step == 3);
	cr_expect(wish == ARGUMENTS_RUN && !options.plain);
}

Test(arguments, wishes)
{
	struct options options;
	enum arguments_wish wish;
	struct err err = {0};
	read_line("run --help", COMMAND_LINE_RUN, &options, &wish, &err);
	cr_expect(wish == ARGUMENTS_HELP);
	read_line("run -h", COMMAND_LINE_RUN, &options, &wish, &err);
	cr_expect(wish == ARGUMENTS_HELP);
	read_line("menu --version", COMMAND_LINE_MENU, &options, &wish, &err);
	cr_expect(wish == ARGUMENTS_VERSION);
}

Test(arguments, that_are_wrong)
{
	static const struct {
		const char *line, *wrong;
	} cases[] = {
		{"run --plian", "unknown option --plian; the nearest is "
				"--plain"},
		{"run --xyzzyxyzzy=3",
		 "unknown option --xyzzyxyzzy; --help lists them"},
		{"run --log", "--log needs an argument"},
		{"run --log x --pcap x",
		 "--log and --pcap: both would write x"},
		{"run --save x.c --save x.c",
		 "--save and --save: both would write x.c"},
		{"run --auto=-1", "--auto=-1: expected seconds, 0 to 3600"},
		{"run --auto=",
		 "--auto needs an argument, and has an empty one"},
		{"run --auto=nan", "--auto=nan: expected seconds, 0 to 3600"},
		{"run --to 0", "--to 0: expected the number of a step, from 1"},
		{"run --to -1",
		 "--to -1: expected the number of a step, from 1"},
		{"run --lang perl", "--lang perl: expected c or python"},
		{"run --form",
		 "unknown option --form: other commands have it; --help lists "
		 "those of this one"},
		{"run --plain --script x", "--script needs the screen, so it "
					   "does not go with --plain"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct options options;
		enum arguments_wish wish;
		struct err err = {0};
		int first = read_line(cases[i].line, COMMAND_LINE_RUN, &options,
				      &wish, &err);
		cr_expect(first == -1, "%s", cases[i].line);
		cr_expect(!strcmp(err.text, cases[i].wrong), "%s: %s",
			  cases[i].line, err.text);
	}
}

Test(arguments, have_help)
{
	struct buf out = {0};
	arguments_print_help(COMMAND_LINE_LIST, &out);
	cr_expect(!strcmp(buf_text(&out),
			  "  --json              print it as JSON\n"
			  "  --help              show this help\n"
			  "  --version           show the version\n"),
		  "%s", buf_text(&out));
	buf_done(&out);
}
