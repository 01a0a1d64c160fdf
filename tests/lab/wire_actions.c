/* wire_actions: all that can be done to a packet, on every protocol, on one
 * host and between two.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the receiver gets is the oracle: a real recv(2) of its own.
 */
#include "base/clock.h"
#include "patience.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct lab_host two[] = {
	{"alpha", "10.0.0.1/24 fd00::1/64"},
	{"beta", "10.0.0.2/24 fd00::2/64"},
};

/* Where the server is, seen by the client. */
struct place {
	const char *name;
	size_t hosts;
	const char *address;
	bool v6;
};

static const struct place places[] = {
	{"one host, IPv4", 0, "127.0.0.1", false},
	{"one host, IPv6", 1, "[fd00::1]", true},
	{"two hosts, IPv4", 2, "10.0.0.1", false},
	{"two hosts, IPv6", 2, "[fd00::1]", true},
};

/* Who sends what, and who gets it. An ICMP error is what comes back from a
 * port where nobody is; the next recv(2) tells it. */
struct protocol {
	const char *name;
	const char *filter;   /* of the packet that is acted on */
	const char *receiver; /* its actor */
	const char *send, *recv;
	int64_t arrived;	      /* what recv says of one "hi" */
	const char *errors, *errors6; /* counts bad checksums */
};

static const struct protocol protocols[] = {
	{"tcp", "data from client to server", "server", "send(cli, \"%s\")",
	 "recv(conn, 100, MSG_DONTWAIT)", 2, "Tcp: InCsumErrors",
	 "Tcp: InCsumErrors"},
	{"udp", "udp from client to server", "server", "send(cli, \"%s\")",
	 "recv(srv, 100, MSG_DONTWAIT)", 2, "Udp: InCsumErrors",
	 "Udp6InCsumErrors"},
	{"icmp", "icmp to client", "client", "send(cli, \"%s\")",
	 "recv(cli, 100, MSG_DONTWAIT)", -ECONNREFUSED, "Icmp: InCsumErrors",
	 "Icmp6InCsumErrors"},
};

struct scene {
	struct stage stage;
	const struct place *place;
	const struct protocol *protocol;
	char about[64];
};

/* A call in which %A is the server's address and %F its family. */
static int64_t call(struct scene *scene, const char *actor, const char *text)
{
	struct buf out = {0};
	for (; *text; text++) {
		if (*text != '%') {
			buf_putc(&out, *text);
			continue;
		}
		text++;
		if (*text == 'A')
			buf_printf(&out, "%s:12345", scene->place->address);
		else
			buf_puts(&out,
				 scene->place->v6 ? "AF_INET6" : "AF_INET");
	}
	int64_t value = stage_value(&scene->stage, actor, buf_text(&out));
	buf_done(&out);
	return value;
}

static void must(struct scene *scene, const char *actor, const char *text)
{
	int64_t value = call(scene, actor, text);
	cr_assert(value >= 0, "%s: %s: %ld", scene->about, text, (long)value);
}

static void open_tcp(struct scene *scene)
{
	must(scene, "server", "srv = socket(%F, SOCK_STREAM)");
	must(scene, "server", "bind(srv, %A)");
	must(scene, "server", "listen(srv, 5)");
	must(scene, "client", "cli = socket(%F, SOCK_STREAM)");
	must(scene, "client", "setsockopt(cli, IPPROTO_TCP, TCP_NODELAY, 1)");
	must(scene, "client", "connect(cli, %A)");
	must(scene, "server", "conn = accept(srv)");
}

static void open_datagrams(struct scene *scene)
{
	if (!strcmp(scene->protocol->name, "udp")) {
		must(scene, "server", "srv = socket(%F, SOCK_DGRAM)");
		must(scene, "server", "bind(srv, %A)");
	}
	must(scene, "client", "cli = socket(%F, SOCK_DGRAM)");
	must(scene, "client", "connect(cli, %A)");
}

static bool is(const struct scene *scene, const char *protocol)
{
	return !strcmp(scene->protocol->name, protocol);
}

static void open_scene(struct scene *scene, const struct place *place,
		       const struct protocol *protocol)
{
	*scene = (struct scene){.place = place, .protocol = protocol};
	snprintf(scene->about, sizeof(scene->about), "%s, %s", place->name,
		 protocol->name);
	stage_open_whole(&scene->stage, two, place->hosts);
	if (is(scene, "tcp"))
		open_tcp(scene);
	else
		open_datagrams(scene);
}

static void order(struct scene *scene, const char *text)
{
	stage_order(&scene->stage, text);
}

/* An order about the packets of the scene, with what follows them. */
static void act(struct scene *scene, const char *word, const char *rest)
{
	AUTO_FREE char *text =
		xprintf("%s %s%s", word, scene->protocol->filter, rest);
	order(scene, text);
}

static void send_text(struct scene *scene, const char *what)
{
	AUTO_FREE char *text = xprintf("send(cli, \"%s\")", what);
	must(scene, "client", text);
}

static int64_t receive(struct scene *scene)
{
	return call(scene, scene->protocol->receiver, scene->protocol->recv);
}

static void expect(struct scene *scene, int64_t expected, const char *when)
{
	int64_t found = receive(scene);
	cr_expect_eq(found, expected, "%s: %s: %ld, not %ld", scene->about,
		     when, (long)found, (long)expected);
}

/* Goes on until it has arrived: a retransmission, or what was delayed. */
static void await(struct scene *scene, const char *when)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	int64_t found;
	while ((found = receive(scene)) == -EAGAIN && clock_now() < deadline)
		stage_settle(&scene->stage);
	cr_expect_eq(found, scene->protocol->arrived, "%s: %s: %ld",
		     scene->about, when, (long)found);
}

/* How often the receiver's kernel has thrown a packet away for its sum. */
static long bad_sums(struct scene *scene)
{
	const char *host = !scene->place->hosts ? NULL
			   : is(scene, "icmp") && scene->place->hosts > 1
				   ? "beta"
				   : "alpha";
	const char *name = scene->place->v6 ? scene->protocol->errors6
					    : scene->protocol->errors;
	const char *column = strchr(name, ' ');
	AUTO_FREE char *command =
		column ? xprintf("awk '$1 == \"%.*s\" && !n {for (i = 2; i <= "
				 "NF; i++) if ($i == \"%s\") n = i; next} "
				 "$1 == \"%.*s\" {print $n}' /proc/net/snmp",
				 (int)(column - name), name, column + 1,
				 (int)(column - name), name)
		       : xprintf("awk '$1 == \"%s\" {print $2}' "
				 "/proc/net/snmp6",
				 name);
	return atol(stage_run(&scene->stage, host, command)->text);
}

static size_t count_marked(const struct scene *scene, unsigned mark,
			   enum packet_fate fate)
{
	size_t count = 0;
	const struct journal *journal = scene->stage.journal;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		count += event->kind == EVENT_PACKET &&
			 event->as.packet.fate == fate &&
			 event->as.packet.packet.marks & mark;
	}
	return count;
}

/* --- the actions -----------------------------------------------------------
 */

static void deliver(struct scene *scene)
{
	act(scene, "hold", "");
	send_text(scene, "hi");
	expect(scene, -EAGAIN, "held");
	act(scene, "deliver", "");
	expect(scene, scene->protocol->arrived, "delivered");
}

static void drop(struct scene *scene)
{
	act(scene, "hold", "");
	send_text(scene, "hi");
	act(scene, "drop", "");
	expect(scene, -EAGAIN, "dropped");
	order(scene, "flow");
	if (is(scene, "tcp"))
		await(scene, "sent again");
	else
		expect(scene, -EAGAIN, "dropped for good");
}

static void duplicate(struct scene *scene)
{
	act(scene, "hold", "");
	send_text(scene, "hi");
	act(scene, "duplicate", "");
	expect(scene, scene->protocol->arrived, "the copy");
	cr_expect_eq(count_marked(scene, PACKET_DUPLICATE, PACKET_DELIVERED), 1,
		     "%s: one copy", scene->about);
	order(scene, "deliver first");
	// TCP has these bytes already.
	expect(scene, is(scene, "tcp") ? -EAGAIN : scene->protocol->arrived,
	       "the packet itself");
}

static void delay(struct scene *scene)
{
	act(scene, "hold", "");
	send_text(scene, "hi");
	uint64_t begin = clock_now();
	act(scene, "delay", " 150ms");
	// On a busy machine its time may be over by now.
	if (receive(scene) == -EAGAIN)
		await(scene, "after its time");
	cr_expect(clock_now() - begin >= 150 * CLOCK_MS, "%s: too early",
		  scene->about);
}

static void corrupt(struct scene *scene)
{
	long before = bad_sums(scene);
	act(scene, "hold", "");
	send_text(scene, "hi");
	order(scene, "corrupt first 0");
	cr_expect_eq(count_marked(scene, PACKET_CORRUPTED, PACKET_HELD), 1,
		     "%s: marked", scene->about);
	order(scene, "deliver first");
	expect(scene, -EAGAIN, "thrown away");
	long after = bad_sums(scene);
	cr_expect_eq(after, before + 1, "%s: %ld bad sums, then %ld",
		     scene->about, before, after);
}

static void cut_and_join(struct scene *scene)
{
	order(scene, "cut");
	send_text(scene, "hi");
	expect(scene, -EAGAIN, "cut");
	order(scene, "join");
	if (is(scene, "tcp")) {
		await(scene, "sent again when joined");
		return;
	}
	expect(scene, -EAGAIN, "lost for good");
	send_text(scene, "hi");
	expect(scene, scene->protocol->arrived, "joined");
}

static void loss(struct scene *scene)
{
	order(scene, "loss 100% seed 7");
	send_text(scene, "hi");
	expect(scene, -EAGAIN, "lost");
	order(scene, "loss 0%");
	if (is(scene, "tcp"))
		await(scene, "sent again");
	else
		expect(scene, -EAGAIN, "lost for good");
}

/* The numbers of the two held packets that were sent, in this order. */
static void swap(struct scene *scene)
{
	if (is(scene, "icmp"))
		return; // an error waits for no other
	act(scene, "hold", "");
	send_text(scene, "hi");
	send_text(scene, "you");
	AUTO_FREE char *held = stage_held(&scene->stage);
	unsigned first = 0, second = 0;
	// Others may follow: what is sent again.
	cr_assert_eq(sscanf(held, "%*s #%u, %*s #%u", &first, &second), 2,
		     "%s: %s", scene->about, held);
	AUTO_FREE char *text = xprintf("swap %u %u", first, second);
	order(scene, text);
	order(scene, "deliver first");
	// A stream has no holes: what came early waits for what is missing.
	expect(scene, is(scene, "tcp") ? -EAGAIN : 3, "the second first");
	order(scene, "deliver first");
	expect(scene, is(scene, "tcp") ? 5 : 2, "the first second");
}

static void flow(struct scene *scene)
{
	act(scene, "hold", "");
	send_text(scene, "hi");
	order(scene, "flow");
	expect(scene, scene->protocol->arrived, "flowing");
	send_text(scene, "hi");
	expect(scene, scene->protocol->arrived, "nothing is held");
}

static void play(void (*action)(struct scene *scene))
{
	for (size_t i = 0; i < COUNT(places); i++) {
		for (size_t n = 0; n < COUNT(protocols); n++) {
			struct scene scene;
			open_scene(&scene, &places[i], &protocols[n]);
			action(&scene);
			stage_close(&scene.stage);
		}
	}
}

/* clang-format off */
Test(wire_actions, deliver) { play(deliver); }
Test(wire_actions, drop) { play(drop); }
Test(wire_actions, duplicate) { play(duplicate); }
Test(wire_actions, delay) { play(delay); }
Test(wire_actions, corrupt) { play(corrupt); }
Test(wire_actions, cut_and_join) { play(cut_and_join); }
Test(wire_actions, loss) { play(loss); }
Test(wire_actions, swap) { play(swap); }
Test(wire_actions, flow) { play(flow); }
/* clang-format on */

/* Only the cable of one host is cut: the other still reaches itself. */
Test(wire_actions, cut_of_one_host)
{
	struct scene scene;
	open_scene(&scene, &places[2], &protocols[1]);
	order(&scene, "cut alpha");
	send_text(&scene, "hi");
	expect(&scene, -EAGAIN, "cut");
	must(&scene, "client", "own = socket(AF_INET, SOCK_DGRAM)");
	must(&scene, "client", "bind(own, 127.0.0.1:7777)");
	must(&scene, "client", "sendto(own, \"me\", 0, 127.0.0.1:7777)");
	cr_expect_eq(call(&scene, "client", "recv(own, 9, MSG_DONTWAIT)"), 2);
	order(&scene, "join alpha");
	send_text(&scene, "hi");
	expect(&scene, 2, "joined");
	stage_close(&scene.stage);
}

static size_t packets_behind(const struct stage *stage, size_t place)
{
	size_t count = 0;
	for (size_t i = place; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		count += event->kind == EVENT_PACKET &&
			 event->as.packet.packet.len > 0;
	}
	return count;
}

/* A smaller MTU makes fragments of a datagram and segments of a stream. */
static void mtu(struct scene *scene)
{
	if (is(scene, "icmp"))
		return;
	order(scene, scene->place->hosts ? "mtu 1280" : "mtu 576");
	size_t place = journal_count(scene->stage.journal);
	must(scene, "client", "send(cli, \"x\" * 1400)");
	size_t count = packets_behind(&scene->stage, place);
	size_t least = scene->place->hosts ? 2 : 3;
	cr_expect(count >= least, "%s: %zu packets", scene->about, count);
	order(scene, "mtu 1500");
	// What was in flight before still comes together.
	must(scene, scene->protocol->receiver, scene->protocol->recv);
}

Test(wire_actions, mtu)
{
	play(mtu);
}

/* One fragment that is missing makes the datagram worthless. */
Test(wire_actions, a_fragment_is_lost)
{
	for (size_t i = 0; i < COUNT(places); i++) {
		struct scene scene;
		open_scene(&scene, &places[i], &protocols[1]);
		order(&scene, "hold udp");
		must(&scene, "client", "send(cli, \"x\" * 4000)");
		order(&scene, "drop last");
		order(&scene, "deliver all");
		expect(&scene, -EAGAIN, "a fragment is lost");
		must(&scene, "client", "send(cli, \"x\" * 4000)");
		order(&scene, "flow");
		expect(&scene, 100, "whole");
		stage_close(&scene.stage);
	}
}
