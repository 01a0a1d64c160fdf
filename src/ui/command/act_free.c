/* act_free: hosts, real programs that are run to their end, the answer to a
 * question at the end of a lesson, and what somebody does who follows a talk:
 * votes, and a lab of their own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The talk stays in app->talk.session while a lab of one's own is looked at,
 * and grows there. What it runs by `sh` would run here, so it is shown first;
 * whoever presses the key again has read it.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lesson/asked.h"
#include "session/again.h"
#include "session/recorded.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <string.h>

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
	const char *word = act_next_word(&rest, &arena);
	const char *name = act_next_word(&rest, &arena);
	const char *addresses = last_words(rest, &arena);
	bool ok;
	if (strcmp(word, "add") != 0 || !name)
		ok = FAILURE(err, "host-add");
	else
		ok = session_add_host(app->session, name, addresses, err);
	app->is_rebuilt = true;
	AUTO_FREE char *said =
		SENTENCE_NEW("say-host", SLOT_TEXT("host", name ? name : ""));
	if (ok)
		app_say(app, "%s", said);
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
		host = act_next_word(&rest, &arena) + 1;
	const char *command = last_words(rest, &arena);
	bool ok = command ? session_run(app->session, host, command, err)
			  : FAILURE(err, "sh-no-command");
	arena_done(&arena);
	return ok;
}

/* --- a question at the end -------------------------------------------------
 */

/* The beat whose end is looked at, when it is a recall; else NULL. */
static const struct beat *seen_recall(const struct app *app)
{
	size_t viewed = session_viewed(app->session);
	size_t beats = session_beats(app->session, viewed);
	if (!beats || !lesson_beats(session_lesson(app->session)))
		return NULL;
	const struct beat *beat = app_beat(app, beats - 1);
	return beat && beat->kind == BEAT_RECALL ? beat : NULL;
}

void act_note_recall(struct app *app, const struct beat *recall, bool knew)
{
	const struct lesson *lesson = app->lesson;
	int number = lesson_recall_number(lesson, recall);
	time_t due =
		progress_note_recall(app->progress, lesson->id, number, knew);
	AUTO_FREE char *when = recall_when(due, time(NULL));
	app_say(app, "%s", when);
}

static bool judge(struct app *app, bool knew, struct err *err)
{
	const struct beat *beat = seen_recall(app);
	const struct slot command =
		SLOT_TEXT("command", knew ? "knew" : "missed");
	if (beat && beat->prediction)
		return FAILURE(err, "judged-a-letter", command);
	if (!beat)
		return FAILURE(err, "judged-nothing", command);
	if (session_is_recorded(app->session) || app->options->presents)
		return FAILURE(err, "judged-elsewhere", command);
	act_note_recall(app, beat, knew);
	return true;
}

bool act_knew(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return judge(app, true, err);
}

bool act_missed(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return judge(app, false, err);
}

bool act_recall(struct app *app, const char *argument, struct err *err)
{
	const struct beat *next = app_next_beat(app);
	if (!next || next->kind != BEAT_RECALL || next->prediction)
		return FAILURE(err, "recall-nothing");
	if (!session_next(app->session, err))
		return false;
	AUTO_FREE char *said = SENTENCE_NEW(
		"say-you-said",
		SLOT_TEXT("words", argument[0] ? argument
					       : sentence_text("say-nothing")));
	app_say(app, "%s", said);
	return true;
}

/* --- a talk that is followed -----------------------------------------------
 */

bool act_vote_from_afar(struct app *app, int choice, struct err *err)
{
	const struct scene scene = app_seen(app);
	size_t step, beat;
	if (!scene.now.asking)
		return FAILURE(err, "answer-nothing-now");
	lesson_beat_at(scene.lesson, scene.beats, &step, &beat);
	const struct prediction *prediction =
		scene.lesson->steps[step].beats[beat].prediction;
	if (asked_in_words(prediction))
		return FAILURE(err, "answer-by-room");
	if (!asked_has_option(prediction, choice, err))
		return false;
	follow_vote(app->talk.follow, (int)step, (int)beat,
		    choice < 0 ? -1 : prediction->options[choice].place);
	AUTO_FREE char *letter = xprintf("%c", choice < 0 ? '?' : 'a' + choice);
	AUTO_FREE char *said =
		SENTENCE_NEW("say-vote", SLOT_TEXT("letter", letter));
	app_say(app, "%s", said);
	return true;
}

/* Whether there is nothing to be asked, or these very commands were shown. */
static bool may_run(struct app *app)
{
	struct buf commands = {0}, text = {0};
	app_list_commands(app, &commands);
	struct str all = {buf_text(&commands), commands.len}, line;
	uint64_t digest = lesson_digest(all);
	bool may = !all.len || digest == app->talk.agreed;
	app->talk.agreed = digest;
	if (!may) {
		SENTENCE_LINE(&text, "", "\n\n", "say-talk-commands",
			      SLOT_TEXT("key", key_of("take")));
		while (str_next_line(&all, &line)) {
			buf_puts(&text, "  ");
			text_show(&text, line.data, line.len, SIZE_MAX);
			buf_putc(&text, '\n');
		}
		app_tell(app, sentence_text("head-talk-commands"), &text);
	}
	buf_done(&commands);
	return may;
}

bool act_take(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	const struct session_options options = {.ending = &app->signals.ending,
						.by_calls = true};
	if (!app->talk.follow)
		return FAILURE(err, "take-no-talk");
	if (app->talk.session)
		return FAILURE(err, "take-own-lab");
	if (!may_run(app))
		return true;
	struct session *own =
		session_again(app->session, app->loop, &options, err);
	if (!own)
		return FAILURE_IN(err, "no-own-lab");
	app->talk.session = app->session;
	app_look_at(app, own);
	AUTO_FREE char *said =
		SENTENCE_NEW("say-own-lab", SLOT_TEXT("key", key_of("talk")));
	app_say(app, "%s", said);
	return true;
}

bool act_talk(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!app->talk.session)
		return FAILURE(err, "talk-no-own-lab");
	app_come_back(app);
	return app_look_live(app, err);
}
