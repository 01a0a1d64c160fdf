/* lab_space: what an actor may do and see, and that nothing stays behind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "lab/ground/parts.h"
#include "lab/inside/confine.h"
#include "lab/probe/diag.h"
#include "patience.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>

static const struct play powerless[] = {
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:80)", -EACCES, NULL, NULL},
	{"server", "raw = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)", -EPERM,
	 NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:8080)", 0, NULL, NULL},
};

/* Also when the tests run as root: inside they are somebody else. */
Test(lab_space, actors_have_no_power)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, powerless, COUNT(powerless));
	const struct event_output *output = stage_run(
		&stage, NULL,
		"for p in 2 3 self; do grep -h -e ^Cap -e ^NoNewPrivs "
		"/proc/$p/status; done | sort -u; id -u");
	char expected[256];
	snprintf(expected, sizeof(expected),
		 "CapAmb:\t0000000000000000\nCapBnd:\t0000000000000000\n"
		 "CapEff:\t0000000000000000\nCapInh:\t0000000000000000\n"
		 "CapPrm:\t0000000000000000\nNoNewPrivs:\t1\n%u\n",
		 geteuid() ? geteuid() : CONFINE_USER);
	cr_expect_str_eq(output->text, expected);
	stage_close(&stage);
}

Test(lab_space, files_are_read_only_but_tmp)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	const struct event_output *output =
		stage_run(&stage, NULL,
			  "touch /etc/sockstep /usr/sockstep 2>&1 | "
			  "grep -c 'Read-only file system'; "
			  "ls -A /tmp; echo x > /tmp/x && cat /tmp/x; "
			  "hostname; set -- /proc/[0-9]*; echo $#");
	// init, two agents, the shell: and nobody else.
	cr_expect(strstr(output->text, "x\nhost\n4\n"), "%s", output->text);
	stage_close(&stage);
}

/* An agent's descriptors are the lesson's and none of ours. */
Test(lab_space, agents_have_clean_descriptors)
{
	struct stage stage;
	AUTO_CLOSE int extra = open("/dev/zero", O_RDONLY);
	cr_assert(extra >= 0);
	stage_open_whole(&stage, NULL, 0);
	const struct event_output *output =
		stage_run(&stage, NULL,
			  "ls /proc/2/fd | sort -n | tr '\\n' ' '; "
			  "readlink /proc/3/fd/0 /proc/3/fd/1 /proc/3/fd/2; "
			  "readlink /proc/3/fd/1000; cat /proc/2/comm");
	cr_expect_str_eq(output->text,
			 "0 1 2 1000 /dev/null\n/dev/null\n/dev/null\n"
			 "anon_inode:[eventfd]\nserver\n");
	stage_close(&stage);
}

static size_t count_descriptors(void)
{
	size_t count = 0;
	DIR *dir = opendir("/proc/self/fd");
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static char *read_all(const char *path)
{
	struct buf text = {0};
	char bytes[4096];
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	for (ssize_t len; (len = read(fd, bytes, sizeof(bytes))) > 0;)
		buf_add(&text, bytes, (size_t)len);
	return text.len ? buf_take(&text) : xstrdup("");
}

static bool ends(int pidfd)
{
	struct pollfd wanted = {.fd = pidfd, .events = POLLIN};
	return poll(&wanted, 1, PATIENCE_SECONDS * 1000) == 1;
}

/* Descriptors of the processes of a lab: two agents and init. */
static void watch_processes(const struct lab *lab, int pidfds[3])
{
	pidfds[0] = pidfd_open(lab->actors[0]->outer, 0);
	pidfds[1] = pidfd_open(lab->actors[1]->outer, 0);
	pidfds[2] = pidfd_open(lab->space.init, 0);
	for (int i = 0; i < 3; i++)
		cr_assert(pidfds[i] >= 0, "process %d of the lab is there", i);
}

static void nothing_stays(bool no_namespaces)
{
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(s, 127.0.0.1:0)", 0, NULL, NULL},
		{"server", "listen(s, 5)", 0, NULL, NULL},
		{"server", "accept(s)", PLAY_BLOCKS, NULL, NULL},
	};
	struct stage stage;
	int pidfds[4];
	AUTO_FREE char *mounts = read_all("/proc/self/mountinfo");
	size_t before = count_descriptors();
	stage_open(&stage, NULL, 0, no_namespaces);
	stage_play(&stage, rows, COUNT(rows));
	watch_processes(stage.lab, pidfds);
	const struct event_output *output =
		stage_run(&stage, NULL, "sleep 1000 & echo $!");
	// Its number is only ours where there is no namespace for it.
	pidfds[3] =
		pidfd_open(stage.lab->space.namespaces ? stage.lab->space.init
						       : atoi(output->text),
			   0);
	cr_assert(pidfds[3] >= 0, "the command's child is there");
	stage_close(&stage);
	for (int i = 0; i < 4; i++) {
		cr_expect(ends(pidfds[i]), "process %d of the lab lives on", i);
		close(pidfds[i]);
	}
	cr_expect_eq(count_descriptors(), before, "descriptors stay open");
	AUTO_FREE char *later = read_all("/proc/self/mountinfo");
	cr_expect_str_eq(later, mounts, "the mounts are as before");
}

Test(lab_space, closing_leaves_nothing)
{
	nothing_stays(false);
}

Test(lab_space, closing_leaves_nothing_without_namespaces)
{
	nothing_stays(true);
}

/* Init, two actors, and two that are no children of init. */
enum { VICTIMS = 5 };

/* A process that opens a lab, tells the pids of its processes, and waits. */
static _Noreturn void victim(bool no_namespaces, int tell)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, no_namespaces);
	stage_call(&stage, "server", "child = fork()");
	stage_call(&stage, "child", "grandchild = fork()");
	pid_t pids[VICTIMS] = {stage.lab->space.init};
	for (int i = 1; i < VICTIMS; i++)
		pids[i] = stage.lab->actors[i - 1]->outer;
	if (write(tell, pids, sizeof(pids)) != sizeof(pids))
		_exit(1);
	while (true)
		pause();
}

static void killed_main(bool no_namespaces)
{
	int tell[2], pidfds[VICTIMS];
	pid_t pids[VICTIMS];
	cr_assert(pipe2(tell, O_CLOEXEC) == 0);
	pid_t pid = fork();
	if (pid == 0)
		victim(no_namespaces, tell[1]);
	close(tell[1]);
	cr_assert(read(tell[0], pids, sizeof(pids)) == sizeof(pids));
	close(tell[0]);
	for (int i = 0; i < VICTIMS; i++)
		pidfds[i] = pidfd_open(pids[i], 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < VICTIMS; i++) {
		cr_expect(pidfds[i] >= 0 && ends(pidfds[i]),
			  "process %d of the lab lives on", i);
		close(pidfds[i]);
	}
}

Test(lab_space, nothing_survives_a_killed_main_process)
{
	killed_main(false);
}

Test(lab_space, nothing_survives_a_killed_main_process_without_namespaces)
{
	killed_main(true);
}

/* Without namespaces the kernel does not end what init leaves behind. */
Test(lab_space, killed_init_without_namespaces)
{
	struct stage stage;
	int pidfds[VICTIMS - 1];
	stage_open(&stage, NULL, 0, true);
	stage_call(&stage, "server", "child = fork()");
	stage_call(&stage, "child", "grandchild = fork()");
	for (int i = 0; i < VICTIMS - 1; i++)
		pidfds[i] = pidfd_open(stage.lab->actors[i]->outer, 0);
	size_t place = journal_count(stage.journal);
	kill(stage.lab->space.init, SIGKILL);
	stage_await_event(&stage, place, EVENT_NOTE);
	stage_settle(&stage);
	for (int i = 0; i < VICTIMS - 1; i++) {
		cr_expect(pidfds[i] >= 0 && ends(pidfds[i]),
			  "actor %d lives on", i);
		close(pidfds[i]);
		cr_expect_eq(stage.lab->actors[i]->state, LAB_ACTOR_ENDED);
	}
	stage_close(&stage);
}

/* An actor that is killed inside a call: the call ends by the signal, then the
 * actor; the other one lives. */
Test(lab_space, killed_actor)
{
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "recv(s, 1, 0)", PLAY_BLOCKS, NULL, NULL},
	};
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	size_t place = journal_count(stage.journal);
	cr_assert(lab_run(stage.lab, NULL, "kill -KILL 2", &err));
	const struct event_actor *end =
		&stage_await_event(&stage, place, EVENT_ACTOR)->as.actor;
	cr_expect_eq(end->phase, ACTOR_ENDED);
	cr_expect_str_eq(end->actor, "server");
	cr_expect_eq(end->signal, SIGKILL);
	const struct event_call *call = stage_last(&stage, "server");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.signal, SIGKILL);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_ENDED);
	stage_settle(&stage);
	cr_expect_eq(stage.snapshot.count, 0, "its socket went with it");
	stage_call(&stage, "client", "close(9)");
	cr_expect_eq(stage_last(&stage, "client")->call.result.error, EBADF);
	stage_close(&stage);
}

Test(lab_space, sigpipe_kills)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"client", "shutdown(cli, SHUT_WR)", 0, NULL, NULL},
		{"client", "send(cli, \"x\", MSG_NOSIGNAL)", -EPIPE, NULL,
		 NULL},
		{"client", "send(cli, \"x\")", PLAY_ANY, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	const struct event_call *call = stage_last(&stage, "client");
	cr_expect_eq(call->phase, CALL_RETURN);
	cr_expect_eq(call->call.result.signal, SIGPIPE);
	cr_expect_eq(lab_actor_state(stage.lab, "client"), LAB_ACTOR_ENDED);
	stage_close(&stage);
}

Test(lab_space, killed_init)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	size_t place = journal_count(stage.journal);
	kill(stage.lab->space.init, SIGKILL);
	stage_await_event(&stage, place, EVENT_NOTE);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_ENDED);
	cr_expect_eq(lab_actor_state(stage.lab, "client"), LAB_ACTOR_ENDED);
	stage_close(&stage);
}

Test(lab_space, without_namespaces)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, "srv",
		 "UNCONN"},
		{"server", "bind(srv, 127.0.0.1:0)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, "srv", "LISTEN"},
		{"server", "accept(srv)", PLAY_BLOCKS, NULL, NULL},
		{"client", "r = socket(AF_INET, SOCK_RAW, 1)", -EPERM, NULL,
		 NULL},
	};
	struct stage stage;
	stage_open(&stage, NULL, 0, true);
	cr_expect(!lab_has_wire(stage.lab));
	cr_assert(lab_missing(stage.lab));
	cr_expect(strstr(lab_missing(stage.lab),
			 ", as --no-namespaces and --pid ask for"),
		  "%s", lab_missing(stage.lab));
	stage_play(&stage, rows, COUNT(rows));
	const struct event_call *call = stage_last(&stage, "server");
	cr_expect(kill(call->pid, 0) == 0, "its pid is one of this machine");
	stage_close(&stage);
}

/* --- what is left of it ----------------------------------------------------
 */

/* How many TCP sockets are in that namespace; -1: that cannot be asked. */
static int count_tcp(int diag)
{
	struct snapshot all = {0};
	struct err err;
	int count = diag_dump(diag, "", &all, &err) ? 0 : -1;
	for (size_t i = 0; i < all.count; i++)
		count += all.rows[i].protocol == IPPROTO_TCP;
	snapshot_done(&all);
	return count;
}

/* What nobody acknowledges would be sent again for hours, by a kernel that
 * keeps all of the namespace for that. */
Test(lab_space, leaves_no_connection_behind)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	stage_order(&stage, "hold all");
	stage_call(&stage, "client", "close(cli)");
	AUTO_CLOSE int diag =
		fcntl(stage.lab->ends[0].diag, F_DUPFD_CLOEXEC, 0);
	cr_expect(count_tcp(diag) > 1);
	stage_close(&stage);
	// The processes may still be about to end.
	uint64_t end = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (count_tcp(diag) > 0 && clock_now() < end)
		sched_yield();
	cr_expect_eq(count_tcp(diag), 0);
}
