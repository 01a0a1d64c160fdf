/* cover: puts something else in the place of what is the machine's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In a user namespace a device file can neither be made nor opened on a file
 * system that was mounted inside; but a bind mount of the machine's own works,
 * as long as no mount on its way says MS_NODEV. So they are copied as detached
 * mounts (open_tree(2)) before the whole tree is told so, and attached to the
 * new /dev afterwards.
 *
 * devpts(5) is mounted anew: its terminals have numbers of their own, and the
 * machine's cannot be reached through it.
 */
#include "lab/inside/cover.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/mount_tree.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LOCKED = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV };

/* All instances of devpts(5) but the machine's own have the same 3072. */
#define TERMINALS "64"

static bool set_attributes(const char *path, uint64_t set, uint64_t clear)
{
	return mount_tree_set(AT_FDCWD, path, 0, set, clear);
}

/* --- parts that come back --------------------------------------------------
 */

bool cover_pick_up(const char *path, struct cover_part *part, struct err *err)
{
	part->path = path;
	part->tree = mount_tree_copy(path);
	return part->tree >= 0 ||
	       FAILURE(err, "keep-file", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

static bool make_folder(const char *path)
{
	return mkdir(path, 0755) == 0 || errno == EEXIST || errno == EROFS;
}

/* What leads to `path`, and an empty file in its place when it is none. */
static bool make_place(const char *path, bool is_folder)
{
	AUTO_FREE char *part = xstrdup(path);
	for (char *at = part + 1; (at = strchr(at, '/')); *at++ = '/') {
		*at = '\0';
		if (!make_folder(part))
			return false;
	}
	if (is_folder)
		return make_folder(path);
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
	// A socket or a device that is there cannot be opened so.
	return fd >= 0 || access(path, F_OK) == 0;
}

static bool attach(struct cover_part *part, const char *where)
{
	AUTO_CLOSE int tree = take_fd(&part->tree);
	return mount_tree_attach(tree, where);
}

bool cover_put_back(struct cover_part *part, struct err *err)
{
	uint64_t set = LOCKED | (part->frozen ? MOUNT_ATTR_RDONLY : 0);
	struct stat file;
	if (fstatat(part->tree, "", &file, AT_EMPTY_PATH) == 0 &&
	    mount_tree_set(part->tree, "", AT_EMPTY_PATH | AT_RECURSIVE, set,
			   0) &&
	    make_place(part->path, S_ISDIR(file.st_mode)) &&
	    attach(part, part->path))
		return true;
	return FAILURE(err, "keep-file", SLOT_TEXT("path", part->path),
		       SLOT_TEXT("reason", strerror(errno)));
}

/* --- /dev ------------------------------------------------------------------
 */

bool cover_pick_devices(struct cover_devices *devices, struct err *err)
{
	size_t count;
	const char *const *paths = confine_devices(&count);
	assert(count <= CONFINE_DEVICES_MOST);
	for (devices->count = 0; devices->count < count; devices->count++)
		if (!cover_pick_up(paths[devices->count],
				   &devices->parts[devices->count], err))
			return false;
	return true;
}

static bool make_links(void)
{
	static const struct {
		const char *to, *name;
	} links[] = {
		{"/proc/self/fd", "/dev/fd"},
		{"/proc/self/fd/0", "/dev/stdin"},
		{"/proc/self/fd/1", "/dev/stdout"},
		{"/proc/self/fd/2", "/dev/stderr"},
		{"pts/ptmx", "/dev/ptmx"},
	};
	for (size_t i = 0; i < COUNT(links); i++)
		if (symlink(links[i].to, links[i].name) < 0)
			return false;
	return true;
}

static bool put_devices(struct cover_devices *devices)
{
	for (size_t i = 0; i < devices->count; i++) {
		struct cover_part *part = &devices->parts[i];
		if (!make_place(part->path, false) || !attach(part, part->path))
			return false;
	}
	return true;
}

bool cover_build_devices(struct cover_devices *devices, struct err *err)
{
	const unsigned long flags = MS_NOSUID | MS_NOEXEC;
	if (mount("tmpfs", "/dev", "tmpfs", flags, "mode=755,size=64k") == 0 &&
	    put_devices(devices) && make_links() && make_folder("/dev/pts") &&
	    make_folder("/dev/shm") &&
	    mount("devpts", "/dev/pts", "devpts", flags,
		  "newinstance,ptmxmode=0666,mode=620,max=" TERMINALS) == 0 &&
	    mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV,
		  "mode=1777,size=64m,nr_inodes=16k") == 0 &&
	    set_attributes("/dev", MOUNT_ATTR_RDONLY, 0))
		return true;
	return FAILURE(err, "make-dev", SLOT_TEXT("reason", strerror(errno)));
}

/* --- what is covered -------------------------------------------------------
 */

static bool bind_itself(const char *path)
{
	return mount(path, path, NULL, MS_BIND, NULL) == 0;
}

static bool cover_empty(const char *path, struct cover_folders *empty)
{
	empty->paths = xgrow(empty->paths, &empty->cap, empty->count + 1,
			     sizeof(*empty->paths));
	empty->paths[empty->count++] = xstrdup(path);
	return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV,
		     "mode=755,size=4k") == 0;
}

static bool cover_null(const char *path, struct cover_folders *empty)
{
	(void)empty;
	return mount("/dev/null", path, NULL, MS_BIND, NULL) == 0;
}

static bool cover_frozen(const char *path, struct cover_folders *empty)
{
	(void)empty;
	return bind_itself(path) && set_attributes(path, MOUNT_ATTR_RDONLY, 0);
}

static bool cover_writable(const char *path, struct cover_folders *empty)
{
	(void)empty;
	return bind_itself(path) && set_attributes(path, 0, MOUNT_ATTR_RDONLY);
}

static bool (*const covers[])(const char *path, struct cover_folders *empty) = {
	[COVER_EMPTY] = cover_empty,
	[COVER_NULL] = cover_null,
	[COVER_FROZEN] = cover_frozen,
	[COVER_WRITABLE] = cover_writable,
};

static bool cover(const char *path, enum cover kind,
		  struct cover_folders *empty, struct err *err)
{
	return covers[kind](path, empty) ||
	       FAILURE(err, "cover-file", SLOT_TEXT("path", path),
		       SLOT_TEXT("reason", strerror(errno)));
}

/* A link is followed by nobody here: what it leads to has a row, or is
 * nothing of the machine's. */
static bool is_there(const char *path)
{
	struct stat file;
	return lstat(path, &file) == 0 && !S_ISLNK(file.st_mode);
}

static bool is_folder(const char *path)
{
	struct stat file;
	return lstat(path, &file) == 0 && S_ISDIR(file.st_mode);
}

/* The folders of the root that are no part of the system, for a stranger. */
static bool cover_strange(struct cover_folders *empty, struct err *err)
{
	DIR *root = opendir("/");
	bool done = root || FAILURE(err, "read-root",
				    SLOT_TEXT("reason", strerror(errno)));
	for (struct dirent *entry; done && root && (entry = readdir(root));) {
		const char *name = entry->d_name;
		AUTO_FREE char *path = xprintf("/%s", name);
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
		    !confine_is_system(name) && is_folder(path))
			done = cover(path, COVER_EMPTY, empty, err);
	}
	if (root)
		closedir(root);
	return done;
}

bool cover_all(enum inhabitant who, struct cover_folders *empty,
	       struct err *err)
{
	size_t count;
	const struct confine_path *rows = confine_paths(&count);
	if (who != INHABITANT_PROGRAM && !cover_strange(empty, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].who & 1U << who && is_there(rows[i].path) &&
		    !cover(rows[i].path, rows[i].cover, empty, err))
			return false;
	return true;
}

bool cover_freeze(const struct cover_folders *empty, struct err *err)
{
	for (size_t i = 0; i < empty->count; i++)
		if (!set_attributes(empty->paths[i], MOUNT_ATTR_RDONLY, 0))
			return FAILURE(err, "make-read-only",
				       SLOT_TEXT("path", empty->paths[i]),
				       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

void cover_folders_done(struct cover_folders *empty)
{
	for (size_t i = 0; i < empty->count; i++)
		free(empty->paths[i]);
	free(empty->paths);
	*empty = (struct cover_folders){0};
}
