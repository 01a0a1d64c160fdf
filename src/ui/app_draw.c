/* draw: the app's state as a scene or a menu, and that as a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "show/menu.h"
#include "ui/act_wire.h"
#include "ui/app.h"

/* The grid as large as the screen, and blank. */
static void prepare_grid(struct app *app)
{
	int width, height;
	screen_size(app->screen, &width, &height);
	if (app->grid.width == width && app->grid.height == height) {
		grid_clear(&app->grid);
		return;
	}
	grid_done(&app->grid);
	grid_init(&app->grid, width, height);
}

/* What stands on the message line: what is typed before what was said. */
static const char *message_of(const struct app *app, struct buf *prompt)
{
	if (app->prompt.is_open) {
		prompt_print(&app->prompt, prompt);
		return buf_text(prompt);
	}
	return app->message.text[0] ? app->message.text : NULL;
}

static void draw_menu(struct app *app, const struct scene_key *keys,
		      size_t key_count)
{
	size_t count = app->catalogue->count;
	AUTO_FREE size_t *played = xcalloc(count, sizeof(*played));
	AUTO_FREE bool *finished = xcalloc(count, sizeof(*finished));
	for (size_t i = 0; i < count; i++) {
		const char *id = app->catalogue->lessons[i]->id;
		played[i] = progress_beats(app->progress, id);
		finished[i] = progress_is_finished(app->progress, id);
	}
	const struct menu menu = {
		.catalogue = app->catalogue,
		.played = played,
		.finished = finished,
		.chosen = app->chosen,
		.ascii = !screen_has_utf8(),
		.message = app->message.text[0] ? app->message.text : NULL,
		.missing = app->catalogue->faulty_count
				   ? app->catalogue->faulty[0]
				   : NULL,
		.keys = keys,
		.key_count = key_count,
		.help = app->overlay == OVERLAY_HELP,
	};
	menu_draw(&menu, &app->grid);
}

static void draw_lesson(struct app *app, const struct scene_key *keys,
			size_t key_count)
{
	const struct session *session = app->session;
	enum session_state state = session_state(session);
	size_t viewed = session_viewed(session);
	struct buf prompt = {0};
	struct scene scene = {
		.lesson = session_lesson(session),
		.journal = session_journal(session),
		.viewed = viewed,
		.live = session_live(session),
		.busy = state == SESSION_BUSY,
		.asking = state == SESSION_ASKING,
		.broken =
			state == SESSION_BROKEN ? session_loss(session) : NULL,
		.answer = viewed ? session_answer_of(session, viewed - 1) : -2,
		.notation = app->notation,
		.ascii = !screen_has_utf8(),
		.overlay = app->overlay,
		.scroll = app->scroll,
		.scrolled = &app->scroll,
		.packet_cursor = wire_cursor(app),
		.message = message_of(app, &prompt),
		.missing = session_missing(session),
		.keys = keys,
		.key_count = key_count,
	};
	session_view(session, &scene.begin, &scene.end);
	app->scroll_most = scene_draw(&scene, &app->grid);
	buf_done(&prompt);
}

void app_draw(struct app *app)
{
	size_t count;
	keys_table(&count);
	AUTO_FREE struct scene_key *keys = xcalloc(count, sizeof(*keys));
	count = keys_list(app_moment(app), !app->session, app->notation,
			  !screen_has_utf8(), keys);
	prepare_grid(app);
	if (app->session)
		draw_lesson(app, keys, count);
	else
		draw_menu(app, keys, count);
	bool shows_packets =
		app->overlay == OVERLAY_PACKETS || app->overlay == OVERLAY_NONE;
	screen_take_clicks(app->screen, shows_packets && wire_is_holding(app));
	screen_show(app->screen, &app->grid);
}
