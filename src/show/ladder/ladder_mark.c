/* ladder_mark: what is no call and no packet, on the ladder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/ladder/ladder_mark.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "show/explain/life.h"

#include <string.h>

static void step_words(const struct event *event, struct buf *out)
{
	const struct event_step *step = &event->as.step;
	SENTENCE(out, "panel-step", SLOT_NUMBER("step", step->step + 1));
	if (step->title)
		buf_printf(out, ": %s", step->title);
}

static void order_words(const struct event *event, struct buf *out)
{
	SENTENCE(out, "panel-the-wire",
		 SLOT_TEXT("order", event->as.order.text));
}

static void command_words(const struct event *event, struct buf *out)
{
	buf_printf(out, "$ %s", event->as.output.command);
}

static void birth_words(const struct event *event, struct buf *out)
{
	const struct event_actor *life = &event->as.actor;
	if (life->parent)
		SENTENCE(out, "panel-pid-forked", SLOT_NUMBER("pid", life->pid),
			 SLOT_TEXT("parent", life->parent));
	else
		SENTENCE(out, "panel-pid", SLOT_NUMBER("pid", life->pid));
}

static void signal_words(const struct event *event, struct buf *out)
{
	life_print_signal(&event->as.signal, out);
}

static void end_words(const struct event *event, struct buf *out)
{
	const struct event_actor *life = &event->as.actor;
	struct arena arena = {0};
	if (life->signal)
		SENTENCE(out, "panel-killed-by",
			 SLOT_TEXT("signal",
				   life_signal_name(life->signal, &arena)));
	else if (life->status >= 0)
		SENTENCE(out, "panel-exited-with-status",
			 SLOT_NUMBER("status", life->status));
	else
		SENTENCE(out, "panel-ended");
	arena_done(&arena);
}

void ladder_mark_words(const struct instant *instant, struct buf *out)
{
	static void (*const words[])(const struct event *, struct buf *) = {
		[INSTANT_STEP] = step_words,
		[INSTANT_ORDER] = order_words,
		[INSTANT_COMMAND] = command_words,
		[INSTANT_BIRTH] = birth_words,
		[INSTANT_SIGNAL] = signal_words,
		[INSTANT_END] = end_words,
	};
	words[instant->kind](instant->event, out);
}

/* The same with a blank on both sides; the caller frees. */
static char *apart(const struct ladder *ladder, size_t index)
{
	struct buf text = {0};
	buf_putc(&text, ' ');
	ladder_mark_words(&ladder->timeline.items[index], &text);
	buf_putc(&text, ' ');
	return buf_take(&text);
}

void ladder_step(const struct ladder *ladder, size_t index, struct area row,
		 struct buf *out)
{
	AUTO_FREE char *text = apart(ladder, index);
	(void)out;
	area_fill(row, 0, 0, row.width, STYLE_PAST, 0x2500);
	area_fit(row, 2, 0, row.width - 2, STYLE_TITLE, text);
}

void ladder_order(const struct ladder *ladder, size_t index, struct area row,
		  struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	AUTO_FREE char *text = apart(ladder, index);
	int width = (int)text_width(text, strlen(text));
	int x = width < row.width ? (row.width - width) / 2 : 0;
	(void)out;
	area_fit(row, x, 0, row.width - x,
		 instant->now ? STYLE_MESSAGE : STYLE_LABEL, text);
}

void ladder_command(const struct ladder *ladder, size_t index, struct area row,
		    struct buf *out)
{
	AUTO_FREE char *text = apart(ladder, index);
	(void)out;
	area_fit(row, 2, 0, row.width - 2, STYLE_CODE, text);
}

/* What befell an actor, at its rail. */
static void draw_at_rail(const struct ladder *ladder, size_t index,
			 struct area row, enum style mark_style,
			 const char *mark, enum style style)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct rail *rail = ladder_rail(ladder, instant->actor, NULL);
	struct buf text = {0};
	if (!rail)
		return;
	ladder_mark_words(instant, &text);
	area_text(row, rail->x, 0, mark_style, mark);
	ladder_text(rail, row, style, buf_text(&text));
	buf_done(&text);
}

static enum style style_of(const struct ladder *ladder, size_t index)
{
	return ladder->timeline.items[index].now ? STYLE_MESSAGE : STYLE_PLAIN;
}

void ladder_birth(const struct ladder *ladder, size_t index, struct area row,
		  struct buf *out)
{
	(void)out;
	draw_at_rail(ladder, index, row, STYLE_KEY, "+",
		     style_of(ladder, index));
}

void ladder_signal(const struct ladder *ladder, size_t index, struct area row,
		   struct buf *out)
{
	(void)out;
	draw_at_rail(ladder, index, row, STYLE_KEY, "!",
		     style_of(ladder, index));
}

void ladder_end(const struct ladder *ladder, size_t index, struct area row,
		struct buf *out)
{
	(void)out;
	draw_at_rail(ladder, index, row, STYLE_TROUBLE, "×", STYLE_ERRNO);
}
