/* stream_actor: what was told of one actor of a stream.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/plain/stream.h"
#include "show/reason/looked_up.h"

struct stream_actor {
	char *name;
	char *process;	 /* the actor that it is a thread of; NULL: none */
	struct buf text; /* a line that it began to write */
	size_t entry;	 /* the place of its open call, and one; 0: none */
	unsigned id;	 /* of that call */
	unsigned *told;	 /* calls that were told as unfinished */
	size_t told_count, told_cap;
	unsigned folded[NOISE_COUNT];
	struct looked_up lookup; /* of those of a name lookup */
};

void stream_actors_done(struct stream *stream);

/* The actor of that name, made when it is new; until the next one is made. */
struct stream_actor *stream_actor_find(struct stream *stream, const char *name);

/* A thread of `parent`'s process was born. */
void stream_actor_join(struct stream *stream, const char *thread,
		       const char *parent);

/* Whether the call was told as unfinished; what is forgotten with it are those
 * that it made within it, in a signal handler. */
bool stream_actor_has_told(const struct stream_actor *actor, unsigned id);
void stream_actor_note_told(struct stream_actor *actor, unsigned id);
void stream_actor_forget_told(struct stream_actor *actor, unsigned id);

/* Who of the process with that first thread entered a call last that was not
 * told yet; NULL: nobody. */
const struct stream_actor *stream_actor_untold(const struct stream *stream,
					       const char *process);

/* Adds how many calls of a sort were folded, and begins to count anew; of all
 * sorts that are told when they are over. */
void stream_actor_tell_folded(struct stream_actor *actor, enum call_noise noise,
			      struct buf *out);
void stream_actor_tell_lookups(struct stream_actor *actor, struct buf *out);
