/* act_own: what spares typing with calls of one's own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To take a call back is to rewind: no kernel forgets what it did, so a new lab
 * is made in which all before it is done again. A call that is repeated is
 * typed again, so each has a variable of its own where it makes a descriptor,
 * and the next is made when the one before has settled.
 */
#include "ui/command/act_own.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/part/reader.h"
#include "ui/app.h"
#include "ui/command/act_call.h"
#include "ui/command/say.h"
#include "ui/file/actors.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

enum { REPEAT_MOST = 1000 };

/* --- undo ------------------------------------------------------------------
 */

bool act_undo(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	size_t live = session_live(app->session);
	if (!live)
		return FAILURE(err, "undo-nothing");
	if (!session_rewind(app->session, live - 1, err))
		return false;
	session_ask_again(app->session);
	app->packet_cursor = 0;
	app->is_rebuilt = true;
	APP_SAY(app, "reply-taken-back");
	return true;
}

/* --- repeat ----------------------------------------------------------------
 */

/* "3 send(s, "x")": cuts the number off. */
static bool cut_number(struct str *text, long *number, struct err *err)
{
	struct str word = {text->data, 0};
	char *end = NULL;
	(void)str_next_word(text, &word);
	AUTO_FREE char *digits = xprintf("%.*s", (int)word.len, word.data);
	*number = isdigit((unsigned char)digits[0]) ? strtol(digits, &end, 10)
						    : 0;
	if (*number < 1 || *number > REPEAT_MOST || *end)
		return FAILURE(err, "repeat-how",
			       SLOT_NUMBER("most", REPEAT_MOST));
	*text = str_trim(*text);
	return text->len ||
	       FAILURE(err, "repeat-no-call", SLOT_NUMBER("number", *number));
}

bool act_repeat(struct app *app, const char *argument, struct err *err)
{
	struct str call = str_from(argument);
	long number;
	if (!cut_number(&call, &number, err))
		return false;
	struct str actor = {0};
	(void)actors_cut_name(&call, &actor);
	if (!call_check_typed(call, err))
		return false;
	for (long made = 0; made < number && !app->signals.ending; made++) {
		if (!call_run_typed(app, actor, call, err) ||
		    !session_wait(app->session, err))
			return FAILURE_IN(err, "repeat-made",
					  SLOT_NUMBER("made", made),
					  SLOT_NUMBER("most", number));
	}
	return true;
}

/* --- a variable alone ------------------------------------------------------
 */

bool own_tell_variable(struct app *app, struct str line)
{
	if (!app->session)
		return false;
	struct str text = str_trim(line), actor = {0}, variable;
	(void)actors_cut_name(&text, &actor);
	struct reader reader = {.all = text, .rest = text};
	if (!reader_name(&reader, &variable) || reader.rest.len)
		return false;
	const struct journal *journal = session_journal(app->session);
	AUTO_FREE char *name =
		xprintf("%.*s", (int)variable.len, variable.data);
	AUTO_FREE char *named = xprintf("%.*s", (int)actor.len, actor.data);
	const char *owner = actor.len ? named : app_actor(app);
	size_t place = journal_count(journal);
	int64_t num;
	if (!journal_variable(journal, place, owner, name, &num) && !actor.len)
		owner = actors_other_with(journal, owner, name);
	if (!owner || !journal_variable(journal, place, owner, name, &num))
		return false;
	APP_SAY(app, "reply-variable", SLOT_TEXT("variable", name),
		SLOT_TEXT("actor", owner), SLOT_NUMBER("value", num));
	return true;
}
