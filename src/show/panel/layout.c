/* layout: which panels there are, and how many rows each of them gets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every panel says what it cannot do without, what shows all of the viewed
 * beat, what helps to understand it, and what it could fill. Rows are handed
 * out in that order: first to every panel its least, which for the words is
 * all that must be read, then to what changed and the packets of the beat, then
 * to sockets that the words may point at, to calls before and behind, and last
 * to what is left. A panel that has nothing to show of the viewed beat (least
 * 0) goes when there is no room.
 */
#include "show/panel/layout.h"

/* What programs wrote is among the words as well: a panel of its own is for
 * larger screens. */
enum { EARLIER_LEAST = 3, WRITTEN_HEIGHT = 30 };

static void add(struct layout *layout, struct view *view, enum panel_id id,
		int width)
{
	layout->places[layout->count++] = (struct place){
		.id = id,
		.rows = panel_get(id)->rows(view, width),
	};
}

static struct place *find(struct layout *layout, enum panel_id id)
{
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->places[i].id == id)
			return &layout->places[i];
	}
	return NULL;
}

static void drop(struct layout *layout, const struct place *place)
{
	size_t at = (size_t)(place - layout->places);
	layout->count--;
	for (size_t i = at; i < layout->count; i++)
		layout->places[i] = layout->places[i + 1];
}

/* Rows left after every panel has its least. Panels that can go are not
 * counted yet. */
static int take_least(struct layout *layout, int height)
{
	for (size_t i = 0; i < layout->count; i++) {
		struct place *place = &layout->places[i];
		place->height = place->rows.least;
		if (place->height)
			height -= place->height + 1;
	}
	return height;
}

static void grow(struct place *place, int to, int *spare)
{
	if (!place || to <= place->height)
		return;
	int more = to - place->height;
	more = more < *spare ? more : *spare;
	place->height += more;
	*spare -= more;
}

/* Takes `missing` rows away: first those of calls that come later, and the
 * words last. */
static void shrink(struct layout *layout, int missing)
{
	static const enum panel_id order[] = {PANEL_CODE,    PANEL_OUTPUT,
					      PANEL_WRITTEN, PANEL_WIRE,
					      PANEL_KERNEL,  PANEL_WORDS};
	for (size_t i = 0; i < COUNT(order) && missing > 0; i++) {
		struct place *place = find(layout, order[i]);
		if (!place)
			continue;
		int keep = place->id == PANEL_KERNEL ? 2 : 1;
		int take = place->height - keep;
		take = take < missing ? take : missing;
		if (take > 0) {
			place->height -= take;
			missing -= take;
		}
	}
}

/* The panels that would have to show nothing: each costs a border too. */
static int open_optional(struct layout *layout, int spare)
{
	for (size_t i = layout->count; i > 0; i--) {
		struct place *place = &layout->places[i - 1];
		if (place->height)
			continue;
		if (spare >= 2) {
			place->height = 1;
			spare -= 2;
		} else {
			drop(layout, place);
		}
	}
	return spare;
}

/* Words grow by whole paragraphs, by as many as there is room for. */
static void grow_words(struct layout *layout, struct view *view, int to,
		       int *spare)
{
	struct place *words = find(layout, PANEL_WORDS);
	int most = words->height + *spare;
	if (to > most)
		to = panel_get(PANEL_WORDS)->fitting(view, layout->width, most);
	grow(words, to, spare);
}

static void hand_out(struct layout *layout, struct view *view, int spare)
{
	static const enum panel_id order[] = {PANEL_KERNEL, PANEL_WIRE,
					      PANEL_OUTPUT, PANEL_WRITTEN};
	const struct place *words = find(layout, PANEL_WORDS);
	int wish = words->rows.wish, most = words->rows.most;
	for (size_t i = 0; i < COUNT(order); i++) {
		struct place *place = find(layout, order[i]);
		if (place && place->height)
			grow(place, place->rows.wish, &spare);
	}
	struct place *kernel = find(layout, PANEL_KERNEL);
	if (kernel->height)
		grow(kernel, kernel->rows.good, &spare);
	grow_words(layout, view, wish, &spare);
	struct place *code = find(layout, PANEL_CODE);
	grow(code, code ? code->rows.wish : 0, &spare);
	spare = open_optional(layout, spare);
	static const enum panel_id last_order[] = {PANEL_KERNEL, PANEL_OUTPUT,
						   PANEL_CODE, PANEL_WRITTEN,
						   PANEL_WIRE};
	for (size_t i = 0; i < COUNT(last_order); i++) {
		struct place *place = find(layout, last_order[i]);
		// A row or two of earlier packets tell nothing.
		if (last_order[i] == PANEL_WIRE && spare < EARLIER_LEAST)
			break;
		grow(place, place ? place->rows.most : 0, &spare);
		if (i == 0)
			grow_words(layout, view, most, &spare);
	}
	struct place *last = &layout->places[layout->count - 1];
	last->height += spare;
}

struct layout layout_make(struct view *view, int width, int height, bool small)
{
	struct layout layout = {.width = width};
	bool command = view->output ||
		       (view->beat && view->beat->kind == BEAT_COMMAND);
	if (!small)
		add(&layout, view, PANEL_CODE, width);
	add(&layout, view, PANEL_KERNEL, width);
	if (command)
		add(&layout, view, PANEL_OUTPUT, width);
	else if (!small)
		add(&layout, view, PANEL_WIRE, width);
	if (height >= WRITTEN_HEIGHT && view_is_tracing(view))
		add(&layout, view, PANEL_WRITTEN, width);
	add(&layout, view, PANEL_WORDS, width);
	struct place *kernel = find(&layout, PANEL_KERNEL);
	if (small && !view->changed)
		kernel->rows.least = 0;
	int spare = take_least(&layout, height);
	// A question must be seen whole.
	if (small && spare < 0 && view->scene->now.asking) {
		kernel->rows.least = 0;
		spare = take_least(&layout, height);
	}
	if (spare < 0)
		shrink(&layout, -spare);
	hand_out(&layout, view, spare > 0 ? spare : 0);
	return layout;
}
