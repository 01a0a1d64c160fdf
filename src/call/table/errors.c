/* errors: finding the help for an errno; the table is assets/errors.txt.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/errors.h"

#include <string.h>

/* Calls that fail for the reasons of another one. */
static const struct {
	const char *call, *like;
} families[] = {
	{"accept4", "accept"}, {"dup2", "dup"},	     {"pipe2", "pipe"},
	{"read", "recv"},      {"recvfrom", "recv"}, {"recvmsg", "recv"},
	{"sendmsg", "send"},   {"sendto", "send"},   {"sigaction", "signal"},
	{"write", "send"},
};

static const struct error_help *find(const char *call, int error)
{
	size_t count;
	const struct error_help *table = error_help_table(&count);
	for (size_t i = 0; i < count; i++)
		if (table[i].error == error && !strcmp(table[i].call, call))
			return &table[i];
	return NULL;
}

const char *error_help_family(const char *call)
{
	for (size_t i = 0; i < COUNT(families); i++)
		if (!strcmp(families[i].call, call))
			return families[i].like;
	return NULL;
}

const struct error_help *error_help_find(const char *call, int error)
{
	const struct error_help *help = find(call, error);
	const char *family = error_help_family(call);
	if (!help && family)
		help = find(family, error);
	return help ? help : find("*", error);
}
