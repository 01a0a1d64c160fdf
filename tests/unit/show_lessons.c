/* show_lessons: every beat of every lesson on a screen: nothing is cut.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journals have no calls: what is tried is that the words of a beat, its
 * question with all options, and the call that comes next stand on the screen
 * whole, with the actor who makes it, in C and in Python.
 */
#include "lesson/catalogue.h"
#include "show/view/in_python.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <locale.h>
#include <string.h>

static const struct {
	int width, height;
} sizes[] = {{80, 24}, {140, 45}};

static bool has_prefix(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* Whether a vertical line stands here: a border, or where two meet. */
static bool is_border(const char *at)
{
	static const char *const borders[] = {"│", "┤", "├", "┌",
					      "┐", "└", "┘"};
	for (size_t i = 0; i < COUNT(borders); i++) {
		if (has_prefix(at, borders[i]))
			return true;
	}
	return false;
}

/* Adds what is no blank, no line and no mark of Markdown. */
static void squeeze(const char *text, size_t len, struct buf *out)
{
	for (const char *at = text; at < text + len;) {
		uint32_t c;
		size_t size = text_decode(at, len - (size_t)(at - text), &c);
		bool is_line = has_prefix(at, "─") || is_border(at);
		if (!isspace((unsigned char)*at) && !is_line &&
		    !strchr("`*", *at))
			buf_add(out, at, size);
		at += size;
	}
}

enum { WIDTH_MOST = 140 };

/* `columns`: what stands behind a border in each column of the screen, one row
 * below the other, squeezed. */
struct shown {
	const char *id;
	size_t beat;
	int width;
	struct buf screen, columns[WIDTH_MOST];
};

static void read_row(struct shown *shown, struct str row)
{
	const char *at = row.data, *end = row.data + row.len, *begin = NULL;
	size_t from = 0;
	for (size_t x = 0; at < end && x < WIDTH_MOST; x++) {
		uint32_t c;
		size_t size = text_decode(at, (size_t)(end - at), &c);
		if (is_border(at)) {
			if (begin)
				squeeze(begin, (size_t)(at - begin),
					&shown->columns[from]);
			begin = at + size;
			from = x;
		}
		at += size;
	}
}

static void read_columns(struct shown *shown)
{
	struct str rest = {shown->screen.data, shown->screen.len}, row;
	while (str_next_line(&rest, &row))
		read_row(shown, row);
}

static void shown_done(struct shown *shown)
{
	buf_done(&shown->screen);
	for (size_t x = 0; x < WIDTH_MOST; x++)
		buf_done(&shown->columns[x]);
}

static void expect_shown(struct shown *shown, const char *what,
			 const char *text)
{
	struct buf wanted = {0};
	bool found = !text;
	if (text)
		squeeze(text, strlen(text), &wanted);
	for (size_t x = 0; !found && x < WIDTH_MOST; x++)
		found = shown->columns[x].len &&
			strstr(buf_text(&shown->columns[x]), buf_text(&wanted));
	cr_expect(found, "%s, beat %zu, %d columns: %s is cut: %s\n%s",
		  shown->id, shown->beat, shown->width, what, text,
		  buf_text(&shown->screen));
	buf_done(&wanted);
}

static void expect_question(struct shown *shown, const struct prediction *asked)
{
	expect_shown(shown, "the question", asked->question);
	for (size_t i = 0; i < asked->option_count; i++) {
		if (asked->kind != ASKED_CALLS)
			expect_shown(shown, "an option",
				     asked->options[i].text);
	}
}

static void expect_next(struct shown *shown, const struct beat *next,
			enum notation notation)
{
	bool puzzle = next->prediction && next->prediction->kind == ASKED_CALLS;
	// Words alone are told when they are played.
	if (next->kind != BEAT_READ)
		expect_shown(shown, "the words before it", next->before);
	if (next->prediction && next->kind != BEAT_RECALL)
		expect_question(shown, next->prediction);
	if (next->kind != BEAT_CALL || puzzle || next->puzzled)
		return;
	struct buf call = {0};
	buf_printf(&call, "%s: ", next->actor);
	call_print(&next->call, notation, &call);
	expect_shown(shown, "the next call", buf_text(&call));
	buf_done(&call);
}

/* The words behind the beat that is looked at. */
static void expect_last(struct shown *shown, const struct lesson *lesson,
			enum notation notation)
{
	struct arena arena = {0};
	size_t step, beat;
	if (!shown->beat)
		return;
	lesson_beat_at(lesson, shown->beat - 1, &step, &beat);
	const struct beat *last =
		in_notation(&arena, notation, &lesson->steps[step].beats[beat]);
	if (last->kind == BEAT_READ)
		expect_shown(shown, "the words", last->before);
	expect_shown(shown, "the words behind it", last->after);
	arena_done(&arena);
}

static void check_beat(const struct lesson *lesson, size_t index,
		       enum notation notation, int width, int height)
{
	struct journal *journal = journal_new();
	struct arena arena = {0};
	size_t step, beat;
	lesson_beat_at(lesson, index, &step, &beat);
	const struct beat *next =
		in_notation(&arena, notation, &lesson->steps[step].beats[beat]);
	struct scene scene = {
		.lesson = lesson,
		.journal = journal,
		.viewed = index,
		.live = index,
		.beats = index,
		.live_beats = index,
		.answer = -2,
		.notation = notation,
		.now = {.asking = next->prediction,
			.trying = next->kind == BEAT_TRY},
	};
	struct grid grid;
	struct shown shown = {.id = lesson->id, .beat = index, .width = width};
	grid_init(&grid, width, height);
	scene_draw(&scene, &grid);
	grid_print(&grid, false, &shown.screen);
	read_columns(&shown);
	expect_last(&shown, lesson, notation);
	expect_next(&shown, next, notation);
	grid_done(&grid);
	shown_done(&shown);
	arena_done(&arena);
	journal_free(journal);
}

Test(show_lessons, nothing_that_comes_is_cut)
{
	struct catalogue catalogue = {0};
	struct err err;
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("SOCKSTEP_LESSONS", "lessons", 1);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert(catalogue.count > 30);
	for (size_t i = 0; i < catalogue.count; i++) {
		const struct lesson *lesson = catalogue.lessons[i];
		for (size_t k = 0; k < 2 * COUNT(sizes); k++) {
			enum notation notation =
				k % 2 ? NOTATION_PYTHON : NOTATION_C;
			for (size_t j = 0; j < lesson_beats(lesson); j++)
				check_beat(lesson, j, notation,
					   sizes[k / 2].width,
					   sizes[k / 2].height);
		}
	}
	catalogue_close(&catalogue);
}
