/* stage_pages: a scene before a room as text, page by page, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/scene.h"

/* Rows in which all words of a place fit on one page. */
enum { STAGE_TALL = 100 };

/* Draws one page in place of what `out` has; returns how many there are. */
int stage_page_draw(struct scene scene, int page, int width, int height,
		    struct buf *out);

/* Adds what stands above the words, and the rows of the words without lines
 * across and blanks; each may be NULL. */
void stage_page_split(const char *page, struct buf *panels, struct buf *words);

/* The words of all pages in place of what `out` has. */
void stage_words(struct scene scene, int width, int height, struct buf *out);
