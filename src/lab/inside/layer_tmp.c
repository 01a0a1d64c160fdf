/* layer_tmp: the machine's /tmp, seen part by part in a private one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One layer over all of it is refused where something is mounted below that
 * came from outside, as a program that brings its own file system does it.
 * Then each folder has a layer of its own, and what has mounts in it is shown
 * as it is; a file is shown, and cannot be changed. What layers are made of is
 * let go of at once: they keep it.
 */
#include "lab/inside/layer_tmp.h"

#include "base/mem.h"
#include "lab/inside/layer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOM "/tmp/layers"

/* More than so many things are not looked at. */
enum { PARTS_MOST = 4096 };

static bool lay_over(int lower, const struct stat *folder, const char *path,
		     unsigned number)
{
	char up[64], work[64], options[256];
	snprintf(up, sizeof(up), ROOM "/up%u", number);
	snprintf(work, sizeof(work), ROOM "/work%u", number);
	snprintf(options, sizeof(options),
		 "userxattr,lowerdir=/proc/self/fd/%d,upperdir=%s,workdir=%s",
		 lower, up, work);
	if (mkdir(up, 0755) < 0 || mkdir(work, 0755) < 0)
		return false;
	// The topmost folder is the layer's, and nobody who is unknown here
	// owns it.
	(void)!chown(up, folder->st_uid, folder->st_gid);
	return chmod(up, folder->st_mode & 07777) == 0 &&
	       mount("overlay", path, "overlay", MS_NOSUID | MS_NODEV,
		     options) == 0;
}

static void show(int part, const char *path, unsigned long more)
{
	char from[64];
	snprintf(from, sizeof(from), "/proc/self/fd/%d", part);
	(void)!mount(from, path, NULL, MS_BIND | more, NULL);
}

static void put_folder(int machine, const char *name, unsigned number,
		       struct buf *missing)
{
	struct stat folder;
	AUTO_FREE char *path = xprintf("/tmp/%s", name);
	AUTO_CLOSE int lower = openat(
		machine, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (lower < 0 || fstat(lower, &folder) < 0 || mkdir(path, 0755) < 0 ||
	    lay_over(lower, &folder, path, number))
		return;
	show(lower, path, MS_REC);
	layer_folder(path, missing);
}

static void put_file(int machine, const char *name)
{
	AUTO_FREE char *path = xprintf("/tmp/%s", name);
	AUTO_CLOSE int file =
		openat(machine, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	AUTO_CLOSE int place =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (file >= 0 && place >= 0)
		show(file, path, 0);
}

static void put_link(int machine, const char *name)
{
	char to[4096];
	AUTO_FREE char *path = xprintf("/tmp/%s", name);
	ssize_t len = readlinkat(machine, name, to, sizeof(to) - 1);
	if (len < 0)
		return;
	to[len] = '\0';
	(void)!symlink(to, path);
}

static void put(int machine, const char *name, unsigned number,
		struct buf *missing)
{
	struct stat part;
	if (fstatat(machine, name, &part, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	if (S_ISDIR(part.st_mode))
		put_folder(machine, name, number, missing);
	else if (S_ISREG(part.st_mode))
		put_file(machine, name);
	else if (S_ISLNK(part.st_mode))
		put_link(machine, name);
}

bool layer_tmp(int machine, unsigned mib, struct buf *missing)
{
	char options[64];
	snprintf(options, sizeof(options), "mode=755,size=%um,nr_inodes=%uk",
		 mib, mib);
	AUTO_CLOSE int listed =
		openat(machine, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = listed < 0 ? NULL : fdopendir(dup(listed));
	bool done = folder && mkdir(ROOM, 0755) == 0 &&
		    mount("tmpfs", ROOM, "tmpfs", MS_NOSUID | MS_NODEV,
			  options) == 0;
	unsigned number = 0;
	for (struct dirent *entry;
	     done && number < PARTS_MOST && (entry = readdir(folder));)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			put(machine, entry->d_name, number++, missing);
	if (folder)
		closedir(folder);
	if (done)
		umount2(ROOM, MNT_DETACH);
	rmdir(ROOM);
	return done;
}
