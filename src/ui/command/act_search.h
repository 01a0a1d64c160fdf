/* act_search: looking for a text in what is open, or in the menu.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"
#include "base/text.h"

struct app;

/* What is searched for in one list. */
struct app_search {
	char *text;  /* NULL: nothing */
	long origin; /* the row from which it is looked for while it is typed */
	long row;    /* that was found last; -1: none, or moved away since */
};

/* Whether the prompt is open for what is to be searched for. */
bool search_is_typed(const struct app *app);

/* Shows the first place that has what is typed so far. */
void search_follow(struct app *app, struct str typed);

/* The prompt was left: all is as it was before it. */
void search_leave(struct app *app);

/* Something else is listed from now on. */
void search_forget(struct app *app);

bool act_search(struct app *app, const char *argument, struct err *err);
bool act_match(struct app *app, const char *argument, struct err *err);
