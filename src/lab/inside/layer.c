/* layer: files that are seen, and lead nowhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A read-only mount stops neither connect(2) to a socket nor writing to a named
 * pipe, for both are kept by the inode and not by its file system. An overlay
 * has inodes of its own: a socket seen through it has no listener, a pipe no
 * other end (tests/kernel/overlay_socket.c). So one is laid over each folder,
 * without a place to write to, and whatever begins to listen later is out of
 * reach, too.
 *
 * Nor do the locks, leases and watches of a file go further than its layer.
 *
 * The kernel refuses that where a folder has mounts below it that came from
 * outside. Then its folders are tried one by one, and the sockets beside them
 * are covered as they are found.
 */
#include "lab/inside/layer.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/missing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

/* How deep mounts below a folder are looked for. */
enum { DEPTH_MOST = 6 };

static const char nothing[] = "/tmp/nothing";

static bool lay_over(const char *path)
{
	char options[128];
	AUTO_CLOSE int lower = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(options, sizeof(options),
		 "userxattr,lowerdir=/proc/self/fd/%d:%s", lower, nothing);
	return lower >= 0 &&
	       mount("overlay", path, "overlay",
		     MS_RDONLY | MS_NOSUID | MS_NODEV, options) == 0;
}

/* A /proc of elsewhere, such as that of a chroot: no layer goes over it, and
 * each process in it leads to all files that the process sees. It is hidden. */
static bool hide_processes(const char *path)
{
	struct statfs found;
	return statfs(path, &found) == 0 && found.f_type == PROC_SUPER_MAGIC &&
	       mount(nothing, path, NULL, MS_BIND, NULL) == 0;
}

static void lay(const char *path, int depth, struct buf *missing);

/* What is in a folder that has mounts below it. */
static void look_into(const char *path, int depth, struct buf *missing)
{
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		struct stat file;
		const char *name = entry->d_name;
		AUTO_FREE char *below = xprintf("%s/%s", path, name);
		if (!strcmp(name, ".") || !strcmp(name, "..") ||
		    lstat(below, &file) < 0)
			continue;
		if (S_ISDIR(file.st_mode))
			lay(below, depth, missing);
		else if (S_ISSOCK(file.st_mode) || S_ISFIFO(file.st_mode))
			mount("/dev/null", below, NULL, MS_BIND, NULL);
	}
	if (folder)
		closedir(folder);
}

/* Where that is not known they are looked for. */
static bool has_mounts_below(const char *path)
{
	size_t len = strlen(path);
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	bool found = !mounts;
	for (struct mntent *at; !found && (at = getmntent(mounts));)
		found = !strncmp(at->mnt_dir, path, len) &&
			at->mnt_dir[len] == '/';
	if (mounts)
		endmntent(mounts);
	return found;
}

/* A folder that the user cannot enter has nothing that he can reach. */
static void lay(const char *path, int depth, struct buf *missing)
{
	if (lay_over(path) || errno == EACCES || errno == ENOENT)
		return;
	int error = errno;
	if (hide_processes(path))
		return;
	if (error == EINVAL && depth < DEPTH_MOST && has_mounts_below(path))
		look_into(path, depth + 1, missing);
	else
		MISSING(missing, "missing-layer", SLOT_TEXT("path", path),
			SLOT_TEXT("reason", strerror(error)));
}

void layer_all(enum inhabitant who, struct buf *missing)
{
	DIR *root = opendir("/");
	mkdir(nothing, 0755);
	for (struct dirent *entry; root && (entry = readdir(root));) {
		AUTO_FREE char *path = xprintf("/%s", entry->d_name);
		struct stat file;
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    confine_is_layered(who, entry->d_name) &&
		    lstat(path, &file) == 0 && S_ISDIR(file.st_mode))
			lay(path, 0, missing);
	}
	if (root)
		closedir(root);
	rmdir(nothing);
}

void layer_folder(const char *path, struct buf *missing)
{
	mkdir(nothing, 0755);
	lay(path, 0, missing);
	rmdir(nothing);
}
