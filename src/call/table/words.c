/* words: what stands on the screens: states, columns, flags, notes, constants.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table itself is made of assets/words.txt.
 */
#include "call/table/words.h"

#include <strings.h>

const struct word_help *word_help_find(const char *word)
{
	size_t count;
	const struct word_help *table = word_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (!strcasecmp(table[i].word, word))
			return &table[i];
	}
	return NULL;
}
