/* explain: the words of a scene: what happened, and what comes next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* How much is said of a result. */
enum result_detail {
	RESULT_BARE,  /* "= 18" */
	RESULT_GIVEN, /* and what else the call gave back: "= 18 \"Hello\"" */
	RESULT_WHOLE, /* and the system's words for an error, and the time */
};

/* The viewed beat's call and its result as a block: the actor leads, the
 * result is the tail. Returns false when the beat made no call. */
bool explain_result(struct view *view, enum result_detail detail,
		    struct block *block);

/* Adds what happened in the viewed beat: its result (unless `titled`: then it
 * stands in the title), what the learner had said, unmet expectations, the
 * words after it. At the beginning, what the lesson is about. Texts live in
 * the view's arena. */
void explain_happened(struct view *view, struct blocks *blocks, bool titled);

/* For the files of explain: one call and its result as a block, and what else
 * happened in the viewed beat: notes, births, signals, unmet expectations. */
struct block explain_call(struct view *view, const struct made_call *made,
			  enum result_detail detail);
void explain_events(struct view *view, struct blocks *blocks);

/* Adds what comes next: the words before it, its question, the call that will
 * run, or that it is the learner's turn, with the hints given for it. Adds
 * nothing when an earlier place is looked at. */
void explain_next(struct view *view, struct blocks *blocks);

/* For the files of explain: words as a block, none for NULL. */
void explain_words(struct blocks *blocks, enum block_rank rank,
		   enum style style, const char *words);

/* "next, step 4 of 9: take the call" for a thin line between the two; NULL
 * when nothing is next. */
const char *explain_next_title(struct view *view);

/* For the files of explain: the prediction of the viewed beat, where it was
 * answered; NULL elsewhere. */
const struct prediction *explain_asked(const struct view *view);

/* What the room said to the viewed beat's prediction: "The room said: a) 12, b)
 * 5, ?) 1.", or NULL. */
const char *explain_said(struct view *view);

/* How the learner's answer to the viewed beat's prediction compares: "You
 * said: a) it blocks. The kernel said: b) it returns 0." NULL when there was
 * none. When an expectation was not met, the lesson's answer may be wrong and
 * the call's own result stands there. */
const char *explain_answer(struct view *view);

/* The same where the answer was written: what the journal has, and what of it
 * was said otherwise. NULL where the journal cannot tell. */
const char *explain_filled(struct view *view,
			   const struct prediction *prediction);

/* Option `i` as it is shown: a call in the language of the scene. */
const char *explain_option(const struct scene *scene,
			   const struct prediction *prediction, size_t i,
			   struct arena *arena);

/* What came of an order of calls, and what speaks against the first of them
 * that has no place there, or NULL. */
const char *explain_order(struct view *view,
			  const struct prediction *prediction);
const char *explain_misplaced(const struct view *view,
			      const struct prediction *prediction);

/* What speaks against the wrong option that was chosen, or NULL. */
const char *explain_reply(struct view *view);

/* Whether an expectation of the viewed beat was not met. */
bool explain_is_unmet(const struct view *view);

/* What stands in place of the words after a beat then. */
const char *explain_unmet(const struct view *view);
