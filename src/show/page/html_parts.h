/* html_parts: what the files of the HTML form share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/page/form.h"

/* Adds a text, escaped; and what is markup already. */
void html_add(struct page *page, const char *text);
void html_tag(struct page *page, const char *text);

/* Of struct page_form: the kernel's rows, the packets, and the ladder. */
void html_rows(struct page *page, struct view *view);
void html_packets(struct page *page, struct view *view);
void html_ladder(struct page *page, struct view *view, bool is_whole);
