/* show_own: screens of what the learner does, in a lesson and in a free lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/plain/plain.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>

static const struct scene_key keys[] = {
	{"space", "", "make the next call", "next", true},
	{":", "", "type a call", "type", true},
	{"?", "", "show all keys", "all keys", true},
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
	scene.now.stuck = true;
	draw(scene, "own-stuck");
	scene.now.stuck = false;
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

/* --- a call to find --------------------------------------------------------
 */

static void hint(struct run *run, int level, const char *text, bool done)
{
	struct event event = {.kind = EVENT_HINT};
	event.as.hint = (struct event_hint){
		.step = 1, .level = level, .done = done, .text = text};
	run_event(run, &event);
}

static void begin_try(struct run *run)
{
	run_open(run, "tests/golden/screen/try.md");
	run_call(run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(run, "server", "bind(srv, 127.0.0.1:12345)", 0);
	run_call(run, "server", "listen(srv, 5)", 0);
	run_socket(run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_beat(run);
	run_call(run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_socket(run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	run_over(run);
}

/* The try goes on: its beat is not over. */
static struct scene trying_scene(const struct run *run, size_t begin)
{
	struct scene scene = run_own_scene(run, begin);
	scene.viewed = scene.live = 2;
	scene.beats = scene.live_beats = 1;
	scene.now.trying = true;
	return scene;
}

static void reach(struct run *run, const char *call)
{
	run_call(run, "client", call, 0);
	run_packet(run, "client server SYN 0 0 0", PACKET_DELIVERED);
	run_packet(run, "server client SYN-ACK 0 1 0", PACKET_DELIVERED);
	run_packet(run, "client server ACK 1 1 0", PACKET_DELIVERED);
	run_socket(run, 2,
		   "client 3 ESTAB 0 0 127.0.0.1:40112 127.0.0.1:12345");
}

static const struct beat *try_of(const struct run *run)
{
	return &run->lesson->steps[1].beats[0];
}

Test(show_own, a_call_to_find)
{
	struct run run;
	struct buf out = {0};
	begin_try(&run);
	struct scene scene = run_scene(&run, 1);
	scene.now.trying = true;
	draw(scene, "trying");
	plain_before(&scene, 1, &out);
	size_t begin = journal_count(run.journal);
	run_beat(&run);
	run_call(&run, "client", "connect(cli, 127.0.0.1:80)", -111);
	hint(&run, 0, try_of(&run)->hints[0], false);
	scene = trying_scene(&run, begin);
	draw(scene, "tried-wrong");
	plain_after(&scene, &out);
	hint(&run, 1, try_of(&run)->hints[1], false);
	hint(&run, 2, try_of(&run)->hints[2], false);
	hint(&run, 3, NULL, false);
	draw(trying_scene(&run, begin), "tried-hints");
	begin = journal_count(run.journal);
	reach(&run, "connect(3, 127.0.0.1:12345)");
	struct event event = {.kind = EVENT_ALIAS,
			      .as.alias = {"client", "cli", "mine"}};
	run_event(&run, &event);
	run_over(&run);
	scene = run_own_scene(&run, begin);
	scene.is_free = false;
	draw(scene, "tried-right");
	plain_after(&scene, &out);
	golden_check("tests/golden/format/plain-try.txt", buf_text(&out));
	buf_done(&out);
	run_close(&run);
}

/* Looking at it, one must see that it was not one's own. */
Test(show_own, a_call_made_for_the_learner)
{
	struct run run;
	begin_try(&run);
	size_t begin = journal_count(run.journal);
	run_beat(&run);
	run_call(&run, "client", "getsockname(cli)", 0);
	begin = journal_count(run.journal);
	hint(&run, 1, NULL, true);
	reach(&run, "connect(cli, 127.0.0.1:12345)");
	run_over(&run);
	struct scene scene = run_own_scene(&run, begin);
	scene.is_free = false;
	draw(scene, "done-for");
	run_close(&run);
}
