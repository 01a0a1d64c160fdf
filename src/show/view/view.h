/* view: what a scene says at its place, worked out once for all its panels.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/scene.h"

/* A call that was entered in the run, by event number `entered` of the journal.
 * `event` is its latest phase at the place looked at; `beat` the beat that made
 * it, -1 for a setup call. `own`: the learner made it, behind that beat or to
 * find its call. `now` whether it was entered, and `moved` whether any phase of
 * it lies, in the viewed move. `pending`: a traced program is stopped at its
 * entry; the kernel has not seen it yet. `latest`: its actor
 * has made no other since. */
struct made_call {
	const struct event_call *event;
	size_t entered;
	long beat;
	bool own;
	bool now, moved;
	bool pending;
	bool latest;
};

/* A packet with its latest fate; `now`: something happened to it in the viewed
 * beat; `fresh`: it was first seen there. */
struct seen_packet {
	const struct event_packet *packet;
	uint64_t time; /* when it was first seen */
	bool now, fresh;
};

/* How an actor is at the place looked at. `open` is the call it is inside, or
 * about to make; `last` the one that came back last, `placed` the last one
 * whose line in a source file is known. `traced`: a program, which makes calls
 * of its own. */
struct actor_view {
	const char *name;
	const char *host; /* NULL: not known */
	int pid;	  /* 0: not known */
	const struct event_actor *ended;
	const struct event_call *open, *last, *placed;
	size_t first; /* event number of its first call plus 1; 0: none */
	bool traced;
};

/* Everything is borrowed from the scene or lives in `arena`. */
struct view {
	const struct scene *scene;
	struct arena arena;
	bool small;		 /* no room for the code and the wire */
	bool back;		 /* an earlier place is looked at */
	const struct beat *beat; /* the viewed one; NULL at the beginning and
				  * for a move of the learner's own */
	const struct beat *next; /* the one that can be played now, or NULL */
	size_t step, next_step;	 /* indices of their steps */
	size_t step_count;
	struct made_call *calls;
	size_t call_count, call_cap;
	struct seen_packet *packets;
	size_t packet_count, packet_cap, packets_now;
	struct actor_view *actors; /* the lesson's, then those that came */
	size_t actor_count, actor_cap;
	struct snapshot before, after;
	struct change *changes; /* from snapshot_compare() */
	size_t change_count, changed;
	const struct made_call *call;	   /* of the viewed move, or NULL */
	const struct event_output *output; /* of the viewed move, or NULL */
};

/* The lesson and the journal of `scene` may be empty, not NULL. */
void view_init(struct view *view, const struct scene *scene);
void view_done(struct view *view);

/* For view.c: finds the viewed call of programs, and the latest ones of all
 * actors (view_program.c). */
void view_find_program_call(struct view *view);
void view_find_latest(struct view *view);

/* Whether the lesson's words at the viewed place have `word`: those of what
 * happened, and those before what comes next. */
bool view_names(const struct view *view, const char *word);

/* Whether those at any place of the lesson have it. */
bool view_lesson_names(const struct view *view, const char *word);

/* Whether there are traced programs. */
bool view_is_tracing(const struct view *view);

/* Whether that program waits for a line at its terminal. */
bool view_reads(const struct view *view, const char *actor);

/* What is to be pressed for `command`: `usual` where no keys are given. */
const char *view_key(const struct view *view, const char *command,
		     const char *usual);

/* The actor of that name, or NULL. */
struct actor_view *view_actor(const struct view *view, const char *name);

/* Whether a signal, event number `index`, is worth a word: what a program gets
 * before its first call comes from the shell that started it. */
bool view_is_news(const struct view *view, size_t index,
		  const struct event_signal *signal);

/* Whether the lab has more than one host. */
bool view_has_hosts(const struct view *view);

/* The lesson's call that beat number `beat` (or setup call `setup` of its
 * actor, when `beat` is -1) became, or NULL when it was not made. */
const struct made_call *view_call_of(const struct view *view, long beat,
				     const char *actor, size_t setup);

/* Whether the sockets that the viewed call is about are all of the UNIX
 * family, whose traffic is no packets. */
bool view_is_unix(const struct view *view);

/* Whether the viewed call is about ::1, whose packets no other device than lo
 * carries: they go by the wire. */
bool view_is_unseen(const struct view *view);
