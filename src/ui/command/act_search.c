/* act_search: looking for a text in what is open, or in the menu.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every list is searched in the same way: its rows are drawn where nobody sees
 * them (app_rows()), and the number of the row that has the text is what the
 * list is scrolled by or, where it has a cursor, what is put under that. While
 * the text is typed, the list follows it.
 */
#include "ui/command/act_search.h"

#include "base/mem.h"
#include "show/canvas/search.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <string.h>

static const char command[] = "search ";

/* --- where the list stands -------------------------------------------------
 */

static bool has_list(const struct app *app)
{
	return app->screen && (app->overlay || !app->session);
}

static long row_now(const struct app *app)
{
	if (app->overlay == OVERLAY_OUTLINE)
		return (long)app->stage.step;
	return app->overlay ? app->scroll : (long)app->chosen;
}

static void go(struct app *app, long row)
{
	if (app->overlay == OVERLAY_OUTLINE)
		app->stage.step = (size_t)row;
	else if (app->overlay)
		app->scroll = (int)row;
	else
		app->chosen = (size_t)row;
}

/* --- finding ---------------------------------------------------------------
 */

static void tell(struct app *app, const struct search_hit *hit)
{
	const char *text = app->search.text;
	if (hit->row < 0)
		app_say(app, "nothing here has \"%s\"", text);
	else
		app_say(app, "\"%s\": %zu of %zu", text, hit->nth, hit->count);
}

/* Goes to the first row that has the text from `from` on. */
static bool find(struct app *app, long from, int step)
{
	struct grid all;
	app_rows(app, &all);
	struct search_hit hit = search_rows(&all, app->search.text, from, step);
	grid_done(&all);
	app->search.row = hit.row;
	if (hit.row >= 0)
		go(app, hit.row);
	tell(app, &hit);
	return hit.row >= 0;
}

static void set_text(struct app *app, struct str text)
{
	free(app->search.text);
	app->search.text =
		text.len ? xprintf("%.*s", (int)text.len, text.data) : NULL;
}

/* --- while it is typed -----------------------------------------------------
 */

bool search_is_typed(const struct app *app)
{
	const char *own = app->prompt.command;
	return app->prompt.is_open && own && !strcmp(own, command);
}

void search_follow(struct app *app, struct str typed)
{
	const char *now = app->search.text ? app->search.text : "";
	if (str_is(typed, now))
		return;
	set_text(app, typed);
	app->message.text[0] = '\0';
	if (!app->search.text || !find(app, app->search.origin, 1))
		go(app, app->search.origin);
}

void search_leave(struct app *app)
{
	go(app, app->search.origin);
	search_forget(app);
}

void search_forget(struct app *app)
{
	set_text(app, (struct str){0});
	app->search.row = -1;
}

/* --- commands --------------------------------------------------------------
 */

static bool fail_empty(struct err *err)
{
	return err_set(err,
		       "search: nothing is open that could be searched; "
		       "%s lists the keys that open something",
		       key_of("help"));
}

bool act_search(struct app *app, const char *argument, struct err *err)
{
	if (!app->screen)
		return err_set(err, "search: in plain mode there is no screen; "
				    "what is printed is all there is");
	if (!has_list(app))
		return fail_empty(err);
	bool is_typed = search_is_typed(app);
	if (!is_typed)
		app->search.origin = row_now(app);
	if (!argument[0]) {
		app_open_prompt(app, "search: ", "");
		app->prompt.command = command;
		app->prompt.about =
			"Enter stays here, where n and N go on and back; "
			"Esc leaves";
		return true;
	}
	set_text(app, str_from(argument));
	find(app, app->search.origin, 1);
	return true;
}

bool act_match(struct app *app, const char *argument, struct err *err)
{
	bool is_next = !strcmp(argument, "next");
	if (!is_next && strcmp(argument, "previous") != 0)
		return err_set(err, "match %s: expected next or previous",
			       argument);
	if (!has_list(app))
		return fail_empty(err);
	if (!app->search.text)
		return err_set(err,
			       "match: nothing was searched for yet: %s "
			       "does that",
			       key_of("search"));
	int step = is_next ? 1 : -1;
	bool is_there = app->search.row >= 0;
	find(app, is_there ? app->search.row + step : row_now(app), step);
	return true;
}
