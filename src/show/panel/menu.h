/* menu: the list of lessons as a screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "show/canvas/grid.h"
#include "show/scene.h"

/* `played[i]` beats of lesson i were played; `states[i]` is the word for one
 * that came to its end, else NULL; `finished` is how many lessons the learner
 * has finished, and `solved` how many exercises. */
struct menu {
	const struct catalogue *catalogue;
	const size_t *played;
	const char *const *states;
	size_t finished, solved;
	size_t chosen;
	bool ascii;
	const char *message;
	const char *missing;
	const struct scene_key *keys;
	size_t key_count;
	bool help;		  /* the help overlay is open */
	const char *title, *text; /* of a text over the list; NULL: none */
	int scroll;		  /* of that */
	int room;		  /* rows left free above the last, for a
				   * prompt */
	const char *sought;	  /* what is marked in all that, or NULL */
};

/* Returns the most that what is open over the list can be scrolled by. */
int menu_draw(const struct menu *menu, struct grid *grid);

/* Begins `all` with the rows of what is open over the list, as wide as on a
 * screen of that width; of the list itself one for each lesson, with what can
 * be read of it. */
void menu_rows(const struct menu *menu, int width, struct grid *all);
