/* turns: whose turn it is at each move of a run.
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
	size_t move;
	bool back;   /* it comes back */
	bool leaves; /* what follows is for others */
};

static const char *actor_of(const struct moves *moves, const struct act *act)
{
	return moves->items[act->move].call->actor;
}

/* Those that came back during move `index`, in the order of the journal. */
static size_t add_backs(const struct moves *moves, size_t index,
			struct act *acts, size_t count)
{
	size_t after = 0;
	for (;;) {
		size_t next = SIZE_MAX;
		for (size_t i = 0; i < index; i++) {
			const struct move *move = &moves->items[i];
			if (move->kind == MOVE_CALL && move->over == index &&
			    !move->killed && move->over_at > after &&
			    (next == SIZE_MAX ||
			     move->over_at < moves->items[next].over_at))
				next = i;
		}
		if (next == SIZE_MAX)
			return count;
		acts[count++] = (struct act){.move = next, .back = true};
		after = moves->items[next].over_at;
	}
}

static bool ends_actor(const struct move *move)
{
	return move->killed ||
	       (move->kind == MOVE_CALL &&
		(move->call->call.syscall->flags & SYSCALL_ENDS_ACTOR));
}

static size_t list_acts(const struct moves *moves, struct act *acts)
{
	size_t count = 0;
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->items[i];
		bool leaves = move_sleeps(moves, i) || ends_actor(move);
		if (move->kind == MOVE_CALL)
			acts[count++] =
				(struct act){.move = i, .leaves = leaves};
		count = add_backs(moves, i, acts, count);
	}
	return count;
}

static bool is_same(const struct moves *moves, const struct act *a,
		    const struct act *b)
{
	return !strcmp(actor_of(moves, a), actor_of(moves, b));
}

unsigned turns_find(const struct moves *moves, struct turns *turns)
{
	unsigned turn = 0;
	bool is_open = false;
	struct act *acts = xcalloc(2 * moves->count + 1, sizeof(*acts));
	size_t count = list_acts(moves, acts);
	for (size_t i = 0; i < count; i++) {
		const struct act *act = &acts[i], *next = act + 1;
		struct turns *of = &turns[act->move];
		bool last = i + 1 == count || !is_same(moves, act, next);
		if (!is_open && act->back)
			of->woken_turn = ++turn;
		else if (!is_open)
			of->turn = ++turn;
		// Who comes back at once has slept for nobody.
		bool passes = act->leaves &&
			      (last || !next->back || next->move != act->move);
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
