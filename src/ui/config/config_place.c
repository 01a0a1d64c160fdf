/* config_place: where the file with what a learner always wants is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folders are those of the XDG Base Directory Specification. One's own file
 * takes the place of the machine's altogether: they are not put together, so
 * that what holds can be read in one file.
 */
#include "ui/config/config_place.h"

#include "base/mem.h"
#include "base/places.h"
#include "base/sentence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *config_path(void)
{
	return places_of_user("XDG_CONFIG_HOME", ".config", "config.yaml");
}

/* Opens the file at `path`, which it takes. Returns NULL when there is none;
 * what else stands in the way is a fault. */
static FILE *open_at(struct config *config, char *path)
{
	struct stat found;
	FILE *file = path ? fopen(path, "re") : NULL;
	bool is_there = file || (path && errno != ENOENT && errno != ENOTDIR);
	// A folder can be opened, and only reading fails.
	if (file && !fstat(fileno(file), &found) && S_ISDIR(found.st_mode)) {
		fclose(file);
		file = NULL;
		errno = EISDIR;
	}
	if (is_there)
		config->path = path;
	else
		free(path);
	if (!file && is_there)
		FAULT(&config->faults, 1, "config-unread",
		      SLOT_TEXT("error", strerror(errno)));
	return file;
}

/* The machine's, in the first folder of XDG_CONFIG_DIRS that has one. */
static FILE *open_machine(struct config *config)
{
	const char *folders = getenv("XDG_CONFIG_DIRS");
	if (!folders || !folders[0])
		folders = places_settings;
	while (*folders && !config->path) {
		size_t len = strcspn(folders, ":");
		FILE *file = NULL;
		if (folders[0] == '/')
			file = open_at(config,
				       xprintf("%.*s/sockstep/config.yaml",
					       (int)len, folders));
		if (file)
			return file;
		folders += len + (folders[len] == ':');
	}
	return NULL;
}

FILE *config_place_open(struct config *config)
{
	FILE *file = open_at(config, config_path());
	return config->path ? file : open_machine(config);
}
