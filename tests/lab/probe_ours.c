/* probe_ours: tests which of a machine's sockets are the lab's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "eye.h"
#include "inside.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

/* A process that is no actor, with a listener on port 80, a connection and a
 * child that waits. Returns its pid once it has them. */
static pid_t stranger_begin(void)
{
	int ends[2];
	if (pipe(ends) < 0)
		return -1;
	pid_t pid = fork();
	if (pid)
		close(ends[1]);
	char byte;
	if (pid) {
		bool there = read(ends[0], &byte, 1) == 1;
		close(ends[0]);
		return there ? pid : -1;
	}
	eye_listen("127.0.0.1:80", 5);
	eye_connect("127.0.0.1:80");
	if (write(ends[1], "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static size_t count_port(const struct snapshot *snapshot, int port)
{
	size_t count = 0;
	for (size_t i = 0; i < snapshot->count; i++)
		count += address_port(&snapshot->rows[i].local) == port ||
			 address_port(&snapshot->rows[i].peer) == port;
	return count;
}

static void look_ours(struct buf *found, struct eye *eye,
		      const struct snapshot *before, struct snapshot *out)
{
	struct err err = {""};
	const struct probe probe = {
		.hosts = &eye->host,
		.host_count = 1,
		.actors = &eye->actor,
		.actor_count = 1,
		.only_ours = true,
		.before = before,
	};
	snapshot_done(out);
	INSIDE_EXPECT(found, probe_run(&probe, out, &err), "%s", err.text);
	INSIDE_EXPECT(found, count_port(out, 80) == 0,
		      "%zu sockets of a stranger", count_port(out, 80));
}

static bool has_time_wait(const struct eye *eye)
{
	for (size_t i = 0; i < eye->snapshot.count; i++)
		if (eye->snapshot.rows[i].timer == SOCKET_TIMER_TIMEWAIT)
			return true;
	return false;
}

static void ours(struct buf *found)
{
	struct eye eye;
	struct snapshot one = {0}, two = {0}, none = {0};
	eye_open(&eye);
	pid_t pid = stranger_begin();
	int srv = eye_listen("127.0.0.1:12345", 5);
	int cli = eye_connect("127.0.0.1:12345");
	eye_look(&eye);
	INSIDE_EXPECT(found, count_port(&eye.snapshot, 80) == 3,
		      "the stranger has %zu sockets",
		      count_port(&eye.snapshot, 80));
	look_ours(found, &eye, NULL, &one);
	INSIDE_EXPECT(found, count_port(&one, 12345) == 3,
		      "listener, client and child are %zu",
		      count_port(&one, 12345));
	int conn = accept(srv, NULL, NULL);
	close(cli);
	look_ours(found, &eye, NULL, &one);
	INSIDE_EXPECT(found, count_port(&one, 12345) == 3,
		      "the orphan of an accepted connection is missing");
	close(conn);
	close(srv);
	INSIDE_EXPECT(found, eye_wait(&eye, has_time_wait), "no TIME-WAIT");
	look_ours(found, &eye, &one, &two);
	INSIDE_EXPECT(found, count_port(&two, 12345) == 1,
		      "TIME-WAIT of a known socket: %zu rows",
		      count_port(&two, 12345));
	look_ours(found, &eye, NULL, &none);
	INSIDE_EXPECT(found, count_port(&none, 12345) == 0,
		      "TIME-WAIT of nobody known: %zu rows",
		      count_port(&none, 12345));
	snapshot_done(&one);
	snapshot_done(&two);
	snapshot_done(&none);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	eye_close(&eye);
}

Test(probe, keeps_only_ours)
{
	AUTO_FREE char *found = inside(ours);
	cr_expect_str_empty(found, "%s", found);
}
