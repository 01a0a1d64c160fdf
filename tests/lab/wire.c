/* wire: tests that packets are carried, in order and whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire/wire.h"

#include "base/mem.h"
#include "inside.h"
#include "lab/inside/host.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* What the wire reported, one line for each packet but those that repeat a
 * segment: on a slow machine the kernel's timers send some again. */
struct seen {
	struct buf text;
	unsigned count, last;
	struct buf *found;
	struct packet segments[64]; /* of TCP; their bytes are gone */
	size_t segment_count;
};

static bool is_same(const struct packet *a, const struct packet *b)
{
	return a->flags == b->flags && a->len == b->len && a->seq == b->seq &&
	       a->ack == b->ack && address_same(&a->from, &b->from) &&
	       address_same(&a->to, &b->to);
}

static bool is_repeated(struct seen *seen, const struct packet *packet)
{
	if (packet->protocol != IPPROTO_TCP)
		return false;
	for (size_t i = 0; i < seen->segment_count; i++) {
		if (is_same(&seen->segments[i], packet))
			return true;
	}
	if (seen->segment_count < COUNT(seen->segments))
		seen->segments[seen->segment_count++] = *packet;
	return false;
}

static void note_packet(void *data, const struct event_packet *event)
{
	struct seen *seen = data;
	INSIDE_EXPECT(seen->found, event->number == seen->last + 1,
		      "packet %u came after %u", event->number, seen->last);
	INSIDE_EXPECT(seen->found, event->len > 0 && event->bytes[0] >> 4 >= 4,
		      "packet %u has no IP header", event->number);
	seen->last = event->number;
	if (is_repeated(seen, &event->packet))
		return;
	seen->count++;
	buf_printf(&seen->text, "%s %s->%s ", packet_fate_word(event->fate),
		   event->from_host, event->to_host ? event->to_host : "-");
	packet_print(&event->packet, &seen->text);
	buf_putc(&seen->text, '\n');
}

/* A wire with one host for each address, all hosts made by this process. The
 * process ends in the namespace of the last. */
struct net {
	struct host hosts[2];
	struct host_ends ends[2];
	struct wire_port ports[2];
	int in[2]; /* namespaces of the hosts */
	struct loop *loop;
	struct wire *wire;
	struct seen seen;
};

static bool net_build_host(struct net *net, size_t i, const char *addresses,
			   struct err *err)
{
	static const char *const names[] = {"alpha", "beta"};
	struct lab_host config = {names[i], addresses};
	net->ends[i] =
		(struct host_ends){.packet = -1, .diag = -1, .route = -1};
	if (!host_parse(&config, &net->hosts[i], err) ||
	    (i && unshare(CLONE_NEWNET) < 0) ||
	    !host_build(&net->hosts[i], i, &net->ends[i], err))
		return false;
	net->in[i] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	struct wire_port *port = &net->ports[i];
	port->host = net->hosts[i].name;
	port->fd = take_fd(&net->ends[i].packet);
	port->ifindex = net->ends[i].ifindex;
	memcpy(port->mac, net->ends[i].mac, sizeof(port->mac));
	port->addresses = net->hosts[i].addresses;
	port->prefixes = net->hosts[i].prefixes;
	port->address_count = net->hosts[i].address_count;
	return true;
}

static bool net_open(struct net *net, const char *const *addresses,
		     size_t count, struct buf *found)
{
	struct err err = {"no reason"};
	*net = (struct net){.seen.found = found};
	bool built = true;
	for (size_t i = 0; i < count && built; i++)
		built = net_build_host(net, i, addresses[i], &err);
	net->loop = built ? loop_new(&err) : NULL;
	if (net->loop)
		net->wire = wire_open(net->ports, count, net->loop, note_packet,
				      &net->seen, &err);
	INSIDE_EXPECT(found, net->wire, "build a wire: %s", err.text);
	return net->wire;
}

static void net_close(struct net *net)
{
	const char *fault = net->wire ? wire_fault(net->wire) : NULL;
	INSIDE_EXPECT(net->seen.found, !fault, "fault: %s", fault);
	wire_close(net->wire);
	loop_free(net->loop);
	buf_done(&net->seen.text);
	for (size_t i = 0; i < COUNT(net->ends); i++) {
		host_ends_close(&net->ends[i]);
		if (net->in[i] > 0)
			close(net->in[i]);
	}
}

/* Waits until a packet lies in a ring: a kernel with much to do puts it there a
 * moment after the call that sent it. */
static bool await_packet(const struct net *net)
{
	enum { DEADLINE = 400000 };
	struct pollfd fds[COUNT(net->ports)];
	nfds_t count = 0;
	for (size_t i = 0; i < COUNT(fds); i++) {
		if (net->ports[i].host)
			fds[count++] = (struct pollfd){.fd = net->ports[i].fd,
						       .events = POLLIN};
	}
	return poll(fds, count, DEADLINE) > 0;
}

/* Carries so many packets more. */
static void carry(struct net *net, unsigned count)
{
	unsigned last = net->seen.count + count;
	while (wire_pump(net->wire), net->seen.count < last) {
		if (!await_packet(net))
			return;
	}
}

/* Carries as many as are expected. */
static void expect_seen(struct net *net, const char *expected)
{
	unsigned count = 0;
	for (const char *c = expected; *c; c++)
		count += *c == '\n';
	carry(net, count);
	INSIDE_EXPECT(
		net->seen.found, !strcmp(buf_text(&net->seen.text), expected),
		"seen:\n%sexpected:\n%s", buf_text(&net->seen.text), expected);
	buf_clear(&net->seen.text);
}

static struct address address_of(const char *text)
{
	struct address address = {0};
	struct err err;
	cr_assert(address_parse(str_from(text), &address, &err), "%s",
		  err.text);
	return address;
}

static int listen_at(const char *text)
{
	struct address address = address_of(text);
	int fd = socket(address.as.any.sa_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (bind(fd, &address.as.any, address.len) < 0 || listen(fd, 8) < 0)
		return -1;
	return fd;
}

static int connect_to(const char *text)
{
	struct address address = address_of(text);
	int fd = socket(address.as.any.sa_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (connect(fd, &address.as.any, address.len) == 0 ||
	    errno != EINPROGRESS)
		return -1; // nobody has carried a packet yet
	return fd;
}

static bool is_connected(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	return getpeername(fd, (struct sockaddr *)&peer, &len) == 0;
}

/* --- one host ------------------------------------------------------------ */

static void handshake_at(struct buf *found, const char *own, const char *at)
{
	struct net net;
	if (net_open(&net, &own, 1, found)) {
		AUTO_CLOSE int srv = listen_at(at);
		AUTO_CLOSE int cli = connect_to(at);
		INSIDE_EXPECT(found, srv >= 0 && cli >= 0, "no sockets at %s",
			      at);
		INSIDE_EXPECT(found, !is_connected(cli), "connected too early");
		expect_seen(&net, "delivered alpha->alpha SYN seq 0\n"
				  "delivered alpha->alpha SYN-ACK seq 0 ack 1\n"
				  "delivered alpha->alpha ACK ack 1\n");
		INSIDE_EXPECT(found, is_connected(cli), "not connected");
		INSIDE_EXPECT(found, send(cli, "hello", 5, 0) == 5, "send");
		expect_seen(&net, "delivered alpha->alpha "
				  "PSH-ACK seq 1 ack 1 len 5\n"
				  "delivered alpha->alpha ACK ack 6\n");
		wire_pump(net.wire);
		expect_seen(&net, "");
	}
	net_close(&net);
}

static void handshakes(struct buf *found)
{
	handshake_at(found, "", "127.0.0.1:12345");
}

static void handshakes_127(struct buf *found)
{
	handshake_at(found, "", "127.9.8.7:80");
}

static void handshakes_own(struct buf *found)
{
	handshake_at(found, "10.0.0.1/24 fd00::1/64", "10.0.0.1:12345");
}

static void handshakes_v6(struct buf *found)
{
	handshake_at(found, "10.0.0.1/24 fd00::1/64", "[fd00::1]:12345");
}

Test(wire, carries_a_handshake)
{
	void (*const cases[])(struct buf *) = {handshakes, handshakes_127,
					       handshakes_own, handshakes_v6};
	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_FREE char *found = inside(cases[i]);
		cr_expect_str_empty(found, "case %zu: %s", i, found);
	}
}

/* Also what an unreachable port answers, and that a large datagram's fragments
 * arrive as one. */
static void datagrams(struct buf *found)
{
	struct net net;
	const char *own = "";
	if (net_open(&net, &own, 1, found)) {
		struct address at = address_of("127.0.0.1:9000");
		AUTO_CLOSE int udp =
			socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		static char large[4000], room[5000];
		sendto(udp, "x", 1, 0, &at.as.any, at.len);
		expect_seen(&net, "delivered alpha->alpha UDP 1 byte\n"
				  "delivered alpha->alpha "
				  "ICMP port unreachable\n");
		AUTO_CLOSE int srv =
			socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		bind(srv, &at.as.any, at.len);
		sendto(udp, large, sizeof(large), 0, &at.as.any, at.len);
		unsigned before = net.seen.count;
		carry(&net, 3);
		INSIDE_EXPECT(found, net.seen.count == before + 3,
			      "%u fragments", net.seen.count - before);
		ssize_t got = recv(srv, room, sizeof(room), MSG_DONTWAIT);
		INSIDE_EXPECT(found, got == sizeof(large), "received %zd", got);
	}
	net_close(&net);
}

Test(wire, carries_datagrams_errors_and_fragments)
{
	AUTO_FREE char *found = inside(datagrams);
	cr_expect_str_empty(found, "%s", found);
}

/* Sends megabytes while the wire is pumped only when the sender is stuck: as
 * much as the windows allow lies on tap0 at once, and none of it may be lost.
 */
static void bulk(struct buf *found)
{
	enum { TOTAL = 8 << 20 };
	struct net net;
	const char *own = "";
	static char bytes[64 * 1024];
	size_t sent = 0, got = 0;
	if (net_open(&net, &own, 1, found)) {
		AUTO_CLOSE int srv = listen_at("127.0.0.1:12345");
		AUTO_CLOSE int cli = connect_to("127.0.0.1:12345");
		carry(&net, 3);
		AUTO_CLOSE int conn = accept4(srv, NULL, NULL, SOCK_CLOEXEC);
		for (bool moves = true; moves && (got < TOTAL || got < sent);) {
			size_t before = got;
			ssize_t len = sent < TOTAL ? send(cli, bytes,
							  sizeof(bytes), 0)
						   : 0;
			sent += len > 0 ? (size_t)len : 0;
			bool carried = wire_pump(net.wire);
			while ((len = recv(conn, bytes, sizeof(bytes),
					   MSG_DONTWAIT)) > 0)
				got += (size_t)len;
			moves = carried || got > before || await_packet(&net);
		}
		INSIDE_EXPECT(found, got >= TOTAL && sent == got,
			      "sent %zu, received %zu", sent, got);
	}
	net_close(&net);
}

Test(wire, loses_nothing)
{
	AUTO_FREE char *found = inside(bulk);
	cr_expect_str_empty(found, "%s", found);
}

/* --- two hosts ----------------------------------------------------------- */

static void two_hosts(struct buf *found)
{
	static const char *const addresses[] = {"10.0.0.1/24 fd00::1/64",
						"10.0.0.2/24 fd00::2/64"};
	struct net net;
	if (net_open(&net, addresses, 2, found)) {
		AUTO_CLOSE int srv = listen_at("10.0.0.2:80");
		(void)srv; // only has to be open
		setns(net.in[0], CLONE_NEWNET);
		AUTO_CLOSE int cli = connect_to("10.0.0.2:80");
		expect_seen(&net, "delivered alpha->beta SYN seq 0\n"
				  "delivered beta->alpha SYN-ACK seq 0 ack 1\n"
				  "delivered alpha->beta ACK ack 1\n");
		INSIDE_EXPECT(found, is_connected(cli), "not connected");
		AUTO_CLOSE int lost = connect_to("10.0.0.3:80");
		expect_seen(&net, "dropped alpha->- SYN seq 0\n");
		INSIDE_EXPECT(found, lost >= 0 && !is_connected(lost),
			      "connected to nobody");
		AUTO_CLOSE int v6 = connect_to("[fd00::2]:80");
		(void)v6;
		expect_seen(&net,
			    "delivered alpha->beta SYN seq 0\n"
			    "delivered beta->alpha RST-ACK seq 1 ack 1\n");
	}
	net_close(&net);
}

Test(wire, carries_between_hosts)
{
	AUTO_FREE char *found = inside(two_hosts);
	cr_expect_str_empty(found, "%s", found);
}

/* Sends one datagram from a new socket, which may be for all. */
static void send_to(const char *to)
{
	struct address address = address_of(to);
	int yes = 1;
	AUTO_CLOSE int fd =
		socket(address.as.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof(yes));
	sendto(fd, "x", 1, 0, &address.as.any, address.len);
}

/* Of three networks, and what is none of them. */
static void for_all(struct buf *found)
{
	static const char *const addresses[] = {
		"10.0.0.1/24 10.1.0.1/26 fd00::1/64", "10.0.0.2/24 fd00::2/64"};
	static const char *const to[] = {"10.0.0.255:9", "10.1.0.63:9",
					 "255.255.255.255:9", "239.1.2.3:9",
					 "[ff15::1]:9"};
	struct net net;
	if (net_open(&net, addresses, 2, found)) {
		setns(net.in[0], CLONE_NEWNET);
		for (size_t i = 0; i < COUNT(to); i++) {
			send_to(to[i]);
			expect_seen(&net, "delivered alpha->beta UDP 1 byte\n");
		}
		send_to("10.1.0.62:9");
		expect_seen(&net, "dropped alpha->- UDP 1 byte\n");
		setns(net.in[1], CLONE_NEWNET);
		struct address any = address_of("0.0.0.0:7000");
		AUTO_CLOSE int udp =
			socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		struct ip_mreq group = {{inet_addr("239.1.2.3")}, {0}};
		INSIDE_EXPECT(found,
			      bind(udp, &any.as.any, any.len) == 0 &&
				      setsockopt(udp, IPPROTO_IP,
						 IP_ADD_MEMBERSHIP, &group,
						 sizeof(group)) == 0,
			      "no member: %s", strerror(errno));
		setns(net.in[0], CLONE_NEWNET);
		send_to("239.1.2.3:7000");
		send_to("10.0.0.255:7000");
		carry(&net, 2);
		char room[8];
		for (int i = 0; i < 2; i++)
			INSIDE_EXPECT(found,
				      recv(udp, room, sizeof(room),
					   MSG_DONTWAIT) == 1,
				      "datagram %d: %s", i, strerror(errno));
	}
	net_close(&net);
}

Test(wire, carries_to_all)
{
	AUTO_FREE char *found = inside(for_all);
	cr_expect_str_empty(found, "%s", found);
}
