/* fault: what is wrong with a lesson, and on which line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/fault.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

enum { NEAREST_WORD = 63, NEAREST_MOST = 3, NAMES_SHOWN = 32 };

static void clean(char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = '?';
	}
}

static void add(struct faults *faults, int line, char *text)
{
	clean(text);
	faults->items = xgrow(faults->items, &faults->cap, faults->count + 1,
			      sizeof(*faults->items));
	faults->items[faults->count++] = (struct fault){line, text};
}

void faults_say(struct faults *faults, int line, const char *id,
		const struct slot *slots, size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	add(faults, line, buf_take(&text));
}

void faults_pass(struct faults *faults, int line, const struct err *err)
{
	add(faults, line, xstrdup(err->text));
}

/* By insertion: the faults come nearly sorted, and those of one line keep
 * their order. */
void faults_sort(struct faults *faults)
{
	for (size_t i = 1; i < faults->count; i++) {
		struct fault fault = faults->items[i];
		size_t n = i;
		for (; n && faults->items[n - 1].line > fault.line; n--)
			faults->items[n] = faults->items[n - 1];
		faults->items[n] = fault;
	}
}

void faults_print(const struct faults *faults, const char *file,
		  struct buf *out)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->items[i];
		buf_printf(out, "%s:%d: %s\n", file, fault->line, fault->text);
	}
}

void faults_done(struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++)
		free(faults->items[i].text);
	free(faults->items);
	*faults = (struct faults){0};
}

/* Names with commas between them. */
static char *listed(const char *const *names, size_t count)
{
	struct buf out = {0};
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i ? ", " : "", names[i]);
	return buf_take(&out);
}

/* "a", or "a, b or c". */
static char *chosen(const char *const *names, size_t count)
{
	struct buf out = {0};
	AUTO_FREE char *first = listed(names, count > 1 ? count - 1 : count);
	if (count > 1)
		SENTENCE(&out, "nearest-last", SLOT_TEXT("names", first),
			 SLOT_TEXT("name", names[count - 1]));
	else
		buf_puts(&out, first);
	return buf_take(&out);
}

static char *say_nearest(struct str word, const char *const *names,
			 size_t count, bool is_list)
{
	struct buf out = {0};
	size_t found = 0;
	const char *nearest[NEAREST_MOST];
	if (word.len && word.len <= NEAREST_WORD) {
		char text[NEAREST_WORD + 1] = {0};
		memcpy(text, word.data, word.len);
		found = text_nearest(text, names, count, nearest, NEAREST_MOST);
	}
	if (found) {
		AUTO_FREE char *likely = chosen(nearest, found);
		SENTENCE(&out, "nearest-names", SLOT_TEXT("names", likely));
	} else if (count && count <= NAMES_SHOWN) {
		AUTO_FREE char *all = listed(names, count);
		SENTENCE(&out,
			 is_list     ? "list-of-names"
			 : count > 1 ? "expected-names"
				     : "expected-name",
			 SLOT_TEXT("names", all));
	}
	return buf_take(&out);
}

char *fault_nearest(struct str word, const char *const *names, size_t count)
{
	return say_nearest(word, names, count, false);
}

char *fault_nearest_or_all(struct str word, const char *const *names,
			   size_t count)
{
	return say_nearest(word, names, count, true);
}
