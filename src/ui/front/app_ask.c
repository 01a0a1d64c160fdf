/* app_ask: opening and closing the prompt.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "ui/app.h"

void app_open_prompt(struct app *app, const char *label, const char *text)
{
	app->typing.prompt.history = app->typing.history;
	app->typing.prompt.help = &app->typing.help;
	prompt_open(&app->typing.prompt, label, text);
}

void app_close_prompt(struct app *app)
{
	struct str rest = {app->typing.prompt.typed.data,
			   app->typing.prompt.typed.len};
	if (rest.len) {
		rest.data += app->typing.prompt.read;
		rest.len -= app->typing.prompt.read;
	}
	uint32_t key;
	while (rest.len && app->typing.key_count < APP_KEYS_MOST &&
	       screen_cut_key(&rest, &key))
		app->typing.keys[app->typing.key_count++] = key;
	loop_timer_clear(app->loop, &app->typing.escape);
	prompt_close(&app->typing.prompt);
}

void app_type(struct app *app, uint32_t code)
{
	struct buf bytes = {0};
	screen_key_bytes(code, &bytes);
	prompt_type(&app->typing.prompt, buf_text(&bytes), bytes.len);
	buf_done(&bytes);
}

void app_label_prompt(struct app *app)
{
	// A traced program makes calls of its own, and none that is typed.
	const char *actor =
		app_is_shell(app) || !app_is_free(app) ? app_actor(app) : "";
	AUTO_FREE char *text = xprintf("%s: ", actor);
	prompt_set_label(&app->typing.prompt, text);
}

bool app_ask(struct app *app, const char *text, struct err *err)
{
	if (!app->screen)
		return FAILURE(err, "no-screen-for-line");
	app_open_prompt(app, "", text);
	app_label_prompt(app);
	return true;
}
