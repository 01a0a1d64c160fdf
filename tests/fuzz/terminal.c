/* terminal: whatever programs write to their terminals, in lines and as the
 * screen has it; none of it leaves as something that a terminal obeys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte of a part is its length, the highest bit of it who wrote it.
 */
#include "show/explain/written.h"
#include "show/plain/stream.h"

#include <assert.h>
#include <string.h>
#include <unictype.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t len)
{
	struct glyph glyph;
	for (size_t i = 0; text_glyph(text + i, len - i, &glyph);
	     i += glyph.used)
		assert(!glyph.is_escaped || glyph.c == '\n' || glyph.c == '\t');
}

static struct journal *journal_of(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"server", "client"};
	struct journal *journal = journal_new();
	while (size) {
		size_t len = data[0] & 0x7f;
		struct event event = {.kind = EVENT_TERMINAL};
		event.as.terminal.actor = names[data[0] >> 7];
		data++;
		size--;
		len = len < size ? len : size;
		event.as.terminal.bytes = data;
		event.as.terminal.len = len;
		journal_append(journal, &event);
		data += len;
		size -= len;
	}
	return journal;
}

static void try_lines(const struct journal *journal)
{
	struct stream stream = {0};
	struct buf out = {0}, shown = {0};
	stream_print(&stream, journal, 0, journal_count(journal), &out);
	stream_flush(&stream, &out);
	text_show_lines(&shown, buf_text(&out), out.len);
	check_text(buf_text(&shown), shown.len);
	stream_done(&stream);
	buf_done(&out);
	buf_done(&shown);
}

static void try_screen(const struct journal *journal)
{
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	struct scene scene = {.lesson = lesson,
			      .journal = journal,
			      .end = journal_count(journal),
			      .is_free = true,
			      .overlay = OVERLAY_WRITTEN,
			      .answer = -2};
	struct grid grid;
	struct buf out = {0};
	grid_init(&grid, 60, 20);
	scene_draw(&scene, &grid);
	grid_print(&grid, false, &out);
	check_text(buf_text(&out), out.len);
	grid_done(&grid);
	buf_done(&out);
	lesson_free(lesson);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct journal *journal = journal_of(data, size);
	try_lines(journal);
	try_screen(journal);
	journal_free(journal);
	return 0;
}
