/* mounts: what the lab sees of the file system.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole tree becomes read-only first, in one mount_setattr(2), and then the
 * few writable places are put on top. A mount of proc(5) is refused where the
 * outer one is partly covered, as containers like to have it; the lab works
 * without, but its tools cannot name processes then.
 */
#include "lab/inside/mounts.h"

#include "base/mem.h"
#include "lab/inside/missing.h"
#include "lab/kernel/remedy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

static const char hosts_file[] = "/tmp/hosts";

static bool make_private(struct err *err)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		return true;
	return err_set(err, "make the lab's mounts private: %s; %s",
		       strerror(errno), remedy_find(REMEDY_MOUNT, errno, ""));
}

static bool make_read_only(struct err *err)
{
	struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
	if (mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &attributes,
			  sizeof(attributes)) < 0)
		return err_set(err, "make the lab's files read-only: %s; %s",
			       strerror(errno),
			       remedy_find(REMEDY_MOUNT, errno, ""));
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

/* The file is written into the private /tmp, laid over /etc/hosts, and its
 * first name taken away again. */
static bool mount_hosts(const struct host *hosts, size_t count)
{
	struct buf text = {0};
	print_hosts(hosts, count, &text);
	AUTO_CLOSE int fd =
		open(hosts_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	bool done = fd >= 0 &&
		    write(fd, text.data, text.len) == (ssize_t)text.len &&
		    fchmod(fd, 0444) == 0 &&
		    mount(hosts_file, "/etc/hosts", NULL, MS_BIND, NULL) == 0;
	int error = errno;
	if (fd >= 0)
		unlink(hosts_file);
	buf_done(&text);
	errno = error;
	return done;
}

/* The folder becomes a mount of its own, so that it can be left out when all
 * mounts are made read-only. */
static bool keep_folder(const char *path, struct err *err)
{
	if (mount(path, path, NULL, MS_BIND | MS_REC, NULL) == 0)
		return true;
	return err_set(err, "keep %s writable: %s", path, strerror(errno));
}

static bool open_folder(const char *path, struct err *err)
{
	struct mount_attr attributes = {.attr_clr = MOUNT_ATTR_RDONLY};
	if (mount_setattr(AT_FDCWD, path, 0, &attributes, sizeof(attributes)) ==
	    0)
		return true;
	return err_set(err,
		       "keep %s writable: %s; its file system may be "
		       "read-only",
		       path, strerror(errno));
}

static bool mount_tmp(struct err *err)
{
	if (mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV,
		  "mode=1777,size=64m") == 0)
		return true;
	return err_set(err, "mount a private /tmp: %s; %s", strerror(errno),
		       remedy_find(REMEDY_MOUNT, errno, ""));
}

bool mounts_build(const struct host *hosts, size_t count,
		  const struct mounts_plan *plan, struct buf *missing,
		  struct err *err)
{
	if (!make_private(err) ||
	    (plan->writable && !keep_folder(plan->writable, err)) ||
	    !make_read_only(err) ||
	    (plan->writable && !open_folder(plan->writable, err)))
		return false;
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		  NULL) < 0)
		missing_add(
			missing,
			"tools inside the lab cannot name processes, for it "
			"has no /proc of its own (mount proc: %s)",
			strerror(errno));
	if (!mount_tmp(err))
		return false;
	if (!mount_hosts(hosts, count))
		missing_add(missing,
			    "hosts have no names inside the lab (mount a file "
			    "over /etc/hosts: %s)",
			    strerror(errno));
	// The file over /etc/hosts lives on without it.
	if (plan->whole && umount2("/tmp", MNT_DETACH) < 0)
		return err_set(err, "show the machine's /tmp in the lab: %s",
			       strerror(errno));
	return true;
}
