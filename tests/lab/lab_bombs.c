/* lab_bombs: what takes more than a lab may have ends its own lab or is told,
 * and the lab beside it goes on.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "base/loop.h"
#include "inside.h"
#include "patience.h"
#include "stage.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a program does, and what is said of it. */
struct bomb {
	enum inhabitant who;
	const char *line, *said;
};

#define FORKING "exec ./many on"

/* It stays, so that there is time to say it. */
#define FILLING(rest)                                                          \
	"exec python3 -c '\n"                                                  \
	"import signal\n"                                                      \
	"for name in \"/dev/shm/x\", \"/tmp/sockstep-fill\":\n"                \
	"    try:\n"                                                           \
	"        with open(name, \"wb\", 0) as file:\n"                        \
	"            while True: file.write(bytes(1 << 20))\n"                 \
	"    except OSError: pass\n" rest "'"
#define STAYING FILLING("signal.pause()")

/* Two of them, for one may not have all; they stay until they are killed. */
#define GROWING                                                                \
	"exec python3 -c '\n"                                                  \
	"import mmap, os, signal\n"                                            \
	"os.fork()\n"                                                          \
	"m = mmap.mmap(-1, 640 << 20, flags=mmap.MAP_PRIVATE | "               \
	"mmap.MAP_ANONYMOUS)\n"                                                \
	"try: m.madvise(mmap.MADV_HUGEPAGE)\n"                                 \
	"except OSError: pass\n"                                               \
	"for i in range(0, len(m), 4096): m[i] = 1\n"                          \
	"signal.pause()'"

/* Memory that processes may share is theirs, too, and no limit of one counts
 * it. */
#define SHARING                                                                \
	"exec python3 -c '\n"                                                  \
	"import mmap, signal\n"                                                \
	"m = mmap.mmap(-1, 1200 << 20)\n"                                      \
	"for i in range(0, len(m), 4096): m[i] = 1\n"                          \
	"signal.pause()'"

/* Many files without a byte in them. */
#define STREWING                                                               \
	"exec python3 -c '\n"                                                  \
	"import os, signal\n"                                                  \
	"try:\n"                                                               \
	"    for i in range(1 << 20): os.mknod(f\"/tmp/{i}\")\n"               \
	"except OSError: signal.pause()'"

static bool was_said(const struct journal *journal, const char *text)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_NOTE && strstr(event->as.note, text))
			return true;
	}
	return false;
}

/* The folder with the programs of the tests. */
static char *programs(void)
{
	const char *build = getenv("BUILD");
	AUTO_FREE char *path = xprintf("%s/programs", build ? build : "build");
	return realpath(path, NULL);
}

static bool begin(struct traced *traced, const char *line)
{
	AUTO_FREE char *folder = programs();
	struct err err = {0};
	const char *const argv[] = {"sh", "-c", line, NULL};
	struct trace_program program = {.name = "p",
					.argv = argv,
					.directory = folder,
					.stdio = {-1, -1, -1}};
	bool begun = lab_trace_start(traced->lab, &program, NULL, &err);
	INSIDE_EXPECT(traced->found, begun, "%s", err.text);
	return begun;
}

static void await_said(struct traced *traced, const char *said)
{
	struct err err;
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (!was_said(traced->journal, said) && clock_now() < deadline)
		loop_once(traced->loop, 100, &err);
	INSIDE_EXPECT(traced->found, was_said(traced->journal, said),
		      "nobody said \"%s\"", said);
}

/* A program of the kind, until it is said what became of it. */
static void explode(struct buf *found, const struct bomb *bomb)
{
	struct traced traced;
	AUTO_FREE char *folder = programs();
	const char *const seen[] = {folder, NULL};
	const struct lab_config config = {.who = bomb->who, .seen = seen};
	if (!traced_open_as(&traced, found, &config))
		return;
	if (begin(&traced, bomb->line)) {
		traced_go(&traced, NULL, UNTIL_EXIT, NULL, 0);
		await_said(&traced, bomb->said);
	}
	traced_close(&traced);
}

static void explode_all(struct buf *found, const struct bomb *bombs,
			size_t count)
{
	struct traced other;
	const struct lab_config config = {.who = INHABITANT_PROGRAM};
	if (!traced_open_as(&other, found, &config))
		return;
	begin(&other, "exec sleep 100000");
	for (size_t i = 0; i < count; i++)
		explode(found, &bombs[i]);
	INSIDE_EXPECT(found, lab_actor_state(other.lab, "p") != LAB_ACTOR_ENDED,
		      "the lab beside it has ended, too");
	traced_close(&other);
}

static void forking(struct buf *found)
{
	static const struct bomb bombs[] = {
		{INHABITANT_PROGRAM, FORKING, "goes on forking"},
		{INHABITANT_SUBMISSION, FORKING,
		 "all the processes that it may have, 64"},
	};
	explode_all(found, bombs, COUNT(bombs));
}

Test(lab_bombs, processes)
{
	AUTO_FREE char *found = apart(forking);
	cr_expect_str_empty(found, "%s", found);
}

static void filling(struct buf *found)
{
	static const struct bomb bombs[] = {
		{INHABITANT_PROGRAM, STAYING, "/tmp of this lab is full"},
		{INHABITANT_PROGRAM, STAYING, "/dev/shm of this lab is full"},
		{INHABITANT_SUBMISSION, STAYING, "has room for 64 MiB"},
		{INHABITANT_SUBMISSION, STREWING, "has room for 16384 files"},
	};
	explode_all(found, bombs, COUNT(bombs));
}

Test(lab_bombs, disk)
{
	AUTO_FREE char *found = apart(filling);
	cr_expect_str_empty(found, "%s", found);
}

/* A machine on which no control group can be made: memory is weighed alone. */
static bool hide_groups(void)
{
	return !unshare(CLONE_NEWNS) &&
	       !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       (access("/sys/fs/cgroup", F_OK) < 0 ||
		!mount("tmpfs", "/sys/fs/cgroup", "tmpfs", 0, NULL));
}

static void growing(struct buf *found)
{
	static const struct bomb bombs[] = {
		{INHABITANT_SUBMISSION, GROWING, "more memory than the 1024"},
		{INHABITANT_SUBMISSION, SHARING, "more memory than the 1024"},
	};
	// An ordinary user has no mounts to hide them by, and mostly none.
	INSIDE_EXPECT(found, geteuid() != 0 || hide_groups(), "%s",
		      strerror(errno));
	explode_all(found, bombs, COUNT(bombs));
}

/* The first number behind `word` in a file, or `none`. */
static unsigned long read_number(const char *path, const char *word,
				 unsigned long none)
{
	unsigned long number;
	size_t len = strlen(word);
	char line[128];
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, len) &&
		    sscanf(line + len, "%lu", &number) == 1)
			none = number;
	if (file)
		fclose(file);
	return none;
}

/* The weight of more would be this machine's own, or its container's. */
static bool has_room(void)
{
	static const unsigned long most = 4UL << 30;
	return read_number("/proc/meminfo", "MemAvailable:", 0) > most >> 10 &&
	       read_number("/sys/fs/cgroup/memory.max", "", ULONG_MAX) > most &&
	       read_number("/sys/fs/cgroup/memory/memory.limit_in_bytes", "",
			   ULONG_MAX) > most;
}

Test(lab_bombs, memory)
{
	if (!has_room())
		cr_skip("there may be less than 4 GiB to spare");
	AUTO_FREE char *found = apart(growing);
	cr_expect_str_empty(found, "%s", found);
}

/* What is said of a command, while it runs and after it. */
Test(lab_bombs, commands)
{
	struct stage stage, other;
	stage_open_whole(&stage, NULL, 0);
	stage_open_whole(&other, NULL, 0);
	stage_run(&stage, NULL, FILLING(""));
	cr_expect(was_said(stage.journal, "/tmp of this lab is full"));
	cr_expect(was_said(stage.journal, "/dev/shm of this lab is full"));
	const struct event_output *output =
		stage_run(&stage, NULL, "yes | head -c 3000000");
	cr_expect(output->len < 300 * 1024);
	cr_expect(strstr(output->text, "the rest is cut"));
	cr_expect_str_eq(stage_run(&other, NULL, "echo $(echo y)")->text,
			 "y\n");
	stage_close(&other);
	stage_close(&stage);
}

/* Keeps as many descriptors on their way as it may, and stays: how many it was
 * refused at, and the word of the kernel. */
#define SENDING                                                                \
	"python3 -c '\n"                                                       \
	"import array, errno, os, resource as r, signal, socket as s\n"        \
	"most = r.getrlimit(r.RLIMIT_NOFILE)[1]\n"                             \
	"r.setrlimit(r.RLIMIT_NOFILE, (most, most))\n"                         \
	"told, tell = os.pipe()\n"                                             \
	"if os.fork(): os.close(tell); print(os.read(told, 99).decode())\n"    \
	"else:\n"                                                              \
	"    os.setsid(); os.close(1); os.close(2)\n"                          \
	"    kept, sent = [], 0\n"                                             \
	"    rights = array.array(\"i\", [tell] * 253)\n"                      \
	"    try:\n"                                                           \
	"        while True:\n"                                                \
	"            kept.append(s.socketpair())\n"                            \
	"            kept[-1][0].sendmsg([b\"x\"], [(s.SOL_SOCKET, "           \
	"s.SCM_RIGHTS, rights)])\n"                                            \
	"            sent += 253\n"                                            \
	"    except OSError as e:\n"                                           \
	"        os.write(tell, b\"%d %s\" % (sent, "                          \
	"errno.errorcode[e.errno].encode()))\n"                                \
	"    os.close(tell); signal.pause()'"

/* Sends itself a descriptor: 0 or the error. */
static int send_descriptor(void)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {{.cmsg_level = SOL_SOCKET,
		      .cmsg_type = SCM_RIGHTS,
		      .cmsg_len = CMSG_LEN(sizeof(int))}};
	struct iovec byte = {"x", 1};
	struct msghdr message = {.msg_iov = &byte,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof(control)};
	int pair[2];
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	memcpy(CMSG_DATA(&control.head), pair, sizeof(int));
	int error = sendmsg(pair[0], &message, 0) < 0 ? errno : 0;
	close(pair[0]);
	close(pair[1]);
	return error;
}

/* Becomes an ordinary user whom no other test is, for all of one user have
 * one count. */
static void become_another(void)
{
	enum { NOBODY_ELSE = 65532 };
	if (geteuid() != 0)
		cr_skip("only root can be a user whom no other test is");
	cr_assert_eq(setgroups(0, NULL), 0);
	cr_assert_eq(setresgid(NOBODY_ELSE, NOBODY_ELSE, NOBODY_ELSE), 0);
	cr_assert_eq(setresuid(NOBODY_ELSE, NOBODY_ELSE, NOBODY_ELSE), 0);
	prctl(PR_SET_DUMPABLE, 1); // who it is inside is written to /proc
}

/* Descriptors on their way are counted for the user, and the user is refused
 * none outside because of what a command keeps. */
Test(lab_bombs, descriptors_on_their_way)
{
	struct rlimit limit;
	struct stage stage;
	become_another();
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = 1024; // what most systems give, with more to ask for
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	stage_open_whole(&stage, NULL, 0);
	cr_expect_str_eq(stage_run(&stage, NULL, SENDING)->text,
			 "759 ETOOMANYREFS\n");
	cr_expect_eq(send_descriptor(), 0);
	stage_close(&stage);
}
