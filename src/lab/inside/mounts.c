/* mounts: what the lab sees of the file system.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole tree becomes read-only first, and without devices, in one
 * mount_setattr(2). Then what is the machine's is covered (cover.c), and the
 * few writable places are put on top. A mount of proc(5) is refused where the
 * outer one is partly covered, as containers like to have it; the lab works
 * without, but its tools cannot name processes then.
 */
#include "lab/inside/mounts.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/cover.h"
#include "lab/inside/layer.h"
#include "lab/inside/layer_tmp.h"
#include "lab/inside/missing.h"
#include "lab/inside/mount_tree.h"
#include "lab/kernel/remedy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char laid_file[] = "/tmp/laid";

#define LAYER "/tmp/layer"

static int put_proc(void)
{
	return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		     NULL);
}

/* In the machine's /proc the names of all the networks that it ever had stand
 * in the same few chains, and each lookup of a setting walks them. */
bool mounts_begin(struct err *err)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return FAILURE(err, "make-mounts-private",
			       SLOT_TEXT("reason", strerror(errno)),
			       SLOT_TEXT("remedy",
					 remedy_find(REMEDY_MOUNT, errno, "")));
	(void)put_proc();
	return true;
}

static bool make_read_only(struct err *err)
{
	if (!mount_tree_set(AT_FDCWD, "/", AT_RECURSIVE,
			    MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV, 0))
		return FAILURE(err, "make-files-read-only",
			       SLOT_TEXT("reason", strerror(errno)),
			       SLOT_TEXT("remedy",
					 remedy_find(REMEDY_MOUNT, errno, "")));
	return true;
}

static void print_hosts(const struct host *hosts, size_t count, struct buf *out)
{
	buf_puts(out, "127.0.0.1\tlocalhost\n"
		      "::1\t\tlocalhost ip6-localhost ip6-loopback\n");
	for (size_t i = 0; i < count; i++) {
		const struct address *first = &hosts[i].addresses[0];
		char text[INET6_ADDRSTRLEN] = "127.0.0.1";
		if (address_family(first) == AF_INET6)
			inet_ntop(AF_INET6, &first->as.in6.sin6_addr, text,
				  sizeof(text));
		else if (hosts[i].address_count)
			inet_ntop(AF_INET, &first->as.in.sin_addr, text,
				  sizeof(text));
		buf_printf(out, "%s\t%s\n", text, hosts[i].name);
	}
}

/* A file is written into the private /tmp, laid over `path`, and its first name
 * taken away again. */
static bool lay_over(const char *path, const struct buf *text)
{
	AUTO_CLOSE int fd =
		open(laid_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	bool done = fd >= 0 &&
		    write(fd, text->data, text->len) == (ssize_t)text->len &&
		    fchmod(fd, 0444) == 0 &&
		    mount(laid_file, path, NULL, MS_BIND, NULL) == 0;
	int error = errno;
	if (fd >= 0)
		unlink(laid_file);
	errno = error;
	return done;
}

static bool mount_hosts(const struct host *hosts, size_t count)
{
	struct buf text = {0};
	print_hosts(hosts, count, &text);
	bool done = lay_over("/etc/hosts", &text);
	int error = errno;
	buf_done(&text);
	errno = error;
	return done;
}

/* The machine's file of that name with a line at its end. Where it is not
 * there, or cannot be covered, it stays as it is. */
static void lengthen(const char *path, const char *line)
{
	char part[1 << 12];
	struct buf text = {0};
	ssize_t len;
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && (len = read(fd, part, sizeof(part))) > 0)
		buf_add(&text, part, (size_t)len);
	if (text.len && text.data[text.len - 1] != '\n')
		buf_putc(&text, '\n');
	buf_puts(&text, line);
	if (fd >= 0)
		(void)lay_over(path, &text);
	buf_done(&text);
}

/* Programs that print whose a process or a file is warn of one who has no name,
 * or print a number. Where the machine has a user or group of that number, that
 * one's line comes first. */
static void mount_user(uid_t user)
{
	AUTO_FREE char *person = xprintf(
		NOTATION("lab:x:%u:%u:inhabitant of the lab:/tmp:/bin/sh\n"),
		user, user);
	AUTO_FREE char *group = xprintf("lab:x:%u:\n", user);
	lengthen("/etc/passwd", person);
	lengthen("/etc/group", group);
}

static bool mount_tmp(enum inhabitant who, struct err *err)
{
	char options[64];
	snprintf(options, sizeof(options), "mode=1777,size=%um,nr_inodes=%uk",
		 confine_tmp(who), confine_tmp(who) / CONFINE_MIB_OF_FILES);
	if (mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options) == 0)
		return true;
	return FAILURE(
		err, "mount-tmp", SLOT_TEXT("reason", strerror(errno)),
		SLOT_TEXT("remedy", remedy_find(REMEDY_MOUNT, errno, "")));
}

/* What the machine has in /tmp is seen, and what is written stays above it, in
 * the private one. A socket below is not that of the machine any more: the
 * kernel finds a listener by its inode, and this is another one. */
static bool mount_layer(enum inhabitant who, int machine, struct buf *missing,
			struct err *err)
{
	char options[256];
	snprintf(options, sizeof(options),
		 "userxattr,lowerdir=/proc/self/fd/%d,upperdir=" LAYER
		 "/up,workdir=" LAYER "/work",
		 machine);
	mode_t before = umask(0);
	bool done = mkdir(LAYER, 0755) == 0 && mkdir(LAYER "/up", 01777) == 0 &&
		    mkdir(LAYER "/work", 0755) == 0 &&
		    mount("overlay", "/tmp", "overlay", MS_NOSUID | MS_NODEV,
			  options) == 0;
	umask(before);
	if (done)
		return true;
	int error = errno;
	rmdir(LAYER "/work/work"); // of the kernel's, as far as it came
	rmdir(LAYER "/work");
	rmdir(LAYER "/up");
	rmdir(LAYER);
	if (error == EINVAL && layer_tmp(machine, confine_tmp(who), missing)) {
		MISSING(missing, "missing-tmp-files",
			SLOT_TEXT("reason", strerror(error)));
		return true;
	}
	MISSING(missing, "missing-tmp", SLOT_TEXT("reason", strerror(error)));
	// The machine's own is what stays, to be read.
	return umount2("/tmp", MNT_DETACH) == 0 ||
	       FAILURE(err, "show-tmp", SLOT_TEXT("reason", strerror(errno)));
}

static void mount_proc(struct buf *missing)
{
	if (put_proc() < 0)
		MISSING(missing, "missing-proc",
			SLOT_TEXT("reason", strerror(errno)));
}

static void tell_nameless(int error, struct buf *missing)
{
	if (access("/etc/hosts", F_OK) < 0)
		MISSING(missing, "missing-hosts");
	else
		MISSING(missing, "missing-hosts-file",
			SLOT_TEXT("reason", strerror(error)));
}

/* --- what comes back -------------------------------------------------------
 */

/* What is put back behind the covers: as many as `plan` names. */
struct kept {
	struct cover_part *parts;
	size_t count;
};

static bool keep(struct kept *kept, const char *path, bool frozen,
		 struct err *err)
{
	struct cover_part part = {.frozen = frozen};
	if (!cover_pick_up(path, &part, err))
		return false;
	kept->parts =
		xrealloc(kept->parts, (kept->count + 1) * sizeof(*kept->parts));
	kept->parts[kept->count++] = part;
	return true;
}

static bool keep_all(struct kept *kept, const struct mounts_plan *plan,
		     struct err *err)
{
	for (size_t i = 0; plan->seen && plan->seen[i]; i++)
		if (!keep(kept, plan->seen[i], true, err))
			return false;
	for (size_t i = 0; plan->shared && plan->shared[i]; i++)
		if (!keep(kept, plan->shared[i], true, err))
			return false;
	return !plan->writable || keep(kept, plan->writable, false, err);
}

static bool put_back(const struct kept *kept, struct err *err)
{
	for (size_t i = 0; i < kept->count; i++)
		if (!cover_put_back(&kept->parts[i], err))
			return false;
	return true;
}

static void kept_done(struct kept *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		if (kept->parts[i].tree >= 0)
			close(kept->parts[i].tree);
	free(kept->parts);
}

/* Everything that is there from here on is the lab's own. */
static bool build_own(const struct mounts_plan *plan, const struct host *hosts,
		      size_t count, struct cover_devices *devices,
		      struct buf *missing, struct err *err)
{
	mount_proc(missing);
	if (!cover_build_devices(devices, err) || !mount_tmp(plan->who, err))
		return false;
	layer_all(plan->who, missing);
	if (!mount_hosts(hosts, count))
		tell_nameless(errno, missing);
	if (plan->user)
		mount_user(plan->user);
	return true;
}

static bool build_covers(const struct mounts_plan *plan, int machine_tmp,
			 struct kept *kept, struct buf *missing,
			 struct err *err)
{
	struct cover_folders empty = {0};
	bool done = cover_all(plan->who, &empty, err) &&
		    (plan->who != INHABITANT_PROGRAM ||
		     mount_layer(plan->who, machine_tmp, missing, err)) &&
		    put_back(kept, err) && cover_freeze(&empty, err);
	cover_folders_done(&empty);
	return done;
}

bool mounts_build(const struct host *hosts, size_t count,
		  const struct mounts_plan *plan, struct buf *missing,
		  struct err *err)
{
	struct cover_devices devices = {0};
	struct kept kept = {0};
	if (!cover_pick_devices(&devices, err))
		return false;
	bool done = keep_all(&kept, plan, err) && make_read_only(err);
	AUTO_CLOSE int lower = done ? open("/tmp", O_PATH | O_CLOEXEC) : -1;
	done = done && build_own(plan, hosts, count, &devices, missing, err) &&
	       build_covers(plan, lower, &kept, missing, err);
	kept_done(&kept);
	return done;
}
