/* actors: the names of a free lab's processes, as they are typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are judged where the option is read, so a config file's fault is told
 * with its line, and by the command that checks the file, too.
 */
#include "ui/line/actors.h"

#include "base/sentence.h"

#include <string.h>

static bool is_among(const char *name, const struct actor_spec *actors,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(actors[i].name, name))
			return true;
	return false;
}

size_t actors_cut(char *names, struct actor_spec actors[ACTORS_MOST],
		  struct err *err)
{
	size_t count = 0;
	for (char *name; (name = strsep(&names, ","));) {
		bool is_good = false;
		if (count == ACTORS_MOST || is_among(name, actors, count))
			FAILURE(err, "usage-names", SLOT_TEXT("text", name),
				SLOT_NUMBER("most", ACTORS_MOST));
		else if (!name[0])
			FAILURE(err, "usage-names-comma");
		else
			is_good = lesson_check_actor(name, err);
		if (!is_good)
			return 0;
		actors[count++] = (struct actor_spec){.name = name};
	}
	return count;
}
