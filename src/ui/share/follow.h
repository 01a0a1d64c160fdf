/* follow: a talk that is given elsewhere, as it comes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "journal/journal.h"

struct follow;

/* Longer lessons are not sent, and not taken. */
enum { FOLLOW_LESSON_MOST = 1 << 20 };

/* Called when follow_take() may have something new, or follow_state() has. */
typedef void follow_fn(void *data);

/* Whether both can be meant as follow_open() has them. */
bool follow_check(const char *address, const char *code, struct err *err);

/* Reaches the talk at "HOST:PORT", or at a place (place.h), with the room's
 * code, and runs the loop until a lab of it is there; `ending` as in
 * session_options. */
struct follow *follow_open(struct loop *loop, const char *address,
			   const char *code, const int *ending,
			   struct err *err);
void follow_close(struct follow *follow); /* NULL is fine */
void follow_listen(struct follow *follow, follow_fn *fn, void *data);

/* The run, which grows when follow_take() says so; it is the caller's from the
 * first call on. */
struct journal *follow_journal(struct follow *follow);
bool follow_take(struct follow *follow);

/* The text of the lesson that has this digest, as the talk sent it: foreign
 * input. It lasts as long as `follow`. */
bool follow_lesson(const struct follow *follow, uint64_t digest,
		   struct str *text);

/* Whether one came since this was asked last. */
bool follow_has_lesson(struct follow *follow);

/* Says an option, by its place in the file, or -1; the last one counts. */
void follow_vote(struct follow *follow, int step, int beat, int choice);

/* What is to be told: that the talk is over, cannot be reached or understood;
 * NULL: all is well. */
const char *follow_state(const struct follow *follow);

/* Whether the talk has said that it is over. */
bool follow_is_over(const struct follow *follow);
