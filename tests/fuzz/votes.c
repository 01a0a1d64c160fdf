/* votes: whatever is typed while a room votes, the numbers stay numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says how many options there are, each line is a word behind
 * "vote".
 */
#include "base/mem.h"
#include "ui/app.h"
#include "ui/command/act_room.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	unsigned votes[SCENE_VOTES] = {0};
	size_t voting = 0;
	size_t options = data[0] % LESSON_OPTIONS_MAX + 1;
	AUTO_FREE char *text = xcalloc(1, size);
	memcpy(text, data + 1, size - 1);
	char *next, *word = strtok_r(text, "\n", &next);
	for (; word; word = strtok_r(NULL, "\n", &next)) {
		bool counts = act_count_vote(votes, &voting, options, word);
		assert(!counts || strlen(word) == 1 || !strcmp(word, "back"));
		assert(voting < options || voting == LESSON_OPTIONS_MAX);
		for (size_t i = 0; i < SCENE_VOTES; i++)
			assert(votes[i] <= 9999);
	}
	return 0;
}
