/* life: what happened to an actor, in a few words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/life.h"

#include "base/sentence.h"
#include "call/table/symbol.h"

#include <assert.h>

const char *life_signal_name(int number, struct arena *arena)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, number);
	return name ? name
		    : SENTENCE_KEPT(arena, "signal-number",
				    SLOT_NUMBER("number", number));
}

/* Says the sentence `id`, which has the slot {signal}. */
static void print_signal(const char *id, int number, struct buf *out)
{
	struct arena arena = {0};
	const struct slot signal =
		SLOT_TEXT("signal", life_signal_name(number, &arena));
	sentence_add(out, id, &signal, 1);
	arena_done(&arena);
}

void life_print(const struct event_actor *life, struct buf *out)
{
	if (life->phase == ACTOR_BORN) {
		const struct slot pid = SLOT_NUMBER("pid", life->pid);
		if (life->parent)
			SENTENCE(out,
				 life->is_thread ? "life-thread" : "life-child",
				 pid, SLOT_TEXT("parent", life->parent));
		else
			SENTENCE(out, "life-here", pid);
	} else if (life->signal) {
		print_signal(SENTENCE_OF("life-killed", signal), life->signal,
			     out);
	} else if (life->status < 0) {
		SENTENCE(out, "ended-this-kernel-does");
	} else {
		SENTENCE(out, "ended-with-exit-status",
			 SLOT_NUMBER("status", life->status));
	}
}

void life_print_signal(const struct event_signal *signal, struct buf *out)
{
	static const char *const ids[] = {
		[SIGNAL_HANDLED] = SENTENCE_OF("life-handled", signal),
		[SIGNAL_IGNORED] = SENTENCE_OF("life-ignored", signal),
		[SIGNAL_STOPPED] = SENTENCE_OF("life-stopped", signal),
		[SIGNAL_CONTINUED] = SENTENCE_OF("life-goes-on", signal),
	};
	static_assert(COUNT(ids) == SIGNAL_FATE_COUNT, "a fate has no words");
	if (signal->number == SIGNAL_INTERRUPT) {
		SENTENCE(out, "was-interrupted");
		return;
	}
	print_signal(ids[signal->fate], signal->number, out);
}
