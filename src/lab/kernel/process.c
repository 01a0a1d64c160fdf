/* process: what /proc tells about a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A process that ends stays as a zombie until its parent waits for it, and so
 * long its exit code stands in the last field but none of /proc/PID/stat, for
 * those who may look into the process (PTRACE_MODE_READ); others read 0 there.
 * Its memory is gone by then, so what counts are the uid and the capabilities,
 * and ours are the agents' and more. Who comes too late asks the pidfd: the
 * kernel keeps the exit code there (PIDFD_GET_INFO).
 */
#include "lab/kernel/process.h"

#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

enum {
	STAT_STATE = 3,
	STAT_PARENT = 4,
	STAT_FLAGS = 9,
	STAT_EXIT_CODE = 52
}; /* fields, see proc(5) */

ssize_t process_read(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
	text[len > 0 ? len : 0] = '\0';
	return len;
}

long process_status_number(const char *status, const char *name)
{
	size_t len = strlen(name);
	long value = -1;
	for (const char *line = status; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, len) && line[len] == ':') {
			sscanf(line + len + 1, "%ld", &value);
			return value;
		}
	}
	return value;
}

/* The fields of /proc/PID/stat from the state on; the name before it may hold
 * anything, so the last parenthesis counts. NULL for no process. */
static const char *read_stat(pid_t pid, char *text, size_t size)
{
	if (process_read(pid, "stat", text, size) <= 0)
		return NULL;
	const char *name_end = strrchr(text, ')');
	return name_end && name_end[1] == ' ' ? name_end + 2 : NULL;
}

char process_state(pid_t pid)
{
	char text[1024];
	const char *fields = read_stat(pid, text, sizeof(text));
	return (char)(fields ? fields[0] : '\0');
}

/* From the third field of /proc/PID/stat, the state, on to another. */
static const char *find_field(const char *field, int number)
{
	for (int i = STAT_STATE; field && i < number; i++) {
		field = strchr(field, ' ');
		field = field ? field + 1 : NULL;
	}
	return field;
}

unsigned long process_turns(pid_t tid)
{
	char text[128];
	unsigned long turns = 0;
	if (process_read(tid, "schedstat", text, sizeof(text)) > 0)
		sscanf(text, "%*u %*u %lu", &turns);
	return turns;
}

pid_t process_parent(pid_t pid)
{
	char text[1024];
	const char *field =
		find_field(read_stat(pid, text, sizeof(text)), STAT_PARENT);
	return field ? (pid_t)strtol(field, NULL, 10) : 0;
}

bool process_is_ending(pid_t pid)
{
	const unsigned exiting = 0x4; // PF_EXITING of <linux/sched.h>
	char text[1024];
	const char *fields = read_stat(pid, text, sizeof(text));
	const char *flags = find_field(fields, STAT_FLAGS);
	return !flags || strchr("ZX", fields[0]) ||
	       strtoul(flags, NULL, 10) & exiting;
}

bool process_end(pid_t pid, int *status)
{
	char text[1024];
	const char *field = read_stat(pid, text, sizeof(text));
	if (!field || field[0] != 'Z')
		return false;
	field = find_field(field, STAT_EXIT_CODE);
	return field && sscanf(field, "%d", status) == 1;
}

/* The set of signals behind `word` in /proc/PID/status. */
static uint64_t signal_set(const char *status, const char *word)
{
	const char *at = strstr(status, word);
	return at ? strtoull(at + strlen(word), NULL, 16) : 0;
}

enum process_signal process_signal(pid_t pid, int signal)
{
	char text[4096];
	uint64_t bit = UINT64_C(1) << (signal - 1);
	if (process_read(pid, "status", text, sizeof(text)) <= 0)
		return PROCESS_DEFAULT;
	if (signal_set(text, "\nSigIgn:") & bit)
		return PROCESS_IGNORES;
	return signal_set(text, "\nSigCgt:") & bit ? PROCESS_CATCHES
						   : PROCESS_DEFAULT;
}

bool process_stops_by(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN ||
	       signal == SIGTTOU;
}

bool process_has_signal(pid_t pid)
{
	char text[4096];
	if (process_read(pid, "status", text, sizeof(text)) <= 0)
		return false;
	const char *state = strstr(text, "\nState:\t");
	char letter = (char)(state ? state[strlen("\nState:\t")] : 'X');
	if (letter != 'S')
		return letter == 'R' || letter == 'D';
	uint64_t pending =
		signal_set(text, "\nSigPnd:") | signal_set(text, "\nShdPnd:");
	return pending & ~signal_set(text, "\nSigBlk:");
}

pid_t process_of_pidfd(int pidfd)
{
	char path[64], line[128];
	int pid = 0;
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	FILE *file = pidfd < 0 ? NULL : fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Pid: %d", &pid) == 1)
			break;
	}
	if (file)
		fclose(file);
	return pid > 0 ? pid : 0;
}

long process_inner(pid_t pid)
{
	char text[4096];
	const char *line = process_read(pid, "status", text, sizeof(text)) > 0
				   ? strstr(text, "\nNSpid:")
				   : NULL;
	const char *end = line ? strchr(line + 1, '\n') : NULL;
	if (!end)
		return 0;
	while (end > line && !strchr("\t ", *end))
		end--;
	return strtol(end, NULL, 10);
}

pid_t process_thread(pid_t pid, int inner)
{
	char path[64];
	pid_t found = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *folder = opendir(path);
	const struct dirent *entry;
	while (folder && !found && (entry = readdir(folder))) {
		pid_t thread = (pid_t)strtol(entry->d_name, NULL, 10);
		if (thread > 0 && process_inner(thread) == inner)
			found = thread;
	}
	if (folder)
		closedir(folder);
	return found;
}

int process_open(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int process_send(int pidfd, int signal)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

/* As in linux/pidfd.h of Linux 6.15, which older headers have not. */
struct info {
	uint64_t mask, cgroup;
	uint32_t pid, tgid, ppid;
	uint32_t ids[8];
	int32_t exit_code;
};
_Static_assert(sizeof(struct info) == 64, "as the kernel has it");

bool process_end_reaped(int pidfd, int *status)
{
	enum { INFO_EXIT = 1 << 3 };
	struct info info = {.mask = INFO_EXIT};
	if (ioctl(pidfd, _IOWR(0xFF, 11, struct info), &info) < 0 ||
	    !(info.mask & INFO_EXIT))
		return false;
	*status = info.exit_code;
	return true;
}
