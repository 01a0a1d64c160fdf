/* act_room: what the room says: hands that are counted, and followers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/act_room.h"

#include "base/sentence.h"
#include "ui/app.h"

#include <string.h>

/* --- followers -------------------------------------------------------------
 */

void act_count_followers(struct app *app)
{
	struct err err;
	unsigned all;
	if (!app->talk.share || session_state(app->session) != SESSION_ASKING)
		return;
	const unsigned *counts = share_votes(app->talk.share, &all);
	const struct prediction *prediction = app_next_beat(app)->prediction;
	for (int i = -1; all && i < (int)prediction->option_count; i++) {
		unsigned count = counts[i < 0 ? LESSON_OPTIONS_MAX
					      : prediction->options[i].place];
		if (count != session_votes(app->session, VOTE_FOLLOWERS, i))
			session_vote(app->session, VOTE_FOLLOWERS, i, count,
				     &err);
	}
}

bool act_votes(struct app *app, const char *argument, struct err *err)
{
	unsigned all;
	(void)argument;
	if (!app->talk.share || session_state(app->session) != SESSION_ASKING)
		return FAILURE(err, "votes-nothing");
	share_votes(app->talk.share, &all);
	if (!all)
		app_say(app, "%s", sentence_text("say-no-vote"));
	app->stage.counted = app_beats(app) + 1;
	act_count_followers(app);
	return true;
}

/* Those of another question are not wanted. */
void act_tell_votes(struct app *app)
{
	size_t step, beat;
	if (!app->talk.share || !app->session ||
	    session_state(app->session) != SESSION_ASKING)
		return;
	lesson_beat_at(session_lesson(app->session), app_beats(app), &step,
		       &beat);
	share_ask(app->talk.share, (int)step, (int)beat);
	if (app->stage.counted == app_beats(app) + 1)
		act_count_followers(app);
}

bool act_room(struct app *app, const char *argument, struct err *err)
{
	struct buf text = {0};
	(void)argument;
	if (!app->talk.share)
		return FAILURE(err, "talk-not-shared");
	share_print_all(app->talk.share, &text);
	app_tell(app, sentence_text("say-how-to-follow"), &text);
	return true;
}

void act_say_room(struct app *app)
{
	struct buf text = {0};
	share_print(app->talk.share, &text);
	app_say(app, "%s", buf_text(&text));
	buf_done(&text);
}

void act_print_voters(const struct app *app, struct buf *out)
{
	unsigned all;
	const char *trouble = share_trouble(app->talk.share);
	bool is_asked = session_state(app->session) == SESSION_ASKING;
	if (!trouble && !is_asked)
		return;
	SENTENCE_LINE(out, "# ", "\n", "head-followers");
	if (trouble)
		buf_printf(out, "%s\n", trouble);
	share_votes(app->talk.share, &all);
	if (is_asked)
		SENTENCE_LINE(out, "", "\n", "say-voted",
			      SLOT_NUMBER("count", all));
}

void act_print_room(const struct app *app, struct buf *out)
{
	SENTENCE_LINE(out, "# ", "\n", "head-how-to-follow");
	share_print_all(app->talk.share, out);
}

/* --- votes -----------------------------------------------------------------
 */

enum { TYPED_MOST = 9999 };

/* An option's number, LESSON_OPTIONS_MAX for those who do not know. */
static bool read_option(const char *word, size_t count, size_t *option)
{
	bool is_letter = word[0] >= 'a' && word[0] < 'a' + (int)count;
	*option = is_letter ? (size_t)(word[0] - 'a') : LESSON_OPTIONS_MAX;
	return (is_letter || word[0] == '?') && !word[1];
}

/* The same as a session has it. */
static int option_of(size_t option)
{
	return option < LESSON_OPTIONS_MAX ? (int)option : -1;
}

static bool change_votes(unsigned *votes, const char *word)
{
	bool is_digit = word[0] >= '0' && word[0] <= '9' && !word[1];
	if (is_digit && *votes * 10 <= TYPED_MOST)
		*votes = *votes * 10 + (unsigned)(word[0] - '0');
	if (!strcmp(word, "back"))
		*votes /= 10;
	return is_digit || !strcmp(word, "back");
}

bool act_count_vote(unsigned *votes, size_t *voting, size_t options,
		    const char *word)
{
	size_t option;
	if (!read_option(word, options, &option))
		return change_votes(&votes[*voting], word);
	*voting = option;
	votes[option] = 0;
	return true;
}

/* Votes are of the question that is asked now; the journal has them. */
bool act_vote(struct app *app, const char *argument, struct err *err)
{
	struct app_stage *stage = &app->stage;
	unsigned votes[SCENE_VOTES] = {0};
	if (!app_is_presenting(app) ||
	    session_state(app->session) != SESSION_ASKING)
		return FAILURE(err, "vote-nothing");
	size_t options = app_next_beat(app)->prediction->option_count;
	size_t asked = app_beats(app) + 1;
	size_t voting = stage->voted == asked ? stage->voting : 0;
	for (size_t i = 0; i < SCENE_VOTES; i++)
		votes[i] =
			session_votes(app->session, VOTE_HANDS, option_of(i));
	if (!act_count_vote(votes, &voting, options, argument))
		return FAILURE(err, "vote-expected",
			       SLOT_TEXT("value", argument));
	stage->voted = asked;
	stage->voting = voting;
	return session_vote(app->session, VOTE_HANDS, option_of(voting),
			    votes[voting], err);
}
