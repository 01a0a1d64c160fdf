/* journal_socket: words of states, what rows mean, comparing and copying.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/socket.h"
#include "journal/socket/tcpinfo.h"

#include <criterion/criterion.h>
#include <string.h>

Test(socket, every_state_reads_back)
{
	for (int state = 1; state < SOCKET_STATE_COUNT; state++) {
		struct socket_state socket = {.state = state};
		const char *word = socket_state_word(&socket);
		cr_expect_eq(socket_state_from_word(str_from(word)), state,
			     "%s", word);
	}
}

Test(socket, words_of_the_kernel_and_of_netstat)
{
	static const struct {
		const char *word;
		int state;
	} cases[] = {
		{"ESTABLISHED", SOCKET_ESTABLISHED},
		{"SYN_RECV", SOCKET_SYN_RECV},
		{"FIN_WAIT1", SOCKET_FIN_WAIT1},
		{"FIN_WAIT2", SOCKET_FIN_WAIT2},
		{"TIME_WAIT", SOCKET_TIME_WAIT},
		{"CLOSE", SOCKET_CLOSE},
		{"CLOSED", SOCKET_CLOSE},
		{"CLOSE_WAIT", SOCKET_CLOSE_WAIT},
		{"LAST_ACK", SOCKET_LAST_ACK},
		{"LISTENING", SOCKET_LISTEN},
		{"UNKNOWN", -1},
		{"", -1},
		{"ESTA", -1},
		{"estab", -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(socket_state_from_word(str_from(cases[i].word)),
			     cases[i].state, "%s", cases[i].word);
	struct socket_state odd = {.state = 99};
	cr_expect_str_eq(socket_state_word(&odd), "UNKNOWN");
}

Test(socket, netids)
{
	static const struct {
		int family, type, protocol;
		const char *word;
	} cases[] = {
		{AF_INET, SOCK_STREAM, IPPROTO_TCP, "tcp"},
		{AF_INET6, SOCK_STREAM, IPPROTO_TCP, "tcp"},
		{AF_INET, SOCK_DGRAM, IPPROTO_UDP, "udp"},
		{AF_INET6, SOCK_DGRAM, 0, "udp"},
		{AF_INET, SOCK_DGRAM, IPPROTO_ICMP, "icmp"},
		{AF_INET, SOCK_RAW, IPPROTO_TCP, "raw"},
		{AF_UNIX, SOCK_STREAM, 0, "u_str"},
		{AF_UNIX, SOCK_DGRAM, 0, "u_dgr"},
		{AF_UNIX, SOCK_SEQPACKET, 0, "u_seq"},
		{AF_PACKET, SOCK_DGRAM, 0, "p_dgr"},
		{99, SOCK_STREAM, 0, "???"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct socket_state socket = {.family = cases[i].family,
					      .type = cases[i].type,
					      .protocol = cases[i].protocol};
		cr_expect_str_eq(socket_netid(&socket), cases[i].word);
	}
}

#define TCP                                                                    \
	.family = AF_INET, .type = SOCK_STREAM, .protocol = IPPROTO_TCP,       \
	.next_size = -1
#define UDP .family = AF_INET, .type = SOCK_DGRAM, .protocol = IPPROTO_UDP
#define UNIX .family = AF_UNIX, .next_size = -1

/* clang-format off */
static const struct {
	struct socket_state socket;
	const char *note;
} notes[] = {
	{{TCP, .inode = 7, .state = SOCKET_LISTEN, .send_q = 5}, ""},
	{{TCP, .inode = 7, .state = SOCKET_LISTEN, .recv_q = 1, .send_q = 5},
	 "1 waiting"},
	{{TCP, .inode = 7, .state = SOCKET_LISTEN, .recv_q = 5, .send_q = 5},
	 "5 waiting"},
	{{TCP, .inode = 7, .state = SOCKET_LISTEN, .recv_q = 2, .send_q = 1},
	 "2 waiting, full"},
	{{TCP, .inode = 7, .state = SOCKET_ESTABLISHED, .recv_q = 18}, ""},
	{{TCP, .state = SOCKET_ESTABLISHED, .recv_q = 5},
	 "in the accept queue, no process yet"},
	{{TCP, .state = SOCKET_CLOSE_WAIT, .recv_q = 2},
	 "in the accept queue, no process yet; incl. FIN"},
	{{TCP, .state = SOCKET_SYN_RECV}, "half-open, no process yet"},
	{{TCP, .inode = 7, .state = SOCKET_CLOSE_WAIT, .recv_q = 1},
	 "incl. FIN"},
	{{TCP, .inode = 7, .state = SOCKET_CLOSE_WAIT}, ""},
	{{TCP, .inode = 7, .state = SOCKET_SYN_SENT, .send_q = 1}, "the SYN"},
	{{TCP, .inode = 7, .state = SOCKET_SYN_SENT, .send_q = 1,
	  .timer = SOCKET_TIMER_ON, .retransmits = 1},
	 "the SYN; timer on, 1 retransmit"},
	{{TCP, .inode = 7, .state = SOCKET_FIN_WAIT1, .send_q = 1},
	 "incl. FIN"},
	{{TCP, .state = SOCKET_FIN_WAIT1, .send_q = 1, .recv_q = 3},
	 "no process; incl. FIN"},
	{{TCP, .state = SOCKET_FIN_WAIT2, .timer = SOCKET_TIMER_TIMEWAIT,
	  .timer_ms = 59000}, "no process"},
	{{TCP, .inode = 7, .state = SOCKET_FIN_WAIT2}, ""},
	{{TCP, .state = SOCKET_TIME_WAIT, .timer = SOCKET_TIMER_TIMEWAIT,
	  .timer_ms = 59000}, "no process"},
	{{TCP, .state = SOCKET_LAST_ACK, .recv_q = 1, .send_q = 1},
	 "no process; both incl. FIN"},
	{{TCP, .state = SOCKET_LAST_ACK, .send_q = 1},
	 "no process; incl. FIN"},
	{{TCP, .state = SOCKET_CLOSING, .send_q = 1},
	 "no process; incl. FIN"},
	{{TCP, .inode = 7, .state = SOCKET_CLOSE, .source = SOCKET_FROM_FD,
	  .unbound = true}, "no longer bound; ss does not list it"},
	{{TCP, .inode = 7, .state = SOCKET_CLOSE, .source = SOCKET_FROM_FD},
	 "ss does not list it"},
	{{TCP, .inode = 7, .state = SOCKET_ESTABLISHED, .send_q = 8192,
	  .timer = SOCKET_TIMER_PERSIST},
	 "timer persist: the peer's window is 0"},
	{{TCP, .inode = 7, .state = SOCKET_ESTABLISHED, .send_q = 5,
	  .timer = SOCKET_TIMER_ON, .retransmits = 3},
	 "timer on, 3 retransmits"},
	{{TCP, .inode = 7, .state = SOCKET_ESTABLISHED, .send_q = 5,
	  .timer = SOCKET_TIMER_ON}, ""},
	{{TCP, .inode = 7, .state = SOCKET_ESTABLISHED,
	  .timer = SOCKET_TIMER_KEEPALIVE}, "timer keepalive"},
	{{UDP, .inode = 7, .state = SOCKET_CLOSE, .next_size = -1}, ""},
	{{UDP, .inode = 7, .state = SOCKET_CLOSE, .recv_q = 832,
	  .next_size = 22}, "buffer memory; next datagram 22 bytes"},
	{{UDP, .inode = 7, .state = SOCKET_CLOSE, .recv_q = 832,
	  .next_size = 1}, "buffer memory; next datagram 1 byte"},
	{{UDP, .inode = 7, .state = SOCKET_CLOSE, .recv_q = 832,
	  .next_size = -1, .drops = 3}, "buffer memory; 3 dropped"},
	{{UNIX, .type = SOCK_DGRAM, .inode = 7, .state = SOCKET_CLOSE,
	  .recv_q = 3}, "only the next datagram"},
	{{UNIX, .type = SOCK_STREAM, .inode = 7, .send_q = 768,
	  .state = SOCKET_ESTABLISHED}, "buffer memory"},
	{{UNIX, .type = SOCK_STREAM, .inode = 7, .recv_q = 3,
	  .state = SOCKET_ESTABLISHED}, ""},
	{{UNIX, .type = SOCK_STREAM, .inode = 7, .recv_q = 1, .send_q = 0,
	  .state = SOCKET_LISTEN}, "1 waiting, full"},
};
/* clang-format on */

Test(socket, annotates)
{
	for (size_t i = 0; i < COUNT(notes); i++) {
		struct buf out = {0};
		socket_annotate(&notes[i].socket, &out);
		cr_expect_str_eq(buf_text(&out), notes[i].note,
				 "row %zu: \"%s\" is not \"%s\"", i,
				 buf_text(&out), notes[i].note);
		buf_done(&out);
	}
}

static struct address address_of(const char *text)
{
	struct address address = {0};
	struct err err;
	cr_assert(address_parse(str_from(text), &address, &err));
	return address;
}

static const struct socket_owner owners[] = {{"server", 4}, {"child", 4}};
static const struct socket_option options[] = {
	{SOL_SOCKET, SO_REUSEADDR, 1},
};
static const struct tcp_info info = {.tcpi_state = 1, .tcpi_rtt = 31};

static struct socket_state full_socket(void)
{
	return (struct socket_state){
		.host = "alpha",
		.cookie = 3,
		.inode = 7,
		.family = AF_INET,
		.type = SOCK_STREAM,
		.protocol = IPPROTO_TCP,
		.state = SOCKET_ESTABLISHED,
		.local = address_of("127.0.0.1:12345"),
		.peer = address_of("127.0.0.1:40112"),
		.next_size = -1,
		.owners = owners,
		.owner_count = 2,
		.options = options,
		.option_count = 1,
		.tcp_info = &info,
	};
}

Test(socket, sees_every_difference_that_is_shown)
{
	static const struct socket_owner other_fd[] = {{"server", 4},
						       {"child", 5}};
	static const struct socket_owner other_actor[] = {{"server", 4},
							  {"grandchild", 4}};
	static const struct socket_option other_option[] = {
		{SOL_SOCKET, SO_REUSEADDR, 0}};
	static const struct tcp_info other_info = {
		.tcpi_state = 1, .tcpi_rtt = 31, .tcpi_segs_in = 1};
	const struct socket_state base = full_socket();
	struct socket_state c[27];
	size_t n = 0;
	for (size_t i = 0; i < COUNT(c); i++)
		c[i] = base;
	c[n++].host = "beta";
	c[n++].cookie++;
	c[n++].inode = 0;
	c[n++].source = SOCKET_FROM_FD;
	c[n++].family = AF_INET6;
	c[n++].type = SOCK_DGRAM;
	c[n++].protocol = IPPROTO_MPTCP;
	c[n++].state = SOCKET_CLOSE_WAIT;
	c[n++].local = address_of("127.0.0.1:12346");
	c[n++].peer = address_of("127.0.0.2:40112");
	c[n++].peer_inode = 1;
	c[n++].recv_q = 1;
	c[n++].send_q = 1;
	c[n++].no_recv_q = true;
	c[n++].no_send_q = true;
	c[n++].unbound = true;
	c[n++].next_size = 0;
	c[n++].drops = 1;
	c[n++].timer = SOCKET_TIMER_ON;
	c[n++].retransmits = 1;
	c[n++].shut_rd = true;
	c[n++].shut_wr = true;
	c[n++].nonblock = true;
	c[n++].owners = other_fd;
	c[n++].owners = other_actor;
	c[n++].options = other_option;
	c[n++].tcp_info = &other_info;
	cr_assert_eq(n, COUNT(c));
	for (size_t i = 0; i < n; i++) {
		cr_expect(!socket_same(&base, &c[i]), "case %zu", i);
		cr_expect(!socket_same(&c[i], &base), "case %zu", i);
		cr_expect(socket_same(&c[i], &c[i]), "case %zu", i);
	}
}

Test(socket, what_ticks_is_no_difference)
{
	static const struct tcp_info later = {
		.tcpi_state = 1, .tcpi_rtt = 77, .tcpi_last_ack_recv = 900};
	const struct socket_state base = full_socket();
	struct socket_state other = base;
	other.timer_ms = 5;
	other.tcp_info = &later;
	cr_expect(socket_same(&base, &other));
	other.tcp_info = NULL;
	cr_expect(!socket_same(&base, &other));
}

Test(socket, a_copy_stands_alone)
{
	struct arena arena = {0};
	char actor[] = "server";
	struct socket_owner own[] = {{actor, 4}};
	struct socket_state base = full_socket();
	base.owners = own;
	base.owner_count = 1;
	struct socket_state copy = socket_copy(&base, &arena);
	cr_expect(socket_same(&base, &copy));
	cr_expect_neq(copy.owners, base.owners);
	cr_expect_neq(copy.tcp_info, base.tcp_info);
	actor[0] = 'S';
	own[0].fd = 9;
	cr_expect_str_eq(copy.owners[0].actor, "server");
	cr_expect_eq(copy.owners[0].fd, 4);
	struct socket_state empty = socket_copy(
		&(struct socket_state){.state = SOCKET_CLOSE}, &arena);
	cr_expect_null(empty.host);
	cr_expect_null(empty.owners);
	cr_expect_null(empty.tcp_info);
	arena_done(&arena);
}
