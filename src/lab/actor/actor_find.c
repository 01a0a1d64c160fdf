/* actor_find: the actors of a lab, by their names and numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/ground/parts.h"

#include <string.h>

struct actor *actor_of_pid(const struct lab *lab, int pid)
{
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		if (actor->pid == pid && actor->state != LAB_ACTOR_ENDED)
			return actor;
	}
	return NULL;
}

struct actor *actor_find(const struct lab *lab, const char *name)
{
	for (size_t i = lab->actor_count; i-- > 0;) {
		if (!strcmp(lab->actors[i]->name, name))
			return lab->actors[i];
	}
	return NULL;
}

bool actor_is_inside(const struct actor *actor)
{
	return actor->state == LAB_ACTOR_CALLING ||
	       actor->state == LAB_ACTOR_BLOCKED;
}
