/* keys: the table of keys; each is bound to a command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/scene.h"

/* What is going on when a key is pressed: it decides what the key means. */
enum moment {
	MOMENT_MENU,
	MOMENT_START,	 /* the first call can be made */
	MOMENT_READY,	 /* the next call can be made */
	MOMENT_HELD,	 /* the same, and a packet is held */
	MOMENT_TRYING,	 /* the learner has to type the next call */
	MOMENT_FREE,	 /* a free lab */
	MOMENT_PROGRAMS, /* the same, and a traced program lives */
	MOMENT_ENDED,	 /* all of them have ended */
	MOMENT_ASKING,	 /* a prediction waits for its answer */
	MOMENT_FILLING,	 /* the same, for one that is written */
	MOMENT_BUSY,	 /* a call settles */
	MOMENT_OVER,	 /* the lesson is over */
	MOMENT_BROKEN,	 /* an actor ended */
	MOMENT_BACK,	 /* an earlier place is looked at */
	MOMENT_REPLAY,	 /* a run that is over is shown */
	MOMENT_OVERLAY,
	MOMENT_FOUND,	/* the same, and something was searched for in it */
	MOMENT_LEAVING, /* whether the talk is to end is asked */
	MOMENT_COUNT
};

/* `works` and `footer` are masks of 1 << enum moment: where the key does it,
 * and where the footer names it. A row without help is another key for the
 * row above it. */
struct key {
	const char *name;  /* as it is shown */
	const char *ascii; /* the same without UTF-8, NULL: as `name` */
	uint32_t codes[4];
	const char *command;
	const char *help;  /* a sentence; NULL where it has none */
	const char *brief; /* one for the footer; NULL: never there */
	unsigned works, footer;
};

enum { KEYS_MOST = 128 };

const struct key *keys_table(size_t *count);

/* The same, to be changed: only keys_bind.c does. */
struct key *keys_rows(size_t *count);

/* What the row does, in the learner's language; NULL where it has no help. */
const char *key_help(const struct key *key);

/* Says `text`, which has to last, of row `at` in place of its help. */
void keys_tell(size_t at, const char *text);

/* Whether `code` is one of the row's. */
bool key_has(const struct key *key, uint32_t code);

/* The row that `code` means at `moment`, or NULL. */
const struct key *key_find(uint32_t code, enum moment moment);

/* The keys of a presenter, which come before those; the same for them. */
const struct key *keys_stage(size_t *count);
const struct key *key_find_on_stage(uint32_t code, enum moment moment);

/* The code of a key written as one character or as space, enter, left, right,
 * up, down, page-up, page-down, home, end, escape, f1, ctrl-l, ctrl-c,
 * backspace. */
bool key_from_name(struct str name, uint32_t *code, struct err *err);

/* Adds what key_from_name() reads for `code`, or what the help and the footer
 * show for it. */
void key_print_name(uint32_t code, struct buf *out);
void key_print(uint32_t code, bool ascii, struct buf *out);

/* What is to be pressed for `command`, as it is shown; the command itself where
 * no key is. */
const char *key_of(const char *command);

/* Where keys are told of. */
enum keys_of {
	KEYS_LESSON,
	KEYS_TALK, /* one that is followed */
	KEYS_OWN,  /* a follower's own lab beside it */
	KEYS_MENU,
	KEYS_PROGRAMS,
	KEYS_STAGE, /* of a presenter */
};

/* Fills `out` (of as many rows as both tables have) with the keys of one of
 * these, for the help and the footer. Returns how many. */
size_t keys_list(enum moment moment, enum keys_of of, enum notation notation,
		 bool ascii, struct scene_key *out);
