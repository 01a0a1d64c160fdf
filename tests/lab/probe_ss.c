/* probe_ss: compares snapshots with what ss(8) says at the same moment.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ss reads the kernel by code of its own. Its cookie (sk:) is ours, so each of
 * its rows has one of ours, and each of ours that it can list has one of its.
 */
#include "eye.h"
#include "inside.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* A row of `ss -H -nea…`: State Recv-Q Send-Q Local Peer, then words. */
struct said {
	char state[16], local[64], peer[64], rest[256];
	unsigned recv_q, send_q;
	unsigned long long cookie;
	unsigned inode;
};

static bool said_read(const char *line, struct said *said)
{
	*said = (struct said){0};
	if (sscanf(line, "%15s %u %u %63s %63s %255[^\n]", said->state,
		   &said->recv_q, &said->send_q, said->local, said->peer,
		   said->rest) < 5)
		return false;
	const char *cookie = strstr(said->rest, "sk:");
	const char *inode = strstr(said->rest, "ino:");
	if (inode)
		sscanf(inode, "ino:%u", &said->inode);
	return cookie && sscanf(cookie, "sk:%llx", &said->cookie) == 1;
}

static const char *timer_of(const char *rest)
{
	static const char *const words[] = {"timer:(on,", "timer:(keepalive,",
					    "timer:(timewait,",
					    "timer:(persist,"};
	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(rest, words[i]))
			return words[i];
	return "none";
}

static const char *timer_word(const struct socket_state *row)
{
	static const char *const words[] = {
		"none", "timer:(on,", "timer:(keepalive,", "timer:(timewait,",
		"timer:(persist,"};
	return words[row->timer];
}

static void compare(struct buf *found, const struct socket_state *row,
		    const struct said *said)
{
	struct buf local = {0}, peer = {0};
	address_print_ss(&row->local, &local);
	address_print_ss(&row->peer, &peer);
	INSIDE_EXPECT(found,
		      !strcmp(said->state, socket_state_word(row)) &&
			      said->recv_q == row->recv_q &&
			      said->send_q == row->send_q &&
			      said->inode == row->inode,
		      "ss: %s %u %u ino %u\nwe: %s %u %u ino %u", said->state,
		      said->recv_q, said->send_q, said->inode,
		      socket_state_word(row), row->recv_q, row->send_q,
		      row->inode);
	// ss says * where a socket takes IPv4 as well; an address cannot know.
	bool both = row->family == AF_INET6 && said->local[0] == '*';
	INSIDE_EXPECT(found,
		      !strcmp(said->local, buf_text(&local)) ||
			      (both && address_is_wildcard(&row->local)),
		      "local: ss %s, we %s", said->local, buf_text(&local));
	INSIDE_EXPECT(found,
		      !row->peer.len || !strcmp(said->peer, buf_text(&peer)),
		      "peer: ss %s, we %s", said->peer, buf_text(&peer));
	INSIDE_EXPECT(found, !strcmp(timer_of(said->rest), timer_word(row)),
		      "timer of %s: ss %s, we %s", said->local,
		      timer_of(said->rest), timer_word(row));
	buf_done(&local);
	buf_done(&peer);
}

/* How many of our rows ss can list: a socket that is bound and nothing else it
 * cannot before iproute2 6.8. */
static size_t listable(const struct snapshot *snapshot, int protocol)
{
	enum { STATE_CLOSE = 7 };
	size_t count = 0;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		count += row->source == SOCKET_FROM_DIAG &&
			 row->protocol == protocol &&
			 (protocol != IPPROTO_TCP || row->state != STATE_CLOSE);
	}
	return count;
}

static void compare_all(struct buf *found, struct eye *eye, const char *command,
			int protocol)
{
	const char *fault = eye_look(eye);
	INSIDE_EXPECT(found, !fault, "%s", fault);
	FILE *ss = popen(command, "r");
	char line[512];
	size_t count = 0;
	while (ss && fgets(line, sizeof(line), ss)) {
		struct said said;
		if (!said_read(line, &said) ||
		    (protocol == IPPROTO_TCP && !strcmp(said.state, "UNCONN")))
			continue;
		count++;
		const struct socket_state *row =
			snapshot_find(&eye->snapshot, "host", said.cookie);
		INSIDE_EXPECT(found, row, "only ss has %s", line);
		if (row)
			compare(found, row, &said);
	}
	int status = ss ? pclose(ss) : -1;
	INSIDE_EXPECT(found, !status, "%s failed: %d", command, status);
	INSIDE_EXPECT(found, count == listable(&eye->snapshot, protocol),
		      "%s has %zu rows, we %zu", command, count,
		      listable(&eye->snapshot, protocol));
	INSIDE_EXPECT(found, count > 1, "%s has %zu rows", command, count);
}

/* TIME_WAIT lasts a minute; its other end may be in LAST_ACK for 40 ms. */
static bool is_quiet(const struct eye *eye)
{
	bool time_wait = false;
	for (size_t i = 0; i < eye->snapshot.count; i++) {
		const char *word = socket_state_word(&eye->snapshot.rows[i]);
		if (!strcmp(word, "LAST-ACK") || !strcmp(word, "FIN-WAIT-1") ||
		    !strcmp(word, "CLOSING"))
			return false;
		time_wait |= !strcmp(word, "TIME-WAIT");
	}
	return time_wait;
}

static void many_sockets(struct buf *found)
{
	struct eye eye;
	eye_open(&eye);
	enum { CONNECTIONS = 6 };
	int one = 1, cli[CONNECTIONS], conn[3];
	int srv = eye_listen("127.0.0.1:12345", 9);
	int srv6 = eye_listen("[::1]:12345", 3);
	int udp = eye_bind("127.0.0.1:9000", SOCK_DGRAM);
	int udp6 = eye_bind("[::]:9001", SOCK_DGRAM);
	for (int i = 0; i < CONNECTIONS; i++)
		cli[i] = eye_connect(i % 2 ? "127.0.0.1:12345" : "[::1]:12345");
	for (size_t i = 0; i < COUNT(conn); i++)
		conn[i] = accept(srv, NULL, NULL);
	setsockopt(cli[3], SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	INSIDE_EXPECT(found, send(cli[0], "hello", 5, 0) == 5, "send");
	INSIDE_EXPECT(found, send(conn[1], "hello", 5, 0) == 5, "send");
	shutdown(cli[5], SHUT_WR);
	close(cli[1]);
	close(conn[0]);
	INSIDE_EXPECT(found, eye_wait(&eye, is_quiet), "it does not settle");
	compare_all(found, &eye, "ss -H -tanoe", IPPROTO_TCP);
	compare_all(found, &eye, "ss -H -uane", IPPROTO_UDP);
	(void)srv6, (void)udp, (void)udp6;
	eye_close(&eye);
}

Test(probe, agrees_with_ss)
{
	if (system("ss -V >/dev/null 2>&1") != 0)
		cr_skip_test("no ss here");
	AUTO_FREE char *found = inside(many_sockets);
	cr_expect_str_empty(found, "%s", found);
}
