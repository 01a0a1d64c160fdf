/* app_screen: what a key or a click means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/app.h"
#include "ui/command/act_stage.h"

/* A click on a packet chooses it. */
static void click(struct app *app, int row)
{
	if (!app->session || row >= app->grid.height ||
	    !app->grid.row_packets[row])
		return;
	AUTO_FREE char *line = xprintf("packet %u", app->grid.row_packets[row]);
	app_run_command(app, line);
}

const struct key *app_find_key(const struct app *app, uint32_t code,
			       enum moment moment)
{
	return app->options->presents ? key_find_on_stage(code, moment)
				      : key_find(code, moment);
}

void app_press(struct app *app, uint32_t code)
{
	app->frames.is_touched = true;
	if (stage_wakes(app, code))
		return;
	if (code >= SCREEN_KEY_CLICK) {
		click(app, (int)(code - SCREEN_KEY_CLICK));
		return;
	}
	if (app->typing.prompt.is_open) {
		app_type(app, code);
		return;
	}
	enum moment moment = app_moment(app);
	// A question that the room does not see yet takes no votes.
	if ((moment == MOMENT_ASKING || moment == MOMENT_FILLING) &&
	    stage_is_before_question(app))
		moment = MOMENT_READY;
	const struct key *key = app_find_key(app, code, moment);
	if (key)
		app_run_command(app, key->command);
}
