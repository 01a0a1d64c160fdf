/* cast: the screen as a film for asciinema(1), frame by frame.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format is asciicast v2: a head in JSON, then a line for each thing that
 * happens, [seconds, kind, text]: "o" is output to a terminal, "r" a new size,
 * "m" a marker. Rows that differ from those of the last frame are written
 * whole, each with its place and its looks, so the film needs no more of a
 * terminal than cursor addressing and SGR.
 */
#include "ui/file/cast.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct cast {
	FILE *file;
	char *path;
	uint64_t begin;
	struct grid shown;
	char *mark; /* the last one; NULL: none */
	int why;    /* errno of the first write that failed; 0: none */
};

/* --- lines of the file -----------------------------------------------------
 */

static void add_json(const char *text, size_t len, struct buf *out)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

static void write_line(struct cast *cast, struct buf *line)
{
	buf_putc(line, '\n');
	if (!cast->why &&
	    (fwrite(line->data, 1, line->len, cast->file) != line->len ||
	     fflush(cast->file) != 0))
		cast->why = errno;
	buf_done(line);
}

static void write_event(struct cast *cast, const char *kind,
			const struct buf *text)
{
	struct buf line = {0};
	double seconds =
		(double)(clock_now() - cast->begin) / (double)CLOCK_SECOND;
	buf_printf(&line, "[%.6f, \"%s\", ", seconds, kind);
	add_json(buf_text(text), text->len, &line);
	buf_putc(&line, ']');
	write_line(cast, &line);
}

static void write_head(struct cast *cast, const struct grid *grid)
{
	struct buf line = {0};
	buf_printf(&line,
		   "{\"version\": 2, \"width\": %d, \"height\": %d, "
		   "\"timestamp\": %llu, \"env\": {\"TERM\": "
		   "\"xterm-256color\"}}",
		   grid->width, grid->height,
		   (unsigned long long)(clock_wall() / CLOCK_SECOND));
	write_line(cast, &line);
}

/* --- frames ----------------------------------------------------------------
 */

static const struct {
	unsigned attr;
	int code; /* of SGR */
} attributes[] = {
	{STYLE_BOLD, 1},
	{STYLE_DIM, 2},
	{STYLE_UNDERLINE, 4},
	{STYLE_REVERSE, 7},
};

/* SGR counts the usual colours from `base`, the bright ones from base + 60. */
static void add_colour(int colour, int base, struct buf *out)
{
	if (colour >= 16)
		buf_printf(out, ";%d;5;%d", base + 8, colour);
	else if (colour >= 0)
		buf_printf(out, ";%d",
			   base + colour % 8 + (colour < 8 ? 0 : 60));
}

static void add_look(enum style style, struct buf *out)
{
	const struct style_look *look = style_look(style);
	buf_puts(out, "\033[0");
	for (size_t i = 0; i < COUNT(attributes); i++) {
		if (look->attrs & attributes[i].attr)
			buf_printf(out, ";%d", attributes[i].code);
	}
	add_colour(look->colour, 30, out);
	add_colour(look->ground, 40, out);
	buf_putc(out, 'm');
}

static void add_row(const struct grid *grid, int y, struct buf *out)
{
	const struct cell *row = grid->cells + (size_t)y * (size_t)grid->width;
	enum style style = STYLE_COUNT;
	buf_printf(out, "\033[%d;1H", y + 1);
	for (int x = 0; x < grid->width; x++) {
		if (!row[x].c)
			continue;
		if (row[x].style != style)
			add_look(style = row[x].style, out);
		text_encode(out, row[x].c);
		if (row[x].mark)
			text_encode(out, row[x].mark);
	}
}

static bool same_row(const struct grid *a, const struct grid *b, int y)
{
	const struct cell *one = a->cells + (size_t)y * (size_t)a->width;
	const struct cell *other = b->cells + (size_t)y * (size_t)b->width;
	for (int x = 0; x < a->width; x++) {
		if (one[x].c != other[x].c || one[x].mark != other[x].mark ||
		    one[x].style != other[x].style)
			return false;
	}
	return true;
}

/* A grid of another size begins on an empty screen. */
static void begin_size(struct cast *cast, const struct grid *grid,
		       struct buf *out)
{
	struct buf size = {0};
	buf_printf(&size, "%dx%d", grid->width, grid->height);
	if (cast->shown.cells)
		write_event(cast, "r", &size);
	else
		write_head(cast, grid);
	buf_done(&size);
	grid_done(&cast->shown);
	grid_init(&cast->shown, grid->width, grid->height);
	buf_puts(out, "\033[?25l\033[0m\033[2J");
}

void cast_frame(struct cast *cast, const struct grid *grid)
{
	struct buf out = {0};
	size_t cells = (size_t)grid->width * (size_t)grid->height;
	if (!cells)
		return;
	if (cast->shown.width != grid->width ||
	    cast->shown.height != grid->height)
		begin_size(cast, grid, &out);
	for (int y = 0; y < grid->height; y++) {
		if (!same_row(grid, &cast->shown, y))
			add_row(grid, y, &out);
	}
	if (out.len)
		write_event(cast, "o", &out);
	buf_done(&out);
	memcpy(cast->shown.cells, grid->cells, cells * sizeof(*grid->cells));
}

void cast_mark(struct cast *cast, const char *label)
{
	if (text_is(cast->mark, label))
		return;
	free(cast->mark);
	cast->mark = xstrdup(label);
	struct buf text = {0};
	buf_puts(&text, label);
	write_event(cast, "m", &text);
	buf_done(&text);
}

/* --- from the first to the last --------------------------------------------
 */

struct cast *cast_open(const char *path, struct err *err)
{
	FILE *file = fopen(path, "we");
	if (!file)
		return FAILURE_NULL(err, "write-film", SLOT_TEXT("path", path),
				    SLOT_TEXT("reason", strerror(errno)));
	struct cast *cast = xcalloc(1, sizeof(*cast));
	cast->file = file;
	cast->path = xstrdup(path);
	cast->begin = clock_now();
	return cast;
}

bool cast_close(struct cast *cast, struct err *err)
{
	if (!cast)
		return true;
	if (fclose(cast->file) != 0 && !cast->why)
		cast->why = errno;
	bool ok = !cast->why ||
		  FAILURE(err, "write-film", SLOT_TEXT("path", cast->path),
			  SLOT_TEXT("reason", strerror(cast->why)));
	grid_done(&cast->shown);
	free(cast->mark);
	free(cast->path);
	free(cast);
	return ok;
}
