/* show_fork: a recorded run of tests/golden/journal/fork.txt: two processes
 * have the same sockets, one ends, and a handler hears of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/plain/plain.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#define JOURNAL "tests/golden/journal/fork.jsonl"

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(fork, .init = use_utf8);

static void open_run(struct run *run)
{
	static const struct actor_spec actors[] = {{.name = "server"},
						   {.name = "client"}};
	run_open_lesson(run, lesson_blank(actors, COUNT(actors), NULL, 0));
	journal_free(run->journal);
	run->journal = run_load(JOURNAL);
}

/* The place where call number `id` is entered, or the end. */
static size_t place_of(const struct run *run, unsigned id)
{
	size_t i = 0;
	for (; i < journal_count(run->journal); i++) {
		const struct event *event = journal_at(run->journal, i);
		if (event->kind == EVENT_CALL && event->as.call.id == id)
			break;
	}
	return i;
}

static struct scene scene_of(const struct run *run, unsigned id)
{
	struct scene scene = run_own_scene(run, place_of(run, id));
	scene.end = place_of(run, id + 1);
	return scene;
}

Test(fork, as_lines)
{
#ifndef __x86_64__
	cr_skip_test("recorded on x86-64, whose C library sets SA_RESTORER");
#endif
	struct run run;
	struct buf text = {0};
	open_run(&run);
	for (unsigned id = 1; id <= 16; id++) {
		struct scene scene = scene_of(&run, id);
		plain_after(&scene, &text);
	}
	golden_check("tests/golden/screen/fork.plain", buf_text(&text));
	buf_done(&text);
	run_close(&run);
}

Test(fork, on_the_screen)
{
	enum { FORK = 8, EXIT = 14 };
	static const struct {
		unsigned id;
		enum scene_overlay overlay;
		const char *name;
	} cases[] = {
		{FORK, OVERLAY_NONE, "fork-shared"},
		{EXIT, OVERLAY_NONE, "fork-ended"},
		{EXIT, OVERLAY_PACKETS, "fork-ladder"},
	};
	static const struct {
		int width, height;
	} sizes[] = {{80, 24}, {140, 45}, {40, 12}};
	struct run run;
	open_run(&run);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scene scene = scene_of(&run, cases[i].id);
		scene.overlay = cases[i].overlay;
		if (scene.overlay == OVERLAY_PACKETS)
			scene.scroll = SCENE_FOLLOW;
		for (size_t n = 0; n < COUNT(sizes); n++)
			run_screen(&scene, sizes[n].width, sizes[n].height,
				   cases[i].name);
	}
	run_close(&run);
}
