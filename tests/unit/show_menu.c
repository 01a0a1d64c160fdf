/* show_menu: the list of lessons, as golden files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/panel/menu.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>

enum { LESSONS = 30 };

static const struct scene_key keys[] = {
	{"↑ ↓", "", "choose a lesson", "choose", true},
	{"enter", "", "open the chosen lesson", "open", true},
	{"q", "", "quit", "quit", true},
};

static const struct {
	const char *name;
	int width, height;
	size_t chosen, lessons;
	bool help, ascii, exercises, text;
	const char *message;
} menus[] = {
	{"menu-top", 80, 24, 0, LESSONS, .help = false},
	{"menu-middle", 80, 24, 14, LESSONS, .help = false},
	{"menu-bottom", 80, 24, LESSONS - 1, LESSONS,
	 .message = "lesson 31: there are lessons 1 to 30"},
	{"menu-help", 80, 24, 0, LESSONS, .help = true},
	{"menu-ascii", 80, 24, 3, LESSONS, .ascii = true},
	{"menu-few", 140, 45, 2, 3, .help = false},
	{"menu-few", 40, 12, 1, 3, .help = false},
	{"menu-empty", 80, 24, 0, 0, .help = false},
	{"menu-exercises", 80, 24, 9, LESSONS, .exercises = true},
	{"menu-task", 80, 24, 9, LESSONS, .exercises = true, .text = true},
	{"menu-tiny", 20, 5, 0, 3, .help = false},
};

static struct lesson lessons[LESSONS];
static struct lesson *pointers[LESSONS];
static size_t played[LESSONS];
static const char *states[LESSONS];
static char files[LESSONS][40], titles[LESSONS][40], modules[LESSONS][40];

static void make_lessons(void)
{
	static struct beat beats[9];
	static struct step step = {.beats = beats, .beat_count = COUNT(beats)};
	static const char *required[] = {"listen", "accept"};
	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < LESSONS; i++) {
		snprintf(titles[i], sizeof(titles[i]), "Lesson number %zu",
			 i + 1);
		snprintf(files[i], sizeof(files[i]), "%02zu-lesson.md", i + 1);
		snprintf(modules[i], sizeof(modules[i]), "%zu Module",
			 i / 5 + 1);
		lessons[i] = (struct lesson){
			.file = files[i],
			.title = titles[i],
			.module = modules[i],
			.kind = i % 7 == 6 ? "extension" : "core",
			.objective = "Say what this lesson is about.",
			.requires = required,
			.requires_count = i ? COUNT(required) : 0,
			.minutes_demo = 6,
			.minutes_lab = 15,
			.steps = &step,
			.step_count = 1,
		};
		pointers[i] = &lessons[i];
		states[i] = i == 0 ? "mastered" : i == 1 ? "finished" : NULL;
		played[i] = i < 2 ? 9 : i == 3 ? 4 : 0;
	}
}

static void make_exercise(size_t i, bool is_exercise)
{
	lessons[i].is_exercise = is_exercise;
	if (is_exercise)
		states[i] = i == 4    ? "10 of 10 points"
			    : i == 9  ? "7 of 10 points"
			    : i == 14 ? "begun"
				      : NULL;
	else if (i > 1)
		states[i] = NULL;
}

TestSuite(menu, .init = make_lessons);

Test(menu, every_state)
{
	for (size_t i = 0; i < COUNT(menus); i++) {
		for (size_t at = 0; at < LESSONS; at++)
			make_exercise(at, menus[i].exercises && at % 5 == 4);
		const struct catalogue catalogue = {.lessons = pointers,
						    .count = menus[i].lessons};
		const struct menu menu = {
			.catalogue = &catalogue,
			.played = played,
			.states = states,
			.finished = 2,
			.chosen = menus[i].chosen,
			.ascii = menus[i].ascii,
			.message = menus[i].message,
			.keys = keys,
			.key_count = COUNT(keys),
			.help = menus[i].help,
			.solved = menus[i].exercises ? 1 : 0,
			.title = "An exercise",
			.text = menus[i].text ? "Write a program.\n\n  start\n"
					      : NULL,
		};
		struct grid grid;
		struct buf text = {0};
		char path[128];
		grid_init(&grid, menus[i].width, menus[i].height);
		(void)menu_draw(&menu, &grid);
		grid_print(&grid, false, &text);
		snprintf(path, sizeof(path),
			 "tests/golden/screen/%s-%dx%d.screen", menus[i].name,
			 menus[i].width, menus[i].height);
		golden_check(path, buf_text(&text));
		buf_done(&text);
		grid_done(&grid);
	}
}
