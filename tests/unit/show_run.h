/* show_run: a run of a lesson written down by hand, for screens without a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "lesson/lesson.h"
#include "show/scene.h"

enum { RUN_BEATS_MAX = 64 };

struct run {
	struct lesson *lesson;
	struct journal *journal;
	struct arena arena;
	size_t begins[RUN_BEATS_MAX]; /* place where each beat began */
	size_t played;
	unsigned last_call, last_packet;
	const char *server; /* its address; NULL: 127.0.0.1:12346 */
	uint64_t now;
};

/* Reads the lesson at `path`; its actors are born. */
void run_open(struct run *run, const char *path);
void run_close(struct run *run);

/* The same for a lesson that the run then owns. */
void run_open_lesson(struct run *run, struct lesson *lesson);

/* The journal of a recorded run; the test fails where it cannot be read. */
struct journal *run_load(const char *path);

/* The next beat begins; the last one is over. */
void run_beat(struct run *run);
void run_over(struct run *run);

/* A call as a lesson writes it, entered and, at once, returned with `value`
 * (a negative one is an errno). */
void run_call(struct run *run, const char *actor, const char *text,
	      int64_t value);

/* The same, but it goes to sleep; run_wake() lets the last one return. */
void run_block(struct run *run, const char *actor, const char *text);
void run_wake(struct run *run, const char *actor, int64_t value);

/* A socket in the columns of ss: "server 3 LISTEN 0 5 127.0.0.1:12345 -", the
 * owner "kernel" for none. A second one with the same cookie is its change;
 * NULL: it is gone. */
void run_socket(struct run *run, uint64_t cookie, const char *row);
struct socket_state run_row(struct run *run, const char *row);

/* "client server SYN 0 0 0": from, to, flags, seq, ack, len. */
void run_packet(struct run *run, const char *text, enum packet_fate fate);

/* What becomes of a packet that was seen before; `marks` are added. */
void run_fate(struct run *run, unsigned number, enum packet_fate fate,
	      unsigned marks);

/* An order to the wire, as it is written. */
void run_order(struct run *run, const char *text);

/* The scene of a move of the learner that began at `begin`, behind all beats
 * that were played; it is the live one. */
struct scene run_own_scene(const struct run *run, size_t begin);

/* The scene after `viewed` beats; the live place is behind all of them. */
struct scene run_scene(const struct run *run, size_t viewed);

/* The first five beats of the same story: the server sleeps in accept. */
void run_blocked(struct run *run);

/* What a rewind to the beginning writes: the old sockets go, actors are born
 * again in a new lab, which counts calls and packets from 1, and the setup
 * calls are made. */
void run_rewind(struct run *run);

/* Adds an event as it is, a moment later. */
void run_event(struct run *run, struct event *event);

/* The whole story of tests/golden/screen/connected.md. */
void run_connected(struct run *run);

/* Compares a frame with tests/golden/screen/NAME-WIDTHxHEIGHT.screen; those of
 * 80x24 have their styles, too. */
void run_screen(const struct scene *scene, int width, int height,
		const char *name);
