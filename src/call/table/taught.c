/* taught: where a call or an option is taught.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table itself is made of assets/taught.txt.
 */
#include "call/table/taught.h"

#include <string.h>

const char *taught_in(const char *word)
{
	size_t count;
	const struct taught *table = taught_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(table[i].word, word))
			return table[i].lesson;
	}
	return NULL;
}
