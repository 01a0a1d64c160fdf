/* finding_words: the mistakes that programs made, on the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/finding_words.h"

void finding_add(struct view *view, const struct event_finding *finding,
		 enum block_rank rank, struct blocks *blocks)
{
	const char *lesson =
		finding->lesson ? arena_printf(&view->arena,
					       " The lesson %s teaches this.",
					       finding->lesson)
				: "";
	blocks_add(blocks, (struct block){
				   .rank = rank,
				   .lead = "Finding:",
				   .lead_style = STYLE_TROUBLE,
				   .raw = true,
				   .text = arena_printf(&view->arena, "%s.%s",
							finding->text, lesson),
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
		finding_add(view, &event->as.finding, BLOCK_NEEDED, blocks);
	}
	if (blocks->count == before)
		blocks_add(
			blocks,
			(struct block){
				.text = "No mistake was found in this run so "
					"far. A finding is told only when what "
					"happened shows it."});
}
