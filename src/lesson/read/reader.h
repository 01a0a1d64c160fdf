/* reader: a lesson while it is being read, block by block.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parse.c walks the document and keeps the words; block.c has the table of
 * fenced blocks, of which calls.c, orders.c, tries.c and expects.c read some;
 * naming.c knows which names are bound and who can still call, reader.c the
 * beat that is read.
 */
#pragma once
#include "lesson/lesson.h"
#include "lesson/read/list.h"
#include "lesson/read/words.h"

/* An actor as far as the lesson was read. A line is 0 where it never was so. */
struct naming {
	const char *actor;
	const char **names; /* variables that were assigned */
	size_t name_count;
	const char **numbers; /* those that are numbers in Python */
	size_t number_count;
	int killed; /* line of the call that is expected to kill it */
	int ended;  /* line of the call that ends it: _exit */
	int asleep; /* line of the call that it is expected to sleep in, while
		     * nobody else does anything */
};

struct reader {
	struct lesson *lesson;
	struct faults *faults;
	struct step *step; /* NULL before the first heading */
	struct beat *last; /* that words and expectations belong to, or NULL */
	struct words introduction, before, after;
	const struct prediction *prediction; /* of the next call, or NULL */
	const char *more, *notes;	     /* of the next beat */
	struct naming *namings;
	size_t naming_count;
	size_t beats; /* in all steps */
	bool begins;  /* of the step: a program that nothing waited for yet */
};

/* Reads a fenced block. `line` is that of its fence, `info` what stands behind
 * the fence. */
void block_read(struct reader *reader, struct str info, struct str text,
		int line);

/* Reads a call, and tells its faults. */
struct call calls_line(struct reader *reader, const char *actor,
		       struct str line, int number);

/* Reads the calls of a block, one on each line: each a beat, or of the setup.
 */
void calls_read(struct reader *reader, const char *actor, struct str text,
		int line, bool setup);

/* Whether a line of a block says nothing: an empty one, or a comment. */
bool reader_is_comment(struct str line);

/* The words as a string of the lesson, or NULL; `words` is empty then. */
const char *reader_take_words(struct reader *reader, struct words *words);

/* Reads the lines of an expect block. */
void expects_read(struct reader *reader, struct str text, int line);

/* Reads the hints and the call of a try block. */
void try_read(struct reader *reader, const char *actor, struct str text,
	      int line);

/* Reads the orders of a wire block, one on each line, each a beat. */
void orders_read(struct reader *reader, struct str text, int line);

/* Reads the line of a light block. */
void light_read(struct reader *reader, struct str text, int line);

/* Ends the beat that words belong to; the words behind it become its after. */
void reader_end_beat(struct reader *reader);

/* Adds a beat, with the words and the rest that waited for it. */
struct beat *reader_add_beat(struct reader *reader, enum beat_kind kind,
			     int line);

/* A fault when words would be shown other than they are meant. */
void reader_check_words(struct reader *reader, struct cmark_node *node,
			int line);

/* Reads the Markdown inside of a predict, fill, arrange, modify or recall
 * block. */
const struct prediction *prediction_read(struct reader *reader,
					 enum asked_kind kind, struct str text,
					 int line);
void question_read(struct reader *reader, struct str text, int line,
		   const char **question, const char **answer);

/* Whether a recall block has options, and reads one that has into its beat. */
bool question_has_boxes(struct str text);
void question_read_choice(struct reader *reader, struct str text, int line,
			  struct beat *beat);

/* Gives the question of a puzzle block the calls that a c block made beats of,
 * from number `first` of the step on, and asks it before the first of them. */
void puzzle_complete(struct reader *reader, const struct prediction *asked,
		     size_t first);

/* An item of a fill or an arrange block, with the actors that it may name. */
struct written_item {
	struct str text;
	int line;
	const char *const *actors;
	size_t actor_count;
};

/* Reads an item, and looks at the whole of them. */
void written_read_item(struct reader *reader, struct prediction *prediction,
		       const struct written_item *item);
void written_check(struct reader *reader, const struct prediction *prediction);

/* The actors that can be named: the lesson's, and the children of the forks
 * that were read. Returns how many were put into `names`. */
enum { READER_NAMES_MAX = 64 };
size_t reader_actors(const struct reader *reader,
		     const char *names[READER_NAMES_MAX]);

/* The child of a fork begins with its parent's variables. It is named as the
 * lab will name it: like the variable that takes its pid, or "child", with a
 * number behind it where that name is taken. */
void naming_fork(struct reader *reader, const char *parent,
		 const struct call *call);

/* What a call names must be bound by an earlier one of the same actor, which
 * says whether it is a number in Python. */
void naming_call(struct reader *reader, const char *actor, struct call *call,
		 int line);
/* For a line that is no call: a variable at its front is not missed later. */
void naming_broken(struct reader *reader, const char *actor, struct str text);
void naming_expect(struct reader *reader, const struct expect *expect,
		   const struct beat *beat);
/* A call that never comes back is its actor's last. */
void naming_end(struct reader *reader, const char *actor,
		const struct call *call, int line);

/* Whether the actor can make a call now; a fault when it cannot. */
void naming_reach(struct reader *reader, const char *actor, int line);
