/* act_stage: what a presenter does: pages, light, and the end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on a presenter's page depends on the screen's size, and several keys
 * can come before the next frame: so the extent of what is shown is asked for
 * where it is needed, by drawing it where nobody sees it.
 */
#include "ui/command/act_stage.h"

#include "base/sentence.h"
#include "ui/app.h"
#include "ui/command/act_room.h"

#include <string.h>

static struct stage_extent measure(struct app *app)
{
	struct stage_extent extent = {.pages = 1};
	struct scene_stage stage;
	struct grid grid;
	int width, height;
	screen_size(app->screen, &width, &height);
	grid_init(&grid, width, height);
	struct scene scene = app_scene(app, &stage);
	stage.is_blank = false;
	stage.extent = &extent;
	scene.overlay = OVERLAY_NONE;
	scene_draw(&scene, &grid);
	grid_done(&grid);
	return extent;
}

/* The page that is shown of the place looked at. */
static int page_now(const struct app *app)
{
	return app->stage.viewed == session_viewed(app->session)
		       ? app->stage.page
		       : 0;
}

void stage_set_page(struct app *app, int page)
{
	app->stage.page = page;
	app->stage.part = app->stage.row = 0;
	app->stage.is_lit = false;
	app->stage.viewed = session_viewed(app->session);
}

bool stage_turn(struct app *app, int by)
{
	if (!app_is_presenting(app) || !app_is_idle(app))
		return false;
	int page = page_now(app) + by, pages = measure(app).pages;
	if (page < 0 || page >= pages)
		return false;
	stage_set_page(app, page);
	return true;
}

bool stage_is_before_question(struct app *app)
{
	return app_is_presenting(app) && page_now(app) + 1 < measure(app).pages;
}

bool stage_next(struct app *app, bool *done, struct err *err)
{
	*done = app_is_presenting(app) && app_is_idle(app);
	if (!*done)
		return false;
	if (stage_turn(app, 1))
		return true;
	bool is_live =
		session_viewed(app->session) == session_live(app->session);
	enum session_state state = session_state(app->session);
	if (is_live && state == SESSION_OVER)
		return FAILURE(err, "talk-at-end",
			       SLOT_TEXT("goto", key_of("goto")),
			       SLOT_TEXT("reset", key_of("reset")));
	*done = is_live && !session_is_free(app->session) &&
		(state == SESSION_ASKING || state == SESSION_TRYING);
	if (*done)
		act_count_followers(app);
	return *done && session_advance(app->session, err);
}

bool act_blank(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app_is_presenting(app))
		return FAILURE(err, "blank-only-present");
	app->stage.is_blank = !app->stage.is_blank;
	return true;
}

static const char *const lights[] = {"next", "up", "down", "off"};

bool act_light(struct app *app, const char *argument, struct err *err)
{
	struct app_stage *stage = &app->stage;
	size_t i = 0;
	while (i < COUNT(lights) && strcmp(argument, lights[i]) != 0)
		i++;
	if (i == COUNT(lights))
		return FAILURE(err, "light-expected",
			       SLOT_TEXT("value", argument));
	if (!app_is_presenting(app))
		return FAILURE(err, "light-only-present");
	if (stage->viewed != session_viewed(app->session))
		stage_set_page(app, 0);
	struct stage_extent extent = measure(app);
	stage->is_lit = true;
	if (i == 0) {
		stage->part = (stage->part + 1) % (extent.parts + 1);
		stage->row = 0;
	} else if (i == 3) {
		stage->part = stage->row = 0;
	} else if (stage->part) {
		int row = stage->row + (i == 1 ? -1 : 1);
		stage->row = row < 0		 ? extent.rows
			     : row > extent.rows ? 0
						 : row;
	}
	return true;
}

/* --- the end ---------------------------------------------------------------
 */

bool stage_asks_end(struct app *app)
{
	if (!app->options->presents || !app->screen ||
	    !screen_is_seen(app->screen))
		return false;
	app->stage.is_leaving = true;
	app->stage.is_blank = false;
	APP_SAY(app, "reply-talk-end");
	return true;
}

bool act_stay(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	app->stage.is_leaving = false;
	return true;
}

bool act_quit_now(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	(void)err;
	return app->ending.quit = true;
}

bool stage_wakes(struct app *app, uint32_t code)
{
	if (app->stage.is_leaving && !key_find_on_stage(code, MOMENT_LEAVING)) {
		struct err err;
		app->message.text[0] = '\0';
		return act_stay(app, "", &err);
	}
	if (!app->stage.is_blank || code == SCREEN_KEY_INTERRUPT)
		return false;
	app->stage.is_blank = false;
	return true;
}
