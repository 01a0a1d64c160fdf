/* show_own: screens of what the learner does, in a lesson and in a free lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/plain.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>

static const struct scene_key keys[] = {
	{"space", "make the next call", "next", true},
	{":", "type a call", "type", true},
	{"?", "show all keys", "all keys", true},
};

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(show_own, .init = use_utf8);

static void draw(struct scene scene, const char *name)
{
	static const int sizes[][2] = {{80, 24}, {140, 45}, {40, 12}};
	scene.keys = keys;
	scene.key_count = COUNT(keys);
	for (size_t i = 0; i < COUNT(sizes); i++)
		run_screen(&scene, sizes[i][0], sizes[i][1], name);
}

/* Two calls of the learner's own behind the third beat. */
static size_t play_own(struct run *run)
{
	run_call(run, "client", "getpeername(cli)", 0);
	size_t begin = journal_count(run->journal);
	run_call(run, "client", "listen(cli, 5)", -22);
	return begin;
}

Test(show_own, in_a_lesson)
{
	struct run run;
	run_blocked(&run);
	run_over(&run);
	struct scene scene = run_own_scene(&run, play_own(&run));
	draw(scene, "own-call");
	scene.live++;
	draw(scene, "own-back");
	scene.is_free = false;
	run_beat(&run);
	run_call(&run, "client", "other = socket(AF_INET, SOCK_STREAM, 0)", 4);
	scene = run_scene(&run, run.played);
	scene.viewed = scene.live = run.played + 2;
	draw(scene, "own-before");
	run_close(&run);
}

Test(show_own, in_a_free_lab)
{
	static const struct actor_spec two[] = {{"server", NULL},
						{"client", NULL}};
	struct run run;
	struct buf out = {0};
	run_open_lesson(&run, lesson_blank(two, COUNT(two), NULL, 0));
	struct scene scene = run_scene(&run, 0);
	plain_begin(&scene, &out);
	draw(scene, "free-begin");
	scene.notation = NOTATION_PYTHON;
	run_screen(&scene, 80, 24, "free-python");
	run_call(&run, "server", "s = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_socket(&run, 1, "server 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	size_t begin = journal_count(run.journal);
	run_call(&run, "server", "listen(s, 5)", 0);
	run_socket(&run, 1, "server 3 LISTEN 0 5 0.0.0.0:40000 0.0.0.0:0");
	scene = run_own_scene(&run, begin);
	scene.live = ++scene.viewed;
	draw(scene, "free-call");
	plain_after(&scene, &out);
	plain_end(&scene, 0, &out);
	golden_check("tests/golden/format/plain-free.txt", buf_text(&out));
	buf_done(&out);
	begin = journal_count(run.journal);
	struct event event = {.kind = EVENT_ACTOR};
	event.as.actor.actor = "other";
	event.as.actor.host = "host";
	event.as.actor.pid = 9;
	run_event(&run, &event);
	scene = run_own_scene(&run, begin);
	scene.live = scene.viewed = 3;
	draw(scene, "free-actor");
	run_close(&run);
}
