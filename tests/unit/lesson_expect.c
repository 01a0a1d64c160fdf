/* lesson_expect: expectations against a journal that is written down here.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/parse.h"
#include "call_golden.h"
#include "golden.h"
#include "journal/journal.h"
#include "lesson/expect/expect.h"
#include "lesson/expect/goal.h"
#include "lesson/lesson.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

/* Beats of the story; each begins where the one before ends. */
enum beat_name {
	LISTEN,
	ACCEPT,
	CONNECT,
	SEND,
	FAIL,
	KILLED,
	COMMAND,
	HOLD,
	RELEASE,
	END
};

struct story {
	struct journal *journal;
	struct arena arena;
	size_t begins[END + 1];
	unsigned packet, call;
};

static const char *const actors[] = {"server", "client"};

static void add_actor(struct story *story, const char *name,
		      enum actor_phase phase, int signal)
{
	struct event event = {.kind = EVENT_ACTOR, .time = 1};
	event.as.actor = (struct event_actor){.phase = phase,
					      .actor = name,
					      .host = "host",
					      .pid = 2,
					      .signal = signal};
	journal_append(story->journal, &event);
}

static void add_call(struct story *story, const char *actor, unsigned id,
		     enum call_phase phase, const char *text,
		     const struct result *result)
{
	struct event event = {.kind = EVENT_CALL, .time = 1};
	struct err err;
	event.as.call =
		(struct event_call){.id = id, .phase = phase, .actor = actor};
	cr_assert(call_parse(str_from(text), &story->arena, &event.as.call.call,
			     NULL, &err),
		  "%s: %s", text, err.text);
	if (result)
		event.as.call.call.result = *result;
	event.as.call.call.result.done = phase == CALL_RETURN;
	journal_append(story->journal, &event);
}

/* A call that comes back at once. */
static void call(struct story *story, const char *actor, const char *text,
		 struct result result)
{
	unsigned id = ++story->call;
	add_call(story, actor, id, CALL_ENTER, text, NULL);
	add_call(story, actor, id, CALL_RETURN, text, &result);
}

static struct address address_of(const char *text)
{
	struct address address = {0};
	struct err err;
	if (text)
		cr_assert(address_parse(str_from(text), &address, &err), "%s",
			  text);
	return address;
}

/* What a row says; the rest is that of a TCP socket. */
struct line {
	uint64_t cookie;
	const char *owner; /* NULL: the kernel's own */
	int fd;
	const char *state, *local, *peer;
	uint32_t recv_q, send_q;
	enum socket_timer timer;
	bool unlisted;
};

static void row(struct story *story, enum change_kind change, struct line line)
{
	struct event event = {.kind = EVENT_SOCKET, .time = 1};
	struct socket_owner owner = {line.owner, line.fd};
	event.as.socket.change = change;
	event.as.socket.state = (struct socket_state){
		.host = "host",
		.cookie = line.cookie,
		.family = AF_INET,
		.type = SOCK_STREAM,
		.protocol = IPPROTO_TCP,
		.source = line.unlisted ? SOCKET_FROM_FD : SOCKET_FROM_DIAG,
		.state = line.state
				 ? socket_state_from_word(str_from(line.state))
				 : 0,
		.local = address_of(line.local),
		.peer = address_of(line.peer),
		.recv_q = line.recv_q,
		.send_q = line.send_q,
		.timer = line.timer,
		.owners = &owner,
		.owner_count = line.owner != NULL,
		.drops = 7,
	};
	journal_append(story->journal, &event);
}

static void packet_fate(struct story *story, unsigned number, uint8_t flags,
			unsigned marks, enum packet_fate fate)
{
	struct event event = {.kind = EVENT_PACKET, .time = 1};
	event.as.packet = (struct event_packet){
		.number = number,
		.fate = fate,
		.packet = {.protocol = IPPROTO_TCP,
			   .flags = flags,
			   .marks = marks},
	};
	journal_append(story->journal, &event);
}

static void packet_again(struct story *story, int protocol, uint8_t flags,
			 size_t len, unsigned marks)
{
	struct event event = {.kind = EVENT_PACKET, .time = 1};
	event.as.packet = (struct event_packet){
		.number = story->packet,
		.fate = PACKET_DELIVERED,
		.packet = {.protocol = protocol,
			   .flags = flags,
			   .len = len,
			   .marks = marks},
	};
	journal_append(story->journal, &event);
}

static void packet(struct story *story, int protocol, uint8_t flags, size_t len,
		   unsigned marks)
{
	story->packet++;
	packet_again(story, protocol, flags, len, marks);
}

static void output(struct story *story, const char *text, int status)
{
	struct event event = {.kind = EVENT_OUTPUT, .time = 1};
	event.as.output = (struct event_output){.host = "host",
						.command = "x",
						.text = text,
						.len = strlen(text),
						.status = status};
	journal_append(story->journal, &event);
}

static void begin(struct story *story, enum beat_name beat)
{
	story->begins[beat] = journal_count(story->journal);
}

static void tell_listen(struct story *story)
{
	begin(story, LISTEN);
	call(story, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)",
	     (struct result){.value = 3});
	row(story, CHANGE_NEW,
	    (struct line){.cookie = 1,
			  .owner = "server",
			  .fd = 3,
			  .state = "UNCONN",
			  .local = "0.0.0.0:0",
			  .unlisted = true});
	begin(story, ACCEPT);
	row(story, CHANGE_CHANGED,
	    (struct line){.cookie = 1,
			  .owner = "server",
			  .fd = 3,
			  .state = "LISTEN",
			  .local = "127.0.0.1:12345",
			  .peer = "0.0.0.0:0",
			  .send_q = 5});
	add_call(story, "server", ++story->call, CALL_ENTER,
		 "conn = accept(srv)", NULL);
	add_call(story, "server", story->call, CALL_BLOCKED,
		 "conn = accept(srv)", NULL);
}

static void tell_connect(struct story *story)
{
	unsigned accept = story->call;
	begin(story, CONNECT);
	call(story, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)",
	     (struct result){.value = 5});
	row(story, CHANGE_NEW,
	    (struct line){.cookie = 2,
			  .owner = "client",
			  .fd = 5,
			  .state = "ESTAB",
			  .local = "127.0.0.1:40000",
			  .peer = "127.0.0.1:12345"});
	call(story, "client", "connect(cli, 127.0.0.1:12345)",
	     (struct result){.value = 0});
	packet(story, IPPROTO_TCP, PACKET_SYN, 0, 0);
	packet(story, IPPROTO_TCP, PACKET_SYN | PACKET_ACK, 0, 0);
	packet_again(story, IPPROTO_TCP, PACKET_SYN | PACKET_ACK, 0, 0);
	packet(story, IPPROTO_TCP, PACKET_SYN, 0, PACKET_RETRANSMISSION);
	packet(story, IPPROTO_TCP, PACKET_ACK, 0, 0);
	packet(story, IPPROTO_TCP, PACKET_ACK, 0, PACKET_DUPLICATE_ACK);
	packet(story, IPPROTO_TCP, PACKET_ACK, 0, PACKET_WINDOW_UPDATE);
	add_call(story, "server", accept, CALL_RETURN, "conn = accept(srv)",
		 &(struct result){.value = 4,
				  .address = address_of("127.0.0.1:40000")});
	row(story, CHANGE_NEW,
	    (struct line){.cookie = 3,
			  .owner = "server",
			  .fd = 4,
			  .state = "ESTAB",
			  .local = "127.0.0.1:12345",
			  .peer = "127.0.0.1:40000",
			  .recv_q = 2});
}

static void tell_send(struct story *story)
{
	begin(story, SEND);
	// The end of a packet's way is no new packet.
	packet_again(story, IPPROTO_TCP, PACKET_ACK, 0, PACKET_WINDOW_UPDATE);
	call(story, "server", "recv(conn, 100)",
	     (struct result){
		     .value = 2,
		     .option = 9,
		     .data = {.data = (const unsigned char *)"hi", .len = 2}});
	packet(story, IPPROTO_TCP, PACKET_ACK, 2, 0);
	packet(story, IPPROTO_TCP, PACKET_ACK, 0, 0);
	packet(story, IPPROTO_TCP, PACKET_FIN | PACKET_PSH | PACKET_ACK, 2, 0);
	packet(story, IPPROTO_UDP, 0, 2, 0);
	packet(story, IPPROTO_ICMP, 0, 0, 0);
	row(story, CHANGE_CHANGED,
	    (struct line){.cookie = 2,
			  .state = "TIME-WAIT",
			  .local = "127.0.0.1:40000",
			  .peer = "127.0.0.1:12345",
			  .timer = SOCKET_TIMER_TIMEWAIT});
	row(story, CHANGE_GONE, (struct line){.cookie = 3});
}

static void tell_end(struct story *story)
{
	begin(story, FAIL);
	call(story, "client", "bind(3, 127.0.0.1:80)",
	     (struct result){.value = -1, .error = EACCES});
	begin(story, KILLED);
	call(story, "client", "send(3, \"x\")",
	     (struct result){.value = -1, .signal = SIGPIPE});
	add_actor(story, "client", ACTOR_ENDED, SIGPIPE);
	begin(story, COMMAND);
	output(story, "State Recv-Q\nLISTEN 0\n", 1);
}

/* A SYN is held, sent again, and goes on; its answer is lost. */
static void tell_hold(struct story *story)
{
	unsigned syn = story->packet + 1;
	begin(story, HOLD);
	packet_fate(story, syn, PACKET_SYN, 0, PACKET_HELD);
	packet_fate(story, syn + 1, PACKET_SYN, PACKET_RETRANSMISSION,
		    PACKET_HELD);
	packet_fate(story, syn + 2, PACKET_RST, PACKET_INJECTED,
		    PACKET_DELIVERED);
	begin(story, RELEASE);
	packet_fate(story, syn, PACKET_SYN, 0, PACKET_DELIVERED);
	packet_fate(story, syn + 3, PACKET_SYN | PACKET_ACK, 0, PACKET_HELD);
	packet_fate(story, syn + 3, PACKET_SYN | PACKET_ACK, 0, PACKET_DROPPED);
	packet_fate(story, syn + 1, PACKET_SYN, PACKET_RETRANSMISSION,
		    PACKET_DROPPED);
	packet_fate(story, syn + 4, PACKET_ACK, PACKET_DUPLICATE, PACKET_HELD);
	begin(story, END);
}

static void story_open(struct story *story)
{
	*story = (struct story){.journal = journal_new()};
	add_actor(story, "server", ACTOR_BORN, 0);
	add_actor(story, "client", ACTOR_BORN, 0);
	tell_listen(story);
	tell_connect(story);
	tell_send(story);
	tell_end(story);
	tell_hold(story);
}

static void story_close(struct story *story)
{
	journal_free(story->journal);
	arena_done(&story->arena);
}

/* clang-format off */
static const struct {
	enum beat_name beat;
	const char *actor; /* of the beat's call */
	const char *text;
	const char *found; /* NULL: it holds */
} cases[] = {
	{LISTEN, "server", "returns 3", NULL},
	{LISTEN, "server", "returns 4", "returns 3"},
	{LISTEN, "server", "returns at least 3", NULL},
	{LISTEN, "server", "returns at least 4", "returns 3"},
	{LISTEN, "server", "returns at most 3", NULL},
	{LISTEN, "server", "returns at most 2", "returns 3"},
	{LISTEN, "server", "returns between 2 and 4", NULL},
	{LISTEN, "server", "returns between 4 and 6", "returns 3"},
	{LISTEN, "server", "returns one of 1, 3", NULL},
	{LISTEN, "server", "returns one of 1, 2", "returns 3"},
	{LISTEN, "server", "fails EPERM", "returns 3"},
	{LISTEN, "server", "client returns 3", "client made no call"},
	{LISTEN, "server", "srv: unlisted", NULL},
	{LISTEN, "server", "srv: unlisted 0.0.0.0:*", NULL},
	{LISTEN, "server", "srv: UNCONN", NULL},
	{LISTEN, "server", "srv: LISTEN", "srv: UNCONN 0.0.0.0:0 recv-q 0 send-q 0"},
	{LISTEN, "server", "wire: nothing", NULL},
	{LISTEN, "server", "wire: SYN", "wire: nothing"},
	{LISTEN, "server", "wire: includes SYN", "wire: nothing"},
	{LISTEN, "server", "server fds 3", NULL},
	{LISTEN, "server", "server fds none", "server fds 3"},
	{LISTEN, "server", "client fds none", NULL},
	{LISTEN, "server", "client fds 3", "client fds none"},
	{LISTEN, "server", "kernel: none", NULL},
	{LISTEN, "server", "kernel: ESTAB", "kernel: none"},
	{LISTEN, "server", "cli: ESTAB", "cli: no socket yet"},
	{LISTEN, "server", "cli: gone", "cli: no socket yet"},

	{ACCEPT, "server", "blocks", NULL},
	{ACCEPT, "server", "returns 4", "blocks"},
	{ACCEPT, "server", "fails EAGAIN", "blocks"},
	{ACCEPT, "server", "data \"hi\"", "blocks"},
	{ACCEPT, "server", "srv: LISTEN", NULL},
	{ACCEPT, "server", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5", NULL},
	{ACCEPT, "server", "srv: one of UNCONN, LISTEN 127.0.0.1:* send-q at least 2", NULL},
	{ACCEPT, "server", "srv: LISTEN recv-q 1", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5"},
	{ACCEPT, "server", "srv: LISTEN 127.0.0.2:*", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5"},
	{ACCEPT, "server", "srv: LISTEN peer 127.0.0.1:1", "srv: LISTEN 127.0.0.1:12345 peer 0.0.0.0:0 recv-q 0 send-q 5"},
	{ACCEPT, "server", "srv: LISTEN owner none", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5 owner server"},
	{ACCEPT, "server", "srv: LISTEN timer on", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5 timer none"},
	{ACCEPT, "server", "srv: LISTEN timer none drops 7", NULL},
	{ACCEPT, "server", "srv: LISTEN family AF_INET type SOCK_STREAM", NULL},
	{ACCEPT, "server", "srv: LISTEN type SOCK_DGRAM", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5 type SOCK_STREAM"},
	{ACCEPT, "server", "srv: LISTEN family AF_UNIX", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5 family AF_INET"},
	{ACCEPT, "server", "srv: LISTEN drops 8", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5 drops 7"},
	{ACCEPT, "server", "srv: unlisted", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5"},
	{ACCEPT, "server", "srv: gone", "srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5"},
	{ACCEPT, "server", "server.srv: LISTEN", NULL},
	{ACCEPT, "server", "client.srv: LISTEN", "client.srv: no socket yet"},
	{ACCEPT, NULL, "srv: LISTEN", NULL},
	{ACCEPT, NULL, "server blocks", NULL},
	{ACCEPT, "client", "srv: LISTEN", NULL},

	{CONNECT, "client", "returns 0", NULL},
	{CONNECT, "client", "blocks", "returns 0"},
	{CONNECT, "client", "server returns 4", NULL},
	{CONNECT, "client", "server returns 5", "server returns 4"},
	{CONNECT, "client", "server blocks", "server returns 4"},
	{CONNECT, "client", "server address 127.0.0.1:40000", NULL},
	{CONNECT, "client", "server address 127.0.0.1:*", NULL},
	{CONNECT, "client", "server address 127.0.0.1:1", "server address 127.0.0.1:40000"},
	{CONNECT, "client", "address none", NULL},
	{CONNECT, "client", "address 127.0.0.1:*", "address none"},
	{CONNECT, "client", "conn: ESTABLISHED peer 127.0.0.1:* recv-q 2", NULL},
	{CONNECT, "client", "cli: ESTAB peer 127.0.0.1:12345", NULL},
	{CONNECT, "client", "server fds 4, 3", NULL},
	{CONNECT, "client", "server fds 3", "server fds 3, 4"},
	{CONNECT, "client", "server fds 3, 4, 5", "server fds 3, 4"},
	{CONNECT, "client", "wire: SYN, SYN-ACK, ACK", NULL},
	{CONNECT, "client", "wire: SYN, SYN-ACK", "wire: SYN, SYN-ACK, ACK"},
	{CONNECT, "client", "wire: SYN, ACK", "wire: SYN, SYN-ACK, ACK"},
	{CONNECT, "client", "wire: SYN, SYN-ACK, ACK, ACK", "wire: SYN, SYN-ACK, ACK"},
	{CONNECT, "client", "wire: includes SYN, ACK", NULL},
	{CONNECT, "client", "wire: includes ACK, SYN", "wire: SYN, SYN-ACK, ACK"},
	{CONNECT, "client", "wire: nothing", "wire: SYN, SYN-ACK, ACK"},
	{CONNECT, "client", "wire: includes SYN retransmission", NULL},
	{CONNECT, "client", "wire: SYN, SYN-ACK, SYN retransmission, ACK", NULL},
	{CONNECT, "client", "wire: SYN, SYN-ACK, ACK, ACK duplicate", NULL},
	{CONNECT, "client", "wire: SYN, SYN-ACK, ACK window-update", "wire: SYN, SYN-ACK, ACK, ACK window-update"},

	{SEND, "server", "data \"hi\"", NULL},
	{SEND, "server", "data \"ho\\n\"", "data \"hi\""},
	{SEND, "server", "data \"\"", "data \"hi\""},
	{SEND, "server", "option 9", NULL},
	{SEND, "server", "option at least 10", "option 9"},
	{SEND, "server", "gives \"\"", NULL},
	{SEND, "server", "gives \"conn: POLLIN\"", "gives \"\""},
	{SEND, "server", "wire: PSH-ACK, ACK, FIN-ACK, UDP, ICMP", NULL},
	{SEND, "server", "wire: ACK, ACK, FIN-PSH-ACK, UDP, ICMP", NULL},
	{SEND, "server", "wire: includes PSH-ACK, PSH-ACK", "wire: ACK, ACK, FIN-PSH-ACK, UDP, ICMP"},
	{SEND, "server", "wire: includes ICMP, UDP", "wire: ACK, ACK, FIN-PSH-ACK, UDP, ICMP"},
	{SEND, "server", "cli: TIME-WAIT owner none timer timewait", NULL},
	{SEND, "server", "conn: gone", NULL},
	{SEND, "server", "conn: ESTAB", "conn: gone"},
	{SEND, "server", "kernel: TIME-WAIT 127.0.0.1:40000 timer timewait", NULL},
	{SEND, "server", "kernel: LISTEN", "kernel: TIME-WAIT 127.0.0.1:40000 recv-q 0 send-q 0"},
	{SEND, "server", "kernel: none", "kernel: TIME-WAIT 127.0.0.1:40000 recv-q 0 send-q 0"},
	{SEND, "server", "client fds none", NULL},

	{FAIL, "client", "fails EACCES", NULL},
	{FAIL, "client", "fails one of EPERM, EACCES", NULL},
	{FAIL, "client", "fails EPERM", "fails EACCES"},
	{FAIL, "client", "returns -1", "fails EACCES"},
	{FAIL, "client", "address none", "fails EACCES"},
	{FAIL, "client", "option 0", "fails EACCES"},
	{FAIL, "client", "gives \"\"", "fails EACCES"},
	{FAIL, "client", "killed SIGPIPE", "fails EACCES"},
	{FAIL, "client", "server returns 2", "server made no call"},

	{KILLED, "client", "killed SIGPIPE", NULL},
	{KILLED, "client", "killed SIGKILL", "killed SIGPIPE"},
	{KILLED, "client", "fails EPIPE", "killed SIGPIPE"},
	{KILLED, "client", "blocks", "killed SIGPIPE"},

	{COMMAND, NULL, "output has \"LISTEN\"", NULL},
	{COMMAND, NULL, "output has \"ESTAB\"", "output \"State Recv-Q\\nLISTEN 0\\n\""},
	{COMMAND, NULL, "output lacks \"ESTAB\"", NULL},
	{COMMAND, NULL, "output lacks \"LISTEN\"", "output \"State Recv-Q\\nLISTEN 0\\n\""},
	{COMMAND, NULL, "output lines 2", NULL},
	{COMMAND, NULL, "output lines at least 3", "output lines 2"},
	{COMMAND, NULL, "exit 1", NULL},
	{COMMAND, NULL, "exit 0", "exit 1"},
	{COMMAND, NULL, "client returns 3", "client made no call"},
	{COMMAND, NULL, "held: none", NULL},
	{COMMAND, NULL, "held 0", NULL},
	{COMMAND, NULL, "held: SYN", "held: none"},

	{HOLD, NULL, "held: SYN", NULL},
	{HOLD, NULL, "held: SYN, SYN retransmission", NULL},
	{HOLD, NULL, "held: includes SYN retransmission", NULL},
	{HOLD, NULL, "held: none", "held: SYN"},
	{HOLD, NULL, "held: SYN, ACK", "held: SYN"},
	{HOLD, NULL, "held 2", NULL},
	{HOLD, NULL, "held at least 1", NULL},
	{HOLD, NULL, "held at least 3", "held 2"},
	{HOLD, NULL, "wire: SYN, RST", NULL},
	{HOLD, NULL, "wire: SYN held, RST injected", NULL},
	{HOLD, NULL, "wire: SYN held, RST injected delivered", NULL},
	{HOLD, NULL, "wire: SYN dropped, RST", "wire: SYN held, RST injected"},
	{HOLD, NULL, "wire: SYN held, SYN retransmission held, RST", NULL},
	{RELEASE, NULL, "held: ACK copy", NULL},
	{RELEASE, NULL, "held: SYN", "held: ACK copy"},
	{RELEASE, NULL, "wire: SYN-ACK dropped, ACK held", NULL},
	{RELEASE, NULL, "wire: SYN-ACK held, ACK", "wire: SYN-ACK dropped, ACK copy held"},
	{RELEASE, NULL, "wire: includes SYN-ACK delivered", "wire: SYN-ACK dropped, ACK copy held"},
};
/* clang-format on */

Test(lesson_expect, holds)
{
	struct story story;
	story_open(&story);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct expect expect;
		struct err err = {0};
		struct buf found = {0};
		cr_assert(expect_parse(str_from(cases[i].text), 1, actors,
				       COUNT(actors), &story.arena, &expect,
				       &err),
			  "%s: %s", cases[i].text, err.text);
		bool holds = expect_holds(&expect, story.journal,
					  story.begins[cases[i].beat],
					  story.begins[cases[i].beat + 1],
					  cases[i].actor, &found);
		cr_expect(holds == !cases[i].found, "%s", cases[i].text);
		cr_expect_str_eq(buf_text(&found),
				 cases[i].found ? cases[i].found : "", "%s",
				 cases[i].text);
		cr_expect(holds == expect_holds(&expect, story.journal,
						story.begins[cases[i].beat],
						story.begins[cases[i].beat + 1],
						cases[i].actor, NULL));
		buf_done(&found);
	}
	story_close(&story);
}

/* Results that are lists, from calls that the kernel answered. */
Test(lesson_expect, what_calls_give)
{
	static const struct {
		const char *line, *gives; // a part of strace's line
	} rows[] = {
		{"socketpair(AF_UNIX", "a = 5, b = 6"},
#ifdef SYS_poll
		{"events=POLLIN}, {fd=6, events=POLLIN|POLLOUT}], 2, 1000",
		 "6: POLLOUT"},
#endif
		{"pselect6(7, NULL, [5 6]", "writable: 5 and 6"},
		{"flags O_RDWR|O_NONBLOCK)", "O_RDWR|O_NONBLOCK"},
		{"ioctl(5, FIOASYNC, [1]", ""},
		{"iov_len=2}], msg_iovlen=2, msg_control=[{cmsg_len=20, "
		 "cmsg_level=SOL_IP, cmsg_type=IP_TTL",
		 "IP_TTL 64, IP_TOS 0, flags MSG_TRUNC"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		AUTO_FREE char *lines = golden_read(GOLDEN_LINES);
		struct story story = {.journal = journal_new()};
		struct str rest = str_from(lines), line;
		struct event event = {.kind = EVENT_CALL};
		struct event_call *made = &event.as.call;
		struct expect expect;
		struct err err;
		struct buf found = {0};
		*made = (struct event_call){
			.phase = CALL_RETURN, .id = 1, .actor = "server"};
		bool seen = false;
		while (!seen &&
		       golden_traced(&rest, &story.arena, &made->call, &line))
			seen = memmem(line.data, line.len, rows[i].line,
				      strlen(rows[i].line));
		cr_assert(seen, "%s", rows[i].line);
		journal_append(story.journal, &event);
		AUTO_FREE char *text = xprintf("gives \"%s\"", rows[i].gives);
		cr_assert(expect_parse(str_from(text), 1, NULL, 0, &story.arena,
				       &expect, &err));
		bool holds = expect_holds(&expect, story.journal, 0, 1,
					  "server", &found);
		cr_expect(holds, "%s: %s", text, buf_text(&found));
		buf_done(&found);
		story_close(&story);
	}
}

/* In the middle of a beat nothing is decided yet. */
Test(lesson_expect, while_it_runs)
{
	struct story story = {.journal = journal_new()};
	struct expect expect;
	struct err err;
	struct buf found = {0};
	add_actor(&story, "server", ACTOR_BORN, 0);
	add_call(&story, "server", 1, CALL_ENTER, "accept(3)", NULL);
	cr_assert(expect_parse(str_from("returns 0"), 1, NULL, 0, &story.arena,
			       &expect, &err));
	cr_expect(
		!expect_holds(&expect, story.journal, 0, 2, "server", &found));
	cr_expect_str_eq(buf_text(&found), "is still inside its call");
	buf_clear(&found);
	cr_assert(expect_parse(str_from("exit 0"), 1, NULL, 0, &story.arena,
			       &expect, &err));
	cr_expect(!expect_holds(&expect, story.journal, 0, 2, NULL, &found));
	cr_expect_str_eq(buf_text(&found), "no output yet");
	buf_done(&found);
	story_close(&story);
}

Test(lesson_expect, asks_for)
{
	static const struct {
		const char *text;
		bool wire, call, command;
	} rows[] = {
		{"returns 0", false, true, false},
		{"server returns 0", false, false, false},
		{"wire: nothing", true, false, false},
		{"held: none", true, false, false},
		{"held 3", true, false, false},
		{"within 5s", false, false, false},
		{"srv: LISTEN", false, false, false},
		{"output has \"x\"", false, false, true},
		{"exit 0", false, false, true},
	};
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct expect expect;
		struct err err;
		cr_assert(expect_parse(str_from(rows[i].text), 7, actors,
				       COUNT(actors), &arena, &expect, &err));
		cr_expect(expect_needs_wire(&expect) == rows[i].wire, "%s",
			  rows[i].text);
		cr_expect(expect_needs_call(&expect) == rows[i].call, "%s",
			  rows[i].text);
		cr_expect(expect_needs_command(&expect) == rows[i].command,
			  "%s", rows[i].text);
		cr_expect(expect.line == 7);
	}
	arena_done(&arena);
}

Test(lesson_expect, within)
{
	static const struct {
		const char *text;
		uint64_t within; /* 0: a fault */
	} rows[] = {
		{"within 5s", 5 * CLOCK_SECOND},
		{"within 800ms", 800 * CLOCK_MS},
		{"within 150s", 150 * CLOCK_SECOND},
		{"within 151s", 0},
		{"within 0s", 0},
		{"within 5", 0},
		{"within 5 s", 0},
		{"within s", 0},
		{"within 99999999s", 0},
		{"within", 0},
	};
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct expect expect;
		struct err err;
		bool ok = expect_parse(str_from(rows[i].text), 7, NULL, 0,
				       &arena, &expect, &err);
		cr_expect(ok == (rows[i].within != 0), "%s", rows[i].text);
		cr_expect(!ok || expect_within(&expect) == rows[i].within, "%s",
			  rows[i].text);
	}
	arena_done(&arena);
}

/* The table's words are what a line can begin with, and the pages on how
 * lessons are written have each. */
Test(lesson_expect, table)
{
	size_t count;
	const struct goal *goals = goal_table(&count);
	AUTO_FREE char *lessons = golden_read("lessons/README.md");
	AUTO_FREE char *exercises = golden_read("lessons/exercises/README.md");
	for (size_t i = 0; i < count; i++) {
		cr_expect(strstr(lessons, goals[i].word) ||
				  strstr(exercises, goals[i].word) ||
				  goals[i].flags & GOAL_VARIABLE,
			  "no page has %s", goals[i].word);
		cr_expect(goals[i].parse && goals[i].holds, "%s",
			  goals[i].word);
		cr_expect(goal_is_word(goals[i].word) ==
				  !(goals[i].flags & GOAL_VARIABLE),
			  "%s", goals[i].word);
	}
	cr_expect(goal_is_word("wire"));
	cr_expect(!goal_is_word("server"));
}
