/* plain_parts: what the files behind plain_ui.h share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/plain/stream.h"
#include "ui/app.h"
#include "ui/prompt/ask.h"

struct plain {
	struct app app;
	bool is_asking;	    /* someone is there to ask */
	bool is_cut;	    /* standard output took no more */
	const char *source; /* where lines come from when nobody is asked */
	int line_number;
	int taken_lines;	     /* that somebody gave */
	const struct lesson *first;  /* that was asked for at the start */
	bool is_end_told;	     /* the lesson is over, and that was said */
	size_t told;		     /* beats whose words were told */
	struct stream stream;	     /* of programs */
	size_t streamed;	     /* events that were told by it */
	size_t looked_for_end;	     /* events among which it was looked for */
	bool is_last_move;	     /* the program of --end-with has ended */
	bool is_rest_told;	     /* since anybody moved */
	const struct script *script; /* the line comes from it, or NULL */
	struct ask ask;
	struct buf out;
	struct buf line; /* the last one typed */
	struct prompt_help help;
};

/* What the run was before a line, to see what came of it. */
struct plain_moment {
	const struct session *session;
	size_t live, viewed, events;
	enum notation notation;
};

/* Prints what was told. Fails when nobody takes it any more. */
bool plain_put_out(struct plain *plain, struct err *err);

/* Asks for a line and does it. Returns false when the run is to end, with `err`
 * filled only when that is a failure. */
bool plain_ask(struct plain *plain, struct err *err);

/* For ask_line(): programs may go on while a line is awaited: who slept in a
 * call wakes when its time is over, and comes to its next one. */
void plain_news(void *data, struct buf *out);

/* Waits as long as --auto=SECONDS says. */
bool plain_pause(struct plain *plain, struct err *err);

/* Who is where, when the learner ends a run of programs that go on. */
void plain_tell_waits(struct plain *plain);

/* Lets every program go to its end. */
bool plain_run_programs(struct plain *plain, struct err *err);

struct scene plain_scene(const struct plain *plain);
enum session_state plain_state(const struct plain *plain);
struct plain_moment plain_look(const struct plain *plain);

/* What programs did, each thing when it happened; and what they are about to
 * do. */
void plain_tell_programs(struct plain *plain);
void plain_tell_next_calls(struct plain *plain);

/* What a line did: what was told before is not told again, for a new lab makes
 * the same moves. */
void plain_tell_happened(struct plain *plain,
			 const struct plain_moment *before);

/* What came of the beat that was played last. */
void plain_tell_played(struct plain *plain);

/* What came of the viewed move of a replay. */
void plain_tell_replayed(struct plain *plain);

/* Another lesson was opened. */
void plain_tell_begin(struct plain *plain);

/* What a command said, and what it opened over the lesson. */
void plain_tell_message(struct plain *plain);
void plain_tell_overlay(struct plain *plain);

/* The language in which calls are shown from here on; the words before the next
 * beat are told once more. */
void plain_tell_notation(struct plain *plain);

/* The words before the next beat, once, and again in the other language. */
void plain_tell_next(struct plain *plain);
