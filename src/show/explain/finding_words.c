/* finding_words: the mistakes that programs made, on the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/finding_words.h"

#include "base/sentence.h"

static const char *text_of(struct view *view,
			   const struct event_finding *finding)
{
	struct buf text = {0};
	const struct slot said = SLOT_TEXT("finding", finding->text);
	if (finding->lesson)
		SENTENCE(&text, "finding-with-lesson", said,
			 SLOT_TEXT("lesson", finding->lesson));
	else
		SENTENCE(&text, "finding-shown", said);
	return buf_keep(&text, &view->arena);
}

/* A sentence without slots. */
static const char *said(struct view *view, const char *id)
{
	struct buf text = {0};
	sentence_add(&text, id, NULL, 0);
	return buf_keep(&text, &view->arena);
}

void finding_add(struct view *view, const struct event_finding *finding,
		 enum block_rank rank, struct blocks *blocks)
{
	blocks_add(blocks, (struct block){
				   .rank = rank,
				   .lead = said(view, "finding-lead"),
				   .lead_style = STYLE_TROUBLE,
				   .raw = true,
				   .text = text_of(view, finding),
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
		blocks_add(blocks,
			   (struct block){.text = said(view, "findings-none")});
}
