/* stage: a scene before a room: one panel in front, the words page by page.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A projector has few rows of large letters. So the words are told in two
 * sections, what happened and what comes next, which share a page only where
 * both fit whole. What the moment is about decides which panel is in front of
 * them: that one is always there, the others come when there is room. A
 * question has the screen to itself before it has a panel beside it.
 */
#include "show/panel/stage.h"

#include "base/sentence.h"
#include "show/canvas/frame.h"
#include "show/explain/explain.h"
#include "show/panel/front.h"
#include "show/panel/panel.h"

#include <string.h>

enum { WORDS_LEAST = 3 };

/* --- rows ------------------------------------------------------------------
 */

/* A panel above the words; `height` is without its border, 0: not there. */
struct part {
	enum panel_id id;
	struct panel_rows rows;
	int height;
};

/* What one page has. */
struct page {
	struct part parts[FRONT_PANELS];
	int words; /* rows of them */
};

static void grow(struct part *part, int to, int *spare)
{
	int more = to - part->height;
	more = more < *spare ? more : *spare;
	if (!part->height || more <= 0)
		return;
	part->height += more;
	*spare -= more;
}

/* A panel that would only say that there is nothing. */
static bool is_silent(const struct view *view, const struct part *part)
{
	return part->id == PANEL_WIRE && !view->packets_now;
}

/* One more border, and what the panel cannot do without. */
static void add(struct part *part, int *spare)
{
	int least = part->rows.least > 0 ? part->rows.least : 1;
	if (*spare < least + 1)
		return;
	part->height = least;
	*spare -= least + 1;
	grow(part, part->rows.wish, spare);
}

/* Shares `height` rows between words that need `need` of them and the panels:
 * `leads`: the first of those stays in sight, though words go to another page.
 */
static struct page page_make(struct view *view, int width, int height, int need,
			     bool leads)
{
	struct page page = {0};
	enum panel_id ids[FRONT_PANELS];
	front_panels(view, ids);
	for (int i = 0; i < FRONT_PANELS; i++)
		page.parts[i] = (struct part){
			.id = ids[i],
			.rows = panel_get(ids[i])->rows(view, width)};
	struct part *first = &page.parts[0];
	int spare = height - 1;
	int least = first->rows.least > 0 ? first->rows.least : 1;
	if (leads && spare >= least + 1 + WORDS_LEAST) {
		first->height = least;
		spare -= least + 1;
	}
	page.words = need < spare ? need : spare;
	spare -= page.words;
	grow(first, first->rows.wish, &spare);
	for (int i = 0; i < FRONT_PANELS; i++) {
		if (!page.parts[i].height && !is_silent(view, &page.parts[i]))
			add(&page.parts[i], &spare);
	}
	for (int i = 0; i < FRONT_PANELS; i++)
		grow(&page.parts[i], page.parts[i].rows.good, &spare);
	for (int i = 0; i < FRONT_PANELS; i++)
		grow(&page.parts[i], page.parts[i].rows.most, &spare);
	page.words += spare;
	return page;
}

/* --- words -----------------------------------------------------------------
 */

/* What is said on one page, or on several. */
struct section {
	struct blocks blocks;
	const char *title;
	bool leads; /* what happened: its panel stays beside it */
};

/* Without what only a screen with room to spare has. */
static void keep_needed(struct blocks *blocks)
{
	size_t kept = 0;
	for (size_t i = 0; i < blocks->count; i++) {
		if (blocks->items[i].rank <= BLOCK_USEFUL)
			blocks->items[kept++] = blocks->items[i];
	}
	blocks->count = kept;
}

static int rows_of(const struct section *section, int width)
{
	return blocks_rows(&section->blocks, width, BLOCK_ROOMY);
}

/* Where the page that begins at row `from` ends: behind the last block that is
 * whole there; one that is taller than a page goes on on the next. */
static int page_end(const struct section *section, int width, int height,
		    int from)
{
	int row = 0, end = from;
	for (size_t i = 0; i < section->blocks.count; i++) {
		struct blocks one = {&section->blocks.items[i], 1, 1};
		row += blocks_rows(&one, width, BLOCK_ROOMY);
		if (row <= from + height)
			end = row > end ? row : end;
	}
	return end > from ? end : from + height;
}

static int pages_of(const struct section *section, int width, int height)
{
	int rows = rows_of(section, width), from = 0, pages = 0;
	do {
		from = page_end(section, width, height, from);
		pages++;
	} while (from < rows && height > 0);
	return pages;
}

/* The rows of page `page`, drawn with their looks. */
static void draw_words(const struct section *section, int page,
		       struct area area)
{
	struct grid all;
	int from = 0, rows = rows_of(section, area.width);
	for (int i = 0; i < page; i++)
		from = page_end(section, area.width, area.height, from);
	int end = page_end(section, area.width, area.height, from);
	grid_init(&all, area.width, rows > 0 ? rows : 1);
	blocks_draw(&section->blocks, area_of(&all));
	area.height = end - from < area.height ? end - from : area.height;
	area_copy(area, &all, from);
	grid_done(&all);
}

/* --- sections on pages -----------------------------------------------------
 */

struct told {
	struct section sections[2];
	size_t count;
};

static void add_section(struct told *told, const char *title, bool leads)
{
	struct section *section = &told->sections[told->count++];
	section->title = title;
	section->leads = leads;
}

enum { RULE_LINES = 4 }; /* columns of a rule beside its title */

/* Both on one page, where nothing is asked and all of it fits. */
static void join(struct told *told, int width, int height)
{
	struct section *first = &told->sections[0], *second = first + 1;
	if (told->count < 2 ||
	    (int)text_width(second->title, strlen(second->title)) + RULE_LINES >
		    width ||
	    rows_of(first, width) + 1 + rows_of(second, width) > height)
		return;
	blocks_add(&first->blocks, (struct block){.rule = true,
						  .style = STYLE_TITLE,
						  .text = second->title});
	for (size_t i = 0; i < second->blocks.count; i++)
		blocks_add(&first->blocks, second->blocks.items[i]);
	blocks_done(&second->blocks);
	told->count = 1;
}

static struct told told_make(struct view *view, int width, int height)
{
	struct told told = {0};
	const char *next = explain_next_title(view);
	add_section(&told,
		    view->scene->viewed
			    ? sentence_text("panel-what-happened")
			    : sentence_text("panel-what-this-is-about"),
		    true);
	explain_happened(view, &told.sections[0].blocks, false);
	keep_needed(&told.sections[0].blocks);
	if (next)
		add_section(&told, next, false);
	explain_next(view, &told.sections[told.count - 1].blocks);
	keep_needed(&told.sections[told.count - 1].blocks);
	if (!view->scene->now.asking) {
		struct page page = page_make(view, width, height, height, true);
		join(&told, width, page.words);
	}
	return told;
}

static void told_done(struct told *told)
{
	for (size_t i = 0; i < COUNT(told->sections); i++)
		blocks_done(&told->sections[i].blocks);
}

/* --- light -----------------------------------------------------------------
 */

/* All but one part, or one row of it, steps back. */
static void dim(struct area all, struct area lit, int row)
{
	for (int y = 0; y < all.height; y++) {
		bool inside =
			y >= lit.y - all.y && y < lit.y - all.y + lit.height;
		bool is_row = !row || y == lit.y - all.y + row;
		if (!inside || !is_row)
			area_restyle(all, 0, y, all.width, STYLE_PAST);
	}
	area_text(lit, 0, row, STYLE_CHOSEN, ">");
}

/* The first row of `area` below its border that has all texts; 0: none. */
static int row_with(struct area area, const struct light *light)
{
	for (int y = 1; y < area.height; y++) {
		size_t found = 0;
		while (found < light->text_count &&
		       area_has(area, y, light->texts[found]))
			found++;
		if (found == light->text_count)
			return y;
	}
	return 0;
}

/* --- drawing ---------------------------------------------------------------
 */

/* Where each part was drawn, its border included. */
struct drawn {
	struct area areas[FRONT_PANELS + 1];
	const char *names[FRONT_PANELS + 1];
	int count;
};

static struct area begin_part(struct drawn *drawn, const char *name,
			      struct area area, int y, int height)
{
	drawn->names[drawn->count] = name;
	drawn->areas[drawn->count++] =
		area_cut(area, 0, y, area.width, height + 1);
	return frame_line(area, y, NULL, NULL);
}

static int draw_part(struct view *view, const struct part *part,
		     struct drawn *drawn, struct area area, int y)
{
	const struct panel *panel = panel_get(part->id);
	struct area border =
		begin_part(drawn, panel->name, area, y, part->height);
	if (panel->title)
		border_left(border, STYLE_TITLE, panel->title);
	if (panel->head)
		panel->head(view, border);
	panel->draw(view,
		    area_cut(area, 1, y + 1, area.width - 2, part->height));
	return y + 1 + part->height;
}

/* The panels stand in the order that they always have. */
static int draw_parts(struct view *view, const struct page *page,
		      struct drawn *drawn, struct area area)
{
	int y = 0;
	for (int id = 0; id < PANEL_COUNT; id++) {
		for (int i = 0; i < FRONT_PANELS; i++) {
			const struct part *part = &page->parts[i];
			if (part->height && part->id == (enum panel_id)id)
				y = draw_part(view, part, drawn, area, y);
		}
	}
	return y;
}

/* What the lesson itself lets be bright. */
static void light_own(const struct view *view, const struct drawn *drawn,
		      struct area area)
{
	const struct light *light = view->beat ? view->beat->light : NULL;
	for (int i = 0; light && i < drawn->count; i++) {
		struct area lit = drawn->areas[i];
		int row = light->text_count ? row_with(lit, light) : 0;
		if (!strcmp(drawn->names[i], light->part) &&
		    (row || !light->text_count))
			dim(area, lit, row);
	}
}

/* As long as the title beside it lets it be; titles are not cut. */
static void draw_page_number(struct area border, const char *title, int page,
			     int pages)
{
	int shown = page + 1 < pages ? page + 1 : pages;
	int room = border.width - (int)text_width(title, strlen(title)) - 4;
	struct buf text = {0};
	SENTENCE(&text, "panel-page-of", SLOT_NUMBER("shown", shown),
		 SLOT_NUMBER("pages", pages));
	if ((int)text.len > room) {
		buf_clear(&text);
		buf_printf(&text, "%d/%d", shown, pages);
	}
	if (pages > 1 && (int)text.len <= room)
		border_right(border, STYLE_LABEL, buf_text(&text));
	buf_done(&text);
}

static void draw_page(struct view *view, const struct section *section,
		      int page, const struct page *place, struct area area,
		      struct stage_extent *extent)
{
	const struct scene_stage *stage = view->scene->stage;
	struct drawn drawn = {0};
	int y = draw_parts(view, place, &drawn, area);
	struct area border =
		begin_part(&drawn, "words", area, y, area.height - y - 1);
	border_left(border, STYLE_TITLE, section->title);
	draw_page_number(border, section->title, stage->page, extent->pages);
	draw_words(
		section, page,
		area_cut(area, 1, y + 1, area.width - 2, area.height - y - 1));
	extent->parts = drawn.count;
	if (!stage->is_chosen && section->leads && !page)
		light_own(view, &drawn, area);
	if (!stage->part || stage->part > drawn.count)
		return;
	struct area lit = drawn.areas[stage->part - 1];
	extent->rows = lit.height - 1;
	dim(area, lit, stage->row <= extent->rows ? stage->row : 0);
}

void stage_draw(struct view *view, struct area area)
{
	const struct scene_stage *stage = view->scene->stage;
	int width = area.width - 2, pages[2] = {0};
	struct told told = told_make(view, width, area.height);
	struct page places[2] = {0};
	struct stage_extent extent = {0};
	for (size_t i = 0; i < told.count; i++) {
		const struct section *section = &told.sections[i];
		places[i] = page_make(view, width, area.height,
				      rows_of(section, width), section->leads);
		pages[i] = pages_of(section, width, places[i].words);
		extent.pages += pages[i];
	}
	int page = stage->page < extent.pages ? stage->page : extent.pages - 1;
	size_t at = page >= pages[0] && told.count > 1;
	draw_page(view, &told.sections[at], at ? page - pages[0] : page,
		  &places[at], area, &extent);
	if (stage->extent)
		*stage->extent = extent;
	told_done(&told);
}
