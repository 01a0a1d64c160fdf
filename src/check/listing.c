/* listing: what a learner's folder has that may matter to its building.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "check/listing.h"

#include "base/sentence.h"
#include "base/text.h"
#include "check/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool listing_is_program(const char *path)
{
	struct stat status;
	return !stat(path, &status) && S_ISREG(status.st_mode) &&
	       !access(path, X_OK);
}

/* Whether the file begins as one does that the kernel would execute. */
static bool begins_as_program(const char *path)
{
	char begin[4] = {0};
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t len = fd < 0 ? -1 : read(fd, begin, sizeof(begin));
	return len >= 2 && (!memcmp(begin, "#!", 2) ||
			    !memcmp(begin, "\177ELF", sizeof(begin)));
}

static void add(const char **list, size_t *count, const char *name)
{
	if (*count < LISTING_MOST)
		list[(*count)++] = name;
}

static void consider(struct listing *listing, const char *folder,
		     const char *name)
{
	// A compiler would take these for options.
	const char *kept = arena_printf(
		listing->arena, "%s%s",
		name[0] == '-' || name[0] == '@' ? "./" : "", name);
	const char *path = arena_printf(listing->arena, "%s/%s", folder, name);
	if (!strcmp(name, "Makefile") || !strcmp(name, "makefile"))
		listing->has_makefile = true;
	else if (text_has_suffix(name, ".c"))
		add(listing->c, &listing->c_count, kept);
	else if (text_has_suffix(name, ".py"))
		add(listing->python, &listing->python_count, kept);
	else if (listing_is_program(path))
		add(listing->programs, &listing->program_count, kept);
	else if (unpack_is_archive(path))
		listing->archive = kept;
	else if (begins_as_program(path))
		listing->shut = kept;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

bool listing_read(struct listing *listing, const char *folder, struct err *err)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, alphasort);
	if (count < 0)
		return FAILURE(err, "read-folder", SLOT_TEXT("folder", folder),
			       SLOT_TEXT("reason", strerror(errno)));
	for (int i = 0; i < count; i++) {
		consider(listing, folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return true;
}

const char *listing_choose(const char *const *files, size_t count,
			   const char *const *names, size_t name_count)
{
	for (size_t n = 0; n < name_count; n++) {
		size_t len = strlen(names[n]);
		for (size_t i = 0; i < count; i++) {
			if (!strncmp(files[i], names[n], len) &&
			    (!files[i][len] || files[i][len] == '.'))
				return files[i];
		}
	}
	return count == 1 ? files[0] : NULL;
}
