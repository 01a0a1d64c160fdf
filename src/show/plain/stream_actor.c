/* stream_actor: what was told of one actor of a stream.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread can be inside more than one call: a signal handler makes others
 * while the one that the signal interrupted waits to be made again.
 */
#include "show/plain/stream_actor.h"

#include "base/sentence.h"

#include <string.h>

void stream_actors_done(struct stream *stream)
{
	for (size_t i = 0; i < stream->actor_count; i++) {
		buf_done(&stream->actors[i].text);
		looked_up_done(&stream->actors[i].lookup);
		free(stream->actors[i].name);
		free(stream->actors[i].process);
		free(stream->actors[i].told);
	}
	free(stream->actors);
}

struct stream_actor *stream_actor_find(struct stream *stream, const char *name)
{
	for (size_t i = 0; i < stream->actor_count; i++) {
		if (!strcmp(stream->actors[i].name, name))
			return &stream->actors[i];
	}
	stream->actors =
		xgrow(stream->actors, &stream->actor_cap,
		      stream->actor_count + 1, sizeof(*stream->actors));
	struct stream_actor *actor = &stream->actors[stream->actor_count++];
	*actor = (struct stream_actor){.name = xstrdup(name)};
	return actor;
}

static const char *process_of(const struct stream_actor *actor)
{
	return actor->process ? actor->process : actor->name;
}

void stream_actor_join(struct stream *stream, const char *thread,
		       const char *parent)
{
	char *process = xstrdup(process_of(stream_actor_find(stream, parent)));
	struct stream_actor *actor = stream_actor_find(stream, thread);
	free(actor->process);
	actor->process = process;
}

bool stream_actor_has_told(const struct stream_actor *actor, unsigned id)
{
	for (size_t i = 0; i < actor->told_count; i++) {
		if (actor->told[i] == id)
			return true;
	}
	return false;
}

void stream_actor_note_told(struct stream_actor *actor, unsigned id)
{
	actor->told = xgrow(actor->told, &actor->told_cap,
			    actor->told_count + 1, sizeof(*actor->told));
	actor->told[actor->told_count++] = id;
}

void stream_actor_forget_told(struct stream_actor *actor, unsigned id)
{
	while (stream_actor_has_told(actor, id))
		actor->told_count--;
}

const struct stream_actor *stream_actor_untold(const struct stream *stream,
					       const char *process)
{
	const struct stream_actor *last = NULL;
	for (size_t i = 0; i < stream->actor_count; i++) {
		const struct stream_actor *actor = &stream->actors[i];
		if (!strcmp(process_of(actor), process) && actor->entry &&
		    !stream_actor_has_told(actor, actor->id) &&
		    (!last || actor->entry > last->entry))
			last = actor;
	}
	return last;
}

void stream_actor_tell_folded(struct stream_actor *actor, enum call_noise noise,
			      struct buf *out)
{
	unsigned count = actor->folded[noise];
	if (!count)
		return;
	SENTENCE(out, "plain-folded", SLOT_TEXT("actor", actor->name),
		 SLOT_NUMBER("count", count),
		 SLOT_TEXT("noise", call_noise_of(noise)));
	if (noise == NOISE_NAMES)
		looked_up_print(&actor->lookup, out);
	buf_putc(out, '\n');
	actor->folded[noise] = 0;
}

/* What Python or a loop does is spread over all that the program does: it is
 * told when that is over. A lookup is told as one. */
void stream_actor_tell_lookups(struct stream_actor *actor, struct buf *out)
{
	for (unsigned noise = NOISE_NONE + 1; noise < NOISE_COUNT; noise++) {
		if (noise != NOISE_PYTHON && noise != NOISE_LOOP)
			stream_actor_tell_folded(actor, noise, out);
	}
}
