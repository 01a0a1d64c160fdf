/* show_ladder: calls and packets between rails, and the packet under the
 * cursor, as golden files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/ladder/timeline.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(ladder, .init = use_utf8);

static const struct {
	int width, height;
} sizes[] = {{80, 24}, {140, 45}, {40, 12}};

/* A frame of the last beat at all three sizes. */
static void check(const struct run *run, enum scene_overlay overlay,
		  unsigned cursor, const char *name)
{
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct scene scene = run_scene(run, run->played);
		scene.overlay = overlay;
		scene.packet_cursor = cursor;
		scene.scroll = overlay == OVERLAY_PACKETS ? SCENE_FOLLOW : 0;
		run_screen(&scene, sizes[i].width, sizes[i].height, name);
	}
}

static void add_marked(struct run *run, const char *text, unsigned marks,
		       enum packet_fate fate)
{
	run_packet(run, text, fate);
	struct event *last = (struct event *)(uintptr_t)journal_at(
		run->journal, journal_count(run->journal) - 1);
	last->as.packet.packet.marks = marks;
}

/* A SYN is held, sent again, delivered; what was sent again is dropped. */
static void play_held(struct run *run, size_t beats)
{
	run_open(run, "tests/golden/screen/wire.md");
	run->server = "127.0.0.1:12345";
	run_call(run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(run, "server", "bind(srv, 127.0.0.1:12345)", 0);
	run_call(run, "server", "listen(srv, 5)", 0);
	run_call(run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_socket(run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_socket(run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	run_beat(run);
	run_order(run, "hold all");
	run_beat(run);
	run_block(run, "client", "connect(cli, 127.0.0.1:12345)");
	run_packet(run, "client server SYN 0 0 0", PACKET_HELD);
	run_socket(run, 2,
		   "client 3 SYN-SENT 0 1 127.0.0.1:40112 127.0.0.1:12345");
	if (beats == 2)
		return;
	run_beat(run);
	run_order(run, "wait 1200ms");
	run->now += 1000000000;
	add_marked(run, "client server SYN 0 0 0", PACKET_RETRANSMISSION,
		   PACKET_HELD);
	run_beat(run);
	run_order(run, "deliver 1");
	run_fate(run, 1, PACKET_DELIVERED, 0);
	run_packet(run, "server client SYN-ACK 0 1 0", PACKET_HELD);
	run_socket(run, 3,
		   "kernel 0 SYN-RECV 0 0 127.0.0.1:12345 127.0.0.1:40112");
	run_beat(run);
	run_order(run, "drop 2");
	run_fate(run, 2, PACKET_DROPPED, 0);
	if (beats == 5)
		return;
	run_beat(run);
	run_order(run, "flow");
	run_fate(run, 3, PACKET_DELIVERED, 0);
	run_packet(run, "client server ACK 1 1 0", PACKET_DELIVERED);
	run_wake(run, "client", 0);
	run_socket(run, 2,
		   "client 3 ESTAB 0 0 127.0.0.1:40112 127.0.0.1:12345");
	run_socket(run, 3,
		   "kernel 0 ESTAB 0 0 127.0.0.1:12345 127.0.0.1:40112");
}

Test(ladder, held_and_dropped)
{
	struct run run;
	play_held(&run, 5);
	check(&run, OVERLAY_PACKETS, 3, "ladder-held");
	check(&run, OVERLAY_NONE, 3, "wire-held");
	check(&run, OVERLAY_STATES, 0, "states-held");
	run_close(&run);
}

Test(ladder, held_and_at_last_delivered)
{
	struct run run;
	play_held(&run, 6);
	check(&run, OVERLAY_PACKETS, 0, "ladder-delivered");
	check(&run, OVERLAY_STATES, 0, "states-delivered");
	run_close(&run);
}

Test(ladder, first_packet_is_held)
{
	struct run run;
	play_held(&run, 2);
	check(&run, OVERLAY_NONE, 1, "wire-first");
	run_close(&run);
}

/* --- marks -----------------------------------------------------------------
 */

/* Every mark is told in words, where there is no room for it on its row, on
 * one of its own. */
Test(ladder, marks)
{
	static const struct {
		const char *text;
		unsigned marks;
		enum packet_fate fate;
	} packets[] = {
		{"client server PSH-ACK 1 1 18", 0, PACKET_DROPPED},
		{"client server PSH-ACK 19 1 18", 0, PACKET_DELIVERED},
		{"server client ACK 1 1 0", PACKET_DUPLICATE_ACK,
		 PACKET_DELIVERED},
		{"client server PSH-ACK 1 1 18", PACKET_RETRANSMISSION,
		 PACKET_DELIVERED},
		{"client server PSH-ACK 37 1 18", PACKET_OUT_OF_ORDER,
		 PACKET_DELIVERED},
		{"server client ACK 1 55 0", PACKET_ZERO_WINDOW,
		 PACKET_DELIVERED},
		{"client server ACK 54 1 0", PACKET_WINDOW_PROBE,
		 PACKET_DELIVERED},
		{"server client ACK 1 55 0", PACKET_WINDOW_UPDATE,
		 PACKET_DELIVERED},
		{"client server ACK 54 1 0", PACKET_KEEPALIVE,
		 PACKET_DELIVERED},
		{"client server PSH-ACK 55 1 5", PACKET_DUPLICATE,
		 PACKET_DELIVERED},
		{"client server PSH-ACK 60 1 5", PACKET_CORRUPTED, PACKET_HELD},
		{"server client RST 1 0 0", PACKET_INJECTED, PACKET_DELIVERED},
	};
	struct run run;
	run_open(&run, "tests/golden/screen/wire.md");
	run_beat(&run);
	run_call(&run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(&run, "client", "send(cli, \"a line of 18 bytes\", 0)", 18);
	for (size_t i = 0; i < COUNT(packets); i++)
		add_marked(&run, packets[i].text, packets[i].marks,
			   packets[i].fate);
	check(&run, OVERLAY_PACKETS, 11, "ladder-marks");
	run_close(&run);
}

/* --- hosts, UDP, ICMP ------------------------------------------------------
 */

static void add_datagram(struct run *run, const char *from, const char *to,
			 const char *from_actor, const char *to_actor,
			 struct packet packet)
{
	struct event event = {.kind = EVENT_PACKET};
	struct err err;
	address_parse(str_from(from), &packet.from, &err);
	address_parse(str_from(to), &packet.to, &err);
	bool up = strstr(from, "0.0.1") != NULL;
	event.as.packet = (struct event_packet){
		.number = ++run->last_packet,
		.from_actor = from_actor,
		.to_actor = to_actor,
		.from_host = up ? "alpha" : "beta",
		.to_host = up ? "beta" : "alpha",
		.packet = packet,
	};
	run_event(run, &event);
}

Test(ladder, hosts)
{
	struct run run;
	run_open(&run, "tests/golden/screen/hosts.md");
	run_call(&run, "client", "s = socket(AF_INET, SOCK_DGRAM, 0)", 3);
	run_beat(&run);
	run_call(&run, "client", "sendto(s, \"hi\", 0, 10.0.0.2:9)", 2);
	add_datagram(&run, "10.0.0.1:40000", "10.0.0.2:9", "client", NULL,
		     (struct packet){.protocol = IPPROTO_UDP, .len = 2});
	add_datagram(&run, "10.0.0.2:0", "10.0.0.1:0", NULL, "client",
		     (struct packet){.protocol = IPPROTO_ICMP,
				     .icmp_type = 3,
				     .icmp_code = 3});
	run_call(&run, "server", "t = socket(AF_INET, SOCK_DGRAM, 0)", 3);
	run_call(&run, "server", "sendto(t, \"hello\", 0, 10.0.0.1:7)", 5);
	add_datagram(&run, "10.0.0.2:7", "10.0.0.1:7", "server", "other",
		     (struct packet){.protocol = IPPROTO_UDP, .len = 5});
	check(&run, OVERLAY_PACKETS, 0, "ladder-hosts");
	run_close(&run);
}

/* --- UNIX sockets ----------------------------------------------------------
 */

static void add_unix(struct run *run, uint64_t cookie, const char *actor,
		     unsigned inode, unsigned peer)
{
	struct event event = {.kind = EVENT_SOCKET};
	struct socket_owner *owner = arena_alloc(&run->arena, sizeof(*owner));
	*owner = (struct socket_owner){actor, 3};
	event.as.socket.change = CHANGE_NEW;
	event.as.socket.state = (struct socket_state){
		.host = "host",
		.cookie = cookie,
		.inode = inode,
		.peer_inode = peer,
		.family = AF_UNIX,
		.type = SOCK_STREAM,
		.state = SOCKET_ESTABLISHED,
		.owners = owner,
		.owner_count = 1,
	};
	run_event(run, &event);
}

/* Data of UNIX sockets passes in no packet, and is drawn so. */
Test(ladder, unix_data)
{
	struct run run;
	run_open(&run, "tests/golden/screen/wire.md");
	run_call(&run, "server", "s = socket(AF_UNIX, SOCK_STREAM, 0)", 3);
	run_call(&run, "client", "c = socket(AF_UNIX, SOCK_STREAM, 0)", 3);
	add_unix(&run, 1, "server", 11, 12);
	add_unix(&run, 2, "client", 12, 11);
	run_beat(&run);
	run_call(&run, "client", "send(c, \"abc\", 0)", 3);
	run_call(&run, "server", "write(s, \"x\")", 1);
	check(&run, OVERLAY_PACKETS, 0, "ladder-unix");
	run_close(&run);
}

Test(ladder, empty)
{
	struct run run;
	run_open(&run, "tests/golden/screen/wire.md");
	check(&run, OVERLAY_PACKETS, 0, "ladder-empty");
	check(&run, OVERLAY_PACKET, 0, "packet-none");
	check(&run, OVERLAY_STATES, 0, "states-none");
	run_close(&run);
}

/* --- what causes what ------------------------------------------------------
 */

static const struct instant *packet_instant(const struct timeline *timeline,
					    unsigned number)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct instant *instant = &timeline->items[i];
		if (instant->kind == INSTANT_PACKET &&
		    instant->event->as.packet.number == number)
			return instant;
	}
	return NULL;
}

Test(ladder, packets_are_joined_to_what_caused_them)
{
	struct run run;
	struct view view;
	struct timeline timeline;
	play_held(&run, 6);
	struct scene scene = run_scene(&run, run.played);
	view_init(&view, &scene);
	timeline_init(&timeline, &view);
	static const struct {
		unsigned number;
		enum instant_kind kind;
		const char *text;
	} rows[] = {
		{1, INSTANT_CALL, "connect"},
		{3, INSTANT_ORDER, "deliver 1"},
		{4, INSTANT_ORDER, "flow"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct instant *packet =
			packet_instant(&timeline, rows[i].number);
		cr_assert(packet && packet->cause >= 0, "packet %u",
			  rows[i].number);
		const struct instant *cause = &timeline.items[packet->cause];
		cr_expect_eq(cause->kind, rows[i].kind, "packet %u",
			     rows[i].number);
		if (cause->kind == INSTANT_ORDER)
			cr_expect_str_eq(cause->event->as.order.text,
					 rows[i].text);
	}
	cr_expect_geq(
		instant_delay(&timeline, (size_t)timeline_packet(&timeline, 4)),
		1);
	timeline_done(&timeline);
	view_done(&view);
	run_close(&run);
}

/* Whether `actor` is in a call at the last instant. */
static bool ends_inside(const struct timeline *timeline, const char *actor)
{
	const struct view *view = timeline->view;
	size_t i = 0;
	while (i < view->actor_count && strcmp(view->actors[i].name, actor))
		i++;
	return timeline_inside(timeline, timeline->count - 1, i);
}

/* As many as a traced program may have: each has a rail of its own that is
 * heavy while it is in a call. */
Test(ladder, many_actors)
{
	enum { MANY = 256 };
	struct run run;
	struct view view;
	struct timeline timeline;
	const char *names[MANY];
	run_open(&run, "tests/golden/screen/wire.md");
	for (int i = 0; i < MANY; i++) {
		struct event event = {.kind = EVENT_ACTOR};
		names[i] = arena_printf(&run.arena, "child%d", i);
		event.as.actor.actor = names[i];
		event.as.actor.pid = 1000 + i;
		run_event(&run, &event);
	}
	run_beat(&run);
	run_block(&run, names[70], "s = accept(3)");
	run_wake(&run, names[70], 4);
	run_block(&run, names[MANY - 1], "s = accept(3)");
	struct scene scene = run_scene(&run, run.played);
	view_init(&view, &scene);
	timeline_init(&timeline, &view);
	cr_expect(ends_inside(&timeline, names[MANY - 1]));
	cr_expect(!ends_inside(&timeline, names[70]));
	cr_expect(!ends_inside(&timeline, names[MANY - 1 - 64]));
	cr_expect(!ends_inside(&timeline, "nobody"));
	timeline_done(&timeline);
	view_done(&view);
	scene.overlay = OVERLAY_PACKETS;
	run_screen(&scene, 80, 24, "ladder-many");
	run_close(&run);
}

/* What a lab before the rewind did is nowhere in the ladder. */
Test(ladder, rewound)
{
	struct run run;
	struct view view;
	struct timeline timeline;
	run_blocked(&run);
	run_rewind(&run);
	struct scene scene = run_scene(&run, 0);
	scene.end = journal_count(run.journal);
	view_init(&view, &scene);
	timeline_init(&timeline, &view);
	cr_expect_eq(timeline.count, 2, "the two setup calls, not %zu",
		     timeline.count);
	cr_expect_eq(timeline_packet(&timeline, 1), INSTANT_ALONE);
	timeline_done(&timeline);
	view_done(&view);
	run_close(&run);
}

/* --- one packet ------------------------------------------------------------
 */

Test(ladder, packet_view)
{
	static const unsigned char bytes[] = {
		0x45, 0x00, 0x00, 0x3c, 0x00, 0x00, 0x40, 0x00, 0x40, 0x06,
		0x3c, 0xba, 0x7f, 0x00, 0x00, 0x01, 0x7f, 0x00, 0x00, 0x01,
		0x30, 0x39, 0x80, 0xf6, 0x8e, 0xd3, 0x37, 0xe8, 0x7b, 0x41,
		0x58, 0x2f, 0xa0, 0x12, 0xfe, 0x88, 0x80, 0x74, 0x00, 0x00,
		0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x61, 0x80,
		0x38, 0xf4, 0x9c, 0x29, 0x48, 0xf3, 0x01, 0x03, 0x03, 0x0a,
	};
	struct run run;
	struct err err;
	play_held(&run, 2);
	struct event event = {.kind = EVENT_PACKET};
	event.as.packet = (struct event_packet){
		.number = 2,
		.fate = PACKET_HELD,
		.from_actor = "server",
		.to_actor = "client",
		.from_host = "host",
		.to_host = "host",
		.bytes = bytes,
		.len = sizeof(bytes),
	};
	cr_assert(packet_decode(bytes, sizeof(bytes), &event.as.packet.packet,
				&err));
	event.as.packet.packet.rel_ack = 1;
	run_event(&run, &event);
	check(&run, OVERLAY_PACKET, 2, "packet-first");
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct scene scene = run_scene(&run, run.played);
		scene.overlay = OVERLAY_PACKET;
		scene.scroll = 17;
		run_screen(&scene, sizes[i].width, sizes[i].height,
			   "packet-field");
	}
	run_close(&run);
}
