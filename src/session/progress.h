/* progress: what a learner has done in all lessons, and their choices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One JSON file, progress.json in the XDG state folder; session/progress.c
 * has its form. What a run adds is noted first and written by progress_save(),
 * so that two runs at once lose nothing of each other.
 */
#pragma once
#include "base/text.h"
#include "session/points.h"
#include "session/recall.h"

#include <stddef.h>
#include <stdint.h>

/* How far a lesson has come. Each is more than the one before. */
enum progress_state {
	PROGRESS_NEW,	   /* never begun */
	PROGRESS_BEGUN,	   /* some beats of it were played */
	PROGRESS_PLAYED,   /* to its end, but not by the learner: --auto, a
			    * script, or every question left out */
	PROGRESS_FINISHED, /* to its end, by the learner */
	PROGRESS_MASTERED, /* the same with every answer right and no help */
	PROGRESS_STATE_COUNT
};

/* One answer of a learner. `choice` is the option's place in the file, from 0,
 * or -1 for a question that was left out; `misconception` is NULL for none. */
struct progress_answer {
	int step, beat; /* as in the lesson, from 0 */
	int choice;
	bool right;
	const char *misconception;
	const char *said; /* the answer in words; NULL: it is `choice` */
};

/* What one run of a lesson adds. Borrowed by progress_note(). */
struct progress_run {
	const char *lesson; /* its id */
	size_t beats;	    /* that were played */
	enum progress_state state;
	int step;	  /* the last one, from 0: where to go on */
	uint64_t seconds; /* the run took */
	size_t hints;	  /* that were given */
	const struct progress_answer *answers;
	size_t answer_count;
};

struct progress;

/* Reads the file. Never fails: a file that cannot be understood is moved aside
 * (beside itself, with ".damaged" and a number behind its name), one of a newer
 * version is left alone and nothing is kept, and progress_trouble() says so in
 * a sentence. The caller frees with progress_free(). */
struct progress *progress_open(void);
void progress_free(struct progress *progress);
const char *progress_trouble(const struct progress *progress); /* or NULL */

/* Beats played of a lesson (the most of any run), how far it has come, and the
 * step of the last run. 0 and PROGRESS_NEW for one never begun. */
size_t progress_beats(const struct progress *progress, const char *lesson);
enum progress_state progress_state(const struct progress *progress,
				   const char *lesson);
const char *progress_state_word(enum progress_state state); /* "finished" */

/* Whether the lesson was played to its end by the learner. */
bool progress_is_finished(const struct progress *progress, const char *lesson);

/* The lesson of the last run, borrowed until the next note, and its step from
 * 0. NULL when there was none. */
const char *progress_last(const struct progress *progress, int *step);

/* Remembers; progress_save() writes it. */
void progress_note(struct progress *progress, const struct progress_run *run);

/* Remembers that the learner knew the answer of a recall question, or did not:
 * the `number`th of the lesson, from 1. Returns when it comes back, 0 for
 * never. */
time_t progress_note_recall(struct progress *progress, const char *lesson,
			    int number, bool knew);

/* The questions that are due by now; see recall_due(). */
size_t progress_due(const struct progress *progress, struct recall *due,
		    size_t most);

/* Remembers that an exercise was begun (0 of 0), or that a round of its checks
 * gave `got` of `most` points. */
void progress_note_exercise(struct progress *progress, const char *exercise,
			    int got, int most);

/* The best of an exercise's rounds. */
struct points progress_points(const struct progress *progress,
			      const char *exercise);

/* The learner's language, "c" or "python". */
const char *progress_language(const struct progress *progress);
void progress_set_language(struct progress *progress, const char *language);

/* Adds what was noted to what the file has by now, and replaces the file as a
 * whole. Without a home folder nothing is kept, and that is no failure. */
bool progress_save(struct progress *progress, struct err *err);

/* The whole record as text for a person, and as JSON. */
void progress_print(const struct progress *progress, struct buf *out);
void progress_print_json(const struct progress *progress, struct buf *out);

/* Adds what a file of progress_print_json() has; counted once however often it
 * is added. Fails, with nothing changed, when it cannot be read. */
bool progress_import(struct progress *progress, const char *path,
		     struct err *err);

/* Forgets everything but the language, when the record is saved. */
void progress_reset(struct progress *progress);
