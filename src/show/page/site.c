/* site: the index of a folder of pages.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "show/page/form.h"

#include <string.h>

static void add(struct buf *out, const char *text)
{
	page_escape(out, text, strlen(text));
}

static void add_entry(const struct page_entry *entry, struct buf *out)
{
	const struct lesson *lesson = entry->lesson;
	const char *title = lesson->title ? lesson->title : lesson->id;
	buf_puts(out, "<li>");
	if (entry->file) {
		buf_puts(out, "<a href=\"");
		add(out, entry->file);
		buf_puts(out, "\">");
	}
	add(out, title);
	buf_puts(out, entry->file ? "</a>" : "");
	if (lesson->objective) {
		buf_puts(out, "<br>\n<span class=\"label\">");
		page_ink_line(out, lesson->objective);
		buf_puts(out, "</span>");
	}
	if (entry->why) {
		buf_puts(out, "<br>\n<span class=\"trouble\">");
		add(out, entry->why);
		buf_puts(out, "</span>");
	}
	buf_puts(out, "</li>\n");
}

/* Lessons of one module stand together: the catalogue has them so. */
void page_print_index(const struct page_entry *entries, size_t count,
		      struct buf *out)
{
	const char *module = NULL;
	const char *title = sentence_text("page-site-title");
	page_head(out, title, &page_kit_still);
	buf_puts(out, NOTATION("<body class=\"site\">\n<header>\n<h1>"));
	add(out, title);
	buf_puts(out, "</h1>\n<p>");
	add(out, sentence_text("page-site-words"));
	buf_puts(out, "</p>\n</header>\n<main>\n");
	for (size_t i = 0; i < count; i++) {
		const char *own = entries[i].lesson->module;
		if (!module || strcmp(module, own ? own : "") != 0) {
			buf_puts(out, module ? "</ol>\n<h2>" : "<h2>");
			module = own ? own : "";
			add(out, *module ? module : "Lessons");
			buf_puts(out, "</h2>\n<ol>\n");
		}
		add_entry(&entries[i], out);
	}
	buf_puts(out, module ? "</ol>\n</main>\n" : "</main>\n");
	page_foot(out, &page_kit_still);
}
