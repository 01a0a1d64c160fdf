/* page: a run as a document: every move with what it did and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawn from scene_at() and the views that screens are drawn from, so that a
 * page says what the screen showed. A page is one file that needs no other:
 * nothing is fetched, nothing that others wrote is taken for markup.
 */
#pragma once
#include "show/scene.h"

/* A run. `lessons` has the lesson of each move's lab, from that of 0 on: as
 * many as the course has moves and one more. All is borrowed. */
struct page_run {
	const struct course *course;
	const struct lesson *const *lessons;
	const char *missing; /* what its lab could not do, or NULL */
	const char *index;   /* of a site: the file that lists its pages, and
			      * those of the pages beside it; or NULL */
	const char *before, *after;
	const enum notation *only; /* that calls are shown in; NULL: both */
};

/* What is made of the run. */
enum page_kind {
	PAGE_WHOLE,   /* all of it */
	PAGE_SHEET,   /* a handout: questions, and blanks to be filled in */
	PAGE_ANSWERS, /* the same, filled in */
};

enum page_form_id { PAGE_HTML, PAGE_MARKDOWN };

void page_print(const struct page_run *run, enum page_kind kind,
		enum page_form_id form, struct buf *out);

/* Where a browser reaches a broker, and as whom; `user` may be NULL. */
struct page_line {
	const char *url, *user, *password;
};

/* A talk that goes on, for who follows it in a browser: the page into which its
 * moves come, each of them as it was told, and the question that is asked
 * behind the last one; that adds nothing when nothing is asked. Without a line
 * the page asks the broker that gave it, as "room" with the room's code. */
void page_print_room(const struct page_line *line, struct buf *out);
void page_print_move(const struct page_run *run, size_t move, struct buf *out);
void page_print_asked(const struct page_run *run, struct buf *out);

/* A page of a site, as its index lists it. */
struct page_entry {
	const struct lesson *lesson;
	const char *file; /* NULL: there is no page, see `why` */
	const char *why;  /* or NULL */
};

/* Adds the index of a site. */
void page_print_index(const struct page_entry *entries, size_t count,
		      struct buf *out);
