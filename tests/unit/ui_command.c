/* ui_command: the table of commands, and what a line must look like.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "journal/order/order.h"
#include "ui/command/command.h"

#include <criterion/criterion.h>
#include <string.h>

Test(command, every_row_is_whole)
{
	size_t count;
	const struct command *rows = command_table(&count);
	for (size_t i = 0; i < count; i++) {
		cr_expect(sentence_text(rows[i].help)[0] && rows[i].run, "%s",
			  rows[i].name);
		cr_expect(rows[i].flags & (COMMAND_MENU | COMMAND_LESSON), "%s",
			  rows[i].name);
		cr_expect(!i || strcmp(rows[i - 1].name, rows[i].name) < 0,
			  "%s is not in its place", rows[i].name);
	}
}

/* There is one table of orders, and all of it can be typed. */
Test(command, orders_are_commands)
{
	size_t count, order_count;
	const struct command *rows = command_table(&count);
	const struct order_row *orders = order_table(&order_count);
	for (size_t i = 0; i < order_count; i++) {
		size_t found = 0;
		for (size_t n = 0; n < count; n++)
			found += !strcmp(rows[n].name, orders[i].word);
		cr_expect(found == 1, "%s", orders[i].word);
	}
}

Test(command, lines_are_checked)
{
	static const struct {
		const char *line, *wrong; /* NULL: nothing is */
	} cases[] = {
		{"next", NULL},
		{"  goto   3  ", NULL},
		{"goto", NULL},
		{"answer b", NULL},
		{"key space", NULL},
		{"hold SYN from client", NULL},
		{"flow", NULL},
		{"cut", NULL},
		{"wait", NULL},
		{"wait 2s", NULL},
		{"wait 2", "wait: found `2`, expected a time such as 200ms or "
			   "5s"},
		{"hold", "hold needs an argument: FILTER..."},
		{"deliver 3, x", "deliver: found `x`, expected a packet number "
				 "from 1 to 4294967295"},
		{"delvier all",
		 "unknown command delvier; the nearest is deliver"},
		{"answer", "answer needs an argument: a|b|c|d|?|WORDS"},
		{"next 3", "next takes no argument"},
		{"nxet", "unknown command nxet; the nearest is next"},
		{"qqqqqqqq", "unknown command qqqqqqqq"},
		{"", "a command is missing"},
		{"key spcae", "unknown key spcae: expected one character or a "
			      "name such as space"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = {0};
		bool ok = command_check(str_from(cases[i].line), &err);
		cr_expect(ok == !cases[i].wrong, "'%s'", cases[i].line);
		cr_expect(ok || !strcmp(err.text, cases[i].wrong), "'%s': %s",
			  cases[i].line, err.text);
	}
}
