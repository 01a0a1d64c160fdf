/* course: the labs and the moves of a journal, in one row.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/journal.h"
#include "journal/move.h"

/* A lab, which begins at a place of the journal. `begun` and `stands` are NULL
 * where the journal does not tell. */
struct course_lab {
	size_t begin;
	size_t over; /* behind the event that says it stands; 0: not yet */
	const struct event_lab *begun, *stands;
};

/* A move and its part of the journal, which reaches to where the next one
 * began: a packet that comes late, such as a delayed acknowledgement, is shown
 * with the call that it belongs to. */
struct course_move {
	enum move_kind kind;
	const char *actor; /* whom it names, or NULL */
	size_t lab;	   /* index of its lab */
	size_t begin, end; /* `end`: course_view() says it for all */
	size_t over;	   /* behind what came of it at once; 0: not yet */
	size_t beats;	   /* of the lesson that were played at its end */
	bool solves;	   /* the learner's own, with which a try was over */
	bool begins_lab;   /* it is none: what a new lab has at first */
};

enum course_extent {
	COURSE_PRESENT, /* the moves of the last lab */
	COURSE_WHOLE,	/* those of all labs; one that a rewind made again is
			 * left out, unless it is the last of them and not all
			 * were made again: there the new lab began to differ */
};

/* Borrows the journal. course_read() takes what has come since. */
struct course {
	const struct journal *journal;
	enum course_extent extent;
	struct arena arena;
	struct course_lab *labs;
	size_t lab_count, lab_cap;
	struct course_move *moves;
	size_t move_count, move_cap;
	size_t before; /* the end of what was before the first move */
	size_t read;   /* place up to which events were taken */
	size_t again;  /* moves below this number are made again */
	size_t last;   /* the number of the last move of its lab */
	bool is_open;  /* the last move is */
};

/* Zero-initialise `journal` and `extent` apart, then read. */
void course_read(struct course *course);
void course_done(struct course *course);

/* Where move number `move` began and where it ended, or is now; for 0 that is
 * what came before the first. */
void course_view(const struct course *course, size_t move, size_t *begin,
		 size_t *end);

/* The place behind the end of that move, as far as anything came of it at once,
 * for 0 behind what makes its lab; 0 where that is not yet. */
size_t course_over(const struct course *course, size_t move);

/* The nanoseconds between the beginning of that move, or for 0 of all, and that
 * of the next; 0 where there is no next one. */
uint64_t course_pause(const struct course *course, size_t move);

/* The lab of that move; for 0 the first one. Never NULL. */
const struct course_lab *course_lab_of(const struct course *course,
				       size_t move);

/* The place behind the lab of that move: where the next one begins, or the end.
 */
size_t course_lab_end(const struct course *course, size_t move);

/* How many beats of the lesson had been played at the end of that move. */
size_t course_beats(const struct course *course, size_t move);

/* Whether it is the learner's own: not one with which a try was over, for that
 * is the lesson's beat. */
bool course_is_free(const struct course *course, size_t move);

/* Why the lesson cannot go on in the lab, as told up to the end of that move;
 * NULL: it can. */
const char *course_loss(const struct course *course, size_t move);
