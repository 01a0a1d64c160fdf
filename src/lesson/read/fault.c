/* fault: what is wrong with a lesson, and on which line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/read/fault.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NEAREST_WORD = 63, NEAREST_MOST = 3, NAMES_SHOWN = 32 };

static void clean(char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = '?';
	}
}

void faults_add(struct faults *faults, int line, const char *format, ...)
{
	char *text;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = xstrdup("a fault too long to be told");
	va_end(args);
	clean(text);
	faults->items = xgrow(faults->items, &faults->cap, faults->count + 1,
			      sizeof(*faults->items));
	faults->items[faults->count++] = (struct fault){line, text};
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

static void add_names(struct buf *out, const char *const *names, size_t count,
		      const char *last)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_puts(out, i + 1 == count ? last : ", ");
		buf_puts(out, names[i]);
	}
}

char *fault_nearest(struct str word, const char *const *names, size_t count)
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
		buf_puts(&out, "; did you mean ");
		add_names(&out, nearest, found, " or ");
		buf_putc(&out, '?');
	} else if (count && count <= NAMES_SHOWN) {
		buf_puts(&out,
			 count > 1 ? ": expected one of " : ": expected ");
		add_names(&out, names, count, ", ");
	}
	return buf_take(&out);
}
