/* doctor: tests that every verdict is produced, each for its real reason.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The failing side is made, not pretended: a child limits its user namespaces
 * to none, puts a seccomp filter on itself, covers /proc or empties PATH, and
 * then lets itself be examined.
 */
#include "lab/doctor/doctor.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "inside.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static const struct doctor_check *check_of(const struct doctor_report *report,
					   const char *name)
{
	for (size_t i = 0; i < report->count; i++)
		if (!strcmp(report->checks[i].name, name))
			return &report->checks[i];
	return NULL;
}

/* One verdict that is expected: parts of its two texts. */
struct expected {
	const char *name;
	enum doctor_verdict verdict;
	const char *found, *remedy;
};

static void expect_verdicts(struct buf *found, const struct expected *expected,
			    size_t count)
{
	struct doctor_report report;
	doctor_examine(&report);
	for (size_t i = 0; i < count; i++) {
		const struct expected *one = &expected[i];
		const struct doctor_check *check = check_of(&report, one->name);
		INSIDE_EXPECT(found, check, "no check of %s", one->name);
		if (!check)
			continue;
		INSIDE_EXPECT(found, check->verdict == one->verdict,
			      "%s: verdict %d: %s", one->name, check->verdict,
			      check->found);
		INSIDE_EXPECT(found, strstr(check->found, one->found),
			      "%s: found \"%s\", not \"%s\"", one->name,
			      check->found, one->found);
		const char *remedy = check->remedy ? check->remedy : "none";
		INSIDE_EXPECT(found, strstr(remedy, one->remedy),
			      "%s: remedy \"%s\", not \"%s\"", one->name,
			      remedy, one->remedy);
	}
	doctor_done(&report);
}

/* --- it works ------------------------------------------------------------ */

static void all_well(struct buf *found)
{
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_WORKS, "is itself", "none"},
		{"network namespace", DOCTOR_WORKS, "its own", "none"},
		{"wire", DOCTOR_WORKS, "carried", "none"},
		{"patience", DOCTOR_WORKS, "set in labs: tcp_", "none"},
		{"read-only files", DOCTOR_WORKS, "", "none"},
		{"sock_diag TCP", DOCTOR_WORKS, "listed", "none"},
		{"sock_diag UDP", DOCTOR_WORKS, "listed", "none"},
		{"sock_diag UNIX", DOCTOR_WORKS, "listed", "none"},
		{"pidfd_getfd", DOCTOR_WORKS, "copied", "none"},
		{"/proc/PID/syscall", DOCTOR_WORKS, "asleep", "none"},
		{"ptrace", DOCTOR_WORKS, "seized", "none"},
		{"UTF-8 locale", DOCTOR_WORKS, "UTF-8", "none"},
		{"cc", DOCTOR_WORKS, "/", "none"},
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	expect_verdicts(found, expected, COUNT(expected));
}

Test(doctor, says_what_works)
{
	AUTO_FREE char *found = inside(all_well);
	cr_expect_str_empty(found, "%s", found);
}

static size_t count_fds(void)
{
	size_t count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void leaves_nothing(struct buf *found)
{
	struct doctor_report report;
	size_t before = count_fds();
	doctor_examine(&report);
	for (size_t i = 0; i < report.count; i++) {
		const struct doctor_check *check = &report.checks[i];
		INSIDE_EXPECT(found,
			      *check->name &&
				      sentence_text(check->purpose)[0] &&
				      *check->found,
			      "check %zu has an empty text", i);
		INSIDE_EXPECT(
			found,
			!check->remedy == (check->verdict == DOCTOR_WORKS),
			"%s: a remedy is for what is missing", check->name);
	}
	doctor_done(&report);
	INSIDE_EXPECT(found, count_fds() == before,
		      "%zu descriptors, %zu before", count_fds(), before);
	INSIDE_EXPECT(found, !report.checks && !report.count, "not done");
}

Test(doctor, leaves_nothing_behind)
{
	AUTO_FREE char *found = inside(leaves_nothing);
	cr_expect_str_empty(found, "%s", found);
}

/* --- it does not --------------------------------------------------------- */

static void write_text(const char *path, const char *text)
{
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fprintf(stderr, "write %s: %s\n", path, strerror(errno));
}

static void no_user_namespaces(struct buf *found)
{
	static const char remedy[] = "user.max_user_namespaces";
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_MISSING, "ENOSPC", remedy},
		{"network namespace", DOCTOR_MISSING, "ENOSPC", remedy},
		{"wire", DOCTOR_MISSING, "ENOSPC", remedy},
		{"patience", DOCTOR_OPTIONAL, "ENOSPC", remedy},
		{"read-only files", DOCTOR_MISSING, "ENOSPC", remedy},
		{"sock_diag TCP", DOCTOR_WORKS, "listed", "none"},
	};
	write_text("/proc/sys/user/max_user_namespaces", "0");
	expect_verdicts(found, expected, COUNT(expected));
}

static void no_network_namespaces(struct buf *found)
{
	static const char remedy[] = "user.max_net_namespaces";
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_WORKS, "is itself", "none"},
		{"network namespace", DOCTOR_MISSING, "ENOSPC", remedy},
		{"wire", DOCTOR_MISSING, "ENOSPC", remedy},
	};
	write_text("/proc/sys/user/max_net_namespaces", "0");
	expect_verdicts(found, expected, COUNT(expected));
}

static void no_mount_namespaces(struct buf *found)
{
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_WORKS, "is itself", "none"},
		{"read-only files", DOCTOR_MISSING, "ENOSPC",
		 "user.max_mnt_namespaces"},
	};
	write_text("/proc/sys/user/max_mnt_namespaces", "0");
	expect_verdicts(found, expected, COUNT(expected));
}

/* Answers `error` to system call `number` from now on, where `first` is its
 * first argument; -1: always. */
static void forbid(long number, long first, int error)
{
	enum { NUMBER = offsetof(struct seccomp_data, nr) };
	enum { FIRST = offsetof(struct seccomp_data, args) };
	// What to compare with, and whether the answer matters.
	unsigned any = first == -1, wanted = any ? 0 : (unsigned)first;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIRST),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, wanted, 0, !any),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {COUNT(code), code};
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		fprintf(stderr, "seccomp: %s\n", strerror(errno));
}

static void seccomp_unshare(struct buf *found)
{
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_MISSING, "EPERM", "seccomp"},
		{"wire", DOCTOR_MISSING, "EPERM", "seccomp"},
	};
	forbid(SYS_unshare, -1, EPERM);
	expect_verdicts(found, expected, COUNT(expected));
}

static void seccomp_mount(struct buf *found)
{
	static const struct expected expected[] = {
		{"user namespace", DOCTOR_WORKS, "is itself", "none"},
		{"read-only files", DOCTOR_MISSING, "mount_setattr", "5.12"},
	};
	forbid(SYS_mount_setattr, -1, ENOSYS);
	expect_verdicts(found, expected, COUNT(expected));
}

static void seccomp_packet(struct buf *found)
{
	static const struct expected expected[] = {
		{"network namespace", DOCTOR_WORKS, "its own", "none"},
		{"wire", DOCTOR_MISSING, "packet socket", "seccomp"},
	};
	forbid(SYS_socket, AF_PACKET, EPERM);
	expect_verdicts(found, expected, COUNT(expected));
}

static void seccomp_netlink(struct buf *found)
{
	static const struct expected expected[] = {
		{"sock_diag TCP", DOCTOR_MISSING, "EPERM", "AF_NETLINK"},
		{"sock_diag UDP", DOCTOR_MISSING, "EPERM", "AF_NETLINK"},
		{"sock_diag UNIX", DOCTOR_OPTIONAL, "EPERM", "AF_NETLINK"},
	};
	forbid(SYS_socket, AF_NETLINK, EPERM);
	expect_verdicts(found, expected, COUNT(expected));
}

static void seccomp_look(struct buf *found)
{
	static const struct expected expected[] = {
		{"pidfd_getfd", DOCTOR_MISSING, "ENOSYS", "seccomp"},
		{"ptrace", DOCTOR_OPTIONAL, "EPERM", "seccomp"},
	};
	forbid(SYS_ptrace, -1, EPERM);
	forbid(SYS_pidfd_getfd, -1, ENOSYS);
	expect_verdicts(found, expected, COUNT(expected));
}

static void cover(const char *folder)
{
	unshare(CLONE_NEWNS);
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	mount("none", folder, "tmpfs", 0, NULL);
}

static void no_proc(struct buf *found)
{
	static const struct expected expected[] = {
		{"/proc/self/fd", DOCTOR_MISSING, "not mounted", "mount -t"},
		{"terminal", DOCTOR_OPTIONAL, "", ""},
	};
	cover("/proc");
	expect_verdicts(found, expected, COUNT(expected));
}

static void no_null(struct buf *found)
{
	static const struct expected expected[] = {
		{"/dev/null", DOCTOR_MISSING, "no /dev/null", "mknod"},
		{"terminal", DOCTOR_OPTIONAL, "", ""},
	};
	cover("/dev");
	expect_verdicts(found, expected, COUNT(expected));
}

static void no_processes(struct buf *found)
{
	static const struct expected expected[] = {
		{"/proc/PID/syscall", DOCTOR_MISSING, "asleep", "hidepid"},
		{"control group", DOCTOR_OPTIONAL, "none can be made", ""},
	};
	cover("/proc");
	mkdir("/proc/self", 0755);
	mkdir("/proc/self/fd", 0755);
	expect_verdicts(found, expected, COUNT(expected));
}

static void bare_environment(struct buf *found)
{
	static const struct expected expected[] = {
		{"UTF-8 locale", DOCTOR_OPTIONAL, "ANSI", "LANG"},
		{"terminal", DOCTOR_OPTIONAL, "no terminal", "pipe"},
		{"ss", DOCTOR_OPTIONAL, "PATH", "apt install iproute2"},
		{"cc", DOCTOR_OPTIONAL, "PATH", "apt install gcc"},
	};
	setenv("LC_ALL", "C", 1);
	setenv("PATH", "/nowhere::/proc", 1);
	dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
	expect_verdicts(found, expected, COUNT(expected));
}

/* A pseudo-terminal on standard output, of a size. */
static void use_terminal(unsigned short columns, unsigned short lines)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct winsize size = {.ws_col = columns, .ws_row = lines};
	grantpt(master);
	unlockpt(master);
	ioctl(master, TIOCSWINSZ, &size);
	dup2(open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC),
	     STDOUT_FILENO);
}

static void terminals(struct buf *found)
{
	static const struct expected expected[] = {
		{"terminal", DOCTOR_WORKS, "xterm, 80 columns", "none"},
		{"terminal", DOCTOR_OPTIONAL, "30 columns", "80 columns"},
		{"terminal", DOCTOR_OPTIONAL, "TERM is dumb", "set TERM"},
	};
	setenv("TERM", "xterm", 1);
	use_terminal(80, 24);
	expect_verdicts(found, &expected[0], 1);
	use_terminal(30, 24);
	expect_verdicts(found, &expected[1], 1);
	setenv("TERM", "dumb", 1);
	expect_verdicts(found, &expected[2], 1);
}

Test(doctor, says_what_is_missing)
{
	static const struct {
		const char *text;
		void (*fn)(struct buf *found);
	} cases[] = {
		{"no user namespaces", no_user_namespaces},
		{"no network namespaces", no_network_namespaces},
		{"no mount namespaces", no_mount_namespaces},
		{"seccomp forbids unshare", seccomp_unshare},
		{"seccomp forbids mount_setattr", seccomp_mount},
		{"seccomp forbids packet sockets", seccomp_packet},
		{"seccomp forbids netlink", seccomp_netlink},
		{"seccomp forbids looking", seccomp_look},
		{"no /proc", no_proc},
		{"no /dev/null", no_null},
		{"/proc shows no processes", no_processes},
		{"an empty environment", bare_environment},
		{"terminals", terminals},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_FREE char *found = inside(cases[i].fn);
		cr_expect_str_empty(found, "%s: %s", cases[i].text, found);
	}
}
