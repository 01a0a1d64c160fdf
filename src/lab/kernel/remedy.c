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

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

struct remedy {
	unsigned what;	  /* mask of enum remedy_for, and FILTERED */
	int error;	  /* errno; 0: any */
	const char *file; /* NULL: needs no proof */
	const char *line; /* a line of it begins so; NULL: it exists */
	const char *text;
};

#define SPACES (REMEDY_USER | REMEDY_NETWORK | REMEDY_MOUNT)
#define LOOKING (REMEDY_GETFD | REMEDY_PTRACE | REMEDY_SYSCALL | REMEDY_ATTACH)
#define DIAG (REMEDY_TCP | REMEDY_UDP | REMEDY_UNIX)
#define FILTERED (1u << 31) /* a seccomp filter must be on, too */

/* clang-format off */
static const struct remedy remedies[] = {
	{REMEDY_TIME, 0, NULL, NULL,
	 "nothing forbids it: this machine was too busy to do it in time; ask again when less runs"},
	{REMEDY_USER, ENOSPC, "/proc/sys/user/max_user_namespaces", "0",
	 "user namespaces are limited to none: sudo sysctl user.max_user_namespaces=15000"},
	{REMEDY_USER, ENOSPC, NULL, NULL,
	 "a limit on user namespaces is reached: raise it by sudo sysctl user.max_user_namespaces=15000, or start sockstep outside of the container it is in"},
	{REMEDY_NETWORK, ENOSPC, NULL, NULL,
	 "a limit on network namespaces is reached: raise it by sudo sysctl user.max_net_namespaces=15000"},
	{REMEDY_MOUNT, ENOSPC, NULL, NULL,
	 "a limit on mount namespaces is reached: raise it by sudo sysctl user.max_mnt_namespaces=15000"},
	{REMEDY_MOUNT, ENOSYS, NULL, NULL,
	 "this kernel is older than Linux 5.12, which brought mount_setattr(2), or a seccomp filter hides the call"},
	{SPACES, EPERM, "/proc/sys/kernel/unprivileged_userns_clone", "0",
	 "this distribution keeps user namespaces for root (Debian 10, Arch's linux-hardened): sudo sysctl kernel.unprivileged_userns_clone=1"},
	{SPACES, 0, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
	 "AppArmor takes the rights away inside user namespaces (Ubuntu 23.10 and later): sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or give sockstep an AppArmor profile that has \"userns,\", in /etc/apparmor.d"},
	{SPACES | FILTERED, 0, "/.dockerenv", NULL,
	 "Docker's default seccomp profile forbids it: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or a profile that allows clone, unshare, mount and mount_setattr"},
	{SPACES | FILTERED, 0, "/run/.containerenv", NULL,
	 "the container's seccomp profile forbids it: podman run --security-opt seccomp=unconfined"},
	{REMEDY_MOUNT, EACCES, "/.dockerenv", NULL,
	 "Docker's default AppArmor profile forbids mounts: docker run --security-opt apparmor=unconfined"},
	{SPACES, EPERM, "/proc/self/status", "Seccomp:\t2",
	 "a seccomp filter is on this process, as in a container or a sandbox: let it allow clone, unshare, mount and mount_setattr"},
	{REMEDY_USER, EINVAL, NULL, NULL,
	 "this kernel has no user namespaces: it needs CONFIG_USER_NS"},
	{REMEDY_NETWORK, EOPNOTSUPP, NULL, NULL,
	 "this kernel has no veth or packet sockets: sudo modprobe veth af_packet, or a kernel with CONFIG_VETH and CONFIG_PACKET"},
	{REMEDY_NETWORK, EINVAL, NULL, NULL,
	 "this kernel has no network namespaces: it needs CONFIG_NET_NS"},
	{SPACES, 0, NULL, NULL,
	 "run sockstep outside of a container or a chroot, or ask the administrator for user namespaces"},

	{REMEDY_TCP, ENOENT, NULL, NULL,
	 "load the kernel's module: sudo modprobe tcp_diag inet_diag"},
	{REMEDY_UDP, ENOENT, NULL, NULL,
	 "load the kernel's module: sudo modprobe udp_diag inet_diag"},
	{REMEDY_UNIX, ENOENT, NULL, NULL,
	 "load the kernel's module: sudo modprobe unix_diag"},
	{DIAG, 0, "/proc/self/status", "Seccomp:\t2",
	 "a seccomp filter is on this process, as in a container or a sandbox: let it allow socket(AF_NETLINK)"},
	{DIAG, 0, NULL, NULL,
	 "run sockstep on a Linux kernel with CONFIG_INET_DIAG, CONFIG_INET_UDP_DIAG and CONFIG_UNIX_DIAG"},

	{REMEDY_GETFD, ENOSYS, NULL, NULL,
	 "this kernel is older than Linux 5.6, which brought pidfd_getfd(2), or a seccomp filter hides the call"},
	{REMEDY_SYSCALL, ENOENT, NULL, NULL,
	 "mount /proc without hidepid, on a kernel with CONFIG_HAVE_ARCH_TRACEHOOK"},
	{LOOKING, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "3",
	 "Yama forbids it to everybody until the next boot: set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and boot"},
	{LOOKING, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "2",
	 "Yama keeps it for root: sudo sysctl kernel.yama.ptrace_scope=1"},
	{REMEDY_ATTACH, EPERM, "/proc/sys/kernel/yama/ptrace_scope", "1",
	 "Yama lets a program be traced only by who started it: start it with sockstep trace, or sudo sysctl kernel.yama.ptrace_scope=0"},
	{LOOKING | FILTERED, 0, "/.dockerenv", NULL,
	 "Docker's default seccomp profile forbids it: docker run --cap-add=SYS_PTRACE, or --security-opt seccomp=unconfined"},
	{LOOKING | FILTERED, 0, "/run/.containerenv", NULL,
	 "the container's seccomp profile forbids it: podman run --cap-add=SYS_PTRACE"},
	{LOOKING, 0, "/proc/self/status", "Seccomp:\t2",
	 "a seccomp filter is on this process, as in a container or a sandbox: let it allow ptrace, pidfd_open and pidfd_getfd"},
	{REMEDY_FILTER, 0, "/proc/self/status", "Seccomp:\t2",
	 "a seccomp filter is on this process, as in a container or a sandbox: let it allow seccomp"},
	{REMEDY_GROUP, 0, "/run/systemd/system", NULL,
	 "start it where systemd lets you make groups: systemd-run --user --scope sockstep"},
	{REMEDY_GROUP, 0, NULL, NULL,
	 "ask the administrator for a group of version 2 that is yours and hands on the memory controller"},
	{REMEDY_FILTER, 0, NULL, NULL,
	 "run sockstep on a kernel with CONFIG_SECCOMP_FILTER"},
	{LOOKING, 0, NULL, NULL,
	 "look for a security module that forbids ptrace(2), in /sys/kernel/security/lsm"},
};
/* clang-format on */

static const char status[] = "/proc/self/status", filter[] = "Seccomp:\t2";

/* Whether a line of the file begins so; NULL: whether it exists. Reads its
 * beginning; status and sysctls are short. */
static bool file_says(const char *root, const char *file, const char *begin)
{
	char path[512], bytes[4096];
	snprintf(path, sizeof(path), "%s%s", root, file);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !begin)
		return fd >= 0;
	ssize_t len = read(fd, bytes, sizeof(bytes));
	struct str rest = {bytes, len > 0 ? (size_t)len : 0}, line;
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
			return remedy->text;
	}
	return "look at the kernel's log: dmesg";
}
