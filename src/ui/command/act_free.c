/* act_free: hosts, and real programs that are run to their end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <string.h>

/* Cuts one word off; NULL when nothing is left. It lives in `arena`. */
static const char *next_word(struct str *rest, struct arena *arena)
{
	struct str word;
	return str_next_word(rest, &word)
		       ? arena_strndup(arena, word.data, word.len)
		       : NULL;
}

/* The rest of the words, NULL for none. */
static const char *last_words(struct str rest, struct arena *arena)
{
	rest = str_trim(rest);
	return rest.len ? arena_strndup(arena, rest.data, rest.len) : NULL;
}

/* --- hosts and programs ----------------------------------------------------
 */

bool act_host(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *word = next_word(&rest, &arena);
	const char *name = next_word(&rest, &arena);
	const char *addresses = last_words(rest, &arena);
	bool ok;
	if (strcmp(word, "add") != 0 || !name)
		ok = err_set(err, "host: expected add NAME ADDRESS..., such as "
				  "host add far 10.0.0.3/24");
	else
		ok = session_add_host(app->session, name, addresses, err);
	app->is_rebuilt = true;
	if (ok)
		app_say(app,
			"host %s is there; everything was done again in a lab "
			"that has it. actor add NAME %s puts a process on it",
			name, name);
	arena_done(&arena);
	return ok;
}

/* "sh @HOST COMMAND" or "sh COMMAND". */
bool act_sh(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *host = NULL;
	if (argument[0] == '@')
		host = next_word(&rest, &arena) + 1;
	const char *command = last_words(rest, &arena);
	bool ok = command ? session_run(app->session, host, command, err)
			  : err_set(err, "sh: a command is missing");
	arena_done(&arena);
	return ok;
}
