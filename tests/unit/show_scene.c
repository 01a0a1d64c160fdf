/* show_scene: whole screens, as golden files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each row is a place in the run of show_run.c, a state and a size. Screens of
 * 80x24 are kept with their styles.
 */
#include "golden.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct scene_key keys[] = {
	{"space", "", "make the next call", "next", true},
	{"a-d", "", "answer the question", "answer", false},
	{"← →", "", "look back and forward", "look back", true},
	{"r", "", "rewind the kernel itself", "rewind", true},
	{"c", "", "show the calls in Python", "Python", true},
	{"?", "", "show all keys", "all keys", true},
};

struct screen {
	const char *name;
	int width, height;
	size_t viewed;
	bool back, asking, busy, ascii;
	const char *broken;
	int answer; /* counted from 1, so that 0 is none; -1 don't know */
	enum notation notation;
	enum scene_overlay overlay;
	int scroll;
	const char *message, *missing;
};

/* clang-format off */
static const struct screen screens[] = {
	{"begin", 80, 24, .viewed = 0},
	{"call", 80, 24, .viewed = 1},
	{"asking", 80, 24, .viewed = 2, .asking = true},
	{"answered-wrong", 80, 24, .viewed = 3, .answer = 1},
	{"answered-right", 80, 24, .viewed = 3, .answer = 2},
	{"answered-unknown", 80, 24, .viewed = 3, .answer = -1},
	{"accepted", 80, 24, .viewed = 4},
	{"blocked", 80, 24, .viewed = 5},
	{"busy", 80, 24, .viewed = 5, .busy = true},
	{"error", 80, 24, .viewed = 7},
	{"output", 80, 24, .viewed = 8},
	{"over", 80, 24, .viewed = 9},
	{"back", 80, 24, .viewed = 3, .back = true, .answer = 2},
	{"back-to-begin", 80, 24, .viewed = 0, .back = true},
	{"broken", 80, 24, .viewed = 4, .broken = "client was killed by SIGKILL"},
	{"message", 80, 24, .viewed = 4, .message = "rewinding runs the calls again in a new lab, which takes a few milliseconds, and keeps the answers given"},
	{"missing", 80, 24, .viewed = 0, .missing = "this machine allows no user namespace, so packets are not seen"},
	{"python", 80, 24, .viewed = 4, .notation = NOTATION_PYTHON},
	{"ascii", 80, 24, .viewed = 3, .ascii = true, .answer = 1},
	{"help", 80, 24, .viewed = 3, .overlay = OVERLAY_HELP},
	{"more", 80, 24, .viewed = 3, .overlay = OVERLAY_MORE},
	{"more-error", 80, 24, .viewed = 7, .overlay = OVERLAY_MORE},
	{"expand", 80, 24, .viewed = 3, .overlay = OVERLAY_EXPAND},
	{"sockets", 80, 24, .viewed = 3, .overlay = OVERLAY_SOCKETS},
	{"packets", 80, 24, .viewed = 7, .overlay = OVERLAY_PACKETS},
	{"states", 80, 24, .viewed = 4, .overlay = OVERLAY_STATES},
	{"whole-output", 80, 24, .viewed = 8, .overlay = OVERLAY_OUTPUT},
	{"scrolled", 80, 24, .viewed = 9, .overlay = OVERLAY_SOCKETS, .scroll = 3},
	{"begin", 140, 45, .viewed = 0},
	{"call", 140, 45, .viewed = 1},
	{"asking", 140, 45, .viewed = 2, .asking = true},
	{"answered-wrong", 140, 45, .viewed = 3, .answer = 1},
	{"blocked", 140, 45, .viewed = 5},
	{"error", 140, 45, .viewed = 7},
	{"output", 140, 45, .viewed = 8},
	{"back", 140, 45, .viewed = 3, .back = true, .answer = 2},
	{"packets", 140, 45, .viewed = 7, .overlay = OVERLAY_PACKETS},
	{"states", 140, 45, .viewed = 4, .overlay = OVERLAY_STATES},
	{"begin", 40, 12, .viewed = 0},
	{"call", 40, 12, .viewed = 1},
	{"asking", 40, 12, .viewed = 2, .asking = true},
	{"answered-wrong", 40, 12, .viewed = 3, .answer = 1},
	{"accepted", 40, 12, .viewed = 4},
	{"blocked", 40, 12, .viewed = 5},
	{"error", 40, 12, .viewed = 7},
	{"output", 40, 12, .viewed = 8},
	{"back", 40, 12, .viewed = 3, .back = true, .answer = 2},
	{"help", 40, 12, .viewed = 3, .overlay = OVERLAY_HELP},
	{"packets", 40, 12, .viewed = 7, .overlay = OVERLAY_PACKETS},
	{"states", 40, 12, .viewed = 4, .overlay = OVERLAY_STATES},
	{"too-small", 39, 12, .viewed = 3},
	{"too-small", 40, 11, .viewed = 3},
	{"too-small", 1, 1, .viewed = 3},
};
/* clang-format on */

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(scene, .init = use_utf8);

static struct scene scene_of(const struct run *run, const struct screen *screen)
{
	struct scene scene = run_scene(run, screen->viewed);
	if (!screen->back)
		scene.live = scene.live_beats = screen->viewed;
	scene.now.asking = screen->asking;
	scene.now.busy = screen->busy;
	scene.broken = screen->broken;
	scene.ascii = screen->ascii;
	scene.answer = screen->answer > 0    ? screen->answer - 1
		       : screen->answer == 0 ? -2
					     : -1;
	scene.notation = screen->notation;
	scene.overlay = screen->overlay;
	scene.scroll = screen->scroll;
	scene.message = screen->message;
	scene.missing = screen->missing;
	scene.keys = keys;
	scene.key_count = COUNT(keys);
	return scene;
}

Test(scene, every_state_at_every_size)
{
	struct run run;
	run_connected(&run);
	for (size_t i = 0; i < COUNT(screens); i++) {
		struct scene scene = scene_of(&run, &screens[i]);
		run_screen(&scene, screens[i].width, screens[i].height,
			   screens[i].name);
	}
	run_close(&run);
}

/* Whatever the size and the place, drawing stays in the grid, and in ASCII
 * nothing else is left. Sanitizers see what a golden file does not. */
Test(scene, any_size_can_be_drawn)
{
	struct run run;
	run_connected(&run);
	for (size_t i = 0; i < COUNT(screens); i++) {
		struct scene scene = scene_of(&run, &screens[i]);
		scene.ascii = true;
		for (int width = 0; width < 150; width += 23) {
			struct grid grid;
			grid_init(&grid, width, 60 - width / 3);
			scene_draw(&scene, &grid);
			size_t cells = (size_t)grid.width * (size_t)grid.height;
			for (size_t k = 0; k < cells; k++)
				cr_assert(grid.cells[k].c < 0x7f ||
						  width < 40 ||
						  grid.height < 12,
					  "%s at %d", screens[i].name, width);
			grid_done(&grid);
		}
	}
	run_close(&run);
}

Test(scene, scrolling_has_an_end)
{
	struct run run;
	run_connected(&run);
	struct scene scene = run_scene(&run, 9);
	scene.overlay = OVERLAY_SOCKETS;
	struct grid grid, last;
	grid_init(&grid, 80, 12);
	grid_init(&last, 80, 12);
	int most = scene_draw(&scene, &grid);
	cr_expect_gt(most, 0);
	scene.scroll = most;
	scene_draw(&scene, &grid);
	scene.scroll = most + 100;
	cr_expect_eq(scene_draw(&scene, &last), most);
	cr_expect_arr_eq(grid.cells, last.cells, 80 * 12 * sizeof(struct cell));
	grid_done(&grid);
	grid_done(&last);
	run_close(&run);
}

/* More of everything than fits: 40 sockets of which 12 changed, 30 packets,
 * very long words. */
Test(scene, overfull)
{
	struct run run;
	run_open(&run, "tests/golden/screen/overfull.md");
	for (uint64_t i = 0; i < 40; i++) {
		char row[128];
		snprintf(row, sizeof(row),
			 "server %d ESTAB 0 0 10.100.200.1:%d "
			 "10.100.200.2:%d",
			 (int)i + 3, 50000 + (int)i, 60000 + (int)i);
		run_socket(&run, i + 1, row);
	}
	run_beat(&run);
	run_call(&run, "server", "socket(AF_INET, SOCK_STREAM, 0)", 43);
	for (uint64_t i = 20; i < 32; i++) {
		char row[128];
		snprintf(row, sizeof(row),
			 "server %d CLOSE-WAIT 4294967295 4294967295 "
			 "10.100.200.1:%d 10.100.200.2:%d",
			 (int)i + 3, 50000 + (int)i, 60000 + (int)i);
		run_socket(&run, i + 1, row);
	}
	run_socket(&run, 33, NULL);
	for (unsigned i = 0; i < 30; i++)
		run_packet(&run,
			   "client server PSH-ACK 4294967295 4294967295 "
			   "65536",
			   i % 3 ? PACKET_DELIVERED : PACKET_HELD);
	struct scene scene = run_scene(&run, 1);
	run_screen(&scene, 80, 24, "overfull");
	run_screen(&scene, 40, 12, "overfull");
	run_screen(&scene, 140, 45, "overfull");
	run_close(&run);
}

Test(scene, empty)
{
	struct run run;
	run_open(&run, "tests/golden/screen/overfull.md");
	struct scene scene = run_scene(&run, 0);
	run_screen(&scene, 80, 24, "empty");
	run_screen(&scene, 40, 12, "empty");
	run_close(&run);
}

/* A call of one actor lets the sleeping one go on. */
Test(scene, woken)
{
	struct run run;
	run_blocked(&run);
	run_beat(&run);
	run_call(&run, "client", "other = socket(AF_INET, SOCK_STREAM, 0)", 4);
	run_wake(&run, "server", 5);
	struct scene scene = run_scene(&run, 6);
	run_screen(&scene, 80, 24, "woken");
	run_close(&run);
}

/* What the lesson says is kept back when the kernel did something else. */
Test(scene, unmet)
{
	struct run run;
	run_blocked(&run);
	struct event event = {.kind = EVENT_CHECK};
	event.as.check = (struct event_check){.file = "connected.md",
					      .line = 99,
					      .text = "blocks",
					      .found = "returns 5"};
	run_event(&run, &event);
	event = (struct event){.kind = EVENT_NOTE,
			       .as.note = "the command was killed after 5 s"};
	run_event(&run, &event);
	struct scene scene = run_scene(&run, 5);
	run_screen(&scene, 80, 24, "unmet");
	run_close(&run);
}

Test(scene, packets_that_do_not_arrive)
{
	struct run run;
	run_blocked(&run);
	run_beat(&run);
	run_call(&run, "client", "other = socket(AF_INET, SOCK_STREAM, 0)", 4);
	run_packet(&run, "client server SYN 0 0 0", PACKET_HELD);
	run_packet(&run, "server client SYN-ACK 0 1 0", PACKET_HELD);
	run_packet(&run, "client server FIN-ACK 1 1 0", PACKET_DROPPED);
	run_packet(&run, "server client RST 1 0 0", PACKET_DROPPED);
	struct scene scene = run_scene(&run, 6);
	run_screen(&scene, 80, 24, "undelivered");
	run_screen(&scene, 140, 45, "undelivered");
	run_close(&run);
}

Test(scene, killed)
{
	struct run run;
	run_blocked(&run);
	struct event event = {.kind = EVENT_CALL};
	event.as.call = *journal_open_call(
		run.journal, journal_count(run.journal), "server");
	event.as.call.phase = CALL_RETURN;
	event.as.call.call.result.done = true;
	event.as.call.call.result.signal = SIGKILL;
	run_event(&run, &event);
	event = (struct event){.kind = EVENT_ACTOR};
	event.as.actor = (struct event_actor){.phase = ACTOR_ENDED,
					      .actor = "server",
					      .host = "host",
					      .pid = 2,
					      .signal = SIGKILL};
	run_event(&run, &event);
	run_socket(&run, 1, NULL);
	run_socket(&run, 3, NULL);
	struct scene scene = run_scene(&run, 5);
	run_screen(&scene, 80, 24, "killed");
	run_close(&run);
}

/* Nothing of the lab before the rewind is left on the screen. */
Test(scene, rewound)
{
	struct run run;
	run_blocked(&run);
	run_rewind(&run);
	run_beat(&run);
	run_call(&run, "server", "listen(srv, 5)", 0);
	run_packet(&run, "client server SYN 0 0 0", PACKET_DELIVERED);
	struct scene scene = run_scene(&run, 1);
	run_screen(&scene, 80, 24, "rewound");
	run_close(&run);
}
