/* scene: all that a frame depends on, and the frame.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing is a pure function of a scene and a size: the same scene gives the
 * same grid in curses, in golden files and wherever else.
 */
#pragma once
#include "call/print.h"
#include "journal/course.h"
#include "lesson/lesson.h"
#include "show/canvas/grid.h"

enum scene_overlay {
	OVERLAY_NONE,
	OVERLAY_HELP,	  /* all keys, from the key table */
	OVERLAY_MORE,	  /* the beat's more block */
	OVERLAY_EXPAND,	  /* the current call as a whole program's lines */
	OVERLAY_SOCKETS,  /* every socket with all that is known of it */
	OVERLAY_PACKETS,  /* the ladder: every call and packet of the run */
	OVERLAY_PACKET,	  /* the packet under the cursor, field by field */
	OVERLAY_STATES,	  /* the state of every TCP socket, and its way there */
	OVERLAY_SOCKET,	  /* all that was read of one socket */
	OVERLAY_OUTPUT,	  /* the whole output of the last command */
	OVERLAY_WRITTEN,  /* what programs wrote to their terminals */
	OVERLAY_FINDINGS, /* the mistakes that programs made */
	OVERLAY_OUTLINE,  /* the lesson's steps, to go to one */
	OVERLAY_TEXT,	  /* what a command was asked for */
	OVERLAY_COUNT
};

enum { SCENE_FOLLOW = 0x7fffffff };

/* A key and what it does, for the footer and the help; ui/ fills it from its
 * table. `now`: it matters in this state and stands in the footer. */
struct scene_key {
	const char *key, *command, *help, *brief;
	bool now;
};

/* A file of a traced program's source, as lines without their ends. */
struct scene_source {
	const char *file;
	const struct str *lines;
	size_t count;
};

/* What the screen of traced programs needs besides: ui/ reads the files. */
struct scene_programs {
	const char *turn; /* the one that the next step lets go on, or NULL */
	const char **readers; /* those that wait for a line at their terminals
			       */
	size_t reader_count;
	const struct scene_source *sources;
	size_t source_count;
};

/* What a drawn stage has: pages of words, parts that light can fall on, rows of
 * the one that it falls on. */
struct stage_extent {
	int pages, parts, rows;
};

/* What the room says to a question: how many each option as it is shown, and,
 * last, that they do not know. `given`: there are votes. */
enum { SCENE_VOTES = LESSON_OPTIONS_MAX + 1 };
struct scene_votes {
	bool given;
	unsigned counts[SCENE_VOTES];
};

/* A scene before a room, for a projector: one thing in front, the words page by
 * page. */
struct scene_stage {
	int page;	/* of the words, from 0 */
	int part, row;	/* that the light falls on, from 1; 0: all */
	bool is_chosen; /* they are the presenter's, and not the lesson's */
	bool is_blank;	/* nothing is shown */
	struct stage_extent *extent; /* gets what was drawn; or NULL */
};

/* What no journal can say: how the run stands at this moment. All false is one
 * that waits for the learner, or a place of the past. */
struct scene_now {
	bool busy;	  /* the viewed move is still settling */
	bool asking;	  /* the next beat's prediction waits for an answer */
	bool trying;	  /* the next beat's call is for the learner to type */
	bool replay;	  /* of a run that is over: nothing is live */
	bool follows;	  /* a talk that is given elsewhere: no key goes on */
	bool paper;	  /* on a page: there are no keys to speak of */
	bool fails;	  /* a check that is stepped ends here, for it failed */
	bool stuck;	  /* the learner's own took away what comes next */
	const char *lost; /* an actor that it ended and that comes later */
	uint64_t time; /* as events have it, for what goes by the clock; 0: it
			* stands still */
};

/* `begin` and `end` are the places between which the viewed move happened: the
 * state shown is that at `end`, what changed is measured from `begin`. A move
 * is a beat of the lesson or one thing that the learner did; `viewed` were made
 * at the place looked at, `live` in the kernel. Beats are counted over the
 * whole lesson in the same way. A lesson without steps is a free lab. All is
 * borrowed. */
struct scene {
	const struct lesson *lesson;
	const struct journal *journal;
	size_t origin; /* place where the present lab began */
	size_t begin, end;
	size_t over; /* behind what came of the viewed move at once, or 0 */
	size_t viewed, live;
	size_t beats, live_beats;
	bool is_free; /* the viewed move is the learner's own … */
	bool is_step; /* … or rather a call of the program that is checked */
	bool comes;   /* of a replay: the next move is the lesson's next beat,
		       * whose words are to be seen before */
	const struct scene_stage *stage; /* NULL: a learner's own screen */
	const char *following; /* the title of the next lesson, which can be
				* opened now; NULL: none */
	const char *broken;    /* how the actor ended without which the lesson
				* cannot go on: "client was killed by SIGKILL";
				* NULL: none */
	const char *missing;   /* what the lab cannot do, or NULL */
	int answer; /* to the prediction of the viewed beat: option, -1 don't
		     * know, -2 there was none, -3 skipped */
	const char *words;	  /* the same in words, or NULL */
	struct scene_votes said;  /* to the prediction of the viewed beat */
	struct scene_votes votes; /* to the one that is asked now */
	const char *mover; /* whom the viewed move names: the actor that made
			    * its call, the program that it let go on; NULL:
			    * none, or all of them */
	struct scene_now now;
	enum notation notation;
	bool noise; /* calls that are noise are shown, not folded */
	bool ascii; /* no UTF-8: lines and arrows in ASCII */
	enum scene_overlay overlay;
	int scroll;    /* rows that the overlay is scrolled by; SCENE_FOLLOW: as
			* far as the cursor, or the end, needs */
	int *scrolled; /* gets the rows that it really is; or NULL */
	unsigned packet_cursor; /* number of the packet under it; 0: none */
	size_t outlined;	/* the step under the outline's cursor */
	int room; /* rows left free above the last, for a prompt */
	const char *title, *text; /* of OVERLAY_TEXT: lines; those that begin
				   * with two blanks are shown as they are,
				   * behind a tab words are indented */
	const char *message; /* one sentence for the message line, or NULL */
	const char *sought;  /* what is marked in the overlay, or NULL */
	const struct scene_key *keys;
	size_t key_count;
	struct scene_programs programs;
};

/* The scene at the end of move number `move` of a run (0: at the beginning), of
 * whose lab `lesson` is the one. It depends on the journal, the lesson and the
 * place alone; how it is drawn (notation, overlay, keys ...) and what is so
 * `now` is the caller's to add. */
struct scene scene_at(const struct course *course, const struct lesson *lesson,
		      size_t move);

/* Whether the next beat asks something, and nobody has answered in the run up
 * to the scene's end. */
bool scene_asks(const struct scene *scene);

/* What the room says, up to the scene's end, to the prediction of the beat
 * number `index` of the lesson. */
struct scene_votes scene_votes_at(const struct scene *scene, size_t index);

/* Draws the whole screen into `grid`, whose size decides the layout: all
 * panels from 80x24, explanation and changed sockets down to 40x12, a sentence
 * below that. Returns the most the overlay can be scrolled by. */
int scene_draw(const struct scene *scene, struct grid *grid);

/* Begins `all` with every row that the overlay has on a screen of that size, to
 * be searched: scrolled by n it begins with row number n, or has that under
 * its cursor. */
void scene_rows(const struct scene *scene, int width, int height,
		struct grid *all);

/* Adds the scene's overlay as plain lines, all of it, without a frame. */
void scene_print_overlay(const struct scene *scene, struct buf *out);
