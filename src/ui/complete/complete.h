/* complete: what can stand at the cursor of a line that is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A function of the line and of what the lab holds; ui/prompt/prompt.c gives
 * the answers to readline, tests and the plain mode call it directly. Only the
 * names of files come from elsewhere.
 */
#pragma once
#include "call/print.h"
#include "journal/journal.h"

struct catalogue;
struct command;
struct lesson;

/* What there is to be named. Borrowed. */
struct complete_context {
	const struct journal *journal; /* NULL: no lab, only commands */
	size_t place;
	const char *actor;		   /* the current one */
	const struct lesson *lesson;	   /* its hosts and steps; NULL: none */
	const struct catalogue *catalogue; /* NULL: none */
	const struct command *commands;
	size_t command_count;
	bool in_menu;
};

/* The answers; they and their array belong to `arena`. Each once, the likelier
 * ones first (readline must not sort them again), those alike sorted. */
struct completion {
	const char **words;
	size_t count;
	size_t begin; /* offset in the line where the word stands */
	char append;  /* behind the only answer: ' ', ',', '(', ')' or 0 */
};

/* Finds what can stand at `cursor`: a call's or a command's name, a constant of
 * that argument, a variable of the right kind, an address in use, an actor, a
 * host, a packet's number, a file. */
void complete_line(const struct complete_context *context, struct str line,
		   size_t cursor, struct arena *arena,
		   struct completion *completion);

/* Adds the one line that is shown under the prompt while one types: the call's
 * signature with the argument under the cursor marked and what it takes, or the
 * command's arguments and help. Adds nothing for an empty line. */
void complete_hint(const struct complete_context *context, struct str line,
		   size_t cursor, bool ascii, struct buf *out);
