/* group: a control group counts what processes have together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where groups may be made depends on the machine; where none can be, only the
 * search for a place is tried.
 */
#include "lab/channel/group.h"

#include "base/mem.h"
#include "lab/inside/confine.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

struct place {
	const char *name;
	enum group_tree tree;
	const char *mounts, *groups, *places;
};

#define V2(root, at)                                                           \
	"30 24 0:26 " root " " at                                              \
	" rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
#define V1(of, at) "31 24 0:27 / " at " rw shared:5 - cgroup cgroup rw," of "\n"

/* clang-format off */
static const struct place rows[] = {
	{"a desktop", GROUP_UNIFIED, "22 1 8:1 / / rw - ext4 /dev/sda rw\n" V2("/", "/sys/fs/cgroup"),
	 "0::/user.slice/user@1000.service/app.slice/term.scope\n",
	 "/sys/fs/cgroup/user.slice/user@1000.service/app.slice/term.scope\n"
	 "/sys/fs/cgroup/user.slice/user@1000.service/app.slice\n"
	 "/sys/fs/cgroup/user.slice/user@1000.service\n"
	 "/sys/fs/cgroup/user.slice\n/sys/fs/cgroup\n"},
	{"a container", GROUP_UNIFIED, V2("/docker/1", "/sys/fs/cgroup"), "0::/docker/1\n", "/sys/fs/cgroup\n"},
	{"of a tree that is not seen", GROUP_UNIFIED, V2("/docker/1", "/sys/fs/cgroup"), "0::/docker/2\n", ""},
	{"not mounted", GROUP_UNIFIED, V1("memory", "/c/memory"), "0::/\n4:memory:/\n", ""},
	{"two versions", GROUP_MEMORY, V2("/", "/c/unified") V1("cpu,cpuacct", "/c/cpu") V1("memory", "/c/memory"),
	 "12:pids:/\n4:cpu,cpuacct:/a\n3:memory:/a/b\n0::/c\n", "/c/memory/a/b\n"},
	{"processes", GROUP_PROCESSES, V1("memory", "/c/memory") V1("pids", "/c/pids"), "12:pids:/\n3:memory:/a\n", "/c/pids\n"},
	{"nonsense", GROUP_UNIFIED, "x\n - cgroup2 \n1 2 3 / -\n", "0:\n::\n0\n", ""},
};
/* clang-format on */

Test(group, places)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		group_places(rows[i].tree, rows[i].mounts, rows[i].groups,
			     &out);
		cr_expect_str_eq(buf_text(&out), rows[i].places, "%s",
				 rows[i].name);
		buf_done(&out);
	}
}

/* A child in the group that takes so many MiB. Returns as waitpid(2) does. */
static int take(const struct group *group, size_t mib)
{
	int status;
	pid_t pid = fork();
	for (size_t i = 0; pid == 0 && i < GROUP_TREES; i++)
		if (group->join[i] >= 0 && write(group->join[i], "0", 1) != 1)
			_exit(2);
	if (pid == 0) {
		char *memory = mmap(NULL, mib << 20, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		for (size_t at = 0; at < mib << 20; at += 4096)
			memory[at] = 1;
		_exit(0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* Less than a lab has, for this is a test of many at once. */
static bool limit(const struct group *group, const char *bytes)
{
	const char *folder = group->folders[GROUP_UNIFIED];
	AUTO_FREE char *file = folder ? xprintf("%s/memory.max", folder)
				      : xprintf("%s/memory.limit_in_bytes",
						group->folders[GROUP_MEMORY]);
	AUTO_CLOSE int fd = open(file, O_WRONLY | O_CLOEXEC);
	return write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes);
}

static int count_killed(const struct group *group)
{
	char text[512];
	ssize_t len = pread(group->killed, text, sizeof(text) - 1, 0);
	text[len > 0 ? len : 0] = '\0';
	const char *word = strstr(text, "oom_kill ");
	return word ? atoi(word + strlen("oom_kill ")) : -1;
}

Test(group, ends_what_takes_too_much)
{
	struct group *group = group_make(INHABITANT_SUBMISSION);
	if (!group)
		cr_skip_test("no control group can be made here");
	cr_expect_eq(take(group, 8), 0, "it has room for that");
	cr_expect_eq(count_killed(group), 0);
	cr_assert(limit(group, "33554432"));
	int status = take(group, 64);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	cr_expect_eq(count_killed(group), 1);
	AUTO_FREE char *folder = xstrdup(
		group->folders[GROUP_UNIFIED] ? group->folders[GROUP_UNIFIED]
					      : group->folders[GROUP_MEMORY]);
	group_drop(group);
	cr_expect(access(folder, F_OK) < 0, "it stays behind");
}

/* Whoever was killed has left one: of a number that nobody has. */
Test(group, removes_what_others_left)
{
	struct group *group = group_make(INHABITANT_SUBMISSION);
	if (!group)
		cr_skip_test("no control group can be made here");
	const char *mine = group->folders[GROUP_UNIFIED]
				   ? group->folders[GROUP_UNIFIED]
				   : group->folders[GROUP_MEMORY];
	AUTO_FREE char *theirs =
		xprintf("%.*s/sockstep-%d-left",
			(int)(strrchr(mine, '/') - mine), mine, 0x3ffffffe);
	mkdir(theirs, 0755);
	struct group *next = group_make(INHABITANT_SUBMISSION);
	cr_expect(next && access(theirs, F_OK) < 0, "it is still there");
	cr_expect(access(mine, F_OK) == 0, "what is in use is gone");
	group_drop(next);
	group_drop(group);
}

/* What is started for a lesson is in one, and the actors, who only do what they
 * are told, are not. */
Test(group, holds_commands)
{
	struct group *group = group_make(INHABITANT_AGENT);
	if (!group)
		cr_skip_test("no control group can be made here");
	group_drop(group);
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	const struct event_output *output =
		stage_run(&stage, NULL,
			  "for i in self 2; do grep -c /sockstep- "
			  "/proc/$i/cgroup | sed s/[1-9]/some/; done");
	cr_expect_str_eq(output->text, "some\n0\n");
	stage_close(&stage);
}
