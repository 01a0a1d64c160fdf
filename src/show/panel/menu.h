/* menu: the list of lessons as a screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "show/canvas/grid.h"
#include "show/scene.h"

/* `played[i]` and `finished[i]` are the learner's progress in lesson i. */
struct menu {
	const struct catalogue *catalogue;
	const size_t *played;
	const bool *finished;
	size_t chosen;
	bool ascii;
	const char *message;
	const char *missing;
	const struct scene_key *keys;
	size_t key_count;
	bool help; /* the help overlay is open */
};

void menu_draw(const struct menu *menu, struct grid *grid);
