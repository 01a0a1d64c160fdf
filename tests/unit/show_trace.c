/* show_trace: two traced programs, tests/programs/upper.py and leaves.py, as
 * they were stepped once: one screen for each sort of moment.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/explain/written.h"
#include "show_run.h"
#include "ui/file/sources.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#define JOURNAL "tests/golden/journal/trace.jsonl"

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(trace_screen, .init = use_utf8);

static void open_run(struct run *run)
{
	run_open_lesson(run, lesson_blank(NULL, 0, NULL, 0));
	run->lesson->title = "Programs, call by call";
	journal_free(run->journal);
	run->journal = run_load(JOURNAL);
}

/* A move is what happened between two places of the journal. */
struct moment {
	const char *name;
	size_t begin, end;
	const char *mover, *turn;
	bool no_source, back, ascii;
	enum scene_overlay overlay;
};

/* clang-format off */
static const struct moment moments[] = {
	{.name = "trace-begin", .begin = 2, .end = 4, .mover = "client", .turn = "server"},
	{.name = "trace-step", .begin = 7, .end = 10, .mover = "server", .turn = "server"},
	{.name = "trace-blocked", .begin = 18, .end = 19, .mover = "server", .turn = "client"},
	{.name = "trace-both", .begin = 22, .end = 31, .mover = "client", .turn = "client"},
	{.name = "trace-other", .begin = 22, .end = 31, .mover = "client", .turn = "server"},
	{.name = "trace-woken", .begin = 43, .end = 53, .mover = "server", .turn = "server"},
	{.name = "trace-ended", .begin = 64, .end = 71, .mover = "client", .turn = NULL},
	{.name = "trace-unknown", .begin = 22, .end = 31, .mover = "client", .turn = "client", .no_source = true},
	{.name = "trace-back", .begin = 18, .end = 19, .mover = "server", .turn = NULL, .back = true},
	{.name = "trace-ascii", .begin = 18, .end = 19, .mover = "server", .turn = "client", .ascii = true},
	{.name = "trace-terminals", .begin = 64, .end = 71, .mover = "client", .turn = NULL, .overlay = OVERLAY_WRITTEN},
	{.name = "trace-findings", .begin = 64, .end = 71, .mover = "client", .turn = NULL, .overlay = OVERLAY_FINDINGS},
	{.name = "trace-no-findings", .begin = 7, .end = 10, .mover = "server", .turn = "server", .overlay = OVERLAY_FINDINGS},
	{.name = "trace-packets", .begin = 64, .end = 71, .mover = "client", .turn = NULL, .overlay = OVERLAY_PACKETS},
};
/* clang-format on */

static struct scene scene_of(const struct run *run, const struct moment *moment,
			     const struct sources *sources)
{
	struct scene scene = run_own_scene(run, moment->begin);
	scene.end = moment->end;
	scene.viewed = 1;
	scene.live = moment->back ? 2 : 1;
	scene.ascii = moment->ascii;
	scene.overlay = moment->overlay;
	scene.mover = moment->mover;
	scene.programs = (struct scene_programs){
		.turn = moment->turn,
		.sources = sources->items,
		.source_count = moment->no_source ? 0 : sources->count,
	};
	return scene;
}

static void open_all(struct run *run, struct sources *sources)
{
	open_run(run);
	*sources = (struct sources){0};
	sources_follow(sources, run->journal);
	cr_assert_eq(sources->count, 2);
}

Test(trace_screen, every_moment_at_every_size)
{
	static const struct {
		int width, height;
	} sizes[] = {{80, 24}, {140, 45}, {40, 12}};
	struct run run;
	struct sources sources;
	open_all(&run, &sources);
	for (size_t i = 0; i < COUNT(moments); i++) {
		struct scene scene = scene_of(&run, &moments[i], &sources);
		for (size_t n = 0; n < COUNT(sizes); n++)
			run_screen(&scene, sizes[n].width, sizes[n].height,
				   moments[i].name);
	}
	sources_done(&sources);
	run_close(&run);
}

/* Whatever the size, drawing stays in the grid; sanitizers see it. */
Test(trace_screen, any_size_can_be_drawn)
{
	struct run run;
	struct sources sources;
	open_all(&run, &sources);
	for (size_t i = 0; i < COUNT(moments); i++) {
		struct scene scene = scene_of(&run, &moments[i], &sources);
		for (int width = 0; width < 150; width += 11) {
			struct grid grid;
			grid_init(&grid, width, 60 - width / 3);
			scene_draw(&scene, &grid);
			grid_done(&grid);
		}
	}
	sources_done(&sources);
	run_close(&run);
}

/* --- what is written to a terminal -----------------------------------------
 */

static void write_bytes(struct run *run, const char *actor, const char *bytes)
{
	struct event event = {.kind = EVENT_TERMINAL};
	event.as.terminal.actor = actor;
	event.as.terminal.bytes = (const unsigned char *)bytes;
	event.as.terminal.len = strlen(bytes);
	run_event(run, &event);
}

/* The lines, each behind its program's letter. */
static char *lines_of(struct run *run)
{
	struct scene scene = run_own_scene(run, 0);
	struct view view;
	struct buf text = {0};
	view_init(&view, &scene);
	struct written written = written_make(&view);
	for (size_t i = 0; i < written.count; i++)
		buf_printf(&text, "%s %s|", written.lines[i].actor,
			   written.lines[i].text);
	view_done(&view);
	return buf_take(&text);
}

Test(written, bytes_become_lines)
{
	static const struct {
		const char *bytes[4]; /* of a, of b, of a, of b … */
		const char *lines;
	} cases[] = {
		{{"one\r\ntwo\r\n"}, "a one|a two|"},
		{{"no end"}, "a no end|"},
		{{"\r\n\r\n"}, "a |a |"},
		{{"half", "other\r\n", " whole\r\n"}, "a half whole|b other|"},
		{{"50 %\r100 %\r\n"}, "a 100 %|"},
		{{"long line\rshort\x1b[K\r\n"}, "a short|"},
		{{"typo\b\bpo\r\n"}, "a typo|"},
		{{"a\tb\r\n"}, "a a       b|"},
		{{"\x1b[1;31mred\x1b[0m\r\n"}, "a red|"},
		{{"\x1b]0;title\atext\r\n"}, "a text|"},
		{{"\x1b", "", "[2Jcut\r\n"}, "a cut|"},
		{{"caf\xc3", "", "\xa9\r\n"}, "a caf\xc3\xa9|"},
		{{"\xff\xfe"
		  "x\r\n"},
		 "a ??x|"},
		{{"bell\a\r\n"}, "a bell|"},
		{{"\x01\r\n"}, "a ^A|"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct run run;
		run_open_lesson(&run, lesson_blank(NULL, 0, NULL, 0));
		for (size_t k = 0; k < 4 && cases[i].bytes[k]; k++)
			write_bytes(&run, k % 2 ? "b" : "a", cases[i].bytes[k]);
		char *lines = lines_of(&run);
		cr_expect_str_eq(lines ? lines : "", cases[i].lines,
				 "case %zu: %s", i, lines);
		free(lines);
		run_close(&run);
	}
}
