/* listing: the source of a traced program, around the line that it is at.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Below the line stands the call as the kernel will see it, for one line of a
 * program can lead to several calls, and none of them need have its name. The
 * line of the call that came back last is marked as in a lesson, with the
 * result at its end. Where lines are too long for the column, what all lines
 * in sight are indented by is left out.
 */
#include "show/panel/listing.h"

#include "base/sentence.h"
#include "base/text.h"
#include "show/explain/life.h"
#include "show/panel/answer.h"

#include <stdio.h>
#include <string.h>

enum { TAB = 8 };

/* --- what there is ---------------------------------------------------------
 */

static const struct scene_source *find_source(const struct view *view,
					      const struct event_call *call)
{
	const struct scene_programs *programs = &view->scene->programs;
	if (!call || !call->source.file || call->source.line < 1)
		return NULL;
	for (size_t i = 0; i < programs->source_count; i++) {
		const struct scene_source *source = &programs->sources[i];
		if (!strcmp(source->file, call->source.file) &&
		    (size_t)call->source.line <= source->count)
			return source;
	}
	return NULL;
}

bool listing_make(struct listing *listing, const struct view *view,
		  const struct actor_view *actor)
{
	*listing = (struct listing){.view = view, .actor = actor};
	if (!actor->traced)
		return false;
	const struct event_call *at = actor->ended  ? actor->placed
				      : actor->open ? actor->open
						    : actor->last;
	const struct scene_source *source = find_source(view, at);
	if (!source)
		return false;
	listing->source = source;
	listing->line = at->source.line;
	if (find_source(view, actor->last) == source)
		listing->made = actor->last->source.line;
	return true;
}

int listing_rows(const struct listing *listing)
{
	return (int)listing->source->count + 1;
}

void listing_title(const struct actor_view *actor, struct buf *out)
{
	const struct event_call *at = actor->open ? actor->open : actor->last;
	if (!at)
		return;
	const struct event_source *source = &at->source;
	if (source->file && source->line > 0) {
		SENTENCE_LINE(out, "  ", "", "panel-line",
			      SLOT_TEXT("file", text_base(source->file)),
			      SLOT_NUMBER("line", source->line));
		if (source->chain)
			SENTENCE_LINE(out, ", ", "", "panel-in-chain",
				      SLOT_TEXT("chain", source->chain));
	} else if (source->function) {
		SENTENCE_LINE(out, "  ", "", "panel-in",
			      SLOT_TEXT("function", source->function));
	}
}

enum style listing_state(const struct view *view,
			 const struct actor_view *actor, struct buf *call,
			 struct buf *state)
{
	const char *turn = view->scene->programs.turn;
	if (actor->ended) {
		life_print(actor->ended, state);
		return STYLE_PAST;
	}
	if (!actor->open) {
		SENTENCE(state, view_reads(view, actor->name)
					? "panel-waits-for-a-line"
					: "panel-at-work");
		return STYLE_LABEL;
	}
	call_print_shown(&actor->open->call, view->scene->notation, call);
	if (actor->open->phase == CALL_BLOCKED) {
		SENTENCE(state, "panel-blocked-zz");
		return STYLE_BLOCKED;
	}
	bool next = text_is(turn, actor->name);
	SENTENCE(state, next ? "panel-next" : "panel-stopped");
	return next ? STYLE_KEY : STYLE_LABEL;
}

/* --- drawing ---------------------------------------------------------------
 */

/* What is the same for all rows in sight. */
struct window {
	int first, count; /* lines */
	int digits;	  /* of line numbers */
	int indent;	  /* columns left out */
};

/* A line with blanks for its tabs. The caller frees. */
static char *line_text(const struct scene_source *source, int line)
{
	struct str from = source->lines[line - 1];
	struct buf text = {0};
	for (size_t i = 0; i < from.len; i++) {
		size_t column = text_width(buf_text(&text), text.len);
		if (from.data[i] != '\t')
			buf_putc(&text, from.data[i]);
		else
			for (size_t k = column % TAB; k < TAB; k++)
				buf_putc(&text, ' ');
	}
	return buf_take(&text);
}

static int number_width(int number)
{
	char text[16];
	int width = snprintf(text, sizeof(text), "%d", number);
	return width < 2 ? 2 : width;
}

/* The line stands a little above the middle: what comes is read more often
 * than what was. */
static void place_window(const struct listing *listing, int height,
			 struct window *window)
{
	int count = (int)listing->source->count;
	window->count = height - 1 < count ? height - 1 : count;
	if (window->count < 1)
		window->count = 1;
	window->first = listing->line - (window->count - 1) / 2;
	if (window->first + window->count > count + 1)
		window->first = count + 1 - window->count;
	if (window->first < 1)
		window->first = 1;
}

static struct window window_make(const struct listing *listing,
				 struct area area)
{
	struct window window = {0};
	place_window(listing, area.height, &window);
	window.digits = number_width(window.first + window.count - 1);
	int room = area.width - window.digits - 2, widest = 0, indent = 1000;
	for (int i = 0; i < window.count; i++) {
		AUTO_FREE char *text =
			line_text(listing->source, window.first + i);
		int blanks = (int)strspn(text, " ");
		int width = (int)text_width(text, strlen(text));
		widest = width > widest ? width : widest;
		if (text[blanks] && blanks < indent)
			indent = blanks;
	}
	if (widest > room && indent < 1000)
		window.indent = indent;
	return window;
}

static bool is_viewed_call(const struct listing *listing)
{
	const struct made_call *call = listing->view->call;
	return call && call->event == listing->actor->last;
}

/* The result of the last call, at the end of its line. Returns the columns it
 * took. */
static int draw_result(const struct listing *listing, struct area area, int y)
{
	struct buf result = {0};
	enum style style =
		result_words(listing->actor->last,
			     listing->view->scene->notation, true, &result);
	if (!is_viewed_call(listing))
		style = STYLE_PAST;
	int width = (int)text_width(buf_text(&result), result.len);
	area_text(area, area.width - width, y, style, buf_text(&result));
	buf_done(&result);
	return width + 1;
}

static void draw_line(const struct listing *listing,
		      const struct window *window, struct area area, int line,
		      int y)
{
	bool here = line == listing->line, made = line == listing->made;
	bool viewed = made && is_viewed_call(listing);
	const struct actor_view *actor = listing->actor;
	bool stopped = actor->open && actor->open->phase == CALL_ENTER;
	const char *sign = here && stopped	   ? "▷"
			   : here && actor->open   ? "▶"
			   : viewed		   ? "▶"
			   : here && !actor->ended ? "·"
						   : " ";
	enum style style = viewed && !(here && actor->open) ? STYLE_CURRENT
			   : here && !actor->ended	    ? STYLE_CODE
							    : STYLE_PLAIN;
	if (style == STYLE_CURRENT)
		area_fill(area, 0, y, area.width, style, ' ');
	area_text(area, 0, y, style, sign);
	area_printf(area, 1, y, style == STYLE_PLAIN ? STYLE_PAST : style,
		    "%*d", window->digits, line);
	int end = made ? draw_result(listing, area, y) : 0;
	AUTO_FREE char *text = line_text(listing->source, line);
	int x = window->digits + 2;
	size_t skip = strnlen(text, (size_t)window->indent);
	area_fit(area, x, y, area.width - x - end, style, text + skip);
}

static void draw_state(const struct listing *listing,
		       const struct window *window, struct area area, int y)
{
	struct buf call = {0}, state = {0};
	enum style style =
		listing_state(listing->view, listing->actor, &call, &state);
	int x = window->digits + 2;
	int width = (int)text_width(buf_text(&state), state.len);
	if (call.len) {
		int room = area.width - x - 2 - width - 1;
		area_fit(area, x + 2, y, room, style, buf_text(&call));
		area_text(area, area.width - width, y, style, buf_text(&state));
	} else {
		area_fit(area, x + 2, y, area.width - x - 2, style,
			 buf_text(&state));
	}
	buf_done(&call);
	buf_done(&state);
}

void listing_draw(const struct listing *listing, struct area area)
{
	struct window window = window_make(listing, area);
	int y = 0;
	for (int i = 0; i < window.count; i++) {
		int line = window.first + i;
		draw_line(listing, &window, area, line, y++);
		if (line == listing->line)
			draw_state(listing, &window, area, y++);
	}
}
