/* turns: whose turn it is at each deed of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call is one act, or two when its actor slept in it while others went on:
 * it goes to sleep, and it comes back. An actor's acts in a row are a turn. A
 * call that puts its actor to sleep, or ends it, stands behind the end of its
 * turn, for nothing behind it could end that.
 */
#include "show/export/turns.h"

#include "call/table/syscalls.h"

#include <string.h>

struct act {
	size_t deed;
	bool back;   /* it comes back */
	bool leaves; /* what follows is for others */
};

static const char *actor_of(const struct deeds *deeds, const struct act *act)
{
	return deeds->items[act->deed].call->actor;
}

/* Those that came back during deed `index`, in the order of the journal. */
static size_t add_backs(const struct deeds *deeds, size_t index,
			struct act *acts, size_t count)
{
	size_t after = 0;
	for (;;) {
		size_t next = SIZE_MAX;
		for (size_t i = 0; i < index; i++) {
			const struct deed *deed = &deeds->items[i];
			if (deed->kind == DEED_CALL && deed->over == index &&
			    !deed->killed && deed->over_at > after &&
			    (next == SIZE_MAX ||
			     deed->over_at < deeds->items[next].over_at))
				next = i;
		}
		if (next == SIZE_MAX)
			return count;
		acts[count++] = (struct act){.deed = next, .back = true};
		after = deeds->items[next].over_at;
	}
}

static bool ends_actor(const struct deed *deed)
{
	return deed->killed ||
	       (deed->kind == DEED_CALL &&
		(deed->call->call.syscall->flags & SYSCALL_ENDS_ACTOR));
}

static size_t list_acts(const struct deeds *deeds, struct act *acts)
{
	size_t count = 0;
	for (size_t i = 0; i < deeds->count; i++) {
		const struct deed *deed = &deeds->items[i];
		bool leaves = deed_sleeps(deeds, i) || ends_actor(deed);
		if (deed->kind == DEED_CALL)
			acts[count++] =
				(struct act){.deed = i, .leaves = leaves};
		count = add_backs(deeds, i, acts, count);
	}
	return count;
}

static bool is_same(const struct deeds *deeds, const struct act *a,
		    const struct act *b)
{
	return !strcmp(actor_of(deeds, a), actor_of(deeds, b));
}

unsigned turns_find(const struct deeds *deeds, struct turns *turns)
{
	unsigned turn = 0;
	bool is_open = false;
	struct act *acts = xcalloc(2 * deeds->count + 1, sizeof(*acts));
	size_t count = list_acts(deeds, acts);
	for (size_t i = 0; i < count; i++) {
		const struct act *act = &acts[i], *next = act + 1;
		struct turns *of = &turns[act->deed];
		bool last = i + 1 == count || !is_same(deeds, act, next);
		if (!is_open && act->back)
			of->woken_turn = ++turn;
		else if (!is_open)
			of->turn = ++turn;
		// Who comes back at once has slept for nobody.
		bool passes = act->leaves &&
			      (last || !next->back || next->deed != act->deed);
		is_open = !last && !passes;
		if (is_open)
			continue;
		if (act->leaves)
			of->over = turn;
		else
			of->woken_over = turn;
	}
	free(acts);
	return turn;
}
