/* asked: questions whose answer is written, and judged by the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson says what is asked for, never what the answer is: a field of a row
 * or of a packet, the result of the call, packets in their order. What is right
 * is what this run's journal has when the beat is over. Of calls, their order
 * is that in which the lesson makes them next.
 */
#pragma once
#include "lesson/lesson.h"

struct journal;

/* Where the journal is asked: the beat began at `begin`, and `place` is its
 * end. `actor` made its call, or is NULL. */
struct asked_beat {
	const struct journal *journal;
	size_t begin, place;
	const char *actor;
};

/* What came of an answer. The texts are the caller's to free, with
 * verdict_done(). */
struct verdict {
	bool is_known; /* the journal can tell */
	bool is_right;
	struct buf found;  /* the values, or the packets in their order */
	struct buf missed; /* the fields that were said otherwise; packets
			    * that did not come */
};

/* Reads what an item is about. `actors` are the names that it may say. Fails
 * with what was expected. */
bool asked_parse_field(struct str text, const char *const *actors,
		       size_t actor_count, struct arena *arena,
		       const struct asked_part **part, struct err *err);
bool asked_parse_packet(struct str text, const char *const *actors,
			size_t actor_count, struct arena *arena,
			const struct asked_part **part, struct err *err);

/* The variable whose socket a part is about and, when it says that, whose
 * variable; NULL for none. */
const char *asked_variable(const struct asked_part *part, const char **actor);

/* Whether it is answered in words, and not by a letter. */
bool asked_in_words(const struct prediction *prediction);

/* Whether the letter with that index is one of the options, or fails as the
 * command that gives it. */
bool asked_has_option(const struct prediction *prediction, int choice,
		      struct err *err);

/* What stands before item `i`: "a)" or, where fields are filled in, "1.". The
 * text is static, and stays as long as the program. */
const char *asked_lead(const struct prediction *prediction, size_t i);

/* What parts the items of an answer that asked_read() kept. */
const char *asked_between(const struct prediction *prediction);

/* Whether packets have to be seen to judge it. */
bool asked_needs_wire(const struct prediction *prediction);

/* Adds, in a few words, how it is to be answered: "3 values, with commas". */
void asked_print_how(const struct prediction *prediction, struct buf *out);

/* Reads an answer as a learner types it, and adds it as it is kept: values, or
 * the names of packets, with commas. Fails with what was expected. */
bool asked_read(const struct prediction *prediction, const char *text,
		struct buf *out, struct err *err);

/* Judges what asked_read() kept, NULL for no answer. */
struct verdict asked_judge(const struct prediction *prediction,
			   const char *said, const struct asked_beat *beat);
void verdict_done(struct verdict *verdict);
