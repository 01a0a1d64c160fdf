/* act_outline: the steps of a lesson, and going to one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/act_outline.h"

#include "base/mem.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_stage.h"

/* The step that the viewed place is in. */
static size_t step_now(const struct app *app)
{
	size_t beats =
		session_beats(app->session, session_viewed(app->session));
	size_t step = 0, beat;
	if (beats)
		lesson_beat_at(session_lesson(app->session), beats - 1, &step,
			       &beat);
	return step;
}

bool act_outline(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!session_lesson(app->session)->step_count)
		return act_goto(app, "", err);
	app->stage.step = step_now(app);
	return app_show(app, OVERLAY_OUTLINE);
}

void outline_move(struct app *app, long by)
{
	long most = (long)session_lesson(app->session)->step_count - 1;
	long at = (long)app->stage.step + by;
	app->stage.step = (size_t)(at < 0 ? 0 : at > most ? most : at);
}

bool outline_choose(struct app *app, struct err *err)
{
	AUTO_FREE char *number = xprintf("%zu", app->stage.step + 1);
	app_show(app, OVERLAY_NONE);
	stage_set_page(app, 0);
	return act_goto(app, number, err);
}
