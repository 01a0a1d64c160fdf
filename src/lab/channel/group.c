/* group: a control group for what runs in a lab, where one may be made.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A limit of setrlimit(2) holds for one process or one user. In a control group
 * (cgroups(7)) the kernel counts what all of them have, and kills when it is
 * too much, between two looks of ours (inside/burden.c).
 *
 * In a tree of version 2 a group has either processes or children with limits,
 * so beside us there is no place: the group becomes a child of the nearest of
 * our ancestors that hands on the control of memory. A user may do so in what
 * systemd has given him (where a desktop starts programs, not where sshd does).
 * In the trees of version 1, one for each thing that is controlled, it is a
 * child of our own group. Nothing that is there already is changed.
 *
 * Files in /tmp of a lab are memory, too: the group may have both together.
 * Who is killed leaves it behind, empty; the next who makes one removes it.
 */
#include "lab/channel/group.h"

#include "base/mem.h"
#include "lab/inside/confine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TO_SPARE = 16, SHARED_MEMORY_MIB = 64 };

#define NAME "sockstep-"

/* How much a file of limits says. */
enum amount { NOTHING, MEMORY, PROCESSES };

struct setting {
	const char *file;
	enum amount amount;
};

/* What is written into a group of each tree. Without the first of its settings
 * it is of no use. */
struct limits {
	struct setting settings[3];
	const char *killed;
};

/* clang-format off */
static const struct limits limits[GROUP_TREES] = {
	[GROUP_UNIFIED] = {
		{{"memory.max", MEMORY}, {"memory.swap.max", NOTHING}, {"pids.max", PROCESSES}},
		"memory.events"},
	[GROUP_MEMORY] = {
		{{"memory.limit_in_bytes", MEMORY}, {"memory.memsw.limit_in_bytes", MEMORY}},
		"memory.oom_control"},
	[GROUP_PROCESSES] = {{{"pids.max", PROCESSES}}, NULL},
};
/* clang-format on */

static uint64_t amount_of(enum amount amount, enum inhabitant who)
{
	uint64_t mib = (uint64_t)confine_memory(who) + confine_tmp(who) +
		       SHARED_MEMORY_MIB;
	const uint64_t most[] = {
		[NOTHING] = 0,
		[MEMORY] = mib << 20,
		[PROCESSES] = confine_processes(who) + TO_SPARE,
	};
	return most[amount];
}

static char *take_text(char **text)
{
	char *taken = *text;
	*text = NULL;
	return taken;
}

static void read_all(const char *path, struct buf *out)
{
	char bytes[4096];
	ssize_t len;
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && (len = read(fd, bytes, sizeof(bytes))) > 0)
		buf_add(out, bytes, (size_t)len);
}

static int open_in(const char *folder, const char *file, int flags)
{
	AUTO_FREE char *path = xprintf("%s/%s", folder, file);
	return open(path, flags | O_CLOEXEC);
}

static bool set(const char *folder, const struct setting *setting,
		enum inhabitant who)
{
	char text[32];
	AUTO_CLOSE int fd = open_in(folder, setting->file, O_WRONLY);
	int len = snprintf(text, sizeof(text), "%llu",
			   (unsigned long long)amount_of(setting->amount, who));
	return fd >= 0 && write(fd, text, (size_t)len) == len;
}

static bool set_all(const struct limits *tree, const char *folder,
		    enum inhabitant who)
{
	bool is_limited = set(folder, &tree->settings[0], who);
	for (size_t i = 1; is_limited && i < COUNT(tree->settings); i++)
		if (tree->settings[i].file)
			(void)set(folder, &tree->settings[i], who);
	return is_limited;
}

/* What others of us have left behind in a folder: its name has their number. */
static void sweep(const char *folder)
{
	DIR *dir = opendir(folder);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (strncmp(entry->d_name, NAME, strlen(NAME)) != 0)
			continue;
		long pid = strtol(entry->d_name + strlen(NAME), NULL, 10);
		if (pid > 0 && kill((pid_t)pid, 0) < 0 && errno == ESRCH)
			(void)unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	}
	if (dir)
		closedir(dir);
}

/* Whether we may move what is beside us into a child of `folder`. */
static bool may_move(const char *folder)
{
	AUTO_FREE char *procs = xprintf("%s/cgroup.procs", folder);
	return access(procs, W_OK) == 0;
}

/* --- removing --------------------------------------------------------------
 */

/* Those in which somebody is dying still. */
static char *dying[16];

static bool try_remove(char **folder)
{
	if (*folder && (rmdir(*folder) == 0 || errno != EBUSY))
		free(take_text(folder));
	return !*folder;
}

static void remove_some(void)
{
	for (size_t i = 0; i < COUNT(dying); i++)
		try_remove(&dying[i]);
}

/* At our end: the kernel has killed them, and needs a moment. Who is not gone
 * then is left to the next who makes a group there. */
static void remove_all(void)
{
	enum { TRIES = 100, PAUSE_MS = 10 };
	for (size_t i = 0, tries = 0; i < COUNT(dying) && tries < TRIES;)
		if (try_remove(&dying[i]))
			i++;
		else
			tries += poll(NULL, 0, PAUSE_MS) == 0;
}

static void leave(char *folder)
{
	for (size_t i = 0; folder && i < COUNT(dying); i++)
		if (!dying[i])
			dying[i] = take_text(&folder);
	free(folder);
}

void group_drop(struct group *group)
{
	for (size_t i = 0; group && i < GROUP_TREES; i++) {
		if (group->join[i] >= 0)
			close(take_fd(&group->join[i]));
		if (!try_remove(&group->folders[i]))
			leave(take_text(&group->folders[i]));
	}
	if (group && group->killed >= 0)
		close(take_fd(&group->killed));
	free(group);
}

/* --- making ----------------------------------------------------------------
 */

static bool make_in(struct group *group, size_t tree, const char *place,
		    enum inhabitant who)
{
	if (!may_move(place))
		return false;
	remove_some();
	sweep(place);
	AUTO_FREE char *folder =
		xprintf("%s/" NAME "%d-XXXXXX", place, (int)getpid());
	if (!mkdtemp(folder))
		return false;
	group->join[tree] = open_in(folder, "cgroup.procs", O_WRONLY);
	if (group->join[tree] >= 0 && set_all(&limits[tree], folder, who)) {
		group->folders[tree] = xstrdup(folder);
		return true;
	}
	if (group->join[tree] >= 0)
		close(take_fd(&group->join[tree]));
	(void)rmdir(folder);
	return false;
}

static void make_in_tree(struct group *group, enum group_tree tree,
			 const char *mounts, const char *groups,
			 enum inhabitant who)
{
	struct buf places = {0};
	group_places(tree, mounts, groups, &places);
	char *next = NULL, *place = NULL;
	if (places.len) // without /proc nothing is known of any
		place = strtok_r(places.data, "\n", &next);
	for (; place; place = strtok_r(NULL, "\n", &next))
		if (make_in(group, tree, place, who))
			break;
	if (place && limits[tree].killed)
		group->killed = open_in(group->folders[tree],
					limits[tree].killed, O_RDONLY);
	buf_done(&places);
}

struct group *group_make(enum inhabitant who)
{
	static bool is_registered;
	struct buf mounts = {0}, groups = {0};
	struct group *group = xcalloc(1, sizeof(*group));
	*group = (struct group){.join = {-1, -1, -1}, .killed = -1};
	read_all("/proc/self/mountinfo", &mounts);
	read_all("/proc/self/cgroup", &groups);
	for (size_t i = 0; i < GROUP_TREES; i++)
		if (i == GROUP_UNIFIED || !group->folders[GROUP_UNIFIED])
			make_in_tree(group, i, buf_text(&mounts),
				     buf_text(&groups), who);
	buf_done(&mounts);
	buf_done(&groups);
	if (!is_registered)
		is_registered = atexit(remove_all) == 0;
	if (group->killed >= 0)
		return group;
	group_drop(group);
	return NULL;
}

void group_tell(const struct group *group, struct buf *out)
{
	for (size_t i = 0; i < GROUP_TREES; i++)
		if (group->folders[i])
			buf_printf(out, "%s%s", out->len ? ", " : "",
				   limits[i].settings[0].file);
}
