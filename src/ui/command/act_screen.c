/* act_screen: the screen, the keyboard, and a file of the packets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/count.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool act_redraw(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->screen)
		return FAILURE(err, "redraw-plain");
	screen_forget(app->screen);
	return true;
}

bool act_screen(struct app *app, const char *argument, struct err *err)
{
	if (!app->screen)
		return FAILURE(err, "screen-plain",
			       SLOT_TEXT("path", argument));
	app_draw(app);
	struct buf text = {0};
	grid_print(&app->grid, false, &text);
	FILE *file = fopen(argument, "we");
	bool ok = file && fputs(buf_text(&text), file) >= 0;
	if (file && fclose(file) != 0)
		ok = false;
	buf_done(&text);
	if (!ok)
		return FAILURE(err, "write-screen", SLOT_TEXT("path", argument),
			       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

/* The file of --pcap is written at the end, and by nothing else. */
bool act_pcap(struct app *app, const char *argument, struct err *err)
{
	const struct session *session = app->session;
	const char *wanted = app->options->pcap;
	AUTO_FREE char *path =
		argument[0] ? xstrdup(argument)
			    : xprintf("%s.pcapng", session_lesson(session)->id);
	if (text_is(path, wanted))
		return FAILURE(err, "pcap-is-written", SLOT_TEXT("path", path));
	size_t count;
	if (!pcap_write(path, session_journal(session), &count, err))
		return false;
	APP_SAY(app, "reply-packets-written", SLOT_NUMBER("count", count),
		SLOT_TEXT("path", path));
	return true;
}

bool act_key(struct app *app, const char *argument, struct err *err)
{
	uint32_t code;
	if (!key_from_name(str_from(argument), &code, err))
		return false;
	app_press(app, code);
	return true;
}
