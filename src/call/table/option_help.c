/* option_help: what each option of a socket is, and each field of TCP_INFO.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table itself is made of assets/options.txt.
 */
#include "call/table/option_help.h"

#include <string.h>

const struct option_help *option_help_find(const char *group, const char *name)
{
	size_t count;
	const struct option_help *table = option_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(table[i].group, group) &&
		    !strcmp(table[i].name, name))
			return &table[i];
	}
	return NULL;
}
