/* menu: the list of lessons as a screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "show/canvas/grid.h"
#include "show/scene.h"

/* `played[i]` beats of lesson i were played; `states[i]` is the word for one
 * that came to its end, else NULL; `finished` is how many the learner has
 * finished. */
struct menu {
	const struct catalogue *catalogue;
	const size_t *played;
	const char *const *states;
	size_t finished;
	size_t chosen;
	bool ascii;
	const char *message;
	const char *missing;
	const struct scene_key *keys;
	size_t key_count;
	bool help; /* the help overlay is open */
};

void menu_draw(const struct menu *menu, struct grid *grid);
