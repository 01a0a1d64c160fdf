/* golden: compares what was made with a file that a reviewer has read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *golden_read(const char *path)
{
	FILE *file = fopen(path, "r");
	if (!file)
		return NULL;
	char *text = NULL;
	size_t size = 0;
	// A NUL never occurs in a text file: this reads all of it.
	ssize_t len = getdelim(&text, &size, '\0', file);
	fclose(file);
	if (len < 0 && text)
		text[0] = '\0';
	return text;
}

static void update(const char *path, const char *actual)
{
	FILE *file = fopen(path, "w");
	cr_assert(file, "cannot write %s", path);
	fputs(actual, file);
	fclose(file);
}

void golden_check(const char *path, const char *actual)
{
	const char *wanted = getenv("UPDATE");
	if (wanted && !strcmp(wanted, "1"))
		update(path, actual);
	char *expected = golden_read(path);
	cr_assert(expected, "%s is missing: make it with UPDATE=1", path);
	cr_expect(!strcmp(expected, actual),
		  "%s differs\n--- expected\n%s--- actual\n%s---", path,
		  expected, actual);
	free(expected);
}
