/* program: one process of a run and those that it forked, as a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the C and the Python of a run have in common: which calls, by which
 * names, in whose turn, and what stands beside them in comments.
 *
 * The programs of a run take turns, so that the calls of all come in the order
 * of the run. A turn is what one actor did until another one did something. It
 * is over before a call in which the actor went to sleep, or died: others must
 * be able to wake it. An actor that was forked is a part of its parent's
 * program, and takes its turns as all others do.
 */
#pragma once
#include "call/print.h"
#include "lesson/lesson.h"
#include "show/export/deeds.h"

/* What a run is exported from, all borrowed. `name` is what its files are
 * called, without a folder and a suffix. */
struct exported {
	const struct journal *journal;
	size_t begin, end;	     /* the present lab's part of the journal */
	const struct lesson *lesson; /* that was played, or a free lab's */
	const struct host_spec *hosts; /* all of the lab; none: the usual one */
	size_t host_count;
	const char *name;
};

/* Turns are counted from 1; 0 is none. */
struct program_call {
	size_t deed; /* index in the deeds */
	const char *actor;
	const char *child; /* the actor that it forked, or NULL */
	struct call call;
	unsigned turn, over;		 /* before the call: begins, is over */
	unsigned woken_turn, woken_over; /* the same behind it */
	bool replaces; /* its variable held something that is still open */
};

/* Zero-initialise before use; program_done() ends it. */
struct program {
	struct arena arena;
	const struct exported *from;
	struct deeds deeds;
	const char *actor;
	enum notation notation;
	struct program_call
		*calls; /* of all its processes, as they were made */
	size_t count;
	const char **variables; /* as the program calls them */
	size_t variable_count;
	unsigned turns;	 /* of all processes; 0: there is but one */
	bool has_others; /* there are other programs */
	unsigned limit;	 /* seconds a call may sleep in its turn; 0: for ever,
			  * for the run has alarms of its own */
	bool is_interrupted; /* the learner ended the sleep of a call */
	bool killed_by_pipe, killed_by_int; /* SIGPIPE, SIGINT ended one */
};

/* The actors that become programs, in the order of their births: those that
 * nobody forked, and that made calls. Returns how many; the first `most` are
 * written. */
size_t program_actors(const struct exported *from, const char **actors,
		      size_t most);

/* Fills `program` with the calls of `actor` and of those that it forked.
 * `notation` is that of its names: a variable that means something else in
 * there gets another one. Fails when the run has something that no program can
 * do. */
bool program_make(struct program *program, const struct exported *from,
		  const char *actor, enum notation notation, struct err *err);
void program_done(struct program *program);

/* Whether what call `earlier` left in variables is there for call `index`: the
 * same process made it, or its parent before the fork. */
bool program_sees(const struct program *program, size_t index, size_t earlier);

/* Adds the words that stand before call `index` of the program, as lines with
 * `mark` in front: the step that begins, what was done to the wire, which
 * commands ran, what the kernel answered. */
void program_print_notes(const struct program *program, size_t index,
			 const char *mark, struct buf *out);

/* Adds "NAME-ACTOR", or "NAME" where there is one program. */
void program_print_name(const struct program *program, const char *actor,
			struct buf *out);

/* How a language prints a call of a process, and what ends the process. */
struct program_form {
	void (*call)(const struct program *program, size_t index,
		     struct buf *out);
	void (*end)(const struct program *program, const char *actor,
		    struct buf *out);
};

/* Adds the calls of `actor`, and its end unless one of them is that. */
void program_print_process(const struct program *program, const char *actor,
			   const struct program_form *form, struct buf *out);

/* Adds `text` with `indent` before each line that is not empty. */
void program_indent(const char *text, const char *indent, struct buf *out);

/* Adds a comment of as many lines as it takes: `begin` stands before the first,
 * `mark` before the others, `end` behind the last. */
void program_print_comment(const char *text, const char *begin,
			   const char *mark, const char *end, struct buf *out);

/* Adds what the program is, "echo-server.c: what server did in …:", and how all
 * of them are started so that they take turns. */
void program_print_head(const struct program *program, const char *suffix,
			struct buf *out);
void program_print_start(const struct program *program, const char *mark,
			 struct buf *out);

/* Whether `text` has `word` as a word of its own; with `is_prefix` also where
 * it only begins with it. */
bool program_has_word(const char *text, const char *word, bool is_prefix);
