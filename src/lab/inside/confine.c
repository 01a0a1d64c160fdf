/* confine: what each kind of inhabitant of a lab may see, touch and use.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This is the one place where it stands; cover.c, devices.c and birth of a
 * process go by it. Three things are not said here, for they hold for all:
 * every file of the machine is read-only, networks, processes and System V
 * objects are those of the lab, and nobody has a capability over the machine.
 *
 * A read-only mount is not enough: it stops neither a device file nor the
 * connect(2) to a socket that has a path, and for the owner root the files of
 * /proc are writable without any capability. So what is the machine's is
 * covered, and root is somebody else inside (channel/identity.c).
 */
#include "lab/inside/confine.h"

#include "base/mem.h"
#include "base/places.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum {
	AGENT = 1 << INHABITANT_AGENT,
	PROGRAM = 1 << INHABITANT_PROGRAM,
	SUBMISSION = 1 << INHABITANT_SUBMISSION,
	STRANGER = AGENT | SUBMISSION,
	ALL = AGENT | PROGRAM | SUBMISSION,
};

#define MIB ((rlim_t)1 << 20)
#define GIB ((rlim_t)1 << 30)

/* clang-format off */
static const struct confine_path paths[] = {
	// The memory of another process is a file, and so is its name: who may
	// not trace it reads of it, and writes nothing.
	{"/proc", COVER_FROZEN, STRANGER},
	// What the kernel tells of the machine, or does to it.
	{"/proc/sys", COVER_FROZEN, ALL},
	{"/proc/sys/net", COVER_WRITABLE, ALL}, // the lab's, for its own root
	{"/proc/acpi", COVER_EMPTY, ALL},
	{"/proc/asound", COVER_EMPTY, ALL},
	{"/proc/bus", COVER_FROZEN, ALL},
	{"/proc/driver", COVER_EMPTY, ALL},
	{"/proc/fs", COVER_FROZEN, ALL},
	{"/proc/irq", COVER_FROZEN, ALL},
	{"/proc/scsi", COVER_EMPTY, ALL},
	{"/proc/tty", COVER_FROZEN, ALL},
	{"/proc/config.gz", COVER_NULL, ALL},
	{"/proc/dma", COVER_NULL, ALL},
	{"/proc/iomem", COVER_NULL, ALL},
	{"/proc/ioports", COVER_NULL, ALL},
	{"/proc/kallsyms", COVER_NULL, ALL},
	{"/proc/kcore", COVER_NULL, ALL},
	{"/proc/key-users", COVER_NULL, ALL},
	{"/proc/keys", COVER_NULL, ALL},
	{"/proc/kmsg", COVER_NULL, ALL},
	{"/proc/kpagecgroup", COVER_NULL, ALL},
	{"/proc/kpagecount", COVER_NULL, ALL},
	{"/proc/kpageflags", COVER_NULL, ALL},
	{"/proc/latency_stats", COVER_NULL, ALL},
	{"/proc/modules", COVER_NULL, ALL},
	{"/proc/mtrr", COVER_NULL, ALL},
	{"/proc/pagetypeinfo", COVER_NULL, ALL},
	{"/proc/pressure", COVER_EMPTY, ALL},
	{"/proc/sched_debug", COVER_NULL, ALL},
	{"/proc/schedstat", COVER_NULL, ALL},
	{"/proc/slabinfo", COVER_NULL, ALL},
	{"/proc/sysrq-trigger", COVER_NULL, ALL},
	{"/proc/timer_list", COVER_NULL, ALL},
	{"/proc/timer_stats", COVER_NULL, ALL},
	{"/proc/vmallocinfo", COVER_NULL, ALL},
	{"/proc/zoneinfo", COVER_NULL, ALL},
	{"/sys/firmware", COVER_EMPTY, ALL},
	{"/sys/fs/bpf", COVER_EMPTY, ALL},
	{"/sys/kernel/debug", COVER_EMPTY, ALL},
	{"/sys/kernel/security", COVER_EMPTY, ALL},
	{"/sys/kernel/tracing", COVER_EMPTY, ALL},
	// Where the sockets of services, buses and container engines are.
	{"/run", COVER_EMPTY, ALL},
	{"/var/run", COVER_EMPTY, ALL},
	// What a submission is judged by.
	{places_data, COVER_EMPTY, SUBMISSION},
};

/* Of the machine's root a stranger sees what programs are made of; every other
 * folder, whatever its name, is empty. */
static const char *const system_folders[] = {
	"bin", "boot", "dev", "etc", "gnu", "lib", "lib32", "lib64", "libx32",
	"nix", "opt", "proc", "run", "sbin", "sys", "tmp", "usr",
};

/* Those of them that have mounts of their own, or something in their place. */
static const char *const special_folders[] = {
	"dev", "proc", "run", "sys", "tmp",
};

static const char *const devices[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
	"/dev/tty",
};

// What a stranger is given of the learner's variables.
static const char *const handed_on[] = {
	"LANG", "LANGUAGE", "LC_", "PATH", "TERM", "TZ",
};

// What leads a program of the learner's to a socket or to an agent outside.
static const char *const taken_away[] = {
	"ALACRITTY_SOCKET", "CONTAINER_HOST", "DBUS_", "DISPLAY", "DOCKER_HOST",
	"GNOME_KEYRING_", "GPG_AGENT_INFO", "HYPRLAND_INSTANCE_SIGNATURE",
	"I3SOCK", "ICEAUTHORITY", "JOURNAL_STREAM", "KITTY_LISTEN_ON",
	"LISTEN_FDS", "LISTEN_PID", "NOTIFY_SOCKET", "NVIM", "PIPEWIRE_",
	"PULSE_SERVER", "SESSION_MANAGER", "SSH_AGENT_PID", "SSH_AUTH_SOCK",
	"STY", "SWAYSOCK", "TMUX", "VSCODE_", "WAYLAND_", "WEZTERM_",
	"XAUTHORITY", "XDG_RUNTIME_DIR", "ZELLIJ",
};

// Each lab is a user namespace, in which processes are counted anew. More than
// a program may have are refused when it is traced; init counts here, too.
enum { NOT_TRACED = 16 };

static const struct confine_limit limits[] = {
	{RLIMIT_NPROC,
	 {CONFINE_PROCESSES_AGENT, CONFINE_PROCESSES_PROGRAM + NOT_TRACED,
	  CONFINE_PROCESSES_SUBMISSION}},
#ifndef __SANITIZE_ADDRESS__ // whose shadow is terabytes of data
	{RLIMIT_DATA, {GIB, 0, GIB}}, // a runtime maps more than it uses
#endif
	{RLIMIT_FSIZE, {256 * MIB, 0, 64 * MIB}},
	{RLIMIT_MEMLOCK, {8 * MIB, 0, 8 * MIB}},
	{RLIMIT_MSGQUEUE, {MIB, 0, MIB}},
	// The kernel counts what is on its way in messages for the user, and
	// refuses who has a limit below that: those inside, before those outside.
	{RLIMIT_NOFILE,
	 {CONFINE_DESCRIPTORS_AGENT, 0, CONFINE_DESCRIPTORS_SUBMISSION}},
};

// The user outside has 128 of the first, for an editor as well.
static const struct confine_count counts[] = {
	{"max_inotify_instances", 16},
	{"max_inotify_watches", 4096},
	{"max_fanotify_groups", 16},
	{"max_fanotify_marks", 4096},
};

static const struct confine_refusal refusals[] = {
	// What changes the tree of files, or makes namespaces in which one is root.
	{"mount", STRANGER, EPERM, 0, 0, 0, 0},
	{"umount2", STRANGER, EPERM, 0, 0, 0, 0},
	{"umount", STRANGER, EPERM, 0, 0, 0, 0},
	{"pivot_root", STRANGER, EPERM, 0, 0, 0, 0},
	{"chroot", STRANGER, EPERM, 0, 0, 0, 0},
	{"move_mount", STRANGER, EPERM, 0, 0, 0, 0},
	{"open_tree", STRANGER, EPERM, 0, 0, 0, 0},
	{"fsopen", STRANGER, EPERM, 0, 0, 0, 0},
	{"fsconfig", STRANGER, EPERM, 0, 0, 0, 0},
	{"fsmount", STRANGER, EPERM, 0, 0, 0, 0},
	{"fspick", STRANGER, EPERM, 0, 0, 0, 0},
	{"mount_setattr", STRANGER, EPERM, 0, 0, 0, 0},
	{"unshare", STRANGER, EPERM, 0, 0, 0, 0},
	{"setns", STRANGER, EPERM, 0, 0, 0, 0},
	// What is the machine's: its kernel, keys, clock, power and other systems.
	{"acct", ALL, EPERM, 0, 0, 0, 0},
	{"add_key", ALL, EPERM, 0, 0, 0, 0},
	{"adjtimex", ALL, EPERM, 0, 0, 0, 0},
	{"bpf", ALL, EPERM, 0, 0, 0, 0},
	{"clock_adjtime", ALL, EPERM, 0, 0, 0, 0},
	{"clock_settime", ALL, EPERM, 0, 0, 0, 0},
	{"delete_module", ALL, EPERM, 0, 0, 0, 0},
	{"finit_module", ALL, EPERM, 0, 0, 0, 0},
	{"init_module", ALL, EPERM, 0, 0, 0, 0},
	{"create_module", ALL, EPERM, 0, 0, 0, 0},
	{"ioperm", ALL, EPERM, 0, 0, 0, 0},
	{"iopl", ALL, EPERM, 0, 0, 0, 0},
	{"kexec_load", ALL, EPERM, 0, 0, 0, 0},
	{"kexec_file_load", ALL, EPERM, 0, 0, 0, 0},
	{"keyctl", ALL, EPERM, 0, 0, 0, 0},
	{"lookup_dcookie", ALL, EPERM, 0, 0, 0, 0},
	{"nfsservctl", ALL, EPERM, 0, 0, 0, 0},
	{"open_by_handle_at", ALL, EPERM, 0, 0, 0, 0},
	{"perf_event_open", ALL, EPERM, 0, 0, 0, 0},
	{"quotactl", ALL, EPERM, 0, 0, 0, 0},
	{"quotactl_fd", ALL, EPERM, 0, 0, 0, 0},
	{"reboot", ALL, EPERM, 0, 0, 0, 0},
	{"request_key", ALL, EPERM, 0, 0, 0, 0},
	{"settimeofday", ALL, EPERM, 0, 0, 0, 0},
	{"stime", ALL, EPERM, 0, 0, 0, 0},
	{"swapoff", ALL, EPERM, 0, 0, 0, 0},
	{"swapon", ALL, EPERM, 0, 0, 0, 0},
	{"syslog", ALL, EPERM, 0, 0, 0, 0},
	{"vhangup", ALL, EPERM, 0, 0, 0, 0},
	// What sees or steers another process, or passes by the calls that are seen.
	{"fanotify_init", STRANGER, EPERM, 0, 0, 0, 0},
	{"io_uring_enter", STRANGER, EPERM, 0, 0, 0, 0},
	{"io_uring_register", STRANGER, EPERM, 0, 0, 0, 0},
	{"io_uring_setup", STRANGER, EPERM, 0, 0, 0, 0},
	{"kcmp", STRANGER, EPERM, 0, 0, 0, 0},
	{"mbind", STRANGER, EPERM, 0, 0, 0, 0},
	{"migrate_pages", STRANGER, EPERM, 0, 0, 0, 0},
	{"move_pages", STRANGER, EPERM, 0, 0, 0, 0},
	{"personality", STRANGER, EPERM, 0, 0, 0, 0},
	{"pidfd_getfd", STRANGER, EPERM, 0, 0, 0, 0},
	{"process_madvise", STRANGER, EPERM, 0, 0, 0, 0},
	{"process_vm_readv", STRANGER, EPERM, 0, 0, 0, 0},
	{"process_vm_writev", STRANGER, EPERM, 0, 0, 0, 0},
	{"ptrace", STRANGER, EPERM, 0, 0, 0, 0},
	{"set_mempolicy", STRANGER, EPERM, 0, 0, 0, 0},
	// A process that answers for the filter of another lets calls pass that
	// this filter leaves to a tracer (SECCOMP_RET_USER_NOTIF).
	{"seccomp", ALL, EPERM, 1, SECCOMP_FILTER_FLAG_NEW_LISTENER,
	 SECCOMP_FILTER_FLAG_NEW_LISTENER, 0},
	{"userfaultfd", STRANGER, EPERM, 0, 0, 0, 0},
	{"vm86", STRANGER, EPERM, 0, 0, 0, 0},
	{"vm86old", STRANGER, EPERM, 0, 0, 0, 0},
	// Without these flags a call of the name makes a process; clone3(2) keeps
	// them in memory, where no filter looks, and the C library does without.
	{"clone", STRANGER, EPERM, 0, CLONE_NEWNS, CLONE_NEWNS, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWUTS, CLONE_NEWUTS, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWIPC, CLONE_NEWIPC, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWUSER, CLONE_NEWUSER, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWPID, CLONE_NEWPID, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWNET, CLONE_NEWNET, 0},
	{"clone", STRANGER, EPERM, 0, CLONE_NEWCGROUP, CLONE_NEWCGROUP, 0},
	{"clone3", STRANGER, ENOSYS, 0, 0, 0, 0},
	// Typing into the terminal of others.
	{"ioctl", ALL, EPERM, 1, 0xffffffff, TIOCSTI, 0},
	{"ioctl", ALL, EPERM, 1, 0xffffffff, TIOCLINUX, 0},
	// A line discipline is a module that the kernel loads for who asks.
	{"ioctl", ALL, EPERM, 1, 0xffffffff, TIOCSETD, 0},
	// The kernel's ciphers, whose modules it loads for who asks.
	{"socket", ALL, EPERM, 0, 0xffffffff, AF_ALG, 0},
	// The networks that are the machine's in every namespace.
	{"socket", ALL, EPERM, 0, 0xffffffff, AF_QIPCRTR, 0},
	{"socket", ALL, EPERM, 0, 0xffffffff, AF_VSOCK, 0},
	// With another limit the machine's handler of crashes is given a core.
	{"setrlimit", STRANGER, EPERM, 0, 0xffffffff, RLIMIT_CORE, 0},
	{"prlimit64", STRANGER, EPERM, 1, 0xffffffff, RLIMIT_CORE, 2},
};

_Static_assert(COUNT(refusals) <= CONFINE_REFUSALS_MOST, "more are refused");

static const char *const given[] = {
	"HOME=/tmp", "LOGNAME=learner", "SHELL=/bin/sh", "USER=learner",
};
/* clang-format on */

const struct confine_path *confine_paths(size_t *count)
{
	*count = COUNT(paths);
	return paths;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

bool confine_is_system(const char *name)
{
	return is_one_of(name, system_folders, COUNT(system_folders));
}

bool confine_is_layered(enum inhabitant who, const char *name)
{
	return !is_one_of(name, special_folders, COUNT(special_folders)) &&
	       (who == INHABITANT_PROGRAM || confine_is_system(name));
}

const char *const *confine_devices(size_t *count)
{
	*count = COUNT(devices);
	return devices;
}

unsigned confine_tmp(enum inhabitant who)
{
	static const unsigned most[] = {
		[INHABITANT_AGENT] = CONFINE_TMP_AGENT,
		[INHABITANT_PROGRAM] = CONFINE_TMP_PROGRAM,
		[INHABITANT_SUBMISSION] = CONFINE_TMP_SUBMISSION,
	};
	return most[who];
}

unsigned confine_memory(enum inhabitant who)
{
	static const unsigned most[] = {
		[INHABITANT_AGENT] = CONFINE_MEMORY_AGENT,
		[INHABITANT_PROGRAM] = CONFINE_MEMORY_PROGRAM,
		[INHABITANT_SUBMISSION] = CONFINE_MEMORY_SUBMISSION,
	};
	return most[who];
}

rlim_t confine_processes(enum inhabitant who)
{
	size_t at = 0;
	while (limits[at].resource != RLIMIT_NPROC)
		at++;
	return limits[at].most[who];
}

const struct confine_limit *confine_limits(size_t *count)
{
	*count = COUNT(limits);
	return limits;
}

const struct confine_count *confine_counts(size_t *count)
{
	*count = COUNT(counts);
	return counts;
}

const struct confine_refusal *confine_refusals(size_t *count)
{
	*count = COUNT(refusals);
	return refusals;
}

/* A name in a table that ends with _ stands for all that begin like it. */
static bool is_named(const char *variable, const char *const *names,
		     size_t count)
{
	size_t len = strcspn(variable, "=");
	for (size_t i = 0; i < count; i++) {
		size_t known = strlen(names[i]);
		bool is_prefix = names[i][known - 1] == '_';
		if ((len == known || (is_prefix && len > known)) &&
		    !strncmp(variable, names[i], known))
			return true;
	}
	return false;
}

/* A variable that names what is shared is of use. */
static bool names_shared(const char *variable, const char *const *shared)
{
	for (size_t i = 0; shared && shared[i]; i++)
		if (strstr(variable, shared[i]))
			return true;
	return false;
}

static bool may_have(enum inhabitant who, const char *variable,
		     const char *const *shared)
{
	if (is_named(variable, taken_away, COUNT(taken_away)))
		return names_shared(variable, shared);
	if (who == INHABITANT_PROGRAM)
		return true;
	return is_named(variable, handed_on, COUNT(handed_on));
}

char **confine_environment(enum inhabitant who, char *const *from,
			   const char *const *shared)
{
	size_t count = 0, used = 0;
	while (from[count])
		count++;
	char **all = xcalloc(count + COUNT(given) + 1, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (may_have(who, from[i], shared))
			all[used++] = from[i];
	for (size_t i = 0; who != INHABITANT_PROGRAM && i < COUNT(given); i++)
		all[used++] = xstrdup(given[i]);
	return all;
}
