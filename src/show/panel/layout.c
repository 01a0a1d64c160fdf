/* layout: which panels there are, and how many rows each of them gets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every panel says what it cannot do without, what shows all of the viewed
 * beat, what helps to understand it, and what it could fill. Rows are handed
 * out in that order: first to every panel its least, which for the words is
 * all that must be read, then to what changed and the packets of the beat, then
 * to sockets that the words may point at, to calls before and behind, and last
 * to what is left. A panel that has nothing to show of the viewed beat (least
 * 0) goes when there is no room. When it is whose turn is said by each panel.
 *
 * In a lesson what is left over is not handed out so: each panel has a usual
 * height that only the screen's decides, and gets that. So panels move where
 * one cannot do with its own, and no further than it needs.
 */
#include "show/panel/layout.h"

enum { EARLIER_LEAST = 3 };

/* Rows inside the four panels of a lesson: where there are fewer, each beat
 * needs all of them. */
enum { STEADY_PANELS = 4, STEADY_LEAST = 18 };

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

/* The panel whose turn is `rank`, or NULL. */
static struct place *find_turn(struct layout *layout, enum panel_turn turn,
			       int rank)
{
	for (size_t i = 0; i < layout->count; i++) {
		struct place *place = &layout->places[i];
		if (panel_get(place->id)->turns[turn] == rank)
			return place;
	}
	return NULL;
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
	for (int rank = 1; rank <= PANEL_COUNT && missing > 0; rank++) {
		struct place *place = find_turn(layout, PANEL_GIVES, rank);
		if (!place)
			continue;
		int keep = panel_get(place->id)->keeps;
		int take = place->height - (keep ? keep : 1);
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

static bool is_steady(const struct layout *layout, const struct view *view,
		      int height)
{
	return view->step_count && !view->small &&
	       !view->scene->lesson->is_exercise &&
	       layout->count == STEADY_PANELS &&
	       height - STEADY_PANELS >= STEADY_LEAST;
}

/* How high a panel of a lesson usually is: of what a screen has more than it
 * must, each gets a part, so that sockets have room for their notes, too. */
static int usual_height(enum panel_id id, int height)
{
	int more = height - STEADY_PANELS - STEADY_LEAST;
	int kernel = 5 + more / 4, wire = 2 + more / 4;
	int words = 8 + more / 10;
	switch (id) {
	case PANEL_CODE:
		return height - STEADY_PANELS - kernel - wire - words;
	case PANEL_KERNEL:
		return kernel;
	case PANEL_WORDS:
		return words;
	default:
		return wire;
	}
}

/* Panels further up come first, and the wire, or the output in its place, last:
 * where there is not enough, as little as can be moves. */
static void fill_steadily(struct layout *layout, int height, int spare)
{
	static const enum panel_id turns[] = {PANEL_CODE, PANEL_KERNEL,
					      PANEL_WORDS, PANEL_WIRE,
					      PANEL_OUTPUT};
	for (size_t i = 0; i < COUNT(turns); i++)
		grow(find(layout, turns[i]), usual_height(turns[i], height),
		     &spare);
	layout->places[layout->count - 1].height += spare;
}

static void fill(struct layout *layout, struct view *view, int spare)
{
	const struct place *words = find(layout, PANEL_WORDS);
	int most = words->rows.most;
	for (int rank = 1; rank <= PANEL_COUNT; rank++) {
		struct place *place = find_turn(layout, PANEL_FILLS, rank);
		// A row or two of earlier packets tell nothing.
		if (place &&
		    (place->id != PANEL_WIRE || spare >= EARLIER_LEAST))
			grow(place, place->rows.most, &spare);
		if (place && place->id == PANEL_KERNEL)
			grow_words(layout, view, most, &spare);
	}
	struct place *last = &layout->places[layout->count - 1];
	last->height += spare;
}

/* `height`: of the screen, where the panels keep their places on it, else 0. */
static void hand_out(struct layout *layout, struct view *view, int spare,
		     int height)
{
	int wish = find(layout, PANEL_WORDS)->rows.wish;
	for (int rank = 1; rank <= PANEL_COUNT; rank++) {
		struct place *place = find_turn(layout, PANEL_WISHES, rank);
		if (place && place->height)
			grow(place, place->rows.wish, &spare);
	}
	struct place *kernel = find(layout, PANEL_KERNEL);
	if (kernel->height)
		grow(kernel, kernel->rows.good, &spare);
	grow_words(layout, view, wish, &spare);
	struct place *code = find(layout, PANEL_CODE);
	int calls = code ? code->rows.wish : 0;
	int usual = height ? usual_height(PANEL_CODE, height) : calls;
	grow(code, calls < usual ? calls : usual, &spare);
	spare = open_optional(layout, spare);
	if (height)
		fill_steadily(layout, height, spare);
	else
		fill(layout, view, spare);
}

struct layout layout_make(struct view *view, int width, int height, bool small)
{
	struct layout layout = {.width = width};
	for (int id = 0; id < PANEL_COUNT; id++) {
		const struct panel *panel = panel_get((enum panel_id)id);
		if (!panel->stands || panel->stands(view, height, small))
			add(&layout, view, (enum panel_id)id, width);
	}
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
	bool steady = is_steady(&layout, view, height);
	hand_out(&layout, view, spare > 0 ? spare : 0, steady ? height : 0);
	return layout;
}
