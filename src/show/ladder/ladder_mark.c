/* ladder_mark: what is no call and no packet, on the ladder.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/ladder/ladder_mark.h"

#include "show/explain/life.h"

#include <string.h>

void ladder_step(const struct ladder *ladder, size_t index, struct area row,
		 struct buf *out)
{
	const struct event_step *step =
		&ladder->timeline.items[index].event->as.step;
	struct buf text = {0};
	(void)out;
	buf_printf(&text, " step %d", step->step + 1);
	if (step->title)
		buf_printf(&text, ": %s", step->title);
	buf_putc(&text, ' ');
	area_fill(row, 0, 0, row.width, STYLE_PAST, 0x2500);
	area_fit(row, 2, 0, row.width - 2, STYLE_TITLE, buf_text(&text));
	buf_done(&text);
}

void ladder_order(const struct ladder *ladder, size_t index, struct area row,
		  struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	char *text = xprintf(" the wire: %s ", instant->event->as.order.text);
	int width = (int)text_width(text, strlen(text));
	int x = width < row.width ? (row.width - width) / 2 : 0;
	(void)out;
	area_fit(row, x, 0, row.width - x,
		 instant->now ? STYLE_MESSAGE : STYLE_LABEL, text);
	free(text);
}

void ladder_command(const struct ladder *ladder, size_t index, struct area row,
		    struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	char *text = xprintf(" $ %s ", instant->event->as.output.command);
	(void)out;
	area_fit(row, 2, 0, row.width - 2, STYLE_CODE, text);
	free(text);
}

/* What befell an actor, at its rail. */
static void draw_at_rail(const struct ladder *ladder, size_t index,
			 struct area row, const char *mark, const char *text)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct rail *rail = ladder_rail(ladder, instant->actor, NULL);
	if (!rail)
		return;
	area_text(row, rail->x, 0, STYLE_KEY, mark);
	ladder_text(rail, row, instant->now ? STYLE_MESSAGE : STYLE_PLAIN,
		    text);
}

void ladder_birth(const struct ladder *ladder, size_t index, struct area row,
		  struct buf *out)
{
	const struct event_actor *life =
		&ladder->timeline.items[index].event->as.actor;
	char *text = life->parent ? xprintf("pid %d, forked from %s", life->pid,
					    life->parent)
				  : xprintf("pid %d", life->pid);
	(void)out;
	draw_at_rail(ladder, index, row, "+", text);
	free(text);
}

void ladder_signal(const struct ladder *ladder, size_t index, struct area row,
		   struct buf *out)
{
	struct buf text = {0};
	(void)out;
	life_print_signal(&ladder->timeline.items[index].event->as.signal,
			  &text);
	draw_at_rail(ladder, index, row, "!", buf_text(&text));
	buf_done(&text);
}

void ladder_end(const struct ladder *ladder, size_t index, struct area row,
		struct buf *out)
{
	const struct instant *instant = &ladder->timeline.items[index];
	const struct event_actor *life = &instant->event->as.actor;
	const struct rail *rail = ladder_rail(ladder, instant->actor, NULL);
	(void)out;
	if (!rail)
		return;
	struct arena arena = {0};
	const char *text = "ended";
	if (life->signal)
		text = arena_printf(&arena, "killed by %s",
				    life_signal_name(life->signal, &arena));
	else if (life->status >= 0)
		text = arena_printf(&arena, "exited with status %d",
				    life->status);
	area_text(row, rail->x, 0, STYLE_TROUBLE, "×");
	ladder_text(rail, row, STYLE_ERRNO, text);
	arena_done(&arena);
}
