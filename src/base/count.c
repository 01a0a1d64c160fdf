/* count: the words that agree with a number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * English has two of them, for one and for all others, none included. Every
 * sentence that counts asks here, as one in another language would.
 */
#include "base/count.h"

const char *count_word(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

const char *count_s(size_t count)
{
	return count_word(count, "", "s");
}
