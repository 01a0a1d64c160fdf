/* option: an option of the command line, and the table of all.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/arguments.h"

/* Notes one option; `value` is NULL when none was given. */
typedef bool option_set_fn(struct options *options, const char *value,
			   struct err *err);

/* `help` is the id of a sentence, `commands` a mask of enum command_line. An
 * option goes through `set`, is a wish, or stands at `field` of the options: a
 * bool when it has no argument, else a text. */
struct option_row {
	const char *name;
	const char *argument; /* as the help shows it */
	int has_argument;     /* as getopt_long(3) wants it */
	unsigned commands;
	const char *help;
	option_set_fn *set; /* NULL: see `field` */
	size_t field;	    /* an offset into struct options */
	bool is_list;	    /* may be given again, and adds to a list */
	enum arguments_wish wish;
};

enum { OPTION_COUNT = 53 };

extern const struct option_row option_rows[OPTION_COUNT];

/* Notes an option that is no wish. `value` is borrowed. */
bool option_note(const struct option_row *row, struct options *options,
		 const char *value, struct err *err);
