/* complete_parts: the answers of completion while they are gathered.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For ui/complete/complete.c and the files beside it alone.
 */
#pragma once
#include "call/part/python_form.h"
#include "call/table/kind.h"
#include "call/table/symbol.h"
#include "call/whole/typed.h"
#include "ui/complete/complete.h"

/* Which answers come first. */
enum answer_rank {
	RANK_FIRST,
	RANK_THEN,
	RANK_ELSE, /* only where nothing else fits */
};

struct answer {
	const char *text;
	enum answer_rank rank;
	char append;
};

/* Answers that begin with `word`, gathered in any order. */
struct answers {
	const struct complete_context *context;
	const char *actor; /* who is to make the call; NULL: nobody known */
	struct arena *arena;
	struct str word; /* the part of the line that they replace */
	enum notation notation;
	bool in_pair; /* of Python's address; its parenthesis is there */
	char append;  /* of the answers that are added next */
	struct answer *items;
	size_t count, cap;
};

/* Adds a copy of `text` when it begins with the word. */
void answers_add(struct answers *answers, enum answer_rank rank,
		 const char *text);

/* Sorts them, and hands them on. */
void answers_finish(struct answers *answers, struct completion *completion);

/* --- what the lab holds (complete_names.c) ---------------------------------
 */

void complete_actors(struct answers *answers, const char *behind);
void complete_hosts(struct answers *answers, const char *before);
void complete_packets(struct answers *answers); /* that are held */

/* Variables of the actor that hold descriptors, those that are closed only
 * where no other fits; or variables that hold other numbers. */
void complete_descriptors(struct answers *answers);
void complete_numbers(struct answers *answers);

/* Addresses that a socket of `family` (AF_UNSPEC: any) can be told. */
void complete_addresses(struct answers *answers, int family);
void complete_files(struct answers *answers);

bool complete_is_actor(const struct complete_context *context, struct str name);

/* The family of the socket that a variable of the actor names; AF_UNSPEC for
 * none. */
int complete_family(const struct answers *answers, struct str variable);

/* --- calls (complete_call.c) ------------------------------------------------
 */

/* Names of calls in both notations. */
void complete_calls(struct answers *answers);

/* What can stand at an argument. `text` is the call up to the cursor. */
void complete_argument(struct answers *answers, struct typed_place place,
		       struct str text);

/* The methods of a poll object of Python. */
void complete_poller(struct answers *answers);

/* What can stand in a method of Python that has a form of its own
 * (complete_form.c). */
void complete_form(struct answers *answers, const struct typed_place *place,
		   struct str text);

/* --- constants (complete_symbols.c) -----------------------------------------
 */

/* What stands in the argument at the end of `text`, joined by "|". */
struct str complete_flags_before(struct str text);

/* Constants of one group by the name that a program has. */
void complete_symbols(struct answers *answers, enum symbol_group group,
		      struct str taken);

/* --- braces (complete_list.c) ------------------------------------------------
 */

/* Where the end of an unfinished call is in braces. */
struct list_place {
	size_t depth;	   /* of braces; 0: in none */
	size_t index;	   /* of the member in the innermost ones */
	struct str member; /* its name before "=", of message headers */
	struct str inside; /* all behind the innermost brace */
	struct str item;   /* what stands in the member already */
};

struct list_place complete_list_place(struct str text);

/* Completes what stands in an argument of `kind` in braces. Returns false for
 * kinds that have none. */
bool complete_list(struct answers *answers, const struct kind *kind,
		   const struct list_place *list);

/* Whether an address stands there. */
bool complete_list_has_address(const struct kind *kind,
			       const struct list_place *list);

/* --- commands (complete_command.c) ------------------------------------------
 */

/* What can stand behind `before`, words of the command's argument. */
void complete_command(struct answers *answers, const struct command *command,
		      struct str before);

/* --- lines (complete.c) ------------------------------------------------------
 */

/* What a line is, as far as it is known at the cursor. */
struct line_parts {
	struct str actor;	       /* empty: none is named */
	struct str text;	       /* behind the actor's name */
	size_t cursor;		       /* in it */
	const struct command *command; /* it is one's argument; NULL: a call */
	struct str argument;	       /* of the command, up to the cursor */
	bool at_first;		       /* the cursor is in the first word */
};

struct line_parts line_parts_of(const struct complete_context *context,
				struct str line, size_t cursor);
