/* written: what programs wrote to their terminals, as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program writes for a terminal: carriage returns and backspaces go back in
 * the line, tabs go on to every eighth column, escape sequences (ECMA-48) move
 * cursors and choose colours. Lines are all that is kept of that; a sequence
 * that does more than erase the rest of the line is left out. Each program has
 * a terminal of its own, so its line goes on where the last bytes of it ended.
 */
#include "show/explain/written.h"

#include "base/sentence.h"

#include <string.h>

enum { TAB = 8, COLUMNS_MOST = 1000, ESCAPE = 0x1b };

enum escape_state {
	ESCAPE_NONE,
	ESCAPE_BEGUN,	/* ESC was seen */
	ESCAPE_CONTROL, /* ESC [, up to a letter */
	ESCAPE_COMMAND, /* ESC ], up to BEL or ESC \ */
};

/* The line that a program is writing. */
struct pen {
	const char *actor;
	size_t line; /* its index plus 1; 0: none has begun */
	uint32_t cells[COLUMNS_MOST];
	size_t len, column;
	enum escape_state escape;
	char pending[4]; /* of a character that is not whole yet */
	size_t pending_len;
};

struct scribe {
	struct view *view;
	struct written_line *lines;
	size_t count, cap;
	struct pen **pens;
	size_t pen_count, pen_cap;
	bool now;
};

static struct pen *pen_of(struct scribe *scribe, const char *actor)
{
	for (size_t i = 0; i < scribe->pen_count; i++) {
		if (!strcmp(scribe->pens[i]->actor, actor))
			return scribe->pens[i];
	}
	scribe->pens = xgrow(scribe->pens, &scribe->pen_cap,
			     scribe->pen_count + 1, sizeof(struct pen *));
	struct pen *pen = xcalloc(1, sizeof(*pen));
	pen->actor = actor;
	return scribe->pens[scribe->pen_count++] = pen;
}

/* The line that is written now; it begins with its first character. */
static void touch(struct scribe *scribe, struct pen *pen)
{
	if (!pen->line) {
		scribe->lines =
			xgrow(scribe->lines, &scribe->cap, scribe->count + 1,
			      sizeof(*scribe->lines));
		scribe->lines[scribe->count++] =
			(struct written_line){.actor = pen->actor};
		pen->line = scribe->count;
	}
	scribe->lines[pen->line - 1].now |= scribe->now;
}

static void put(struct scribe *scribe, struct pen *pen, uint32_t c)
{
	touch(scribe, pen);
	if (pen->column >= COLUMNS_MOST)
		return;
	while (pen->len <= pen->column)
		pen->cells[pen->len++] = ' ';
	pen->cells[pen->column++] = c;
}

static void end_line(struct scribe *scribe, struct pen *pen)
{
	struct buf text = {0};
	touch(scribe, pen);
	for (size_t i = 0; i < pen->len; i++)
		text_encode(&text, pen->cells[i]);
	scribe->lines[pen->line - 1].text =
		arena_strdup(&scribe->view->arena, buf_text(&text));
	buf_done(&text);
	pen->line = pen->len = pen->column = 0;
}

static void put_control(struct scribe *scribe, struct pen *pen, unsigned char c)
{
	if (c == '\n') {
		end_line(scribe, pen);
	} else if (c == '\r') {
		pen->column = 0;
	} else if (c == '\b') {
		pen->column -= pen->column > 0;
	} else if (c == '\t') {
		pen->column += TAB - pen->column % TAB;
	} else if (c == ESCAPE) {
		pen->escape = ESCAPE_BEGUN;
	} else if (c && c != '\a') {
		put(scribe, pen, '^');
		put(scribe, pen, c ^ 0x40);
	}
}

static void put_escape(struct pen *pen, unsigned char c)
{
	switch (pen->escape) {
	case ESCAPE_BEGUN:
		pen->escape = c == '['	 ? ESCAPE_CONTROL
			      : c == ']' ? ESCAPE_COMMAND
					 : ESCAPE_NONE;
		break;
	case ESCAPE_CONTROL:
		if (c < 0x40 || c > 0x7e)
			break;
		if (c == 'K' && pen->column < pen->len)
			pen->len = pen->column;
		pen->escape = ESCAPE_NONE;
		break;
	default:
		if (c == '\a' || c == '\\')
			pen->escape = ESCAPE_NONE;
	}
}

/* How many bytes a character has that begins so; 0: none does. */
static size_t length_of(unsigned char lead)
{
	return lead < 0x80   ? 1
	       : lead < 0xc2 ? 0
	       : lead < 0xe0 ? 2
	       : lead < 0xf0 ? 3
	       : lead < 0xf5 ? 4
			     : 0;
}

/* What is no UTF-8 stands as a question mark, and what follows it as it is. */
static void put_byte(struct scribe *scribe, struct pen *pen, unsigned char c)
{
	if (pen->pending_len && (c & 0xc0) != 0x80) {
		pen->pending_len = 0;
		put(scribe, pen, '?');
	}
	if (pen->escape) {
		put_escape(pen, c);
		return;
	}
	if (c < ' ' || c == 0x7f) {
		put_control(scribe, pen, c);
		return;
	}
	if (!pen->pending_len && !length_of(c)) {
		put(scribe, pen, '?');
		return;
	}
	pen->pending[pen->pending_len++] = (char)c;
	if (pen->pending_len < length_of((unsigned char)pen->pending[0]))
		return;
	uint32_t decoded;
	size_t len = text_decode(pen->pending, pen->pending_len, &decoded);
	put(scribe, pen, len == pen->pending_len ? decoded : '?');
	pen->pending_len = 0;
}

struct written written_make(struct view *view)
{
	const struct scene *scene = view->scene;
	struct scribe scribe = {.view = view};
	for (size_t i = scene->origin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		const struct event_terminal *bytes = &event->as.terminal;
		if (event->kind != EVENT_TERMINAL)
			continue;
		scribe.now = i >= scene->begin;
		struct pen *pen = pen_of(&scribe, bytes->actor);
		for (size_t k = 0; k < bytes->len; k++)
			put_byte(&scribe, pen, bytes->bytes[k]);
	}
	for (size_t i = 0; i < scribe.pen_count; i++) {
		if (scribe.pens[i]->line)
			end_line(&scribe, scribe.pens[i]);
		free(scribe.pens[i]);
	}
	free(scribe.pens);
	struct written written = {
		.lines = arena_copy(&view->arena, scribe.lines,
				    scribe.count * sizeof(*scribe.lines)),
		.count = scribe.count,
	};
	free(scribe.lines);
	return written;
}

void written_fill(struct view *view, struct blocks *blocks)
{
	struct written written = written_make(view);
	if (!written.count)
		blocks_add(blocks,
			   (struct block){.text = sentence_text(
						  "no-program-has-written")});
	for (size_t i = 0; i < written.count; i++) {
		const struct written_line *line = &written.lines[i];
		blocks_add(blocks,
			   (struct block){
				   .lead = arena_printf(&view->arena, "%s │",
							line->actor),
				   .lead_style = STYLE_LABEL,
				   .raw = true,
				   .text = *line->text ? line->text : " ",
			   });
	}
}
