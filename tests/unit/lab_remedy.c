/* remedy: the remedy is chosen by what a machine's own files say.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "lab/doctor/distribution.h"
#include "lab/doctor/doctor.h"
#include "lab/kernel/remedy.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILTERED "a mark of a container\n"
#define RESTRICT "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
#define RESTRICT_REMEDY "sysctl kernel.apparmor_restrict_unprivileged_userns=0"
#define PROFILE "/proc/self/attr/current"
#define ENFORCE "/sys/fs/selinux/enforce"

/* What a machine's files say, and which remedy follows. FILTERED: and a seccomp
 * filter is on. */
static const struct {
	unsigned what;
	int error;
	const char *remedy;
	struct {
		const char *path, *text;
	} files[3];
} machines[] = {
	{REMEDY_USER,
	 EPERM,
	 "kernel.unprivileged_userns_clone=1",
	 {{"/proc/sys/kernel/unprivileged_userns_clone", "0\n"}}},
	// Ubuntu 23.10 refuses the namespace, 24.04 what is done inside.
	{REMEDY_NETWORK,
	 EPERM,
	 RESTRICT_REMEDY,
	 {{RESTRICT, "1\n"}, {PROFILE, "unprivileged_userns (enforce)\n"}}},
	{REMEDY_USER,
	 EACCES,
	 RESTRICT_REMEDY,
	 {{RESTRICT, "1\n"}, {PROFILE, "unconfined\n"}}},
	{REMEDY_USER,
	 EPERM,
	 "outside of a container",
	 {{RESTRICT, "0\n"}, {PROFILE, "unconfined\n"}}},
	// It is no answer to what the kernel lacks.
	{REMEDY_NETWORK,
	 EOPNOTSUPP,
	 "CONFIG_VETH",
	 {{RESTRICT, "1\n"}, {PROFILE, "unconfined\n"}}},
	// In a container both marks are seen: its filter comes first, and its
	// profile is none of those that the rule is about.
	{REMEDY_USER,
	 EPERM,
	 "Docker's default seccomp",
	 {{"/.dockerenv", FILTERED},
	  {RESTRICT, "1\n"},
	  {PROFILE, "docker-default (enforce)\n"}}},
	{REMEDY_USER,
	 EPERM,
	 "podman run",
	 {{"/run/.containerenv", FILTERED},
	  {RESTRICT, "1\n"},
	  {PROFILE, "unconfined\n"}}},
	{REMEDY_USER,
	 EPERM,
	 "seccomp filter is on this process",
	 {{"/proc/self/status", "Seccomp:\t2\n"},
	  {RESTRICT, "1\n"},
	  {PROFILE, "cri-containerd.apparmor.d (enforce)\n"}}},
	{REMEDY_MOUNT,
	 EACCES,
	 "apparmor=unconfined",
	 {{"/.dockerenv", FILTERED},
	  {RESTRICT, "1\n"},
	  {PROFILE, "docker-default (enforce)\n"}}},
	// One without a filter and a profile is left to the host's rule.
	{REMEDY_USER,
	 EPERM,
	 RESTRICT_REMEDY,
	 {{"/.dockerenv", ""}, {RESTRICT, "1\n"}, {PROFILE, "unconfined\n"}}},
	// Fedora, and what its containers are labelled as.
	{REMEDY_MOUNT,
	 EACCES,
	 "label=disable",
	 {{"/run/.containerenv", FILTERED},
	  {PROFILE, "system_u:system_r:container_t:s0:c1,c2"}}},
	{REMEDY_USER,
	 EACCES,
	 "ausearch -m AVC",
	 {{ENFORCE, "1"}, {PROFILE, "user_u:user_r:user_t:s0"}}},
	{REMEDY_USER, EACCES, "outside of a container", {{ENFORCE, "0"}}},
	{REMEDY_USER, EPERM, "outside of a container", {{ENFORCE, "1"}}},
	{REMEDY_PTRACE,
	 EACCES,
	 "setsebool deny_ptrace off",
	 {{ENFORCE, "1"}, {"/sys/fs/selinux/booleans/deny_ptrace", "1 1"}}},
	{REMEDY_PTRACE,
	 EACCES,
	 "ausearch -m AVC",
	 {{ENFORCE, "1"}, {"/sys/fs/selinux/booleans/deny_ptrace", "0 0"}}},
	{REMEDY_USER, EPERM, "seccomp=unconfined", {{"/.dockerenv", FILTERED}}},
	// Nor is its filter to blame for what it has covered.
	{REMEDY_NETWORK,
	 EROFS,
	 "systempaths",
	 {{"/run/.containerenv", FILTERED}}},
	{REMEDY_NETWORK, EPERM, "seccomp", {{"/run/.containerenv", FILTERED}}},
	{REMEDY_MOUNT,
	 EINVAL,
	 "systempaths",
	 {{"/proc/self/mounts", "proc /proc proc rw 0 0\ntmpfs /proc/acpi "
				"tmpfs ro,relatime 0 0\n"}}},
	{REMEDY_MOUNT,
	 EINVAL,
	 "outside of a container",
	 {{"/proc/self/mounts", "proc /proc proc rw 0 0\n"}}},
	// A container is not to blame for a busy machine.
	{REMEDY_TIME, 0, "too busy", {{"/.dockerenv", ""}}},
	{REMEDY_TIME,
	 EPERM,
	 "too busy",
	 {{"/proc/self/status", "Seccomp:\t2\n"}}},
	{REMEDY_USER, EPERM, "podman", {{"/run/.containerenv", FILTERED}}},
	// Neither is an engine that put no filter on.
	{REMEDY_USER, EPERM, "outside of a container", {{"/.dockerenv", ""}}},
	{REMEDY_MOUNT,
	 EACCES,
	 "docker run --security-opt apparmor=unconfined",
	 {{"/.dockerenv", ""}, {PROFILE, "docker-default (enforce)\n"}}},
	{REMEDY_MOUNT,
	 EACCES,
	 "podman run --security-opt apparmor=unconfined",
	 {{"/run/.containerenv", ""},
	  {PROFILE, "containers-default-0.50 (enforce)\n"}}},
	{REMEDY_MOUNT, EACCES, "outside of a container", {{"/.dockerenv", ""}}},
	{REMEDY_PTRACE,
	 EPERM,
	 "/sys/kernel/security/lsm",
	 {{"/.dockerenv", ""}}},
	{REMEDY_MOUNT,
	 EPERM,
	 "sandbox",
	 {{"/proc/self/status", "Seccomp:\t2\n"}}},
	{REMEDY_USER,
	 ENOSPC,
	 "limited to none",
	 {{"/proc/sys/user/max_user_namespaces", "0\n"}}},
	{REMEDY_USER,
	 ENOSPC,
	 "limit on user namespaces is reached",
	 {{"/proc/sys/user/max_user_namespaces", "99\n"}}},
	{REMEDY_USER, EINVAL, "CONFIG_USER_NS", {{NULL, NULL}}},
	{REMEDY_NETWORK, EOPNOTSUPP, "CONFIG_VETH", {{NULL, NULL}}},
	{REMEDY_GETFD,
	 EPERM,
	 "ptrace_scope=1",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "2\n"}}},
	{REMEDY_PTRACE,
	 EPERM,
	 "next boot",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "3\n"}}},
	{REMEDY_PTRACE,
	 EPERM,
	 "as root, sysctl kernel.yama.ptrace_scope=1",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "2\n"}}},
	{REMEDY_ATTACH,
	 EPERM,
	 "as root, sysctl kernel.yama.ptrace_scope=1",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "2\n"}}},
	{REMEDY_ATTACH,
	 EPERM,
	 "kernel.yama.ptrace_scope=0",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "1\n"}}},
	// A child may be traced: it is something else that forbids it.
	{REMEDY_PTRACE,
	 EPERM,
	 "/sys/kernel/security/lsm",
	 {{"/proc/sys/kernel/yama/ptrace_scope", "1\n"}}},
	{REMEDY_PTRACE, EPERM, "SYS_PTRACE", {{"/.dockerenv", FILTERED}}},
	{REMEDY_ATTACH, EPERM, "podman", {{"/run/.containerenv", FILTERED}}},
	{REMEDY_PTRACE,
	 EPERM,
	 "ptrace",
	 {{"/proc/self/status", "Seccomp:\t2\n"}}},
	{REMEDY_FILTER,
	 EPERM,
	 "allow seccomp",
	 {{"/proc/self/status", "Seccomp:\t2\n"}}},
	{REMEDY_FILTER, EPERM, "CONFIG_SECCOMP_FILTER", {{NULL, NULL}}},
	{REMEDY_GETFD, ENOSYS, "Linux 5.6", {{NULL, NULL}}},
	{REMEDY_SYSCALL, ENOENT, "hidepid", {{NULL, NULL}}},
	{REMEDY_TCP, ENOENT, "modprobe tcp_diag", {{NULL, NULL}}},
	{REMEDY_UDP, ENOENT, "modprobe udp_diag", {{NULL, NULL}}},
	{REMEDY_UNIX, ENOENT, "modprobe unix_diag", {{NULL, NULL}}},
	{REMEDY_UNIX, EPROTONOSUPPORT, "CONFIG_UNIX_DIAG", {{NULL, NULL}}},
	{REMEDY_UNIX, EMFILE, "dmesg", {{NULL, NULL}}},
	{REMEDY_PTRACE, ESRCH, "dmesg", {{"/.dockerenv", FILTERED}}},
};

static void make_file(const char *root, const char *path, const char *text)
{
	AUTO_FREE char *whole = xprintf("%s%s", root, path);
	for (char *at = whole + strlen(root) + 1; (at = strchr(at, '/'));
	     at++) {
		*at = '\0';
		mkdir(whole, 0755);
		*at = '/';
	}
	FILE *file = fopen(whole, "w");
	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
	if (!strcmp(text, FILTERED))
		make_file(root, "/proc/self/status", "Seccomp:\t2\n");
}

Test(remedy, is_chosen_by_the_machines_files)
{
	for (size_t i = 0; i < COUNT(machines); i++) {
		char root[] = "/tmp/sockstep-test-XXXXXX";
		cr_assert(mkdtemp(root));
		for (size_t n = 0; n < COUNT(machines[i].files); n++)
			if (machines[i].files[n].path)
				make_file(root, machines[i].files[n].path,
					  machines[i].files[n].text);
		const char *remedy =
			remedy_find(machines[i].what, machines[i].error, root);
		cr_expect(strstr(remedy, machines[i].remedy),
			  "machine %zu: %s, not %s", i, remedy,
			  machines[i].remedy);
		AUTO_FREE char *command = xprintf("rm -r %s", root);
		cr_assert(system(command) == 0);
	}
}

/* What os-release says, how packages are installed there, and which one has
 * the modules of the kernel 6.1. */
static const struct {
	const char *text, *install; /* NULL: another distribution */
	const char *modules;
} releases[] = {
	{"ID=debian\n", "apt install", "linux-image-6.1"},
	{"ID=ubuntu\nID_LIKE=debian\n", "apt install",
	 "linux-modules-extra-6.1"},
	{"NAME=x\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "apt install",
	 "linux-modules-extra-6.1"},
	{"ID=fedora\n", "dnf install", "kernel-modules-6.1"},
	{"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "dnf install",
	 "kernel-modules-6.1"},
	{"ID=arch\n", "pacman -S", NULL},
	{"ID=alpine\n", "apk add", "linux-lts"},
	{"ID='opensuse-leap'\nID_LIKE='suse opensuse'\n", "zypper install",
	 "kernel-default"},
	{"ID=nixos\n", NULL, NULL},
	{"VERSION_ID=debian\n", NULL, NULL},
	{"", NULL, NULL},
};

static bool is_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

Test(remedy, knows_how_packages_are_installed)
{
	for (size_t i = 0; i < COUNT(releases); i++) {
		char root[] = "/tmp/sockstep-test-XXXXXX";
		cr_assert(mkdtemp(root));
		make_file(root, "/etc/os-release", releases[i].text);
		enum distribution it = distribution_of(root);
		const char *install = distribution_install(it);
		AUTO_FREE char *modules = distribution_modules(it, "6.1");
		cr_expect(is_same(install, releases[i].install),
			  "release %zu: %s", i, install ? install : "none");
		cr_expect(is_same(modules, releases[i].modules),
			  "release %zu: %s", i, modules ? modules : "none");
		AUTO_FREE char *command = xprintf("rm -r %s", root);
		cr_assert(system(command) == 0);
	}
}

Test(remedy, asks_an_administrator_once)
{
	char limit[] = "a limit: sysctl x=1", outside[] = "run it elsewhere",
	     install[] = "install x";
	struct doctor_check checks[] = {
		{.name = "user", .remedy = limit, .is_for_root = true},
		{.name = "wire", .remedy = limit, .is_for_root = true},
		{.name = "files", .remedy = outside},
		{.name = "ss",
		 .remedy = install,
		 .is_for_root = true,
		 .package = "iproute2"},
		{.name = "ip",
		 .remedy = install,
		 .is_for_root = true,
		 .package = "iproute2"},
		{.name = "lsof",
		 .remedy = outside,
		 .is_for_root = true,
		 .package = "lsof"},
		{.name = "works"},
	};
	struct doctor_report report = {checks, COUNT(checks)};
	struct buf out = {0};
	doctor_print_request(&report, true, &out);
	cr_expect_eq(out.len, 0, "root needs to ask nobody");
	doctor_print_request(&report, false, &out);
	cr_expect(strstr(buf_text(&out), "machine:\n  user: a limit: sysctl "
					 "x=1\n  packages: apt install "
					 "iproute2 lsof\n"),
		  "%s", buf_text(&out));
	cr_expect(!strstr(buf_text(&out), "wire") &&
			  !strstr(buf_text(&out), "elsewhere"),
		  "%s", buf_text(&out));
	buf_clear(&out);
	report.count = 0;
	doctor_print_request(&report, false, &out);
	cr_expect_eq(out.len, 0, "%s", buf_text(&out));
	buf_done(&out);
}
