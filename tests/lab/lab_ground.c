/* lab_ground: what a machine lacks is what is told.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An empty folder is laid over one of the machine's, in namespaces of the
 * test's own.
 */
#include "inside.h"
#include "lab/lab.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

static void ignore(void *data, const struct event *event)
{
	(void)data;
	(void)event;
}

static bool cover(const char *folder)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       (!folder || mount("tmpfs", folder, "tmpfs", 0, NULL) == 0);
}

/* What a lab says of a machine on which `folder` is empty (NULL: none is). */
static char *said_without(const char *folder)
{
	const struct lab_config config = {0};
	struct err err = {0};
	if (!cover(folder))
		return xprintf("cover: %s", strerror(errno));
	struct loop *loop = loop_new(&err);
	struct lab *lab =
		loop ? lab_open(&config, loop, ignore, NULL, &err) : NULL;
	const char *missing = lab ? lab_missing(lab) : err.text;
	char *said = xstrdup(missing ? missing : "nothing");
	lab_close(lab);
	loop_free(loop);
	return said;
}

static void expect(struct buf *found, const char *folder, const char *part)
{
	AUTO_FREE char *said = said_without(folder);
	INSIDE_EXPECT(found,
		      strstr(said, part) && !strstr(said, "ulimit") &&
			      !strstr(said, "Docker") &&
			      !strstr(said, "overloaded"),
		      "%s: %s", part, said);
}

static void without_proc(struct buf *found)
{
	expect(found, "/proc", "/proc is not mounted here");
}

static void without_null(struct buf *found)
{
	expect(found, "/dev", "there is no /dev/null here");
}

static void without_hosts(struct buf *found)
{
	expect(found, "/etc", "has no file /etc/hosts");
}

/* In here one user exists, and that is root. */
static void without_another_user(struct buf *found)
{
	expect(found, NULL, "root as outside");
}

Test(lab_ground, says_what_is_not_there)
{
	static void (*const without[])(struct buf * found) = {
		without_proc, without_null, without_hosts,
		without_another_user};
	for (size_t i = 0; i < COUNT(without); i++) {
		AUTO_FREE char *found = inside(without[i]);
		cr_expect_str_empty(found, "%s", found);
	}
}
