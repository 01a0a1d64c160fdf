/* nearest: the names that are most like a word.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum { NAME_MOST = 63 };

/* Damerau-Levenshtein distance (optimal string alignment). */
static size_t edits(const char *a, const char *b)
{
	size_t rows = strlen(a), columns = strlen(b);
	if (rows > NAME_MOST || columns > NAME_MOST)
		return SIZE_MAX;
	size_t d[NAME_MOST + 1][NAME_MOST + 1];
	for (size_t i = 0; i <= rows; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= columns; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= rows; i++) {
		for (size_t j = 1; j <= columns; j++) {
			int x = tolower((unsigned char)a[i - 1]);
			int y = tolower((unsigned char)b[j - 1]);
			size_t best = d[i - 1][j - 1] + (x != y);
			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[rows][columns];
}

size_t text_nearest(const char *word, const char *const *names, size_t count,
		    const char **nearest, size_t most)
{
	size_t found = 0, limit = strlen(word) / 3 + 1;
	if (strlen(word) > NAME_MOST)
		return 0;
	for (size_t distance = 0; distance <= limit; distance++) {
		for (size_t i = 0; i < count && found < most; i++) {
			if (edits(word, names[i]) == distance)
				nearest[found++] = names[i];
		}
	}
	return found;
}
