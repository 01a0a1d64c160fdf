/* actors: who there is in a run, and what each of them has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions of a journal, at its end: where the kernel is.
 */
#pragma once
#include "journal/journal.h"

/* How an actor was heard of last, or NULL when it never was. */
const struct event_actor *actors_find(const struct journal *journal,
				      struct str name);

/* Adds the names of those that live, with commas between them. */
void actors_print(const struct journal *journal, struct buf *out);

/* The nearest name of one that lives, or NULL. */
const char *actors_nearest(const struct journal *journal, const char *name);

/* Fails when nobody that lives has that name. */
bool actors_check(const struct journal *journal, struct str name,
		  struct err *err);

/* The variable of the open socket that `actor` used or made last, or NULL. */
const char *actors_socket(const struct journal *journal, const char *actor);

/* An actor other than `actor` that lives and has a variable `name`, or NULL. */
const char *actors_other_with(const struct journal *journal, const char *actor,
			      const char *name);

/* Adds the names of the variables of `actor`, each with its number: "srv (3),
 * conn (4)". Adds nothing when it has none. */
void actors_print_variables(const struct journal *journal, const char *actor,
			    struct buf *out);

/* Cuts "ACTOR:" off the front of `text`, which is trimmed then. Returns whether
 * it stood there; else neither is changed. */
bool actors_cut_name(struct str *text, struct str *actor);
