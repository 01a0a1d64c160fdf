/* socket: the state of one socket at one instant, as the kernel reported it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/socket/socket.h"

#include "base/text.h"
#include "call/table/symbol.h"
#include "journal/socket/tcpinfo.h"

#include <assert.h>
#include <string.h>

/* One state in the words of ss(8), of the kernel and of netstat(8). */
struct state_words {
	const char *ss, *kernel, *netstat;
};

/* clang-format off */
static const struct state_words states[] = {
	[0] = {"UNKNOWN", NULL, NULL},
	[SOCKET_ESTABLISHED] = {"ESTAB", "ESTABLISHED", "CONNECTED"},
	[SOCKET_SYN_SENT] = {"SYN-SENT", "SYN_SENT", "SYN_SENT"},
	[SOCKET_SYN_RECV] = {"SYN-RECV", "SYN_RECV", "SYN_RECV"},
	[SOCKET_FIN_WAIT1] = {"FIN-WAIT-1", "FIN_WAIT1", "FIN_WAIT1"},
	[SOCKET_FIN_WAIT2] = {"FIN-WAIT-2", "FIN_WAIT2", "FIN_WAIT2"},
	[SOCKET_TIME_WAIT] = {"TIME-WAIT", "TIME_WAIT", "TIME_WAIT"},
	[SOCKET_CLOSE] = {"UNCONN", "CLOSE", "CLOSED"},
	[SOCKET_CLOSE_WAIT] = {"CLOSE-WAIT", "CLOSE_WAIT", "CLOSE_WAIT"},
	[SOCKET_LAST_ACK] = {"LAST-ACK", "LAST_ACK", "LAST_ACK"},
	[SOCKET_LISTEN] = {"LISTEN", "LISTEN", "LISTENING"},
	[SOCKET_CLOSING] = {"CLOSING", "CLOSING", "CLOSING"},
	[SOCKET_NEW_SYN_RECV] = {"NEW-SYN-RECV", "NEW_SYN_RECV", NULL},
	[SOCKET_BOUND_INACTIVE] = {"BOUND-INACTIVE", "BOUND_INACTIVE", NULL},
};

static const char *const timers[] = {
	[SOCKET_TIMER_NONE] = "none",
	[SOCKET_TIMER_ON] = "on",
	[SOCKET_TIMER_KEEPALIVE] = "keepalive",
	[SOCKET_TIMER_TIMEWAIT] = "timewait",
	[SOCKET_TIMER_PERSIST] = "persist",
};

/* ANY stands for every protocol. The first row that matches counts. */
enum { ANY = -1 };
static const struct {
	int family, type, protocol;
	const char *word;
} netids[] = {
	{AF_UNIX, SOCK_STREAM, ANY, "u_str"},
	{AF_UNIX, SOCK_DGRAM, ANY, "u_dgr"},
	{AF_UNIX, SOCK_SEQPACKET, ANY, "u_seq"},
	{AF_INET, SOCK_STREAM, IPPROTO_MPTCP, "mptcp"},
	{AF_INET6, SOCK_STREAM, IPPROTO_MPTCP, "mptcp"},
	{AF_INET, SOCK_STREAM, IPPROTO_SCTP, "sctp"},
	{AF_INET6, SOCK_STREAM, IPPROTO_SCTP, "sctp"},
	{AF_INET, SOCK_STREAM, ANY, "tcp"},
	{AF_INET6, SOCK_STREAM, ANY, "tcp"},
	{AF_INET, SOCK_DGRAM, IPPROTO_ICMP, "icmp"},
	{AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6, "icmp6"},
	{AF_INET, SOCK_DGRAM, ANY, "udp"},
	{AF_INET6, SOCK_DGRAM, ANY, "udp"},
	{AF_INET, SOCK_RAW, ANY, "raw"},
	{AF_INET6, SOCK_RAW, ANY, "raw"},
	{AF_NETLINK, SOCK_RAW, ANY, "nl"},
	{AF_NETLINK, SOCK_DGRAM, ANY, "nl"},
	{AF_PACKET, SOCK_RAW, ANY, "p_raw"},
	{AF_PACKET, SOCK_DGRAM, ANY, "p_dgr"},
	{AF_VSOCK, SOCK_STREAM, ANY, "v_str"},
	{AF_VSOCK, SOCK_DGRAM, ANY, "v_dgr"},
};
/* clang-format on */

static_assert(COUNT(states) == SOCKET_STATE_COUNT, "a state has no words");
static_assert(COUNT(timers) == SOCKET_TIMER_COUNT, "a timer has no word");

const char *socket_state_word(const struct socket_state *socket)
{
	if (socket->state < 0 || socket->state >= SOCKET_STATE_COUNT)
		return states[0].ss;
	return states[socket->state].ss;
}

const char *socket_timer_word(enum socket_timer timer)
{
	assert(timer < SOCKET_TIMER_COUNT);
	return timers[timer];
}

static bool word_is(struct str word, const char *text)
{
	return text && str_is(word, text);
}

int socket_state_from_word(struct str word)
{
	for (int i = 1; i < SOCKET_STATE_COUNT; i++) {
		if (word_is(word, states[i].ss) ||
		    word_is(word, states[i].kernel) ||
		    word_is(word, states[i].netstat))
			return i;
	}
	return -1;
}

bool socket_has_owner(const struct socket_state *socket, const char *actor,
		      int64_t fd)
{
	for (size_t i = 0; i < socket->owner_count; i++) {
		if (socket->owners[i].fd == fd &&
		    text_is(socket->owners[i].actor, actor))
			return true;
	}
	return false;
}

const char *socket_netid(const struct socket_state *socket)
{
	for (size_t i = 0; i < COUNT(netids); i++) {
		if (netids[i].family == socket->family &&
		    netids[i].type == socket->type &&
		    (netids[i].protocol == ANY ||
		     netids[i].protocol == socket->protocol))
			return netids[i].word;
	}
	return "???";
}

struct socket_state socket_copy(const struct socket_state *socket,
				struct arena *arena)
{
	struct socket_state copy = *socket;
	if (socket->host)
		copy.host = arena_strdup(arena, socket->host);
	struct socket_owner *owners = NULL;
	if (socket->owner_count)
		owners = arena_copy(arena, socket->owners,
				    socket->owner_count * sizeof(*owners));
	for (size_t i = 0; i < socket->owner_count; i++)
		owners[i].actor = arena_strdup(arena, owners[i].actor);
	copy.owners = owners;
	copy.options = NULL;
	if (socket->option_count)
		copy.options = arena_copy(arena, socket->options,
					  socket->option_count *
						  sizeof(*socket->options));
	if (socket->tcp_info)
		copy.tcp_info = arena_copy(arena, socket->tcp_info,
					   sizeof(*socket->tcp_info));
	return copy;
}

static bool owners_same(const struct socket_state *a,
			const struct socket_state *b)
{
	if (a->owner_count != b->owner_count)
		return false;
	for (size_t i = 0; i < a->owner_count; i++) {
		if (a->owners[i].fd != b->owners[i].fd ||
		    !text_same(a->owners[i].actor, b->owners[i].actor))
			return false;
	}
	return true;
}

static bool options_same(const struct socket_state *a,
			 const struct socket_state *b)
{
	if (a->option_count != b->option_count)
		return false;
	for (size_t i = 0; i < a->option_count; i++) {
		const struct socket_option *x = &a->options[i];
		const struct socket_option *y = &b->options[i];
		if (x->level != y->level || x->name != y->name ||
		    x->value != y->value)
			return false;
	}
	return true;
}

/* Who and what the socket is. */
static bool identity_same(const struct socket_state *a,
			  const struct socket_state *b)
{
	return text_same(a->host, b->host) && a->cookie == b->cookie &&
	       a->inode == b->inode && a->source == b->source &&
	       a->family == b->family && a->type == b->type &&
	       a->protocol == b->protocol &&
	       address_same(&a->local, &b->local) &&
	       address_same(&a->peer, &b->peer) &&
	       a->peer_inode == b->peer_inode;
}

/* What comes and goes while it lives. */
static bool progress_same(const struct socket_state *a,
			  const struct socket_state *b)
{
	return a->state == b->state && a->recv_q == b->recv_q &&
	       a->send_q == b->send_q && a->no_recv_q == b->no_recv_q &&
	       a->no_send_q == b->no_send_q && a->unbound == b->unbound &&
	       a->next_size == b->next_size && a->drops == b->drops &&
	       a->timer == b->timer && a->retransmits == b->retransmits &&
	       a->shut_rd == b->shut_rd && a->shut_wr == b->shut_wr &&
	       a->nonblock == b->nonblock;
}

bool socket_same(const struct socket_state *a, const struct socket_state *b)
{
	return identity_same(a, b) && progress_same(a, b) &&
	       owners_same(a, b) && options_same(a, b) &&
	       tcp_info_same(a->tcp_info, b->tcp_info);
}

void socket_print_end(const struct socket_state *socket,
		      const struct address *end, struct buf *out)
{
	struct address any = {.as.any.sa_family = (sa_family_t)socket->family};
	if (socket->family == AF_INET)
		any.len = sizeof(any.as.in);
	else if (socket->family == AF_INET6)
		any.len = sizeof(any.as.in6);
	address_print_ss(end->len ? end : &any, out);
}

void socket_print_option(const struct socket_option *option, struct buf *out)
{
	const char *name = symbol_name_in_c(symbol_option_group(option->level),
					    option->name);
	const char *unit = "";
	static const char *const units[][2] = {
		{"SO_RCVTIMEO", " us"},
		{"SO_SNDTIMEO", " us"},
		{"SO_LINGER", " s"},
		{"TCP_USER_TIMEOUT", " ms"},
	};
	for (size_t i = 0; name && i < COUNT(units); i++) {
		if (!strcmp(name, units[i][0]))
			unit = units[i][1];
	}
	buf_printf(out, "%s %lld%s", name ? name : "option",
		   (long long)option->value, unit);
}
