/* cover: puts something else in the place of what is the machine's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/confine.h"

/* A part of the machine's files that was picked up to be put back behind the
 * covers. -1 when closed. */
struct cover_part {
	const char *path;
	bool frozen; /* nobody is to write below it */
	int tree;    /* a detached mount, see open_tree(2) */
};

bool cover_pick_up(const char *path, struct cover_part *part, struct err *err);

/* Puts it where it was; the folders that lead there are made where they are
 * covered. */
bool cover_put_back(struct cover_part *part, struct err *err);

/* Makes a /dev of the lab's own, with the devices of the table, terminals that
 * no other process has, and an empty /dev/shm. The devices are picked up
 * first, for a mount that forbids devices hands that on. */
struct cover_devices {
	struct cover_part parts[CONFINE_DEVICES_MOST];
	size_t count;
};

bool cover_pick_devices(struct cover_devices *devices, struct err *err);
bool cover_build_devices(struct cover_devices *devices, struct err *err);

/* Empty folders that stand in the place of others. Zero-initialise. */
struct cover_folders {
	char **paths;
	size_t count, cap;
};

/* Covers all that the table names for `who`. The empty folders that do so are
 * listed: what is to be seen in them is put back first, and then they become
 * read-only. */
bool cover_all(enum inhabitant who, struct cover_folders *empty,
	       struct err *err);
bool cover_freeze(const struct cover_folders *empty, struct err *err);
void cover_folders_done(struct cover_folders *empty);
