/* call_option_help: a sentence for every option and every field.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "journal/socket/tcpinfo.h"

#include <criterion/criterion.h>
#include <string.h>

Test(option_help, is_sorted_and_whole)
{
	static const char *const units[] = {
		"bits",		"bytes",    "bytes/s", "hops",
		"instructions", "ms",	    "packets", "probes",
		"seconds",	"segments", "switch",  "us",
	};
	size_t count;
	const struct option_help *rows = option_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		const struct option_help *row = &rows[i], *before = row - 1;
		int order = i ? strcmp(before->group, row->group) : -1;
		cr_expect(order < 0 || (!order &&
					strcmp(before->name, row->name) < 0),
			  "%s %s is not in its place", row->group, row->name);
		cr_expect(row->says[0] && row->source[0], "%s", row->name);
		size_t n = 0;
		while (row->unit && n < COUNT(units) &&
		       strcmp(units[n], row->unit) != 0)
			n++;
		cr_expect(!row->unit || n < COUNT(units), "%s: unit %s",
			  row->name, row->unit);
	}
}

Test(option_help, has_every_option)
{
	static const struct {
		enum symbol_group group;
		const char *name;
	} groups[] = {
		{SYMBOL_SO, "SOL_SOCKET"},     {SYMBOL_IP, "IPPROTO_IP"},
		{SYMBOL_IPV6, "IPPROTO_IPV6"}, {SYMBOL_TCP, "IPPROTO_TCP"},
		{SYMBOL_UDP, "IPPROTO_UDP"},
	};
	size_t count;
	const struct symbol *symbols = symbol_table(&count);
	for (size_t n = 0; n < COUNT(groups); n++) {
		for (size_t i = 0; i < count; i++) {
			if (symbols[i].group != groups[n].group)
				continue;
			const char *name = symbol_name_in_c(symbols[i].group,
							    symbols[i].value);
			cr_expect(option_help_find(groups[n].name, name),
				  "%s has no sentence", name);
		}
	}
}

Test(option_help, has_every_field_and_no_other)
{
	size_t count, rows, known = 0;
	const struct tcp_field *fields = tcp_fields(&count);
	for (size_t i = 0; i < count; i++)
		cr_expect(option_help_find("TCP_INFO", fields[i].name),
			  "%s has no sentence", fields[i].name);
	const struct option_help *table = option_help_table(&rows);
	for (size_t i = 0; i < rows; i++) {
		int64_t level, value;
		if (strncmp(table[i].group, "IPPROTO_", 8) != 0 &&
		    strcmp(table[i].group, "SOL_SOCKET") != 0)
			continue;
		cr_assert(symbol_value(SYMBOL_LEVEL, str_from(table[i].group),
				       &level));
		cr_expect(symbol_value(symbol_option_group(level),
				       str_from(table[i].name), &value),
			  "%s is no option", table[i].name);
		known++;
	}
	cr_expect_gt(known, 200);
	cr_expect_null(option_help_find("TCP_INFO", "nothing"));
}
