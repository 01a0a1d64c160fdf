/* overlay: what a key opens over the screen: help, more, all sockets …
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most overlays are a list of blocks, drawn into a grid as tall as it needs, of
 * which the window shows a part. The others draw by themselves.
 */
#include "show/panel/overlay.h"

#include "base/sentence.h"
#include "show/canvas/block.h"
#include "show/canvas/frame.h"
#include "show/explain/explain.h"
#include "show/explain/finding_words.h"
#include "show/explain/tries.h"
#include "show/explain/written.h"
#include "show/ladder/ladder.h"
#include "show/packet/packet_view.h"
#include "show/panel/inside.h"
#include "show/panel/outline.h"
#include "show/panel/panel.h"
#include "show/socket/inspection.h"
#include "show/states/states.h"

#include <assert.h>
#include <string.h>

static void add_keys(const struct scene_key *keys, size_t count,
		     struct arena *arena, struct blocks *blocks)
{
	for (size_t i = 0; i < count; i++) {
		if (!keys[i].help)
			continue;
		int width = (int)text_width(keys[i].key, strlen(keys[i].key));
		const char *lead =
			arena_printf(arena, "%s%*s", keys[i].key,
				     width < 10 ? 10 - width : 0, "");
		blocks_add(blocks, (struct block){.lead = lead,
						  .lead_style = STYLE_KEY,
						  .raw = true,
						  .text = keys[i].help});
	}
}

static void fill_help(struct view *view, struct blocks *blocks)
{
	add_keys(view->scene->keys, view->scene->key_count, &view->arena,
		 blocks);
	blocks_add(blocks, (struct block){.text = " "});
	blocks_add(blocks,
		   (struct block){.style = STYLE_PAST,
				  .text = sentence_text(
					  "panel-changed-new-gone-the")});
}

static void add_rule(const char *title, struct blocks *blocks)
{
	blocks_add(blocks, (struct block){.text = " "});
	blocks_add(blocks, (struct block){.rule = true,
					  .style = STYLE_TITLE,
					  .text = title});
}

/* What more there is, and the words of the screen as well: where they did not
 * fit, this is where they are read. */
static void fill_more(struct view *view, struct blocks *blocks)
{
	const char *more = view->beat ? view->beat->more : NULL;
	if (!more && view->next)
		more = view->next->more;
	if (more)
		inside_paragraphs(more, view, blocks);
	if (more)
		add_rule(view->scene->viewed
				 ? sentence_text("panel-what-happened")
				 : sentence_text("panel-what-this-is-about"),
			 blocks);
	explain_happened(view, blocks, false);
	const char *title = explain_next_title(view);
	if (title)
		add_rule(title, blocks);
	explain_next(view, blocks);
	if (explain_has_tries(view))
		add_rule(sentence_text("panel-tries"), blocks);
	explain_tries(view, blocks);
}

static void fill_output(struct view *view, struct blocks *blocks)
{
	const struct event_output *output = inside_last_output(view);
	if (!output) {
		blocks_add(blocks,
			   (struct block){.text = sentence_text(
						  "panel-no-command-was-run")});
		return;
	}
	blocks_add(blocks, (struct block){.style = STYLE_CODE,
					  .raw = true,
					  .lead = "$",
					  .lead_style = STYLE_KEY,
					  .text = output->command});
	inside_lines((struct str){output->text, output->len}, STYLE_PLAIN, view,
		     blocks);
	if (output->status)
		blocks_add(
			blocks,
			(struct block){.style = STYLE_ERRNO,
				       .text = SENTENCE_KEPT(
					       &view->arena, "panel-exit",
					       SLOT_NUMBER("status",
							   output->status))});
}

/* What stands below a line of code begins with a tab. */
static void add_lines(const char *text, struct arena *arena,
		      struct blocks *blocks)
{
	enum { INDENT = 6 };
	struct str rest = str_from(text), line;
	while (str_next_line(&rest, &line)) {
		bool is_raw = str_has_prefix(line, "  ");
		bool is_below = str_has_prefix(line, "\t");
		if (is_below)
			line = (struct str){line.data + 1, line.len - 1};
		struct block block = {
			.raw = is_raw,
			.indent = is_below ? INDENT : 0,
			.style = is_raw ? STYLE_CODE : STYLE_PLAIN,
			.text = line.len ? arena_strndup(arena, line.data,
							 line.len)
					 : " ",
		};
		blocks_add(blocks, block);
	}
}

static void fill_text(struct view *view, struct blocks *blocks)
{
	add_lines(view->scene->text, &view->arena, blocks);
}

/* An overlay fills blocks, or draws by itself what is no list of them; then it
 * says what its rows are, for a search. */
static const struct {
	const char *title; /* an id */
	void (*fill)(struct view *view, struct blocks *blocks);
	int (*draw)(struct view *view, int scroll, struct area border,
		    struct area area);
	void (*rows)(struct view *view, int width, int height,
		     struct grid *all);
} overlays[] = {
	/* clang-format off */
	[OVERLAY_HELP] = {SENTENCE_ID("panel-all-keys"), fill_help, NULL, NULL},
	[OVERLAY_MORE] = {SENTENCE_ID("panel-more-and-all-words"), fill_more, NULL, NULL},
	[OVERLAY_EXPAND] = {SENTENCE_ID("panel-the-call-in-a"), inside_program, NULL, NULL},
	[OVERLAY_SOCKETS] = {SENTENCE_ID("panel-every-socket"), inside_sockets, NULL, NULL},
	[OVERLAY_PACKETS] = {SENTENCE_ID("panel-calls-and-packets"), NULL, ladder_draw, ladder_rows},
	[OVERLAY_PACKET] = {SENTENCE_ID("panel-one-packet"), NULL, packet_view_draw, packet_view_rows},
	[OVERLAY_STATES] = {SENTENCE_ID("panel-tcp-states"), NULL, states_draw, states_rows},
	[OVERLAY_SOCKET] = {SENTENCE_ID("panel-one-socket"), inspection_fill, NULL, NULL},
	[OVERLAY_OUTPUT] = {SENTENCE_ID("panel-output"), fill_output, NULL, NULL},
	[OVERLAY_WRITTEN] = {SENTENCE_ID("panel-terminals"), written_fill, NULL, NULL},
	[OVERLAY_FINDINGS] = {SENTENCE_ID("panel-findings"), finding_fill, NULL, NULL},
	[OVERLAY_OUTLINE] = {SENTENCE_ID("panel-the-steps-enter-goes"), NULL, outline_draw, outline_rows},
	[OVERLAY_TEXT] = {NULL, fill_text, NULL, NULL},
	/* clang-format on */
};

static_assert(COUNT(overlays) == OVERLAY_COUNT, "an overlay has no row");

/* The frame of an overlay. Returns its upper border, for titles, and in `inner`
 * what is inside. */
static struct area draw_frame(const char *title, struct area area,
			      struct area *inner)
{
	struct area border = frame_line(area, 0, "┌", "┐");
	border_left(border, STYLE_TITLE, title);
	frame_sides(area, 1, area.height - 1);
	*inner = area_cut(area, 2, 1, area.width - 4, area.height - 1);
	return border;
}

static void draw_rows(const struct blocks *blocks, int width, struct grid *all)
{
	grid_init(all, width, blocks_rows(blocks, width, BLOCK_ROOMY));
	blocks_draw(blocks, area_of(all));
}

static int draw_window(const struct blocks *blocks, const char *title,
		       int scroll, struct area area)
{
	struct area inner, border = draw_frame(title, area, &inner);
	struct grid all;
	draw_rows(blocks, inner.width, &all);
	int most = all.height > inner.height ? all.height - inner.height : 0;
	scroll = scroll < 0 ? 0 : scroll > most ? most : scroll;
	area_copy(inner, &all, scroll);
	border_extent(border, scroll, inner.height, all.height);
	grid_done(&all);
	return most;
}

/* Where the window really stands. */
static int keep_scroll(const struct scene *scene, int most)
{
	int *scrolled = scene->scrolled;
	if (scrolled && *scrolled != SCENE_FOLLOW && *scrolled > most)
		*scrolled = most;
	return most;
}

int overlay_draw(struct view *view, struct area area)
{
	enum scene_overlay overlay = view->scene->overlay;
	assert(overlay > OVERLAY_NONE && overlay < OVERLAY_COUNT);
	const char *id = overlays[overlay].title;
	const char *title = id ? sentence_text(id) : view->scene->title;
	if (overlays[overlay].draw) {
		struct area inner, border = draw_frame(title, area, &inner);
		int most = overlays[overlay].draw(view, view->scene->scroll,
						  border, inner);
		return keep_scroll(view->scene, most);
	}
	struct blocks blocks = {0};
	overlays[overlay].fill(view, &blocks);
	int most = draw_window(&blocks, title, view->scene->scroll, area);
	blocks_done(&blocks);
	return keep_scroll(view->scene, most);
}

enum { PLAIN_WIDTH = 78, PLAIN_HEIGHT_MOST = 400 };

/* What draws by itself gets room for all there can be. */
static void draw_plainly(struct view *view, struct grid *grid)
{
	enum scene_overlay overlay = view->scene->overlay;
	if (overlays[overlay].draw) {
		struct grid border;
		grid_init(&border, PLAIN_WIDTH, 1);
		grid_init(grid, PLAIN_WIDTH, PLAIN_HEIGHT_MOST);
		overlays[overlay].draw(view, 0, area_of(&border),
				       area_of(grid));
		grid_done(&border);
		return;
	}
	struct blocks blocks = {0};
	overlays[overlay].fill(view, &blocks);
	draw_rows(&blocks, PLAIN_WIDTH, grid);
	blocks_done(&blocks);
}

void scene_print_overlay(const struct scene *scene, struct buf *out)
{
	struct view view;
	struct grid grid;
	struct buf text = {0};
	view_init(&view, scene);
	draw_plainly(&view, &grid);
	grid_signs_to_ascii(&grid);
	grid_print(&grid, false, &text);
	size_t len = text.len;
	while (len && text.data[len - 1] == '\n')
		len--;
	buf_add(out, buf_text(&text), len);
	buf_putc(out, '\n');
	buf_done(&text);
	grid_done(&grid);
	view_done(&view);
}

/* --- rows ------------------------------------------------------------------
 */

/* As wide and as high as draw_frame() leaves it. */
void overlay_rows(struct view *view, int width, int height, struct grid *all)
{
	enum scene_overlay overlay = view->scene->overlay;
	if (overlays[overlay].rows) {
		overlays[overlay].rows(view, width - 4, height - 1, all);
		return;
	}
	struct blocks blocks = {0};
	overlays[overlay].fill(view, &blocks);
	draw_rows(&blocks, width - 4, all);
	blocks_done(&blocks);
}

void overlay_rows_text(const char *text, int width, struct grid *all)
{
	struct arena arena = {0};
	struct blocks blocks = {0};
	add_lines(text, &arena, &blocks);
	draw_rows(&blocks, width - 4, all);
	blocks_done(&blocks);
	arena_done(&arena);
}

void overlay_rows_keys(const struct scene_key *keys, size_t count, int width,
		       struct grid *all)
{
	struct arena arena = {0};
	struct blocks blocks = {0};
	add_keys(keys, count, &arena, &blocks);
	draw_rows(&blocks, width - 4, all);
	blocks_done(&blocks);
	arena_done(&arena);
}

/* --- in the menu -----------------------------------------------------------
 */

int overlay_draw_text(const char *title, const char *text, int scroll,
		      struct area area)
{
	struct arena arena = {0};
	struct blocks blocks = {0};
	add_lines(text, &arena, &blocks);
	int most = draw_window(&blocks, title, scroll, area);
	blocks_done(&blocks);
	arena_done(&arena);
	return most;
}

int overlay_draw_keys(const struct scene_key *keys, size_t count, int scroll,
		      struct area area)
{
	struct arena arena = {0};
	struct blocks blocks = {0};
	add_keys(keys, count, &arena, &blocks);
	int most = draw_window(&blocks,
			       sentence_text(overlays[OVERLAY_HELP].title),
			       scroll, area);
	blocks_done(&blocks);
	arena_done(&arena);
	return most;
}
