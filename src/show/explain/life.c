/* life: what happened to an actor, in a few words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/explain/life.h"

#include "call/table/symbol.h"

#include <assert.h>

const char *life_signal_name(int number, struct arena *arena)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, number);
	return name ? name : arena_printf(arena, "signal %d", number);
}

static void print_name(int number, struct buf *out)
{
	struct arena arena = {0};
	buf_puts(out, life_signal_name(number, &arena));
	arena_done(&arena);
}

void life_print(const struct event_actor *life, struct buf *out)
{
	if (life->phase == ACTOR_BORN) {
		buf_printf(out, "is here now: pid %d", life->pid);
		if (life->parent)
			buf_printf(out, ", a %s of %s",
				   life->is_thread ? "thread" : "child",
				   life->parent);
	} else if (life->signal) {
		buf_puts(out, "ended, killed by ");
		print_name(life->signal, out);
	} else if (life->status < 0) {
		buf_puts(out, "ended; this kernel does not tell how");
	} else {
		buf_printf(out, "ended with exit status %d", life->status);
	}
}

void life_print_signal(const struct event_signal *signal, struct buf *out)
{
	static const char *const words[] = {
		[SIGNAL_HANDLED] = "handled ",
		[SIGNAL_IGNORED] = "ignored ",
		[SIGNAL_STOPPED] = "was stopped by ",
		[SIGNAL_CONTINUED] = "goes on after ",
	};
	static_assert(COUNT(words) == SIGNAL_FATE_COUNT, "a fate has no words");
	if (signal->number == SIGNAL_INTERRUPT) {
		buf_puts(out, "was interrupted");
		return;
	}
	buf_puts(out, words[signal->fate]);
	print_name(signal->number, out);
}
