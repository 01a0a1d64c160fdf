/* show_stage: lessons before a room: every word, on as many pages as it takes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journals have no calls: what is tried is where words go. What a kernel
 * said stands beside them in tests/lab/session_present.c.
 */
#include "golden.h"
#include "lesson/catalogue.h"
#include "show/explain/explain.h"
#include "show_run.h"
#include "stage_pages.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int width, height;
} sizes[] = {{60, 18}, {80, 24}};

/* The page that has the first option has all of them, and the question; one
 * that is answered in words says how. */
static bool is_question_whole(struct scene scene, int width, int height)
{
	struct buf page = {0};
	bool is_whole = false;
	int pages = 1;
	for (int i = 0; i < pages && !is_whole; i++) {
		pages = stage_page_draw(scene, i, width, height, &page);
		bool has_all = strstr(buf_text(&page), " a) ") &&
			       strstr(buf_text(&page), " b) ") &&
			       strstr(buf_text(&page), "?) I don't know");
		is_whole = (has_all || strstr(buf_text(&page), "e: type")) &&
			   !strstr(buf_text(&page), "what happened ──");
	}
	buf_done(&page);
	return is_whole;
}

/* Whether some page has the title of what comes next, whole. */
static bool is_titled(struct scene scene, int width, int height)
{
	struct view view;
	struct buf page = {0};
	view_init(&view, &scene);
	const char *title = explain_next_title(&view);
	bool found = !title;
	int pages = 1;
	for (int i = 0; i < pages && !found; i++) {
		pages = stage_page_draw(scene, i, width, height, &page);
		found = strstr(buf_text(&page), title);
	}
	buf_done(&page);
	view_done(&view);
	return found;
}

static struct scene stage_scene(const struct lesson *lesson,
				const struct journal *journal, size_t beats)
{
	struct scene scene = {
		.lesson = lesson,
		.journal = journal,
		.viewed = beats,
		.live = beats,
		.beats = beats,
		.live_beats = beats,
		.answer = -2,
	};
	size_t step, beat;
	if (beats < lesson_beats(lesson)) {
		lesson_beat_at(lesson, beats, &step, &beat);
		const struct beat *next = &lesson->steps[step].beats[beat];
		scene.now.asking = next->prediction;
		scene.now.trying = next->kind == BEAT_TRY;
	}
	return scene;
}

static void check_lesson(const struct lesson *lesson, int width, int height)
{
	struct journal *journal = journal_new();
	struct buf all = {0}, paged = {0};
	for (size_t i = 0; i <= lesson_beats(lesson); i++) {
		struct scene scene = stage_scene(lesson, journal, i);
		stage_words(scene, width, STAGE_TALL, &all);
		stage_words(scene, width, height, &paged);
		cr_expect(!strcmp(buf_text(&all), buf_text(&paged)),
			  "%s, beat %zu, %dx%d:\n%s--- is not\n%s", lesson->id,
			  i, width, height, buf_text(&paged), buf_text(&all));
		cr_expect(is_titled(scene, width, height),
			  "%s, beat %zu, %dx%d: the title is cut", lesson->id,
			  i, width, height);
		cr_expect(!scene.now.asking ||
				  is_question_whole(scene, width, height),
			  "%s, beat %zu, %dx%d: the question is cut",
			  lesson->id, i, width, height);
	}
	buf_done(&all);
	buf_done(&paged);
	journal_free(journal);
}

Test(stage, tells_every_lesson_without_a_cut)
{
	struct catalogue catalogue = {0};
	struct err err;
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("SOCKSTEP_LESSONS", "lessons", 1);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert(catalogue.count > 30);
	for (size_t i = 0; i < catalogue.count; i++) {
		for (size_t k = 0; k < COUNT(sizes); k++)
			check_lesson(catalogue.lessons[i], sizes[k].width,
				     sizes[k].height);
	}
	catalogue_close(&catalogue);
}

Test(stage, lights_one_part_or_one_row)
{
	struct run run;
	setlocale(LC_CTYPE, "C.UTF-8");
	run_connected(&run);
	struct grid grid;
	struct scene scene = run_scene(&run, run.played);
	struct stage_extent extent = {0};
	struct scene_stage stage = {.part = 2, .row = 1, .extent = &extent};
	scene.stage = &stage;
	grid_init(&grid, 60, 18);
	scene_draw(&scene, &grid);
	cr_assert(extent.parts >= 2 && extent.rows >= 1);
	int bright = 0;
	for (int y = 1; y < grid.height - 1; y++) {
		bool is_bright = false;
		for (int x = 0; x < grid.width; x++)
			is_bright |= grid.cells[y * grid.width + x].style !=
				     STYLE_PAST;
		bright += is_bright;
	}
	cr_expect(bright == 1, "%d rows are bright", bright);
	stage.part = stage.row = 0;
	stage.is_blank = true;
	scene_draw(&scene, &grid);
	for (int i = 0; i < grid.width * grid.height; i++)
		cr_assert(grid.cells[i].c == ' ');
	grid_done(&grid);
	run_close(&run);
}

/* Whether a row has `words` of the column beside the border. */
static bool has_words(struct scene scene, const char *words)
{
	struct buf page = {0};
	stage_page_draw(scene, 0, 80, 24, &page);
	bool found = strstr(buf_text(&page), words);
	buf_done(&page);
	return found;
}

/* In two columns of 39. */
Test(stage, cuts_no_call_that_was_made)
{
	struct run run;
	setlocale(LC_CTYPE, "C.UTF-8");
	run_connected(&run);
	struct scene scene = run_scene(&run, run.played);
	cr_expect(has_words(scene, "srv = socket(AF_INET, SOCK_STREAM,  │"));
	cr_expect(has_words(scene, "    0)                             = 3│"));
	cr_expect(has_words(scene, "cli = socket(AF_INET, SOCK_STREAM, 0)"));
	cr_expect(!has_words(scene, "SOCK_STREA…"));
	// A learner sees more of them, and each cut.
	struct grid grid;
	struct buf text = {0};
	grid_init(&grid, 80, 24);
	scene_draw(&scene, &grid);
	grid_print(&grid, false, &text);
	cr_expect(strstr(buf_text(&text), "SOCK_STR…"), "%s", buf_text(&text));
	buf_done(&text);
	grid_done(&grid);
	run_close(&run);
}
