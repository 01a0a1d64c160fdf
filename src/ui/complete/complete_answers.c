/* complete_answers: the answers of completion, gathered and sorted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/complete/complete_parts.h"

#include <string.h>

void answers_add(struct answers *answers, enum answer_rank rank,
		 const char *text)
{
	struct str word = answers->word;
	if (strlen(text) < word.len || memcmp(text, word.data, word.len) != 0)
		return;
	answers->items = xgrow(answers->items, &answers->cap,
			       answers->count + 1, sizeof(*answers->items));
	answers->items[answers->count++] = (struct answer){
		arena_strdup(answers->arena, text), rank, answers->append};
}

static int compare(const void *a, const void *b)
{
	const struct answer *one = a, *other = b;
	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	return strcmp(one->text, other->text);
}

static bool has_before(const struct completion *completion, const char *text)
{
	for (size_t i = 0; i < completion->count; i++) {
		if (!strcmp(completion->words[i], text))
			return true;
	}
	return false;
}

void answers_finish(struct answers *answers, struct completion *completion)
{
	size_t count = answers->count;
	if (!count)
		return;
	struct answer *items = answers->items;
	qsort(items, count, sizeof(*items), compare);
	completion->words = arena_alloc(answers->arena, count * sizeof(char *));
	for (size_t i = 0; i < count; i++) {
		if (items[i].rank == RANK_ELSE && items[0].rank != RANK_ELSE)
			break;
		if (has_before(completion, items[i].text))
			continue;
		// A name that is two things says nothing about what follows.
		char append = items[i].append;
		for (size_t n = i + 1; n < count; n++) {
			if (!strcmp(items[n].text, items[i].text) &&
			    items[n].append != append)
				append = 0;
		}
		completion->words[completion->count++] = items[i].text;
		completion->append = append;
	}
	if (completion->count > 1)
		completion->append = 0;
}
