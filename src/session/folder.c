/* folder: where what outlives a run is kept.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/folder.h"

#include "base/mem.h"
#include "base/places.h"
#include "base/sentence.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

char *folder_path(const char *file)
{
	return places_of_user("XDG_STATE_HOME", ".local/state", file);
}

bool folder_make(const char *path, struct err *err)
{
	AUTO_FREE char *folder = xstrdup(path);
	for (char *slash = strchr(folder + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0700) < 0 && errno != EEXIST)
			return FAILURE(err, "make-folder",
				       SLOT_TEXT("path", folder),
				       SLOT_TEXT("reason", strerror(errno)));
		*slash = '/';
	}
	return true;
}
