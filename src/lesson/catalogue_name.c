/* catalogue_name: what the name of a lesson's file says.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/catalogue.h"

#include <string.h>

int catalogue_number(const char *file)
{
	const char *name = text_base(file);
	size_t digits = strspn(name, "0123456789"), len = strlen(name);
	if (!digits || digits > 3 || name[digits] != '-' || len < digits + 5 ||
	    strcmp(name + len - 3, ".md") != 0)
		return 0;
	return (int)strtol(name, NULL, 10);
}

struct str catalogue_id(const char *file)
{
	const char *name = text_base(file);
	const char *dash = strchr(name, '-');
	// A file without a number is all id.
	const char *id = catalogue_number(file) ? dash + 1 : name;
	return (struct str){id, strlen(id) - 3};
}
