/* remedy: who forbids something on this machine, and what to do about it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel only says EPERM. Who said it is told by a file: a sysctl of this
 * machine's kernel or distribution, or the mark of a container. A row of the
 * table is a cause: what it forbids, the errno it gives, the file that proves
 * it. Rows are in the order of how much they prove; the last one for each
 * thing needs no proof.
 *
 * Where the facts are from: user_namespaces(7), proc_sys_user(5), ptrace(2)
 * (Yama), Ubuntu's release notes for 23.10 (AppArmor), Docker's documentation
 * of its default seccomp profile.
 */
#include "lab/kernel/remedy.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

struct remedy {
	unsigned what;	  /* mask of enum remedy_for, and FILTERED */
	int error;	  /* errno; 0: any */
	const char *file; /* NULL: needs no proof */
	const char *line; /* a line of it begins so; NULL: it exists */
	const char *id;
};

#define SPACES (REMEDY_USER | REMEDY_NETWORK | REMEDY_MOUNT)
#define LOOKING (REMEDY_GETFD | REMEDY_PTRACE | REMEDY_SYSCALL | REMEDY_ATTACH)
#define DIAG (REMEDY_TCP | REMEDY_UDP | REMEDY_UNIX)
#define FILTERED (1u << 31) /* a seccomp filter must be on, too */

/* clang-format off */
static const struct remedy remedies[] = {
	{REMEDY_TIME, 0, NULL, NULL, SENTENCE_ID("remedy-time")},
	{REMEDY_USER, ENOSPC, "/proc/sys/user/max_user_namespaces", "0", SENTENCE_ID("remedy-users-none")},
	{REMEDY_USER, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-users-most")},
	{REMEDY_NETWORK, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-networks-most")},
	{REMEDY_MOUNT, ENOSPC, NULL, NULL, SENTENCE_ID("remedy-mounts-most")},
	{REMEDY_MOUNT, ENOSYS, NULL, NULL, SENTENCE_ID("remedy-kernel-mounts")},
	{SPACES, EPERM, "/proc/sys/kernel/unprivileged_userns_clone", "0", SENTENCE_ID("remedy-users-root")},
	{SPACES, 0, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", SENTENCE_ID("remedy-apparmor")},
	{REMEDY_NETWORK, EROFS, NULL, NULL, SENTENCE_ID("remedy-sysctls-frozen")},
	{REMEDY_MOUNT, EINVAL, "/proc/self/mounts", "tmpfs\x20/proc/", SENTENCE_ID("remedy-proc-covered")},
	{SPACES | FILTERED, 0, "/.dockerenv", NULL, SENTENCE_ID("remedy-docker-spaces")},
	{SPACES | FILTERED, 0, "/run/.containerenv", NULL, SENTENCE_ID("remedy-podman-spaces")},
	{REMEDY_MOUNT, EACCES, "/.dockerenv", NULL, SENTENCE_ID("remedy-docker-mounts")},
	{SPACES, EPERM, "/proc/self/status", "Seccomp:\t2", SENTENCE_ID("remedy-filter-spaces")},
	{REMEDY_USER, EINVAL, NULL, NULL, SENTENCE_ID("remedy-kernel-users")},
	{REMEDY_NETWORK, EOPNOTSUPP, NULL, NULL, SENTENCE_ID("remedy-kernel-veth")},
	{REMEDY_NETWORK, EINVAL, NULL, NULL, SENTENCE_ID("remedy-kernel-networks")},
	{SPACES, 0, NULL, NULL, SENTENCE_ID("remedy-spaces")},

	{REMEDY_TCP, ENOENT, NULL, NULL, SENTENCE_ID("remedy-tcp-diag")},
	{REMEDY_UDP, ENOENT, NULL, NULL, SENTENCE_ID("remedy-udp-diag")},
	{REMEDY_UNIX, ENOENT, NULL, NULL, SENTENCE_ID("remedy-unix-diag")},
	{DIAG, 0, "/proc/self/status", "Seccomp:\t2", SENTENCE_ID("remedy-filter-diag")},
	{DIAG, 0, NULL, NULL, SENTENCE_ID("remedy-kernel-diag")},

	{REMEDY_GETFD, ENOSYS, NULL, NULL, SENTENCE_ID("remedy-kernel-getfd")},
	{REMEDY_SYSCALL, ENOENT, NULL, NULL, SENTENCE_ID("remedy-proc-syscall")},
	{LOOKING, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "3", SENTENCE_ID("remedy-yama-nobody")},
	{LOOKING, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "2", SENTENCE_ID("remedy-yama-root")},
	{REMEDY_ATTACH, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "1", SENTENCE_ID("remedy-yama-parent")},
	{LOOKING | FILTERED, 0, "/.dockerenv", NULL, SENTENCE_ID("remedy-docker-looking")},
	{LOOKING | FILTERED, 0, "/run/.containerenv", NULL, SENTENCE_ID("remedy-podman-looking")},
	{LOOKING, 0, "/proc/self/status", "Seccomp:\t2", SENTENCE_ID("remedy-filter-looking")},
	{REMEDY_FILTER, 0, "/proc/self/status", "Seccomp:\t2", SENTENCE_ID("remedy-filter-filter")},
	{REMEDY_GROUP, 0, "/run/systemd/system", NULL, SENTENCE_ID("remedy-group-systemd")},
	{REMEDY_GROUP, 0, NULL, NULL, SENTENCE_ID("remedy-group")},
	{REMEDY_FILTER, 0, NULL, NULL, SENTENCE_ID("remedy-kernel-filter")},
	{LOOKING, 0, NULL, NULL, SENTENCE_ID("remedy-looking")},
};
/* clang-format on */

static const char status[] = "/proc/self/status", filter[] = "Seccomp:\t2";

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

/* A container whose engine put no filter on forbids nothing by it. */
static bool is_proved(const struct remedy *remedy, const char *root)
{
	return (!remedy->file || file_says(root, remedy->file, remedy->line)) &&
	       (!(remedy->what & FILTERED) || file_says(root, status, filter));
}

const char *remedy_find(unsigned what, int error, const char *root)
{
	for (size_t i = 0; i < COUNT(remedies); i++) {
		const struct remedy *remedy = &remedies[i];
		if (remedy->what & what &&
		    (!remedy->error || remedy->error == error) &&
		    is_proved(remedy, root))
			return sentence_text(remedy->id);
	}
	return sentence_text(SENTENCE_ID("remedy-log"));
}
