/* explain_events: the words of a scene: what happened besides calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "show/explain/explain.h"
#include "show/explain/life.h"

#include <string.h>

/* The first one stands for all where there is little room: one order to the
 * wire can make every expectation of a beat fail. */
static void add_unmet(struct view *view, struct blocks *blocks,
		      const struct event_check *check, size_t before)
{
	struct buf text = {0};
	if (check->found && *check->found)
		SENTENCE(&text, "unmet", SLOT_TEXT("expected", check->text),
			 SLOT_TEXT("found", check->found));
	else
		SENTENCE(&text, "unmet-nothing",
			 SLOT_TEXT("expected", check->text));
	blocks_add(blocks,
		   (struct block){.rank = before ? BLOCK_EXTRA : BLOCK_NEEDED,
				  .style = STYLE_TROUBLE,
				  .raw = true,
				  .text = buf_keep(&text, &view->arena)});
}

/* The learner's name for it stays; the lesson's calls will say another. */
static void add_alias(struct view *view, struct blocks *blocks,
		      const struct event_alias *alias)
{
	explain_words(blocks, BLOCK_USEFUL, STYLE_LABEL,
		      SENTENCE_KEPT(&view->arena, "the-lesson-calls-this",
				    SLOT_TEXT("name", alias->name)));
}

static void add_life(struct view *view, struct blocks *blocks,
		     const struct event_actor *life)
{
	// At the beginning all actors are born, which is no news.
	if (!view->scene->viewed)
		return;
	// A program starts what it likes; that it ended has to be read.
	bool news = life->phase == ACTOR_ENDED || !life->traced;
	struct buf text = {0};
	life_print(life, &text);
	explain_words(blocks, news ? BLOCK_NEEDED : BLOCK_USEFUL, STYLE_MESSAGE,
		      arena_printf(&view->arena, "%s %s.", life->actor,
				   buf_text(&text)));
	buf_done(&text);
}

/* One that comes many times is told once. */
static void add_signal(struct view *view, struct blocks *blocks,
		       const struct event_signal *signal)
{
	struct buf text = {0};
	buf_printf(&text, "%s ", signal->actor);
	life_print_signal(signal, &text);
	buf_putc(&text, '.');
	const struct actor_view *actor = view_actor(view, signal->actor);
	const char *last =
		blocks->count ? blocks->items[blocks->count - 1].text : "";
	if (strcmp(last, buf_text(&text)) != 0)
		explain_words(blocks,
			      actor && actor->traced ? BLOCK_USEFUL
						     : BLOCK_NEEDED,
			      STYLE_MESSAGE, buf_keep(&text, &view->arena));
	else
		buf_done(&text);
}

void explain_events(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	size_t unmet = 0;
	for (size_t i = scene->begin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind == EVENT_NOTE)
			explain_words(blocks, BLOCK_NEEDED, STYLE_MESSAGE,
				      event->as.note);
		if (event->kind == EVENT_ALIAS)
			add_alias(view, blocks, &event->as.alias);
		if (event->kind == EVENT_ACTOR && scene->is_free)
			add_life(view, blocks, &event->as.actor);
		if (event->kind == EVENT_SIGNAL &&
		    view_is_news(view, i, &event->as.signal))
			add_signal(view, blocks, &event->as.signal);
		if (journal_is_unmet(scene->journal, i, scene->end))
			add_unmet(view, blocks, &event->as.check, unmet++);
	}
	if (unmet > 1)
		explain_words(
			blocks, BLOCK_NEEDED, STYLE_TROUBLE,
			SENTENCE_KEPT(&view->arena,
				      scene->now.paper
					      ? "expectations-in-all-were"
					      : "expectations-in-all-were-not",
				      SLOT_NUMBER("unmet", unmet)));
}
