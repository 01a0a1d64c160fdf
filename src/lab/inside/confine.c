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

#include <string.h>

enum {
	AGENT = 1 << INHABITANT_AGENT,
	PROGRAM = 1 << INHABITANT_PROGRAM,
	SUBMISSION = 1 << INHABITANT_SUBMISSION,
	STRANGER = AGENT | SUBMISSION,
	ALL = AGENT | PROGRAM | SUBMISSION,
};

/* clang-format off */
static const struct confine_path paths[] = {
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
	// What a stranger has no business with.
	{"/home", COVER_EMPTY, STRANGER},
	{"/root", COVER_EMPTY, STRANGER},
	{"/media", COVER_EMPTY, STRANGER},
	{"/mnt", COVER_EMPTY, STRANGER},
	{"/srv", COVER_EMPTY, STRANGER},
	{"/var/tmp", COVER_EMPTY, STRANGER},
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

static const char *const given[] = {
	"HOME=/tmp", "LOGNAME=learner", "SHELL=/bin/sh", "USER=learner",
};
/* clang-format on */

const struct confine_path *confine_paths(size_t *count)
{
	*count = COUNT(paths);
	return paths;
}

const char *const *confine_devices(size_t *count)
{
	*count = COUNT(devices);
	return devices;
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

static bool may_have(enum inhabitant who, const char *variable)
{
	if (who == INHABITANT_PROGRAM)
		return !is_named(variable, taken_away, COUNT(taken_away));
	return is_named(variable, handed_on, COUNT(handed_on));
}

char **confine_environment(enum inhabitant who, char *const *from)
{
	size_t count = 0, used = 0;
	while (from[count])
		count++;
	char **all = xcalloc(count + COUNT(given) + 1, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (may_have(who, from[i]))
			all[used++] = from[i];
	for (size_t i = 0; who != INHABITANT_PROGRAM && i < COUNT(given); i++)
		all[used++] = xstrdup(given[i]);
	return all;
}
