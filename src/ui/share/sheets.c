/* sheets: what a room has of a talk in its browsers, move by move.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A journal only grows, so a move whose part of it was all read before is as it
 * was. One whose part has grown (a packet came late) is told anew; so is every
 * move of a lab that was built anew, whose parts all lie behind what was read.
 */
#include "ui/share/sheets.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 24 };

static void tell_title(const struct page_run *run, sheets_fn *fn, void *data)
{
	const char *title = run->lessons[0]->title;
	struct buf text = {0};
	buf_puts(&text, title ? title : sentence_text("say-talk-untitled"));
	fn(data, "page/title", &text);
	buf_done(&text);
}

/* Not again what the room has already: votes are events of the last move, too,
 * and change nothing in it. Takes the text. */
static void tell_news(const char *name, struct buf *text, struct buf *told,
		      sheets_fn *fn, void *data)
{
	bool is_news = text->len != told->len ||
		       memcmp(buf_text(text), buf_text(told), text->len) != 0;
	if (is_news)
		fn(data, name, text);
	buf_done(told);
	*told = *text;
}

static void tell_move(struct sheets *sheets, size_t move,
		      const struct page_run *run, sheets_fn *fn, void *data)
{
	char name[NAME];
	struct buf text = {0};
	page_print_move(run, move, &text);
	// That of another move is none of this one.
	if (move + 1 != sheets->count)
		buf_clear(&sheets->last);
	snprintf(name, sizeof(name), "page/%zu", move);
	tell_news(name, &text, &sheets->last, fn, data);
	if (sheets->count <= move)
		sheets->count = move + 1;
}

static void tell_asked(struct sheets *sheets, const struct page_run *run,
		       sheets_fn *fn, void *data)
{
	struct buf text = {0};
	if (run)
		page_print_asked(run, &text);
	tell_news("page/asked", &text, &sheets->asked, fn, data);
}

/* Those that are there no more. */
static void take_away(struct sheets *sheets, size_t count, sheets_fn *fn,
		      void *data)
{
	const struct buf nothing = {0};
	char name[NAME];
	while (sheets->count > count) {
		snprintf(name, sizeof(name), "page/%zu", --sheets->count);
		fn(data, name, &nothing);
	}
}

void sheets_tell(struct sheets *sheets, const struct page_run *run, bool asks,
		 sheets_fn *fn, void *data)
{
	const struct course *course = run->course;
	size_t begin, end, read = sheets->read;
	if (sheets->journal != course->journal) {
		take_away(sheets, 0, fn, data);
		read = 0;
		tell_title(run, fn, data);
	}
	// What is told is asked no more.
	if (!asks)
		tell_asked(sheets, NULL, fn, data);
	for (size_t move = 0; move <= course->move_count; move++) {
		course_view(course, move, &begin, &end);
		// A lab that was built anew has none of the old moves.
		if (begin >= read)
			take_away(sheets, move, fn, data);
		if (end > read || move >= sheets->count)
			tell_move(sheets, move, run, fn, data);
	}
	take_away(sheets, course->move_count + 1, fn, data);
	sheets->journal = course->journal;
	sheets->read = journal_count(course->journal);
	if (asks)
		tell_asked(sheets, run, fn, data);
}

void sheets_done(struct sheets *sheets)
{
	buf_done(&sheets->last);
	buf_done(&sheets->asked);
}
