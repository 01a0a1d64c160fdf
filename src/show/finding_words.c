/* finding_words: the mistakes that programs made, on the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/finding_words.h"

#include <string.h>

static const char *place_of(struct view *view,
			    const struct event_source *source)
{
	const char *name = source->file ? strrchr(source->file, '/') : NULL;
	if (source->file && source->line > 0)
		return arena_printf(&view->arena, " (line %d of %s)",
				    source->line,
				    name ? name + 1 : source->file);
	if (source->function)
		return arena_printf(&view->arena, " (in %s)", source->function);
	return "";
}

void finding_add(struct view *view, const struct event_finding *finding,
		 struct blocks *blocks)
{
	const char *lesson =
		finding->lesson ? arena_printf(&view->arena, " Lesson: %s.",
					       finding->lesson)
				: "";
	blocks_add(blocks,
		   (struct block){
			   .lead = arena_printf(&view->arena,
						"Finding, %s:", finding->actor),
			   .lead_style = STYLE_TROUBLE,
			   .raw = true,
			   .text = arena_printf(
				   &view->arena, "%s%s%s", finding->text,
				   place_of(view, &finding->source), lesson),
		   });
}

void finding_fill(struct view *view, struct blocks *blocks)
{
	const struct scene *scene = view->scene;
	size_t before = blocks->count;
	for (size_t i = scene->origin; i < scene->end; i++) {
		const struct event *event = journal_at(scene->journal, i);
		if (event->kind != EVENT_FINDING)
			continue;
		if (blocks->count > before)
			blocks_add(blocks, (struct block){.text = " "});
		finding_add(view, &event->as.finding, blocks);
	}
	if (blocks->count == before)
		blocks_add(
			blocks,
			(struct block){
				.text = "No mistake was found in this run so "
					"far. A finding is told only when what "
					"happened shows it."});
}
