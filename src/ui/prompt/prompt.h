/* prompt: a line that is typed on the screen, edited by GNU readline.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Readline is used as a machine that is fed bytes and asked for its line: it
 * reads no descriptor, draws nothing and catches no signal. There is one
 * readline in a process, so one prompt is open at a time.
 */
#pragma once
#include "ui/complete/complete.h"
#include "ui/prompt/history.h"

/* What the prompt asks while a line is typed. Members may be NULL. */
struct prompt_help {
	void (*complete)(void *data, struct str line, size_t cursor,
			 struct arena *arena, struct completion *completion);
	void *data;
};

/* Closed when zeroed; prompt_close() leaves it so. */
struct prompt {
	bool is_open;
	bool only_digits; /* anything else ends it */
	bool is_offered;  /* it opened by itself, where a call is asked for */
	const char *command; /* that the line is the argument of, NULL: none;
			      * such a line is no call or command */
	const char *about;   /* stands below it; NULL: the usual keys */
	struct history *history; /* NULL: nothing is remembered */
	const struct prompt_help *help;

	struct buf typed; /* bytes that were typed; `read` of them are used */
	size_t read;
	struct buf entered;   /* whole lines, each with its newline */
	bool escape_is_alone; /* nothing follows the Escape that was typed */
	bool escape_before;   /* the last that was typed was such an Escape */
	bool is_left;

	struct buf listed; /* possible completions, each with its newline */
	bool wants_redraw; /* ^L */
	bool wants_stop;   /* ^Z */
};

/* Opens it with `text` on the line. `label` stands before it. */
void prompt_open(struct prompt *prompt, const char *label, const char *text);
void prompt_close(struct prompt *prompt); /* closed: nothing */
void prompt_set_label(struct prompt *prompt, const char *label);

/* Adds bytes as a terminal sends them. */
void prompt_type(struct prompt *prompt, const void *bytes, size_t len);

/* Edits with what was typed, up to a line that is entered, or up to what a
 * terminal has sent only half of. */
void prompt_edit(struct prompt *prompt);

/* Whether what was typed ends in an Escape of which only time can tell whether
 * it is the key or the beginning of another key's bytes. */
bool prompt_is_escaping(const struct prompt *prompt);

/* That time has passed: the Escape was the key. */
void prompt_end_escape(struct prompt *prompt);

/* Takes the next line that was entered. Returns false for none. */
bool prompt_take(struct prompt *prompt, struct buf *line);

/* Whether the learner has left it; then it is to be closed. */
bool prompt_is_left(const struct prompt *prompt);

/* What readline shows: the label or, while it searches, its message; the line,
 * and the cursor's offset in it. */
struct prompt_line {
	const char *label;
	struct str text;
	size_t cursor;
};

struct prompt_line prompt_line(const struct prompt *prompt);
