/* identity: who the lab's users are outside of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An ordinary user is mapped to himself and nothing else (user_namespaces(7)):
 * actors are the learner inside as outside. Capabilities come with the new
 * namespace, not with uid 0.
 *
 * Root mapped to itself would own most files of /proc/sys and of the machine
 * inside, too: capabilities do not matter there. So a second user comes along,
 * who owns nothing, and whom the inhabitants become; init stays root, and is
 * out of their reach by that. Two users can only be mapped by somebody with
 * rights outside, and that is a child which stays there. Where the user is not
 * to be had, as in some containers, all stay who they are.
 */
#include "lab/channel/identity.h"

#include "base/mem.h"
#include "lab/inside/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static bool write_file(pid_t pid, const char *name, const char *text)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t len = (ssize_t)strlen(text);
	return fd >= 0 && write(fd, text, (size_t)len) == len;
}

static bool write_maps(pid_t pid, const char *users, const char *groups)
{
	return write_file(pid, "setgroups", "deny") &&
	       write_file(pid, "uid_map", users) &&
	       write_file(pid, "gid_map", groups);
}

/* The child that stays outside: ends with 0 when the two are mapped. */
static _Noreturn void map_from_outside(pid_t inside, const int gate[2])
{
	char map[64], byte;
	close(gate[1]); // its end is the end of the other
	snprintf(map, sizeof(map), "0 0 1\n%d %d 1\n", CONFINE_USER,
		 CONFINE_USER);
	if (read(gate[0], &byte, 1) != 1 || !write_maps(inside, map, map))
		_exit(1);
	_exit(0);
}

static bool map_alone(uid_t uid, gid_t gid)
{
	char users[64], groups[64];
	snprintf(users, sizeof(users), "%u %u 1", uid, uid);
	snprintf(groups, sizeof(groups), "%u %u 1", gid, gid);
	return write_maps(getpid(), users, groups);
}

static bool enter_alone(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	return unshare(CLONE_NEWUSER) == 0 && map_alone(uid, gid);
}

/* Whether `id` exists here: a line of a map is its first number inside, its
 * first outside, and how many. */
static bool is_mapped(const char *path, unsigned id)
{
	FILE *file = fopen(path, "re");
	unsigned first, count;
	bool found = false;
	while (file && !found && fscanf(file, "%u %*u %u", &first, &count) == 2)
		found = id >= first && id - first < count;
	if (file)
		fclose(file);
	return found;
}

static bool enter_with_other(void)
{
	int gate[2], status;
	if (pipe2(gate, O_CLOEXEC) < 0)
		return false;
	pid_t self = getpid(), pid = fork();
	if (pid == 0)
		map_from_outside(self, gate);
	bool entered = pid > 0 && unshare(CLONE_NEWUSER) == 0;
	int error = errno;
	if (entered)
		entered = write(gate[1], "", 1) == 1;
	close(gate[0]);
	close(gate[1]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	errno = error;
	return entered && !status;
}

bool identity_enter(uid_t *user)
{
	*user = 0;
	if (geteuid() || !is_mapped("/proc/self/uid_map", CONFINE_USER) ||
	    !is_mapped("/proc/self/gid_map", CONFINE_USER))
		return enter_alone();
	if (setgroups(0, NULL) < 0)
		return false;
	*user = CONFINE_USER;
	return enter_with_other();
}
