/* ui_complete: what can stand at the cursor, over a run written down by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "show_run.h"
#include "ui/command/command.h"
#include "ui/complete/complete.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

/* Enough of a table for every sort of argument. */
static const struct command commands[] = {
	{"actor", "ACTOR|add NAME [HOST]|remove ACTOR", "help-actor",
	 COMMAND_LESSON, NULL},
	{"close", "", "help-close", COMMAND_LESSON, NULL},
	{"deliver", "WHICH", "help-order-deliver", COMMAND_LESSON, NULL},
	{"explain", "[ERRNO|CALL]", "help-explain", COMMAND_LESSON, NULL},
	{"hold", "FILTER...", "help-order-hold", COMMAND_LESSON, NULL},
	{"inject", "FROM TO FLAGS [seq N] [ack N] [\"DATA\"]",
	 "help-order-inject", COMMAND_LESSON, NULL},
	{"kill", "ACTOR [SIGNAL]", "help-kill", COMMAND_LESSON, NULL},
	{"language", "[c|python]", "help-language", COMMAND_LESSON, NULL},
	{"open", "[LESSON]", "help-open", COMMAND_MENU, NULL},
	{"save", "FILE", "help-save", COMMAND_LESSON, NULL},
	{"sh", "[@HOST] PROGRAM...", "help-sh", COMMAND_LESSON, NULL},
	{"socket", "[ACTOR] VAR|FD", "help-socket", COMMAND_LESSON, NULL},
	{"swap", "NUMBER NUMBER", "help-order-swap", COMMAND_LESSON, NULL},
};

static void add_udp(struct run *run)
{
	struct socket_state row =
		run_row(run, "client 9 UNCONN 0 0 0.0.0.0:5353 0.0.0.0:0");
	row.type = SOCK_DGRAM;
	row.protocol = IPPROTO_UDP;
	row.cookie = 50;
	struct event event = {.kind = EVENT_SOCKET,
			      .as.socket = {CHANGE_NEW, row}};
	run_event(run, &event);
}

static void add_unix(struct run *run)
{
	struct err err;
	struct socket_state row =
		run_row(run, "server 8 LISTEN 0 5 0.0.0.0:1 0.0.0.0:0");
	row.family = AF_UNIX;
	row.cookie = 51;
	address_parse(str_from("unix:/tmp/s"), &row.local, &err);
	row.peer.len = 0;
	struct event event = {.kind = EVENT_SOCKET,
			      .as.socket = {CHANGE_NEW, row}};
	run_event(run, &event);
}

/* The story of connected.md; then the client closes `other`, opens a datagram
 * and a UNIX socket, and two packets are held. */
static void open_run(struct run *run)
{
	run_connected(run);
	run_call(run, "client", "close(other)", 0);
	run_call(run, "client", "udp = socket(AF_INET, SOCK_DGRAM, 0)", 9);
	run_call(run, "client", "n = send(cli, \"hello\", 0)", 5);
	run_call(run, "server", "usrv = socket(AF_UNIX, SOCK_STREAM, 0)", 8);
	add_udp(run);
	add_unix(run);
	run_packet(run, "client server PSH-ACK 1 1 5", PACKET_HELD);
	run_packet(run, "server client ACK 1 6 0", PACKET_HELD);
}

static struct complete_context context_of(const struct run *run)
{
	return (struct complete_context){
		.journal = run->journal,
		.place = journal_count(run->journal),
		.actor = "client",
		.lesson = run->lesson,
		.commands = commands,
		.command_count = COUNT(commands),
	};
}

/* Takes the mark of the cursor, "~", out of the line. */
static size_t take_cursor(char *line)
{
	char *mark = strchr(line, '~');
	cr_assert(mark, "%s", line);
	memmove(mark, mark + 1, strlen(mark));
	return (size_t)(mark - line);
}

/* "begin: a b c, then ' '", what is appended only when there is something. */
static void print_answers(const struct completion *found, struct buf *out)
{
	enum { MOST = 6 };
	buf_printf(out, "%zu:", found->begin);
	for (size_t i = 0; i < found->count && i < MOST; i++)
		buf_printf(out, " %s", found->words[i]);
	if (found->count > MOST)
		buf_puts(out, " ...");
	if (found->append)
		buf_printf(out, " '%c'", found->append);
}

static const struct {
	const char *line, *answers;
} lines[] = {
	/* Names: of calls, of commands, of actors. */
	{"acc~", "0: accept accept4"},
	{"lis~", "0: listen '('"},
	{"  lis~", "2: listen '('"},
	{"clo~", "0: close"},
	{"hol~", "0: hold ' '"},
	{"ser~", "0: server: ' '"},
	{"server: clo~", "8: close '('"},
	{"server: hol~", "8:"},
	{"conn = acc~", "7: accept accept4"},
	{"conn, peer = acc~", "13: accept accept4"},
	{"conn, pe~", "6:"},
	{"open~", "0:"},
	{"accept(srv)~", "11:"},
	{"accept(srv) x~", "12:"},
	{"qqq~", "0:"},
	/* Variables: those of the actor, closed ones only for want of others.
	 */
	{"send(~", "5: cli udp"},
	{"send(c~", "5: cli ','"},
	{"close(cl~", "6: cli ')'"},
	{"close(o~", "6: other ')'"},
	{"close(s~", "6:"},
	{"server: close(~", "14: conn srv usrv"},
	{"server: accept(s~", "15: srv ')'"},
	/* Constants of the argument, by group and level. */
	{"socket(AF_I~", "7: AF_INET AF_INET6"},
	{"socket(AF_N~", "7: AF_NETBEUI AF_NETLINK AF_NETROM AF_NFC"},
	{"socket(AF_INET, ~",
	 "16: SOCK_DGRAM SOCK_RAW SOCK_SEQPACKET SOCK_STREAM"},
	{"socket(AF_INET,SOCK_S~", "15: SOCK_SEQPACKET SOCK_STREAM"},
	{"socket(AF_INET, SOCK_STREAM|~", "28: SOCK_CLOEXEC SOCK_NONBLOCK"},
	{"socket(AF_INET, SOCK_STREAM | SOCK_N~", "30: SOCK_NONBLOCK"},
	{"socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK|SOCK_~",
	 "42: SOCK_CLOEXEC"},
	{"recv(cli, 10, MSG_P~", "14: MSG_PEEK MSG_PROXY"},
	{"recv(cli, 10, MSG_PEEK|MSG_D~", "23: MSG_DONTROUTE MSG_DONTWAIT"},
	{"shutdown(cli, ~", "14: SHUT_RD SHUT_RDWR SHUT_WR"},
	{"shutdown(cli, SHUT_W~", "14: SHUT_WR ')'"},
	{"setsockopt(cli, SOL_~", "16: SOL_SOCKET ','"},
	{"setsockopt(cli, SOL_T~", "16: SOL_TCP SOL_TIPC SOL_TLS"},
	{"setsockopt(cli, IPPROTO_TCP, TCP_NO~",
	 "29: TCP_NODELAY TCP_NOTSENT_LOWAT"},
	{"setsockopt(cli, SOL_SOCKET, SO_REUSE~",
	 "28: SO_REUSEADDR SO_REUSEPORT"},
	{"getsockopt(cli, SOL_SOCKET, SO_RCVT~",
	 "28: SO_RCVTIMEO SO_RCVTIMEO_NEW"},
	{"getsockopt(cli, SOL_SOCKET, SO_RCVTIMEO_~",
	 "28: SO_RCVTIMEO_NEW ')'"},
	{"setsockopt(cli, 99, ~", "20:"},
	{"recv(cli, ~", "10:"},
	/* In braces: descriptors and constants where each stands. */
	{"poll({{~", "7: cli udp"},
	{"poll({{c~", "7: cli ','"},
	{"poll({{cli, POLLI~", "12: POLLIN"},
	{"poll({{cli, POLLIN|POLLO~", "19: POLLOUT"},
	{"poll({{cli, POLLIN}, {u~", "22: udp ','"},
	{"poll({~", "6:"},
	{"poll({{cli, POLLIN}}, ~", "22:"},
	{"select(N~", "7: NULL ','"},
	{"select({u~", "8: udp"},
	{"select({cli, u~", "13: udp"},
	{"select({cli}, {~", "15: cli udp"},
	{"epoll_ctl(ep, EPOLL_CTL_M~", "14: EPOLL_CTL_MOD ','"},
	{"epoll_ctl(ep, EPOLL_CTL_ADD, c~", "29: cli ')'"},
	{"epoll_ctl(ep, EPOLL_CTL_ADD, cli, EPOLLON~", "34: EPOLLONESHOT"},
	{"epoll_ctl(ep, EPOLL_CTL_ADD, cli, EPOLLIN|EPOLLE~",
	 "42: EPOLLERR EPOLLET EPOLLEXCLUSIVE"},
	{"epoll_ctl(ep, EPOLL_CTL_ADD, cli, {EPOLLRDH~", "35: EPOLLRDHUP"},
	{"epoll_ctl(ep, EPOLL_CTL_ADD, cli, {EPOLLIN, ~", "44:"},
	{"sendmsg(cli, {~", "14: control= credentials iov= name= rights="},
	{"sendmsg(cli, {iov={\"a, {b\"}, ~",
	 "29: control= credentials name= rights="},
	{"sendmsg(cli, {iov={\"x\"}, rights={~", "33: cli udp"},
	{"sendmsg(cli, {iov={\"x\"}, rights={cli, u~", "38: udp"},
	{"sendmsg(cli, {iov={\"x\"}, name=127.0.0.1:1~", "30: 127.0.0.1:12345"},
	{"sendmsg(cli, {iov={~", "19:"},
	{"recvmsg(cli, {n~", "14: name"},
	{"recvmsg(cli, {iov={1}, name, ~",
	 "29: control= credentials error rights="},
	{"recvmsg(cli, {iov={1}, rights={~", "31:"},
	{"recvmsg(cli, {iov={1}}, MSG_E~", "24: MSG_EOR MSG_ERRQUEUE"},
	{"socketpair(AF_U~", "11: AF_UNIX ','"},
	{"socketpair(AF_UNIX, SOCK_STREAM, 0, {~", "37:"},
	{"pip~", "0: pipe pipe2"},
	{"pipe2({a, b}, ~", "14: O_CLOEXEC O_NONBLOCK"},
	{"r, w = os.pip~", "7: os.pipe os.pipe2"},
	{"os.c~", "0: os.close '('"},
	{"fcntl(cli, F_SETF~", "11: F_SETFD F_SETFL"},
	{"ioctl(cli, FIONR~", "11: FIONREAD ')'"},
	{"kill(~", "5: n ','"},
	{"kill(n, SIGT~", "8: SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU"},
	{"signal(SIGU~", "7: SIGURG SIGUSR1 SIGUSR2"},
	{"signal(SIGUSR1, SIG_~", "16: SIG_DFL SIG_IGN"},
	/* Addresses in use, of the family of the call's socket. */
	{"connect(cli, ~", "13: 127.0.0.1:12345 127.0.0.1:5353 0.0.0.0:5353"},
	{"connect(cli, 127.0.0.1:1~", "13: 127.0.0.1:12345 ')'"},
	{"connect(cli, 127.0.0.2~", "13:"},
	{"connect(nobody, u~", "16: unix:/tmp/s ')'"},
	{"connect(cli, u~", "13:"},
	{"sendto(udp, \"x\", 0, ~",
	 "20: 127.0.0.1:12345 127.0.0.1:5353 0.0.0.0:5353"},
	{"server: bind(usrv, ~", "19: unix:/tmp/s ')'"},
	{"server: bind(usrv, unix:@~", "19:"},
	{"connect(cli, [:~", "13:"},
	/* Nothing inside a string, nor behind one. */
	{"send(cli, \"AF_~", "11:"},
	{"send(cli, \"a\\\"b, c~", "17:"},
	/* Python: methods, functions, constants, pairs. */
	{"cli.~", "0: cli.accept cli.bind cli.close cli.connect "
		  "cli.dup cli.getpeername ..."},
	{"cli.rec~", "0: cli.recv cli.recvfrom cli.recvmsg cli.recvmsg_into"},
	{"ep.reg~", "0: ep.register '('"},
	{"fcntl.~", "0: fcntl.fcntl fcntl.ioctl"},
	{"fcntl(cli, F_SETFL, O_NON~", "20: O_NONBLOCK"},
	{"fcntl(cli, F_SETFD, ~", "20: FD_CLOEXEC"},
	{"epoll_ctl(ep, EPOLL_CTL_A~", "14: EPOLL_CTL_ADD ','"},
	{"conn, peer = srv.acc~", "13: srv.accept '('"},
	{"s = socket.~", "4: socket.getaddrinfo socket.getnameinfo "
			 "socket.socket socket.socketpair"},
	{"signal.s~", "0: signal.signal '('"},
	{"s = socket.socket(socket.AF_I~",
	 "18: socket.AF_INET socket.AF_INET6"},
	{"s = socket.socket(s~",
	 "18: socket.AF_INET socket.AF_INET6 socket.AF_UNIX"},
	{"s = socket.socket(socket.AF_INET, socket.SOCK_ST~",
	 "34: socket.SOCK_STREAM"},
	{"cli.setsockopt(socket.SOL_SOCKET, socket.SO_REUSE~",
	 "34: socket.SO_REUSEADDR socket.SO_REUSEPORT"},
	{"cli.connect(~", "12: (\"127.0.0.1\", 12345) (\"127.0.0.1\", 5353) "
			  "(\"0.0.0.0\", 5353)"},
	{"cli.connect((~", "13: \"127.0.0.1\", 12345) \"127.0.0.1\", 5353) "
			   "\"0.0.0.0\", 5353)"},
	{"cli.connect((\"127.0.0.1\", 1~", "13: \"127.0.0.1\", 12345) ')'"},
	{"udp.sendto(b\"x\", (\"10~", "19:"},
	/* What Python has in forms of its own. */
	{"cli.sendmsg(~", "12: [b\""},
	{"cli.sendmsg([b\"x\"], ~",
	 "20: [(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
	 "array.array(\"i\", [ []"},
	{"cli.sendmsg([b\"x\"], [(~", "22: socket.SOL_SOCKET"},
	{"cli.sendmsg([b\"x\"], [(socket.SOL_SOCKET, socket.SCM_R~",
	 "41: socket.SCM_RIGHTS"},
	{"cli.sendmsg([b\"x\"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, a~",
	 "60: array.array(\"i\", ["},
	{"cli.sendmsg([b\"x\"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
	 "array.array(\"i\", [~",
	 "78: cli udp"},
	{"cli.sendmsg([b\"x\"], [], socket.MSG_NO~", "24: socket.MSG_NOSIGNAL"},
	{"udp.sendmsg([b\"x\"], [], 0, (~",
	 "28: \"127.0.0.1\", 12345) \"127.0.0.1\", 5353) \"0.0.0.0\", 5353)"},
	{"cli.recvmsg(10, ~", "16: socket.CMSG_LEN(4) socket.CMSG_SPACE(12)"},
	{"cli.recvmsg(10, 0, socket.MSG_ERR~", "19: socket.MSG_ERRQUEUE"},
	{"cli.recvmsg_into(~", "17: [bytearray("},
	{"p = select.poll(); p.~", "19: p.poll p.register"},
	{"p = select.poll(); p.register(~", "30: cli udp"},
	{"p = select.poll(); p.register(cli, select.POLLI~",
	 "35: select.POLLIN"},
	{"p = select.poll(); p.register(cli, select.POLLIN|select.POLLO~",
	 "49: select.POLLOUT"},
	{"p = select.poll(); p.register(cli, select.POLLIN); p.po~",
	 "51: p.poll '('"},
	{"p = select.poll(); p.register(cli, select.POLLIN); r = p.po~",
	 "55: p.poll '('"},
	{"ep.register(~", "12: cli udp"},
	{"ep.register(cli, select.EPOLLI~", "17: select.EPOLLIN"},
	{"ep.modify(cli, select.EPOLLIN|select.EPOLLO~",
	 "30: select.EPOLLONESHOT select.EPOLLOUT"},
	{"close c~", "6: cli ')'"},
	/* Arguments of commands. */
	{"deliver ~", "8: ACK FIN FIN-ACK PSH-ACK RST RST-ACK ..."},
	{"deliver f~", "8: first from"},
	{"deliver from ~", "13: client server"},
	{"deliver from client to s~", "23: server ' '"},
	{"deliver 7~", "8: 7 ' '"},
	{"deliver 6, ~", "11: ACK FIN FIN-ACK PSH-ACK RST RST-ACK ..."},
	{"swap ~", "5: 6 7"},
	{"swap 6 ~", "7: 6 7"},
	{"hold SYN~", "5: SYN SYN-ACK"},
	{"hold tcp d~", "9: data ' '"},
	{"explain ECONNR~", "8: ECONNREFUSED ECONNRESET"},
	{"explain acce~", "8: accept accept4"},
	{"kill ~", "5: client server"},
	{"kill server SIGT~", "12: SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU"},
	{"kill nobody ~", "12:"},
	{"language p~", "9: python ' '"},
	{"language c ~", "11:"},
	{"inject 127.0.0.1:1~", "7: 127.0.0.1:12345 ' '"},
	{"inject 127.0.0.1:12345 127.0.0.1:9 RS~", "35: RST RST-ACK"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK ~", "35: ack seq"},
	{"inject 127.0.0.1:1 127.0.0.1:2 ACK seq ~", "39:"},
	{"socket ~", "7: cli client server udp"},
	{"socket server ~", "14: conn srv usrv"},
	{"actor ~", "6: add client remove server"},
	{"actor add ~", "10:"},
	{"actor remove s~", "13: server ' '"},
	{"sh @~", "3:"},
	{"del fi~", "4: first ' '"},
	{"save /proc/self/sta~",
	 "5: /proc/self/stack /proc/self/stat /proc/self/statm "
	 "/proc/self/status"},
	{"save /proc/self/ns~", "5: /proc/self/ns/"},
};

static void check_line(const struct run *run, const char *line,
		       const char *answers)
{
	struct complete_context context = context_of(run);
	struct arena arena = {0};
	struct completion found;
	struct buf text = {0};
	AUTO_FREE char *typed = xstrdup(line);
	size_t cursor = take_cursor(typed);
	complete_line(&context, str_from(typed), cursor, &arena, &found);
	print_answers(&found, &text);
	cr_expect_str_eq(buf_text(&text), answers, "%s: %s", line,
			 buf_text(&text));
	buf_done(&text);
	arena_done(&arena);
}

Test(complete, lines)
{
	struct run run;
	open_run(&run);
	for (size_t i = 0; i < COUNT(lines); i++)
		check_line(&run, lines[i].line, lines[i].answers);
	run_close(&run);
}

/* A child begins with what its parent had then, and a name that the lesson gave
 * a variable of the learner's is a name of it. */
Test(complete, variables_of_a_child)
{
	static const struct {
		const char *line, *answers;
	} rows[] = {
		{"server: close(~", "14: conn late"},
		{"server: close(g~", "14: gone ')'"},
		{"server: close(l~", "14: late ')'"},
		{"server: close(li~", "14: listener ')'"},
		{"server: kill(~", "13: child ','"},
		{"child: close(~", "13: conn listener srv"},
		{"child: close(l~", "13: listener ')'"},
		{"child: close(g~", "13: gone ')'"},
		{"child: poll({{c~", "14: conn ','"},
		{"child: kill(~", "12:"},
	};
	struct run run;
	struct event born = {.kind = EVENT_ACTOR,
			     .as.actor = {.phase = ACTOR_BORN,
					  .actor = "child",
					  .parent = "server",
					  .joined = true,
					  .pid = 4}};
	struct event alias = {.kind = EVENT_ALIAS,
			      .as.alias = {"server", "listener", "srv"}};
	run_connected(&run);
	run_call(&run, "server", "gone = socket(AF_INET, SOCK_STREAM, 0)", 7);
	run_call(&run, "server", "close(gone)", 0);
	run_event(&run, &alias);
	run_event(&run, &born);
	run_call(&run, "server", "child = fork()", 4);
	run_call(&run, "server", "late = socket(AF_INET, SOCK_STREAM, 0)", 7);
	run_call(&run, "server", "close(srv)", 0);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_line(&run, rows[i].line, rows[i].answers);
	run_close(&run);
}

static const struct {
	const char *line, *hint;
} hints[] = {
	{"~", ""},
	{"   ~", ""},
	{"server: ~", ""},
	{"listen(~", "listen(«sockfd», backlog)  a descriptor (a variable or a "
		     "number)"},
	{"recv(cli, ~", "recv(sockfd, «len»[, flags])  a number of bytes"},
	{"recv(cli, 10, ~", "recv(sockfd, len[, «flags»])  0 or flags such as "
			    "MSG_PEEK|MSG_DONTWAIT"},
	{"server: listen(srv, 5~)",
	 "listen(sockfd, «backlog»)  a number of connections that may wait"},
	{"shut~", "shutdown(sockfd, how)  Ends one direction of a connection "
		  "or both; the descriptor stays open."},
	{"sen~", ""},
	{"send~", "send(sockfd, buf[, flags])  Copies bytes into the send "
		  "buffer of a connected socket; the kernel sends them on."},
	{"shutdown(cli, SHUT_WR)~", ""},
	{"cli.shutdown(~", "cli.shutdown(«how»)  SHUT_RD, SHUT_WR or "
			   "SHUT_RDWR"},
	{"cli.bind(~", "cli.bind(«addr»)  a pair such as (\"127.0.0.1\", "
		       "12345), or a path such as \"/tmp/s\""},
	{"cli.sendmsg(~", "cli.sendmsg(«buffers»[, ancdata[, flags[, "
			  "address]]])  a list of bytes, such as [b\"hello\"]"},
	{"cli.recvmsg(10, ~", "cli.recvmsg(bufsize[, «ancbufsize»[, flags]])  "
			      "room for what comes along, such as "
			      "socket.CMSG_LEN(4) for one descriptor"},
	{"p = select.poll(); p.register(cli, ~",
	 "p.register(fd[, «eventmask»])  select.POLL*, joined by |"},
	{"p = select.poll(); p.register(cli); p.poll(~",
	 "p.poll(«timeout»)  milliseconds, such as 1000, or None for no end"},
	{"ep.register(cli, ~", "ep.register(fd[, «event»])  events such as "
			       "select.EPOLLIN|select.EPOLLET"},
	{"ep.poll(~", "ep.poll(«timeout», maxevents)  seconds such as 0.5, or "
		      "None for no end"},
	{"fcntl.fcntl(cli.fileno(), ~", "fcntl.fcntl(fd, «cmd»[, arg])  a "
					"command such as F_GETFL or F_SETFL"},
	{"close~", "close  close what is open over the lesson"},
	{"server: close~",
	 "close(fd)  Gives the descriptor back; the socket or pipe "
	 "ends when no other descriptor refers to it."},
	{"deliver~", "deliver WHICH  held packets go on, oldest first"},
	{"deliver fi~", "deliver WHICH  held packets go on, oldest first"},
	{"swap 6 ~", "swap NUMBER NUMBER  two held packets change places in "
		     "the order"},
	{"nonsense~", ""},
	{"nonsense ~", ""},
};

Test(complete, hints)
{
	struct run run;
	open_run(&run);
	struct complete_context context = context_of(&run);
	for (size_t i = 0; i < COUNT(hints); i++) {
		struct buf text = {0};
		AUTO_FREE char *line = xstrdup(hints[i].line);
		size_t cursor = take_cursor(line);
		complete_hint(&context, str_from(line), cursor, false, &text);
		cr_expect_str_eq(buf_text(&text), hints[i].hint, "%s: %s",
				 hints[i].line, buf_text(&text));
		buf_done(&text);
	}
	run_close(&run);
}

/* Without a lab there are only commands; at an earlier place, what there was
 * then. */
Test(complete, depends_on_the_place)
{
	struct run run;
	open_run(&run);
	struct arena arena = {0};
	struct completion found;
	struct complete_context context = context_of(&run);
	context.place = 4;
	complete_line(&context, str_from("send("), 5, &arena, &found);
	cr_expect_eq(found.count, 0);
	context.journal = NULL;
	context.in_menu = true;
	complete_line(&context, str_from("o"), 1, &arena, &found);
	cr_expect_eq(found.count, 1);
	cr_expect_str_eq(found.words[0], "open");
	complete_line(&context, str_from("acc"), 3, &arena, &found);
	cr_expect_eq(found.count, 0);
	complete_line(&context, str_from("send(c"), 6, &arena, &found);
	cr_expect_eq(found.count, 0);
	arena_done(&arena);
	run_close(&run);
}

/* Any bytes at any cursor: an answer or none, within the line. */
Test(complete, takes_anything)
{
	static const char *const odd[] = {
		"((((",
		")))",
		"||||",
		"\"",
		"a.b.c.d(",
		"=",
		"= = =",
		":::",
		"server:",
		"server:server:",
		"\xff\xfe(\x80",
		"socket.(",
		"connect(cli, (((",
		"deliver ,,,,",
		"inject [ [ [",
		"swap 1 2 3",
		"setsockopt(,,,,,,,,,",
		"  .  ( . ",
	};
	struct run run;
	open_run(&run);
	struct complete_context context = context_of(&run);
	for (size_t i = 0; i < COUNT(odd); i++) {
		size_t len = strlen(odd[i]);
		for (size_t cursor = 0; cursor <= len + 1; cursor++) {
			struct arena arena = {0};
			struct buf hint = {0};
			struct completion found;
			struct str line = {odd[i], len};
			complete_line(&context, line, cursor, &arena, &found);
			cr_expect(found.begin <= len, "%s", odd[i]);
			complete_hint(&context, line, cursor, true, &hint);
			buf_done(&hint);
			arena_done(&arena);
		}
	}
	run_close(&run);
}
