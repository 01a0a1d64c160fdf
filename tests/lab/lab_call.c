/* lab_call: calls reach the kernel, and what it did comes back as events.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/parse.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

Test(lab_call, tcp_conversation)
{
	// clang-format off
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3, "srv", "UNCONN"},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, "srv", "UNCONN"},
		{"server", "listen(srv, 5)", 0, "srv", "LISTEN"},
		{"server", "conn = accept(srv)", PLAY_BLOCKS, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3, "cli", "UNCONN"},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, "cli", "ESTAB"},
		{"client", "send(cli, \"hello\", 0)", 5, NULL, NULL},
		{"server", "recv(conn, 1024, 0)", 5, "conn", "ESTAB"},
		{"client", "shutdown(cli, SHUT_WR)", 0, NULL, NULL},
		{"server", "recv(conn, 1024, 0)", 0, "conn", "CLOSE-WAIT"},
		{"server", "close(conn)", 0, NULL, NULL},
		{"client", "recv(cli, 16, 0)", 0, NULL, NULL},
		{"client", "send(cli, \"x\", 0)", -EPIPE, NULL, NULL},
	};
	// clang-format on
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows) - 1);
	stage_await(&stage, "client", "cli", "TIME-WAIT");
	stage_close(&stage);
}

/* A call that was asleep comes back in the step that woke it, and its three
 * events carry the same number. */
Test(lab_call, connect_wakes_accept)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", PLAY_BLOCKS, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	const struct event_call *asleep = stage_last(&stage, "server");
	cr_expect(asleep->where, "the kernel has a word for it");
	cr_expect_eq(asleep->pid, 2, "the first actor is process 2");
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED);
	size_t place = journal_count(stage.journal);
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	const struct event_call *back = stage_last(&stage, "server");
	cr_expect_eq(back->phase, CALL_RETURN);
	cr_expect_eq(back->id, asleep->id);
	cr_expect_eq(back->call.result.value, 4);
	cr_expect_eq(address_family(&back->call.result.address), AF_INET);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_READY);
	AUTO_FREE char *packets = stage_packets(&stage, place);
	cr_expect_str_eq(packets, "SYN client>server, SYN-ACK server>client, "
				  "ACK client>server");
	stage_close(&stage);
}

/* What a call sent stands between its two events. */
Test(lab_call, packets_come_before_the_return)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	size_t place = journal_count(stage.journal);
	stage_call(&stage, "client", "connect(cli, 127.0.0.1:12345)");
	struct buf order = {0};
	for (size_t i = place; i < journal_count(stage.journal); i++) {
		const struct event *event = journal_at(stage.journal, i);
		if (event->kind == EVENT_CALL)
			buf_puts(&order, event->as.call.phase == CALL_ENTER
						 ? "enter "
						 : "return ");
		else if (event->kind == EVENT_PACKET)
			buf_puts(&order, "packet ");
	}
	cr_expect_str_eq(buf_text(&order),
			 "enter packet packet packet return ");
	buf_done(&order);
	stage_close(&stage);
}

Test(lab_call, refused_and_abandoned)
{
	static const struct play rows[] = {
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:1)", -ECONNREFUSED, NULL,
		 NULL},
		{"client", "recv(9, 1, 0)", -EBADF, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	AUTO_FREE char *packets = stage_packets(&stage, 0);
	cr_expect_str_eq(packets, "SYN client>-, RST-ACK ->client");
	stage_close(&stage);
}

Test(lab_call, ipv6)
{
	// clang-format off
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET6, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, [::]:8080)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, "srv", "LISTEN"},
		{"client", "cli = socket(AF_INET6, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, [::1]:8080)", 0, "cli", "ESTAB"},
		{"client", "own = socket(AF_INET6, SOCK_STREAM)", 4, NULL, NULL},
		{"client", "connect(own, [fd00::1]:8080)", 0, "own", "ESTAB"},
		{"server", "a = accept(srv)", 4, "a", "ESTAB"},
		{"server", "b = accept(srv)", 5, "b", "ESTAB"},
		{"client", "send(own, \"six\", 0)", 3, NULL, NULL},
		{"server", "recv(b, 10, 0)", 3, NULL, NULL},
	};
	// clang-format on
	static const struct lab_host host = {"alpha", "10.0.0.1/24 fd00::1/64"};
	struct stage stage;
	stage_open_whole(&stage, &host, 1);
	stage_play(&stage, rows, COUNT(rows));
	AUTO_FREE char *packets = stage_packets(&stage, 0);
	cr_expect(!strncmp(packets,
			   "SYN client>server, SYN-ACK server>client, "
			   "ACK client>server, PSH-ACK client>server",
			   80),
		  "own address by the wire, ::1 by lo: %s", packets);
	stage_close(&stage);
}

Test(lab_call, udp)
{
	// clang-format off
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "bind(s, 127.0.0.1:5353)", 0, "s", "UNCONN"},
		{"server", "recvfrom(s, 100, 0)", PLAY_BLOCKS, NULL, NULL},
		{"client", "c = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"client", "sendto(c, \"hi\", 0, 127.0.0.1:5353)", 2, NULL, NULL},
		{"client", "sendto(c, \"hi\", 0, 127.0.0.1:5354)", 2, NULL, NULL},
		{"client", "sendto(c, \"x\" * 2000, 0, 127.0.0.1:5353)", 2000, NULL, NULL},
	};
	// clang-format on
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	const struct result *got = &stage_last(&stage, "server")->call.result;
	cr_expect_eq(got->value, 2, "the datagram woke the server");
	cr_expect(got->data.len == 2 && !memcmp(got->data.data, "hi", 2));
	cr_expect(address_port(&got->address) > 0, "and has a sender");
	AUTO_FREE char *packets = stage_packets(&stage, 0);
	cr_expect_str_eq(packets,
			 "udp client>server, udp client>-, icmp ->client, "
			 "udp client>server, udp client>server");
	stage_close(&stage);
}

Test(lab_call, unix_socket_in_the_private_tmp)
{
	char bind[64], connect[64], path[64];
	snprintf(path, sizeof(path), "/tmp/sockstep-%d", (int)getpid());
	snprintf(bind, sizeof(bind), "bind(srv, unix:%s)", path);
	snprintf(connect, sizeof(connect), "connect(cli, unix:%s)", path);
	const struct play rows[] = {
		{"server", "srv = socket(AF_UNIX, SOCK_STREAM)", 3, NULL, NULL},
		{"server", bind, 0, NULL, NULL},
		{"server", bind, -EADDRINUSE, NULL, NULL},
		{"server", "listen(srv, 5)", 0, "srv", "LISTEN"},
		{"client", "cli = socket(AF_UNIX, SOCK_STREAM)", 3, NULL, NULL},
		{"client", connect, 0, "cli", "ESTAB"},
		{"server", "conn = accept(srv)", 4, "conn", "ESTAB"},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	cr_expect(access(path, F_OK) < 0 && errno == ENOENT,
		  "%s is there outside of the lab", path);
	stage_close(&stage);
}

/* More than any buffer on the way: the sender sleeps, the reader gets all. */
Test(lab_call, much_data)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", 4, NULL, NULL},
		{"client", "send(cli, \"0123456789\" * 800000, 0)", PLAY_BLOCKS,
		 NULL, NULL},
		{"server", "recv(conn, 8000000, MSG_WAITALL)", 8000000, NULL,
		 NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	const struct bytes *got =
		&stage_last(&stage, "server")->call.result.data;
	bool right = got->len == 8000000;
	for (size_t i = 0; right && i < got->len; i++)
		right = got->data[i] == "0123456789"[i % 10];
	cr_expect(right, "the bytes arrive as they were sent");
	cr_expect_eq(stage_last(&stage, "client")->call.result.value, 8000000);
	stage_close(&stage);
}

static void refuses(struct stage *stage, const char *actor, const char *text,
		    int64_t num, const char *says)
{
	struct call call;
	struct err err = {0};
	cr_assert(call_parse(str_from(text), &stage->arena, &call, NULL, &err),
		  "%s: %s", text, err.text);
	call.args[call.argc - 1].num = num;
	cr_expect(!lab_call(stage->lab, actor, &call, &err), "%s", text);
	cr_expect(strstr(err.text, says), "%s: %s", text, err.text);
}

Test(lab_call, what_cannot_be_asked)
{
	static const struct play rows[] = {
		{"server", "s = socket(AF_INET, SOCK_DGRAM)", 3, NULL, NULL},
		{"server", "recv(s, 10, 0)", PLAY_BLOCKS, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, COUNT(rows));
	size_t before = journal_count(stage.journal);
	refuses(&stage, "server", "close(3)", 3, "still inside recv()");
	refuses(&stage, "nobody", "close(3)", 3, "no actor is named nobody");
	refuses(&stage, "client", "read(3, 9)", 1 << 25, "17 MiB");
	cr_expect_eq(journal_count(stage.journal), before);
	cr_expect_eq(lab_actor_state(stage.lab, "client"), LAB_ACTOR_READY);
	cr_expect_eq(lab_actor_state(stage.lab, "nobody"), LAB_ACTOR_UNKNOWN);
	stage_close(&stage);
}
