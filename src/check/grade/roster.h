/* roster: what there is to be graded.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder as learning platforms export it: one folder, file or archive for
 * each submission, or several files of one, whose names begin alike.
 */
#pragma once
#include "base/mem.h"
#include "base/text.h"

struct roster_item {
	const char *name;  /* no other has it; it can be a file's name */
	const char *id;	   /* of the person, as far as is known: else `name` */
	bool is_id_given;  /* names.csv has it */
	const char *title; /* the person's name, as far as is known */
	const char **paths;
	size_t path_count; /* 0: nothing was handed in */
};

/* Sorted by name. Zero-initialise before use. */
struct roster {
	struct arena arena;
	struct roster_item *items;
	size_t count;
};

/* Reads `folder`. A file names.csv in it, with the columns submission, id and
 * name, says more of each, and who is to hand something in. */
bool roster_read(struct roster *roster, const char *folder, struct err *err);
void roster_done(struct roster *roster);

/* The item that is called so, by its name or its id; NULL for none. */
const struct roster_item *roster_find(const struct roster *roster,
				      const char *word);

/* Leaves every `count`th only, from number `which` (1 … count) on. */
void roster_shard(struct roster *roster, unsigned which, unsigned count);
