/* print: a run as a document of one form and one kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/page/form.h"

void page_print(const struct page_run *run, enum page_kind kind,
		enum page_form_id form, struct buf *out)
{
	static const struct page_form *const forms[] = {
		[PAGE_HTML] = &page_html,
		[PAGE_MARKDOWN] = &page_markdown,
	};
	static void (*const parts[])(struct page *) = {
		[PAGE_WHOLE] = page_whole,
		[PAGE_SHEET] = page_sheet,
		[PAGE_ANSWERS] = page_sheet,
	};
	struct page page = {
		.form = forms[form], .run = run, .kind = kind, .out = out};
	page.form->begin(&page, run->lessons[0]);
	parts[kind](&page);
	page.form->end(&page);
}
