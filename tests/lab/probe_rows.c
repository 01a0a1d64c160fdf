/* probe_rows: tests what a snapshot says about each kind of socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "eye.h"
#include "inside.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

/* What is expected of a row, as one text. */
static void row_print(const struct socket_state *row, struct buf *out)
{
	buf_printf(out, "%s %s %s ",
		   row->source == SOCKET_FROM_FD ? "fd" : "ss",
		   socket_netid(row), socket_state_word(row));
	address_print_ss(&row->local, out);
	buf_putc(out, ' ');
	if (row->peer.len)
		address_print_ss(&row->peer, out);
	else
		buf_putc(out, '-');
	buf_printf(out, " %u/%u", row->recv_q, row->send_q);
	if (row->unbound)
		buf_puts(out, " unbound");
	if (row->nonblock)
		buf_puts(out, " nonblock");
	if (row->shut_rd || row->shut_wr)
		buf_printf(out, " shut%s%s", row->shut_rd ? " rd" : "",
			   row->shut_wr ? " wr" : "");
	if (!row->owner_count)
		buf_puts(out, " nobody");
	if (!row->inode)
		buf_puts(out, " no inode");
}

static void expect_row(struct buf *found, const struct socket_state *row,
		       const char *what, const char *expected)
{
	struct buf text = {0};
	row_print(row, &text);
	INSIDE_EXPECT(found, !strcmp(buf_text(&text), expected),
		      "%s:\n  is  %s\n  not %s", what, buf_text(&text),
		      expected);
	buf_done(&text);
}

static void expect_fd(struct buf *found, struct eye *eye, int fd,
		      const char *what, const char *expected)
{
	const char *fault = eye_look(eye);
	INSIDE_EXPECT(found, !fault, "%s: %s", what, fault);
	expect_row(found, eye_row(eye, fd), what, expected);
}

/* Whether this kernel lists sockets that are bound and nothing else: kernels
 * before 6.8 do not, and the probe must find them all the same. */
static const char *bound_source(const struct eye *eye, int fd)
{
	return eye_row(eye, fd)->source == SOCKET_FROM_FD ? "fd" : "ss";
}

static void tcp_life(struct buf *found)
{
	struct eye eye;
	char expected[128];
	eye_open(&eye);
	AUTO_CLOSE int srv = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	expect_fd(found, &eye, srv, "socket", "fd tcp UNCONN 0.0.0.0:* - 0/0");
	AUTO_CLOSE int bound = eye_bind("127.0.0.1:77", SOCK_STREAM);
	eye_look(&eye);
	snprintf(expected, sizeof(expected), "%s tcp UNCONN 127.0.0.1:77 - 0/0",
		 bound_source(&eye, bound));
	expect_fd(found, &eye, bound, "bind", expected);
	close(srv);
	srv = eye_listen("127.0.0.1:12345", 5);
	expect_fd(found, &eye, srv, "listen",
		  "ss tcp LISTEN 127.0.0.1:12345 - 0/5");
	AUTO_CLOSE int cli = eye_connect("127.0.0.1:12345");
	expect_fd(found, &eye, srv, "a child waits",
		  "ss tcp LISTEN 127.0.0.1:12345 - 1/5");
	AUTO_CLOSE int conn = accept4(srv, NULL, NULL, SOCK_NONBLOCK);
	INSIDE_EXPECT(found, send(cli, "hello", 5, 0) == 5, "send");
	eye_look(&eye);
	int port = address_port(&eye_row(&eye, cli)->local);
	snprintf(expected, sizeof(expected),
		 "ss tcp ESTAB 127.0.0.1:12345 127.0.0.1:%d 5/0 nonblock",
		 port);
	expect_fd(found, &eye, conn, "received", expected);
	shutdown(cli, SHUT_WR);
	snprintf(expected, sizeof(expected),
		 "ss tcp CLOSE-WAIT 127.0.0.1:12345 127.0.0.1:%d 6/0 nonblock "
		 "shut rd",
		 port);
	expect_fd(found, &eye, conn, "the FIN counts", expected);
	INSIDE_EXPECT(found, eye_row(&eye, conn)->tcp_info, "no tcp_info");
	eye_close(&eye);
}

Test(probe, says_each_state_of_tcp)
{
	AUTO_FREE char *found = inside(tcp_life);
	cr_expect_str_empty(found, "%s", found);
}

static bool is_closed(const struct eye *eye)
{
	for (size_t i = 0; i < eye->snapshot.count; i++)
		if (eye->snapshot.rows[i].protocol == IPPROTO_TCP &&
		    eye->snapshot.rows[i].peer.len)
			return false;
	return true;
}

static bool says_unbound(const struct eye *eye, int fd)
{
	return eye_row(eye, fd)->unbound;
}

/* What ss lists no more: bytes that came before the RST can still be read,
 * data that was never acknowledged is gone, and so is a port. */
static void closed_rows(struct buf *found)
{
	struct linger abort = {.l_onoff = 1};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	struct eye eye;
	eye_open(&eye);
	AUTO_CLOSE int srv = eye_listen("127.0.0.1:12345", 5);
	int cli = eye_connect("127.0.0.1:12345");
	AUTO_CLOSE int conn = accept4(srv, NULL, NULL, SOCK_CLOEXEC);
	INSIDE_EXPECT(found, send(cli, "bye", 3, 0) == 3, "send");
	setsockopt(cli, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
	close(cli);
	INSIDE_EXPECT(found, eye_wait(&eye, is_closed), "no RST came");
	const struct socket_state *row = eye_row(&eye, conn);
	INSIDE_EXPECT(found, row->source == SOCKET_FROM_FD, "listed");
	INSIDE_EXPECT(found, row->recv_q == 3 && !row->no_recv_q,
		      "after the RST Recv-Q is %u", row->recv_q);
	AUTO_CLOSE int bound = eye_bind("127.0.0.1:77", SOCK_STREAM);
	AUTO_CLOSE int lost = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	INSIDE_EXPECT(found,
		      connect(lost, (struct sockaddr *)&to, sizeof(to)) < 0,
		      "connect came through");
	eye_look(&eye);
	bool lists_bound = !strcmp(bound_source(&eye, bound), "ss");
	row = eye_row(&eye, lost);
	INSIDE_EXPECT(found, row->send_q == 0 && !row->no_send_q,
		      "after a failed connect Send-Q is %u", row->send_q);
	INSIDE_EXPECT(found, says_unbound(&eye, lost) == lists_bound,
		      "the port that was given back is told");
	INSIDE_EXPECT(found,
		      !says_unbound(&eye, bound) && !says_unbound(&eye, srv),
		      "a port that is there is told as given back");
	eye_close(&eye);
}

Test(probe, reads_what_is_listed_no_more)
{
	AUTO_FREE char *found = inside(closed_rows);
	cr_expect_str_empty(found, "%s", found);
}

static bool has_time_wait(const struct eye *eye)
{
	for (size_t i = 0; i < eye->snapshot.count; i++)
		if (eye->snapshot.rows[i].timer == SOCKET_TIMER_TIMEWAIT)
			return true;
	return false;
}

/* Sockets that nobody has open: in the listener's queue, and in TIME_WAIT,
 * under the cookie that they had with an owner. */
static void unowned(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	int srv = eye_listen("127.0.0.1:12345", 5);
	int cli = eye_connect("127.0.0.1:12345");
	eye_look(&eye);
	const struct socket_state *child =
		&eye.snapshot.rows[eye.snapshot.count - 1];
	INSIDE_EXPECT(found,
		      !child->inode && !child->owner_count &&
			      !strcmp(socket_state_word(child), "ESTAB"),
		      "the last row is not the child that waits");
	uint64_t waiting = child->cookie;
	uint64_t cookie = eye_row(&eye, cli)->cookie;
	int conn = accept4(srv, NULL, NULL, SOCK_CLOEXEC);
	eye_look(&eye);
	INSIDE_EXPECT(found, eye_row(&eye, conn)->cookie == waiting,
		      "accept changed the cookie");
	close(cli);
	close(conn);
	INSIDE_EXPECT(found, eye_wait(&eye, has_time_wait), "no TIME-WAIT");
	const struct socket_state *row =
		snapshot_find(&eye.snapshot, "host", cookie);
	INSIDE_EXPECT(found,
		      row && !row->owner_count && !row->inode &&
			      row->timer == SOCKET_TIMER_TIMEWAIT &&
			      row->timer_ms > 0,
		      "TIME-WAIT has not the cookie of what was closed");
	close(srv);
	eye_close(&eye);
}

Test(probe, says_who_has_no_owner)
{
	AUTO_FREE char *found = inside(unowned);
	cr_expect_str_empty(found, "%s", found);
}

static void udp_and_unix(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	AUTO_CLOSE int unbound = socket(AF_INET6, SOCK_DGRAM, 0);
	expect_fd(found, &eye, unbound, "unbound UDP",
		  "fd udp UNCONN [::]:* - 0/0");
	AUTO_CLOSE int udp = eye_bind("127.0.0.1:9000", SOCK_DGRAM);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(9000),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	sendto(udp, "hello", 5, 0, (struct sockaddr *)&to, sizeof(to));
	eye_look(&eye);
	INSIDE_EXPECT(found, eye_row(&eye, udp)->recv_q > 5, "UDP memory");
	INSIDE_EXPECT(found, eye_row(&eye, udp)->next_size == 5,
		      "the next datagram has %ld bytes",
		      (long)eye_row(&eye, udp)->next_size);
	AUTO_CLOSE int srv = eye_listen("unix:@sockstep-test", 7);
	AUTO_CLOSE int cli = eye_connect("unix:@sockstep-test");
	expect_fd(found, &eye, srv, "UNIX listener",
		  "ss u_str LISTEN @sockstep-test - 1/7");
	AUTO_CLOSE int conn = accept(srv, NULL, NULL);
	INSIDE_EXPECT(found, send(cli, "abc", 3, 0) == 3, "send");
	expect_fd(found, &eye, conn, "UNIX connection",
		  "ss u_str ESTAB @sockstep-test - 3/0");
	INSIDE_EXPECT(found,
		      eye_row(&eye, cli)->peer_inode ==
				      eye_row(&eye, conn)->inode &&
			      eye_row(&eye, conn)->peer_inode ==
				      eye_row(&eye, cli)->inode,
		      "peers do not name each other");
	eye_close(&eye);
}

Test(probe, says_udp_and_unix)
{
	AUTO_FREE char *found = inside(udp_and_unix);
	cr_expect_str_empty(found, "%s", found);
}

static void drops(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	AUTO_CLOSE int udp = eye_bind("127.0.0.1:9000", SOCK_DGRAM);
	AUTO_CLOSE int from = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(9000),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int room = 2304;
	setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	char bytes[1000] = "";
	for (int i = 0; i < 20; i++)
		sendto(from, bytes, sizeof(bytes), 0, (struct sockaddr *)&to,
		       sizeof(to));
	eye_look(&eye);
	int kept = 0;
	while (recv(udp, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		kept++;
	INSIDE_EXPECT(found, eye_row(&eye, udp)->drops == 20u - (unsigned)kept,
		      "%u drops, %d of 20 kept", eye_row(&eye, udp)->drops,
		      kept);
	INSIDE_EXPECT(found, kept < 20, "nothing was dropped");
	eye_close(&eye);
}

Test(probe, counts_drops)
{
	AUTO_FREE char *found = inside(drops);
	cr_expect_str_empty(found, "%s", found);
}

static void options_print(const struct socket_state *row, struct buf *out)
{
	for (size_t i = 0; i < row->option_count; i++)
		buf_printf(out, "%d.%d=%ld ", row->options[i].level,
			   row->options[i].name, (long)row->options[i].value);
}

static void options(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	AUTO_CLOSE int plain = socket(AF_INET6, SOCK_STREAM, 0);
	AUTO_CLOSE int fd = socket(AF_INET, SOCK_STREAM, 0);
	const int one = 1, size = 10000;
	const struct linger linger = {1, 3};
	const struct timeval time = {2, 500000};
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	eye_look(&eye);
	char expected[256];
	snprintf(expected, sizeof(expected),
		 "%d.%d=1 %d.%d=3 %d.%d=2500000 %d.%d=1 %d.%d=20000 ",
		 SOL_SOCKET, SO_REUSEADDR, SOL_SOCKET, SO_LINGER, SOL_SOCKET,
		 SO_RCVTIMEO, IPPROTO_TCP, TCP_NODELAY, SOL_SOCKET, SO_RCVBUF);
	struct buf text = {0};
	options_print(eye_row(&eye, fd), &text);
	INSIDE_EXPECT(found, !strcmp(buf_text(&text), expected),
		      "options %s, not %s", buf_text(&text), expected);
	buf_clear(&text);
	options_print(eye_row(&eye, plain), &text);
	INSIDE_EXPECT(found, !text.len, "a new socket has options %s",
		      buf_text(&text));
	AUTO_CLOSE int srv = eye_listen("127.0.0.1:80", 1);
	AUTO_CLOSE int cli = eye_connect("127.0.0.1:80");
	AUTO_CLOSE int conn = accept(srv, NULL, NULL);
	INSIDE_EXPECT(found, send(cli, "x", 1, 0) == 1, "send");
	eye_look(&eye);
	buf_clear(&text);
	options_print(eye_row(&eye, cli), &text);
	options_print(eye_row(&eye, conn), &text);
	INSIDE_EXPECT(found, !text.len, "a plain connection has options %s",
		      buf_text(&text));
	buf_done(&text);
	eye_close(&eye);
}

Test(probe, lists_options_that_were_set)
{
	AUTO_FREE char *found = inside(options);
	cr_expect_str_empty(found, "%s", found);
}

static void owners(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	AUTO_CLOSE int fd = eye_listen("127.0.0.1:80", 1);
	AUTO_CLOSE int copy = fcntl(fd, F_DUPFD_CLOEXEC, 30);
	eye_look(&eye);
	const struct socket_state *row = eye_row(&eye, fd);
	INSIDE_EXPECT(found, row == eye_row(&eye, copy),
		      "a second descriptor is a second row");
	INSIDE_EXPECT(found, row->owner_count == 2, "%zu owners",
		      row->owner_count);
	// A process that has ended, and whose pidfd still is open.
	pid_t pid = fork();
	if (pid == 0) {
		for (;;)
			pause();
	}
	struct probe_actor actors[] = {
		eye.actor,
		{"gone", "host", (int)syscall(SYS_pidfd_open, pid, 0), pid},
	};
	struct err err = {""};
	struct snapshot snapshot = {0};
	INSIDE_EXPECT(
		found,
		probe_take(&eye.host, 1, actors, 2, false, &snapshot, &err),
		"two actors: %s", err.text);
	row = snapshot_find_fd(&snapshot, "gone", fd);
	INSIDE_EXPECT(found, row && row->owner_count == 4,
		      "fork does not share the socket");
	snapshot_done(&snapshot);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	INSIDE_EXPECT(
		found,
		probe_take(&eye.host, 1, actors, 2, false, &snapshot, &err),
		"an actor that is gone: %s", err.text);
	INSIDE_EXPECT(found, !snapshot_find_fd(&snapshot, "gone", fd),
		      "an actor that is gone has a socket");
	snapshot_done(&snapshot);
	close(actors[1].pidfd);
	eye_close(&eye);
}

Test(probe, says_every_owner)
{
	AUTO_FREE char *found = inside(owners);
	cr_expect_str_empty(found, "%s", found);
}
