/* show_states: the state machine, and the ways that sockets took through it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/states/machine.h"
#include "show/states/paths.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(states, .init = use_utf8);

/* What lies between two states is what no way leads around. */
Test(states, between)
{
	static const struct {
		int from, to;
		const char *between;
	} rows[] = {
		{SOCKET_CLOSE, SOCKET_ESTABLISHED, "SYN-SENT"},
		{SOCKET_CLOSE, SOCKET_CLOSE_WAIT, "SYN-SENT ESTAB"},
		{MACHINE_BORN, SOCKET_ESTABLISHED, "SYN-RECV"},
		{MACHINE_BORN, SOCKET_CLOSE_WAIT, "SYN-RECV ESTAB"},
		{SOCKET_ESTABLISHED, SOCKET_FIN_WAIT2, "FIN-WAIT-1"},
		{SOCKET_ESTABLISHED, SOCKET_TIME_WAIT, "FIN-WAIT-1"},
		{SOCKET_ESTABLISHED, SOCKET_LAST_ACK, "CLOSE-WAIT"},
		{SOCKET_CLOSE_WAIT, MACHINE_GONE, "LAST-ACK"},
		{SOCKET_SYN_SENT, SOCKET_ESTABLISHED, ""},
		{SOCKET_FIN_WAIT2, SOCKET_TIME_WAIT, ""},
		{SOCKET_TIME_WAIT, SOCKET_ESTABLISHED, ""},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		int states[SOCKET_STATE_COUNT];
		struct buf text = {0};
		size_t count =
			machine_between(rows[i].from, rows[i].to, states);
		for (size_t k = 0; k < count; k++)
			buf_printf(&text, "%s%s", k ? " " : "",
				   path_word(states[k]));
		cr_expect_str_eq(buf_text(&text), rows[i].between,
				 "from %s to %s", path_word(rows[i].from),
				 path_word(rows[i].to));
		buf_done(&text);
	}
}

/* A path as text: "UNCONN (SYN-SENT) ESTAB", the causes of its new steps
 * behind it. */
static void print_path(const struct path *path, struct buf *out)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct path_step *step = &path->steps[i];
		buf_printf(out, step->unseen ? "%s(%s)" : "%s%s", i ? " " : "",
			   path_word(step->state));
	}
	for (size_t i = 0; i < path->count; i++) {
		if (path->steps[i].now)
			buf_printf(out, "; %s",
				   path->steps[i].cause ? path->steps[i].cause
							: "?");
	}
}

static void expect_path(const struct run *run, size_t index, const char *wanted)
{
	struct view view;
	struct paths paths;
	struct buf text = {0};
	struct scene scene = run_scene(run, run->played);
	view_init(&view, &scene);
	paths_init(&paths, &view);
	cr_assert_gt(paths.count, index, "%s", wanted);
	print_path(&paths.items[index], &text);
	cr_expect_str_eq(buf_text(&text), wanted);
	buf_done(&text);
	paths_done(&paths);
	view_done(&view);
}

#define SERVER "127.0.0.1:12345"
#define CLIENT "127.0.0.1:40112"

static void open_run(struct run *run)
{
	run_open(run, "tests/golden/screen/wire.md");
	run->server = SERVER;
	run_call(run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_socket(run, 1, "server 3 LISTEN 0 5 " SERVER " 0.0.0.0:0");
	run_socket(run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
}

static void connect_client(struct run *run)
{
	run_beat(run);
	run_block(run, "client", "connect(cli, " SERVER ")");
	run_packet(run, "client server SYN 0 0 0", PACKET_DELIVERED);
	run_packet(run, "server client SYN-ACK 0 1 0", PACKET_DELIVERED);
	run_packet(run, "client server ACK 1 1 0", PACKET_DELIVERED);
	run_wake(run, "client", 0);
	run_socket(run, 2, "client 3 ESTAB 0 0 " CLIENT " " SERVER);
	run_socket(run, 3, "kernel 0 ESTAB 0 0 " SERVER " " CLIENT);
}

static void accept_client(struct run *run)
{
	run_beat(run);
	run_call(run, "server", "conn = accept(srv)", 4);
	run_socket(run, 3, "server 4 ESTAB 0 0 " SERVER " " CLIENT);
}

Test(states, handshake_passes_unseen_states)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	expect_path(&run, 0, "(UNCONN) LISTEN");
	expect_path(&run, 1,
		    "UNCONN (SYN-SENT) ESTAB; connect() of client; "
		    "packet 2, SYN-ACK");
	expect_path(&run, 2, "(SYN-RECV) ESTAB; packet 1, SYN; packet 3, ACK");
	accept_client(&run);
	expect_path(&run, 2, "(SYN-RECV) ESTAB");
	run_close(&run);
}

Test(states, four_way_close)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	accept_client(&run);
	run_beat(&run);
	run_call(&run, "server", "close(conn)", 0);
	run_packet(&run, "server client FIN-ACK 1 1 0", PACKET_DELIVERED);
	run_packet(&run, "client server ACK 1 2 0", PACKET_DELIVERED);
	run_socket(&run, 2, "client 3 CLOSE-WAIT 1 0 " CLIENT " " SERVER);
	run_socket(&run, 3, "kernel 0 FIN-WAIT-2 0 0 " SERVER " " CLIENT);
	expect_path(&run, 1,
		    "UNCONN (SYN-SENT) ESTAB CLOSE-WAIT; packet 4, FIN-ACK");
	expect_path(&run, 2,
		    "(SYN-RECV) ESTAB (FIN-WAIT-1) FIN-WAIT-2; close() of "
		    "server; packet 5, ACK");
	run_beat(&run);
	run_call(&run, "client", "close(cli)", 0);
	run_packet(&run, "client server FIN-ACK 1 2 0", PACKET_DELIVERED);
	run_packet(&run, "server client ACK 2 2 0", PACKET_DELIVERED);
	run_socket(&run, 2, NULL);
	run_socket(&run, 3, "kernel 0 TIME-WAIT 0 0 " SERVER " " CLIENT);
	expect_path(&run, 1,
		    "UNCONN (SYN-SENT) ESTAB CLOSE-WAIT (LAST-ACK) gone; "
		    "close() of client; packet 7, ACK");
	expect_path(&run, 2,
		    "(SYN-RECV) ESTAB (FIN-WAIT-1) FIN-WAIT-2 TIME-WAIT; "
		    "packet 6, FIN-ACK");
	run_beat(&run);
	run_socket(&run, 3, NULL);
	expect_path(&run, 1,
		    "(SYN-RECV) ESTAB (FIN-WAIT-1) FIN-WAIT-2 TIME-WAIT gone; "
		    "a timer of the kernel");
	run_close(&run);
}

static void expect_who(const struct run *run, size_t index, const char *who,
		       const char *owner)
{
	struct view view;
	struct paths paths;
	struct scene scene = run_scene(run, run->played);
	view_init(&view, &scene);
	paths_init(&paths, &view);
	cr_assert_gt(paths.count, index, "%s", who);
	cr_expect_str_eq(path_who(&paths.items[index], &view.arena), who);
	cr_expect_str_eq(path_owner(&paths.items[index]), owner);
	paths_done(&paths);
	view_done(&view);
}

Test(states, whose_a_socket_is_and_was)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	expect_who(&run, 1, "client fd 3", "client fd 3");
	expect_who(&run, 2, "kernel, no process", "kernel");
	accept_client(&run);
	expect_who(&run, 2, "server fd 4", "server fd 4");
	run_beat(&run);
	run_socket(&run, 3, "kernel 0 FIN-WAIT-2 0 0 " SERVER " " CLIENT);
	expect_who(&run, 2, "kernel, was server fd 4", "server fd 4");
	run_beat(&run);
	run_socket(&run, 3, "kernel 0 TIME-WAIT 0 0 " SERVER " " CLIENT);
	expect_who(&run, 2, "kernel, was server fd 4", "server fd 4");
	run_close(&run);
}

/* The name of an actor is no word of ours. */
Test(states, an_actor_is_named_as_the_kernel_is)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	run_beat(&run);
	run_socket(&run, 3, "kernel2 4 ESTAB 0 0 " SERVER " " CLIENT);
	expect_who(&run, 2, "kernel2 fd 4", "kernel2 fd 4");
	run_beat(&run);
	run_socket(&run, 3, "kernel 0 FIN-WAIT-2 0 0 " SERVER " " CLIENT);
	expect_who(&run, 2, "kernel, was kernel2 fd 4", "kernel2 fd 4");
	run_close(&run);
}

/* A reset ends a socket without the states of the usual way. */
Test(states, reset)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	run_beat(&run);
	run_packet(&run, "client server RST 1 0 0", PACKET_DELIVERED);
	run_socket(&run, 3, NULL);
	expect_path(&run, 2, "(SYN-RECV) ESTAB gone; packet 4, RST");
	run_close(&run);
}

Test(states, refused)
{
	struct run run;
	open_run(&run);
	run_beat(&run);
	run_block(&run, "client", "connect(cli, " SERVER ")");
	run_packet(&run, "client server SYN 0 0 0", PACKET_HELD);
	run_socket(&run, 2, "client 3 SYN-SENT 0 1 " CLIENT " " SERVER);
	expect_path(&run, 1, "UNCONN SYN-SENT; connect() of client");
	run_beat(&run);
	run_wake(&run, "client", -110);
	run_socket(&run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	expect_path(&run, 1,
		    "UNCONN SYN-SENT UNCONN; connect() of client failed: "
		    "ETIMEDOUT");
	run_close(&run);
}

/* A held packet leads nowhere: not it, but its arrival is a cause. */
Test(states, held_packets_are_no_cause)
{
	struct run run;
	open_run(&run);
	run_beat(&run);
	run_block(&run, "client", "connect(cli, " SERVER ")");
	run_packet(&run, "client server SYN 0 0 0", PACKET_HELD);
	run_fate(&run, 1, PACKET_DELIVERED, 0);
	run_packet(&run, "server client SYN-ACK 0 1 0", PACKET_HELD);
	run_socket(&run, 2, "client 3 SYN-SENT 0 1 " CLIENT " " SERVER);
	run_socket(&run, 3, "kernel 0 SYN-RECV 0 0 " SERVER " " CLIENT);
	expect_path(&run, 2, "SYN-RECV; packet 1, SYN");
	run_close(&run);
}

/* A path's picture: who closes first goes down the left side. */
Test(states, closed_as_a_picture)
{
	struct run run;
	open_run(&run);
	connect_client(&run);
	accept_client(&run);
	run_beat(&run);
	run_call(&run, "server", "close(conn)", 0);
	run_packet(&run, "server client FIN-ACK 1 1 0", PACKET_DELIVERED);
	run_packet(&run, "client server ACK 1 2 0", PACKET_DELIVERED);
	run_socket(&run, 2, "client 3 CLOSE-WAIT 1 0 " CLIENT " " SERVER);
	run_socket(&run, 3, "kernel 0 FIN-WAIT-2 0 0 " SERVER " " CLIENT);
	struct scene scene = run_scene(&run, run.played);
	scene.overlay = OVERLAY_STATES;
	run_screen(&scene, 80, 24, "states-close");
	run_screen(&scene, 140, 45, "states-close");
	run_screen(&scene, 40, 12, "states-close");
	scene.ascii = true;
	run_screen(&scene, 140, 45, "states-ascii");
	run_close(&run);
}
