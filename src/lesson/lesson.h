/* lesson: a Markdown file as steps and beats.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lessons/README.md has the grammar. A lesson owns everything below it through
 * one arena and does not change once it is read.
 *
 * An exercise is a lesson whose steps are checks: each is played by itself, in
 * a lab of its own (lesson_check()), and one of its actors is the learner's
 * own program. lessons/exercises/README.md has what its notation adds.
 */
#pragma once
#include "base/clock.h"
#include "call/call.h"
#include "journal/order/order.h"
#include "lesson/expect/expect.h"
#include "lesson/read/fault.h"

enum {
	LESSON_OPTIONS_MAX = 6, /* items of a question to be written */
	LESSON_CHOICES_MAX = 4, /* options of one to be chosen from */
	LESSON_HINTS_MAX = 3, /* the call itself is the last one, behind them */
};

/* The actor of an exercise that is the learner's own program, and the same
 * program when it is started once more in one check. */
#define LESSON_PROGRAM "program"
#define LESSON_PROGRAM_AGAIN "program.again"

/* What the expectations of a check have when they do not say it, and those that
 * wait for a program to begin: an interpreter takes its time on a busy machine.
 */
#define LESSON_CHECK_WITHIN (5 * CLOCK_SECOND)
#define LESSON_LAUNCH_WITHIN (12 * CLOCK_SECOND)

/* No beat may last longer: a connect that nobody answers is given up after 127
 * seconds. */
#define LESSON_WAIT_MOST (150 * CLOCK_SECOND)

/* How a question is answered. What is written has no right answer in the
 * lesson: the journal judges it (lesson/asked.h), or, of calls, the beats that
 * follow. */
enum asked_kind {
	ASKED_CHOICE, /* one of its options */
	ASKED_FIELDS, /* its options are fields, to be filled in */
	ASKED_ORDER,  /* its options are packets, to be put in order */
	ASKED_CALLS,  /* its options are calls: those that come next, and some
		       * that have no place among them */
};

struct asked_part;

/* An option of a prediction. `misconception` is an id such as "M09", NULL for
 * a right option. `reply` is what is said to who chose a wrong one, NULL for a
 * right one. `place` is its number in the file, from 0: the options may be
 * shuffled. `part` is what it is about where the answer is written. */
struct option {
	const char *text;
	bool right;
	const char *misconception;
	const char *reply;
	int place;
	const struct asked_part *part;
	const struct call *call; /* of ASKED_CALLS; when it is right, `place`
				  * says which of the next calls it is */
};

/* A question asked before a call, or one to be recalled. `why` is shown with
 * the result, whatever was answered. */
struct prediction {
	enum asked_kind kind;
	bool recalls; /* of a recall block: no call tells the answer */
	int line;
	const char *question;
	struct option options[LESSON_OPTIONS_MAX];
	size_t option_count;
	const char *why;
};

enum beat_kind {
	BEAT_READ,    /* words only */
	BEAT_CALL,    /* one call of one actor */
	BEAT_COMMAND, /* one real program in the lab (sh) */
	BEAT_WIRE,    /* one order to the wire */
	BEAT_TRY,     /* one call, which the learner has to find */
	BEAT_MODIFY,  /* something to try by oneself; shown, not checked */
	BEAT_RECALL,  /* a question; the answer shows at the next key */
	BEAT_LAUNCH,  /* of a check: a program is started */
	BEAT_SIGNAL,  /* the same: an actor is sent a signal */
};

/* A program that a beat starts: the learner's, with these arguments behind its
 * own, or a peer, whose text is Python. */
struct launch {
	const char *const *words;	/* NULL behind the last */
	const char *const *environment; /* NAME=VALUE, NULL behind the last */
	struct str input;		/* of its standard input */
	const char *host;		/* NULL: the first */
	const char *code;		/* of a peer; NULL: the learner's */
	const char *until; /* the call that it stands before; NULL: none */
};

/* What is bright while all else steps back: a panel by its name, or the words,
 * and of it the first row that has all texts; without any, all rows. */
enum { LIGHT_TEXTS_MOST = 3 };
struct light {
	const char *part;
	const char *texts[LIGHT_TEXTS_MOST];
	size_t text_count;
};

/* One key press. `before` is shown while the beat is next, `after` once it is
 * over; each NULL for none. Words are Markdown's inline text with `code` in
 * backquotes and *emphasis* kept, paragraphs separated by an empty line. */
struct beat {
	enum beat_kind kind;
	int line; /* of the block, or of the words */
	const char *before, *after;
	const char *more;	   /* opened with a key; NULL: none */
	const char *notes;	   /* for the presenter */
	const struct light *light; /* before a room, once it was played; NULL */
	const struct prediction *prediction; /* asked before it runs, or NULL */
	int puzzled; /* of calls to be put in order: which, from 1; or 0 */
	const char *actor;		     /* BEAT_CALL, BEAT_TRY */
	struct call call;		     /* the same; names not bound */
	const char *hints[LESSON_HINTS_MAX]; /* BEAT_TRY, from vague to plain */
	size_t hint_count;
	const char *host;	     /* BEAT_COMMAND: NULL is the first host */
	const char *command;	     /* BEAT_COMMAND */
	struct order order;	     /* BEAT_WIRE */
	const struct launch *launch; /* BEAT_LAUNCH; `actor` is its name */
	int signal;		     /* BEAT_SIGNAL: SIG*, to `actor` */
	const struct expect *expects;
	size_t expect_count;
	uint64_t within; /* nanoseconds until they must hold; 0: as usual */
	const char *question, *answer; /* BEAT_RECALL; question of MODIFY. A
					* recall by choice has a prediction,
					* too, and its right option here */
};

/* Whether it does something that can be expected something of. */
bool beat_acts(const struct beat *beat);

struct step {
	int line;
	const char *subgoal; /* "get ready" */
	const char *title;   /* what follows the colon */
	struct beat *beats;
	size_t beat_count;
	int points;		    /* of a check */
	const char *misconceptions; /* "M13 M14": what who fails it may hold;
				     * NULL: none */
	const char *hints[LESSON_HINTS_MAX]; /* the same; vague to plain */
	size_t hint_count;
};

/* A file that a learner begins an exercise with. */
struct starter {
	int line;
	const char *name, *text;
};

/* A call that is made before anything is shown. */
struct setup {
	int line;
	const char *actor;
	struct call call;
};

struct actor_spec {
	const char *name;
	const char *host; /* NULL: the first */
};

struct host_spec {
	const char *name;
	const char *addresses; /* "10.0.0.1/24 …", or NULL */
};

struct lesson {
	struct arena arena;
	const char *file;
	uint64_t digest; /* of its text, to tell whether that has changed */
	const char *id, *title, *module, *kind, *objective;
	const char **requires;
	size_t requires_count;
	int minutes_demo, minutes_lab;
	bool needs_wire, needs_namespaces;
	const char **needs_tools; /* programs that sh blocks use: "lsof" */
	size_t needs_tools_count;
	struct actor_spec *actors;
	size_t actor_count;
	const char **children; /* actors that calls of fork() will make */
	size_t child_count;
	struct host_spec *hosts;
	size_t host_count;
	const char *introduction; /* the words before the first heading */
	struct setup *setups;
	size_t setup_count;
	struct step *steps;
	size_t step_count;
	uint64_t shuffled; /* the seed of lesson_shuffle(), 0: not */
	bool is_exercise;
	uint64_t seed; /* that its values were drawn from */
	struct starter *starters;
	size_t starter_count;
};

/* Reads a lesson from text. `file` is for messages and journals. Returns NULL
 * when it has faults, all of which are in `faults`, in the order of lines. */
struct lesson *lesson_parse(const char *file, const char *text, size_t len,
			    struct faults *faults);

/* The same with the values of an exercise ($port, $text …) drawn from `seed`,
 * where lesson_parse() draws them from 0. */
struct lesson *lesson_parse_drawn(const char *file, const char *text,
				  size_t len, uint64_t seed,
				  struct faults *faults);

/* The same from a file. Returns NULL with `err` when it cannot be read. */
struct lesson *lesson_read(const char *path, struct faults *faults,
			   struct err *err);
void lesson_free(struct lesson *lesson);

struct lesson *lesson_read_drawn(const char *path, uint64_t seed,
				 struct faults *faults, struct err *err);

/* One check of an exercise as a lesson of one step. It borrows all of
 * `exercise`, and is not freed. */
struct lesson lesson_check(const struct lesson *exercise, size_t check);

/* The points of all checks. */
int lesson_points(const struct lesson *exercise);

/* The lesson of a file that has no faults, with `loopback` wherever it says
 * 127.0.0.1: another address of 127.0.0.0/8, written as long as that, so that
 * the words still fit. 127.0.0.1:* stays: a socket that is not bound gets that
 * address from the kernel whatever its peer's is. For a lab that shares the
 * machine's loopback. */
struct lesson *lesson_read_at(const char *path, const char *loopback,
			      struct err *err);

/* The same of a text; an address of another length is a fault. */
struct lesson *lesson_parse_at(const char *file, struct str text,
			       const char *loopback, struct faults *faults);

/* A number that another text hardly ever has. */
uint64_t lesson_digest(struct str text);

/* Puts the options of each question into an order that follows from `seed`
 * alone. 0 leaves the file's order. At most once for a lesson, before it is
 * played. */
void lesson_shuffle(struct lesson *lesson, uint64_t seed);

/* A free lab: a lesson without a step, and without a file (NULL). The names are
 * copied. Without hosts it has one, whose address is 127.0.0.1. */
struct lesson *lesson_blank(const struct actor_spec *actors, size_t actor_count,
			    const struct host_spec *hosts, size_t host_count);

/* Whether an actor can be called so: letters, digits and _, with a letter in
 * front, and no word that an expectation begins with, so that expectations can
 * say `server.srv` and `server returns 0`. Fails with which of these it is. */
bool lesson_check_actor(const char *name, struct err *err);

/* The `number`th recall of the lesson, from 1, or NULL; and the number of a
 * recall, 0 for what is none. */
const struct beat *lesson_recall(const struct lesson *lesson, int number);
int lesson_recall_number(const struct lesson *lesson, const struct beat *beat);

/* The place of a beat counted over the whole lesson, and back. There are
 * lesson_beats() of them. */
size_t lesson_beats(const struct lesson *lesson);
size_t lesson_beat_index(const struct lesson *lesson, size_t step, size_t beat);
void lesson_beat_at(const struct lesson *lesson, size_t index, size_t *step,
		    size_t *beat);
