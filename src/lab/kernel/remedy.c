/* remedy: who forbids something on this machine, and what to do about it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel only says EPERM. Who said it is told by a file: a sysctl of this
 * machine's kernel or distribution, or the mark of a container. A row of the
 * table is a cause: what it forbids, the errno it gives, the file that proves
 * it. Rows are in the order of how much they prove; the last one for each
 * thing needs no proof.
 *
 * A container's engine stands before what its host forbids: its filter answers
 * EPERM before a security module is asked, and AppArmor's rule about user
 * namespaces is for processes without a profile, which those of a container
 * have.
 *
 * Where the facts are from: user_namespaces(7), proc_sys_user(5), ptrace(2)
 * (Yama), Ubuntu's release notes for 23.10 (AppArmor), Docker's documentation
 * of its default seccomp profile, podman-run(1) (labels of SELinux),
 * deny_ptrace of Fedora's policy.
 */
#include "lab/kernel/remedy.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

struct cause {
	unsigned what;	  /* mask of enum remedy_for, and the bits below */
	int error;	  /* errno, REFUSED; 0: any */
	const char *file; /* NULL: needs no proof */
	const char *line; /* a line of it begins so; NULL: it exists */
	const char *id;
};

#define SPACES (REMEDY_USER | REMEDY_NETWORK | REMEDY_MOUNT)
#define LOOKING (REMEDY_GETFD | REMEDY_PTRACE | REMEDY_SYSCALL | REMEDY_ATTACH)
#define DIAG (REMEDY_TCP | REMEDY_UDP | REMEDY_UNIX)
#define FILTERED (1u << 31)   /* a seccomp filter must be on, too */
#define UNCONFINED (1u << 30) /* no AppArmor profile, too */
#define BY_ROOT (1u << 29)    /* root of this machine can change it */
#define BY_MODULE (1u << 28)  /* by loading a module of the kernel */
#define REFUSED (-1)	      /* EPERM or EACCES */

#define STATUS "/proc/self/status"
#define FILTER "Seccomp:\t2"
#define MODULE_PROFILE "/proc/self/attr/current" /* AppArmor's or SELinux's */
#define SELINUX "/sys/fs/selinux/"

/* clang-format off */
static const struct cause causes[] = {
	{REMEDY_TIME, 0, NULL, NULL, SENTENCE_ID("remedy-time")},
	{REMEDY_USER | BY_ROOT, ENOSPC, "/proc/sys/user/max_user_namespaces", "0", SENTENCE_ID("remedy-users-none")},
	{REMEDY_USER | BY_ROOT, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-users-most")},
	{REMEDY_NETWORK | BY_ROOT, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-networks-most")},
	{REMEDY_MOUNT | BY_ROOT, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-mounts-most")},
	{REMEDY_MOUNT, ENOSYS, NULL, NULL, SENTENCE_ID("remedy-kernel-mounts")},
	{SPACES | BY_ROOT, EPERM, "/proc/sys/kernel/unprivileged_userns_clone", "0", SENTENCE_ID("remedy-users-root")},
	{REMEDY_NETWORK, EROFS, NULL, NULL, SENTENCE_ID("remedy-sysctls-frozen")},
	{REMEDY_MOUNT, EINVAL, "/proc/self/mounts", "tmpfs\x20/proc/", SENTENCE_ID("remedy-proc-covered")},
	{SPACES | FILTERED, EPERM, "/.dockerenv", NULL, SENTENCE_ID("remedy-docker-spaces")},
	{SPACES | FILTERED, EPERM, "/run/.containerenv", NULL, SENTENCE_ID("remedy-podman-spaces")},
	{REMEDY_MOUNT, EACCES, MODULE_PROFILE, "docker-default", SENTENCE_ID("remedy-docker-mounts")},
	{REMEDY_MOUNT, EACCES, MODULE_PROFILE, "containers-default", SENTENCE_ID("remedy-podman-mounts")},
	{SPACES, EACCES, MODULE_PROFILE, "system_u:system_r:container_t:", SENTENCE_ID("remedy-selinux-container")},
	{SPACES | BY_ROOT | UNCONFINED, REFUSED, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", SENTENCE_ID("remedy-apparmor")},
	{SPACES, EPERM, STATUS, FILTER, SENTENCE_ID("remedy-filter-spaces")},
	{SPACES | BY_ROOT, EACCES, SELINUX "enforce", "1", SENTENCE_ID("remedy-selinux")},
	{REMEDY_USER, EINVAL, NULL, NULL, SENTENCE_ID("remedy-kernel-users")},
	{REMEDY_NETWORK | BY_ROOT | BY_MODULE, EOPNOTSUPP, NULL, NULL, SENTENCE_ID("remedy-kernel-veth")},
	{REMEDY_NETWORK, EINVAL, NULL, NULL, SENTENCE_ID("remedy-kernel-networks")},
	{SPACES, 0, NULL, NULL, SENTENCE_ID("remedy-spaces")},

	{REMEDY_TCP | BY_ROOT | BY_MODULE, ENOENT, NULL, NULL, SENTENCE_ID("remedy-tcp-diag")},
	{REMEDY_UDP | BY_ROOT | BY_MODULE, ENOENT, NULL, NULL, SENTENCE_ID("remedy-udp-diag")},
	{REMEDY_UNIX | BY_ROOT | BY_MODULE, ENOENT, NULL, NULL, SENTENCE_ID("remedy-unix-diag")},
	{DIAG, EPERM, STATUS, FILTER, SENTENCE_ID("remedy-filter-diag")},
	{DIAG, EPROTONOSUPPORT, NULL, NULL, SENTENCE_ID("remedy-kernel-diag")},

	{REMEDY_GETFD, ENOSYS, NULL, NULL, SENTENCE_ID("remedy-kernel-getfd")},
	{REMEDY_SYSCALL | BY_ROOT, ENOENT, NULL, NULL, SENTENCE_ID("remedy-proc-syscall")},
	{LOOKING | BY_ROOT, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "3", SENTENCE_ID("remedy-yama-nobody")},
	{LOOKING | BY_ROOT, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "2", SENTENCE_ID("remedy-yama-root")},
	{REMEDY_ATTACH | BY_ROOT, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "1", SENTENCE_ID("remedy-yama-parent")},
	{LOOKING | FILTERED, EPERM, "/.dockerenv", NULL, SENTENCE_ID("remedy-docker-looking")},
	{LOOKING | FILTERED, EPERM, "/run/.containerenv", NULL, SENTENCE_ID("remedy-podman-looking")},
	{LOOKING, EPERM, STATUS, FILTER, SENTENCE_ID("remedy-filter-looking")},
	{LOOKING | BY_ROOT, EACCES, SELINUX "booleans/deny_ptrace", "1", SENTENCE_ID("remedy-selinux-ptrace")},
	{LOOKING | BY_ROOT, EACCES, SELINUX "enforce", "1", SENTENCE_ID("remedy-selinux")},
	{LOOKING, REFUSED, NULL, NULL, SENTENCE_ID("remedy-looking")},

	{REMEDY_FILTER, 0, STATUS, FILTER, SENTENCE_ID("remedy-filter-filter")},
	{REMEDY_FILTER, 0, NULL, NULL, SENTENCE_ID("remedy-kernel-filter")},
	{REMEDY_GROUP, 0, "/run/systemd/system", NULL, SENTENCE_ID("remedy-group-systemd")},
	{REMEDY_GROUP | BY_ROOT, 0, NULL, NULL, SENTENCE_ID("remedy-group")},
};
/* clang-format on */

/* Whether a line of the file begins so; NULL: whether it exists. Reads its
 * beginning; what is asked of stands there. The kernel gives a list of mounts a
 * page at a time. */
static bool file_says(const char *root, const char *file, const char *begin)
{
	char path[512], bytes[1 << 14];
	snprintf(path, sizeof(path), "%s%s", root, file);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !begin)
		return fd >= 0;
	size_t len = 0;
	ssize_t came = 1;
	while (came > 0 && len < sizeof(bytes)) {
		came = read(fd, bytes + len, sizeof(bytes) - len);
		len += came > 0 ? (size_t)came : 0;
	}
	struct str rest = {bytes, len}, line;
	while (str_next_line(&rest, &line))
		if (str_has_prefix(line, begin))
			return true;
	return false;
}

/* A process that has none is given the second one by a new user namespace. */
static bool is_unconfined(const char *root)
{
	return file_says(root, MODULE_PROFILE, "unconfined") ||
	       file_says(root, MODULE_PROFILE, "unprivileged_userns");
}

/* A container whose engine put no filter on forbids nothing by it. */
static bool is_proved(const struct cause *cause, const char *root)
{
	return (!cause->file || file_says(root, cause->file, cause->line)) &&
	       (!(cause->what & FILTERED) || file_says(root, STATUS, FILTER)) &&
	       (!(cause->what & UNCONFINED) || is_unconfined(root));
}

static bool gives(const struct cause *cause, int error)
{
	return !cause->error || cause->error == error ||
	       (cause->error == REFUSED && (error == EPERM || error == EACCES));
}

struct remedy remedy_look(unsigned what, int error, const char *root)
{
	for (size_t i = 0; i < COUNT(causes); i++) {
		const struct cause *cause = &causes[i];
		if (cause->what & what && gives(cause, error) &&
		    is_proved(cause, root))
			return (struct remedy){sentence_text(cause->id),
					       cause->what & BY_ROOT,
					       cause->what & BY_MODULE};
	}
	return (struct remedy){.text = sentence_text(SENTENCE_ID("remedy-log")),
			       .is_for_root = true};
}

const char *remedy_find(unsigned what, int error, const char *root)
{
	return remedy_look(what, error, root).text;
}
