/* act_socket: a look at one socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/act_socket.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "ui/app.h"
#include "ui/command/act_call.h"
#include "ui/file/actors.h"

#include <inttypes.h>
#include <string.h>

/* The descriptor that the call made, or else the one it was about; -1 for
 * none. */
static int64_t fd_of(const struct event_call *event)
{
	const struct call *call = &event->call;
	int arg = call_fd_arg(call);
	bool is_made = call_can_make_fd(call) && event->phase == CALL_RETURN &&
		       call->result.value >= 0;
	if (is_made)
		return call->result.value;
	return arg >= 0 ? call->args[arg].num : -1;
}

static bool look_at_last(struct app *app, struct err *err)
{
	const struct journal *journal = session_journal(app->session);
	const struct event_call *last =
		journal_last_call(journal, 0, journal_count(journal), NULL);
	int64_t fd = last ? fd_of(last) : -1;
	if (fd < 0)
		return FAILURE(err, last ? "socket-of-none" : "socket-no-call");
	AUTO_FREE char *number = xprintf("%" PRId64, fd);
	return session_inspect(app->session, last->actor, number, err);
}

/* Who has the variable: the actor whose calls are made, or the first other. */
static const char *owner_of(const struct app *app, const char *variable)
{
	const struct journal *journal = session_journal(app->session);
	const char *actor = app_actor(app), *other;
	int64_t num;
	if (journal_variable(journal, journal_count(journal), actor, variable,
			     &num))
		return actor;
	other = actors_other_with(journal, actor, variable);
	return other ? other : actor;
}

bool act_socket(struct app *app, const char *argument, struct err *err)
{
	struct str rest = str_from(argument), first, second;
	bool ok;
	if (!str_next_word(&rest, &first)) {
		ok = look_at_last(app, err);
	} else if (!str_next_word(&rest, &second)) {
		ok = session_inspect(app->session, owner_of(app, argument),
				     argument, err);
	} else {
		AUTO_FREE char *actor =
			xprintf("%.*s", (int)first.len, first.data);
		AUTO_FREE char *what =
			xprintf("%.*s", (int)second.len, second.data);
		ok = session_inspect(app->session, actor, what, err);
	}
	if (!ok)
		return false;
	app->overlay = OVERLAY_SOCKET;
	search_forget(&app->search);
	app->scroll = 0;
	return true;
}
