/* act_view: what is open over a lesson, how far one has moved in it, and in
 * which language calls are shown. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_outline.h"

#include <string.h>

bool act_close(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->overlay)
		return FAILURE(err, "close-nothing");
	return app_show(app, OVERLAY_NONE);
}

bool act_more(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_MORE);
}

bool act_expand(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_EXPAND);
}

bool act_sockets(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_SOCKETS);
}

bool act_terminals(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_WRITTEN);
}

bool act_findings(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_FINDINGS);
}

bool act_packets(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	app_show(app, OVERLAY_PACKETS);
	app->scroll = SCENE_FOLLOW;
	return true;
}

bool act_fields(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_PACKET);
}

bool act_states(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_STATES);
}

/* In the ladder a packet is under the cursor; elsewhere nothing is. */
bool act_choose(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (app->overlay == OVERLAY_OUTLINE)
		return outline_choose(app, err);
	return app_show(app, app->overlay == OVERLAY_PACKETS ? OVERLAY_PACKET
							     : OVERLAY_NONE);
}

bool act_output(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app_show(app, OVERLAY_OUTPUT);
}

bool act_language(struct app *app, const char *argument, struct err *err)
{
	bool to_python = app->notation == NOTATION_C;
	if (argument[0]) {
		to_python = !strcmp(argument, "python");
		if (!to_python && strcmp(argument, "c") != 0)
			return FAILURE(err, "language-expected",
				       SLOT_TEXT("value", argument));
	}
	app->notation = to_python ? NOTATION_PYTHON : NOTATION_C;
	progress_set_language(app->progress, to_python ? "python" : "c");
	return true;
}

/* --- moving: in the menu a choice, over a lesson a scroll ------------------
 */

static const struct {
	const char *word;
	int lines, pages;
} moves[] = {
	{"up", -1, 0},	     {"down", 1, 0},	     {"page-up", 0, -1},
	{"page-down", 0, 1}, {"first", -1000000, 0}, {"last", 1000000, 0},
};

static int clamp(long value, long most)
{
	return (int)(value < 0 ? 0 : value > most ? most : value);
}

bool act_move(struct app *app, const char *argument, struct err *err)
{
	size_t i = 0;
	while (i < COUNT(moves) && strcmp(argument, moves[i].word) != 0)
		i++;
	if (i == COUNT(moves))
		return FAILURE(err, "move-expected",
			       SLOT_TEXT("value", argument));
	// A page leaves some rows in sight.
	int page = app->grid.height > 8 ? app->grid.height - 6 : 2;
	long by = moves[i].lines + (long)moves[i].pages * page;
	app->search.is_row = false;
	if (app->overlay == OVERLAY_OUTLINE) {
		outline_move(app, by);
	} else if (app->session || app->overlay) {
		app->scroll = clamp(app->scroll + by, app->scroll_most);
	} else {
		long most = (long)app->catalogue->count - 1;
		app->chosen = (size_t)clamp((long)app->chosen + by, most);
		app->typed = 0;
	}
	return true;
}
