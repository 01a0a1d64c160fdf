/* finding_old: bytes of an earlier message that pass for those of a new one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * recv() writes as many bytes as its result says, and no NUL behind them; what
 * an earlier call left in the buffer stays. Who takes the buffer for a string
 * goes on into that. It is told when the program itself has shown it: what it
 * sends or prints are the new bytes with the old ones behind, in the order in
 * which they stand at one place of its memory and nowhere else.
 */
#include "base/sentence.h"
#include "journal/finding/finding_parts.h"

#include <string.h>

enum {
	KEPT_MOST = 512,    /* bytes of a buffer */
	OLD_LEAST = 3,	    /* fewer could stand there by chance */
	COMPARED_MOST = 16, /* of the old ones */
};

/* What recv() left at a place of a process's memory. */
struct filled {
	uint64_t at;
	unsigned char bytes[KEPT_MOST];
	size_t len;
	struct filled *next;
};

/* The last bytes that came, and what stands behind them. */
struct overlaid {
	struct call_place at; /* id 0: none, or it was told */
	unsigned char bytes[KEPT_MOST];
	size_t fresh, len;
};

static struct filled *filled_at(struct findings *findings,
				struct process *process, uint64_t at)
{
	struct filled *filled = process->filled;
	while (filled && filled->at != at)
		filled = filled->next;
	if (filled)
		return filled;
	filled = arena_alloc(&findings->arena, sizeof(*filled));
	*filled = (struct filled){.at = at, .next = process->filled};
	process->filled = filled;
	return filled;
}

static size_t string_length(const unsigned char *bytes, size_t len)
{
	const unsigned char *end = memchr(bytes, '\0', len);
	return end ? (size_t)(end - bytes) : len;
}

void finding_filled(struct findings *findings, struct process *process,
		    const struct event_call *event)
{
	const struct result *result = &event->call.result;
	const struct bytes *data = &result->data;
	if (!result->at || !data->len || data->len > KEPT_MOST)
		return;
	if (!process->overlaid) {
		process->overlaid = arena_alloc(&findings->arena,
						sizeof(*process->overlaid));
		*process->overlaid = (struct overlaid){0};
	}
	struct overlaid *now = process->overlaid;
	struct filled *filled = filled_at(findings, process, result->at);
	size_t whole = string_length(filled->bytes, filled->len);
	bool is_same = data->len <= filled->len &&
		       !memcmp(filled->bytes, data->data, data->len);
	memcpy(filled->bytes, data->data, data->len);
	filled->len = data->len > filled->len ? data->len : filled->len;
	now->at.id = 0;
	if (is_same || whole < data->len + OLD_LEAST ||
	    string_length(data->data, data->len) < data->len)
		return;
	now->at = call_place_of(findings, event);
	now->fresh = data->len;
	now->len = whole < data->len + COMPARED_MOST
			   ? whole
			   : data->len + COMPARED_MOST;
	memcpy(now->bytes, filled->bytes, now->len);
}

void finding_shown(struct findings *findings, const char *actor,
		   const struct bytes *shown, bool is_printed)
{
	struct process *process = process_of(findings, actor);
	struct overlaid *now = process ? process->overlaid : NULL;
	if (!now || !now->at.id ||
	    !memmem(shown->data, shown->len, now->bytes, now->len))
		return;
	AUTO_FREE char *place = call_place_text(&now->at);
	struct buf text = {0}, bytes = {0};
	text_quote(&bytes, now->bytes, now->len, now->len);
	SENTENCE(&text, is_printed ? "old-bytes-printed" : "old-bytes-sent",
		 SLOT_TEXT("call", place), SLOT_NUMBER("fresh", now->fresh),
		 SLOT_TEXT("actor", actor),
		 SLOT_TEXT("bytes", buf_text(&bytes)),
		 SLOT_NUMBER("old", now->fresh + 1));
	finding_tell(findings, FINDING_OLD_BYTES, actor, &now->at,
		     buf_text(&text));
	buf_done(&text);
	buf_done(&bytes);
	now->at.id = 0;
}
