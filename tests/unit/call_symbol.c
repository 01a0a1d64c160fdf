/* call_symbol: the table of constants, in both directions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/table/symbol.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

Test(symbol, table_is_sorted_and_in_both_directions)
{
	size_t count;
	const struct symbol *table = symbol_table(&count);
	cr_assert_gt(count, 500);
	for (size_t i = 0; i < count; i++) {
		const struct symbol *row = &table[i];
		const struct symbol *before = i ? row - 1 : NULL;
		int64_t value;
		cr_expect(
			symbol_value(row->group, str_from(row->name), &value) &&
				value == row->value,
			"%s", row->name);
		const char *name = symbol_name(row->group, row->value);
		cr_expect(name, "%s has no name for strace", row->name);
		if (row->use == SYMBOL_NAME)
			cr_expect_str_eq(name, row->name);
		if (row->use == SYMBOL_IN_C)
			cr_expect_str_eq(
				symbol_name_in_c(row->group, row->value),
				row->name);
		if (!before)
			continue;
		cr_expect(before->group <= row->group, "%s", row->name);
		bool flags = row->group == SYMBOL_TYPE_FLAG ||
			     row->group == SYMBOL_SA;
		cr_expect(before->group != row->group || flags ||
				  before->value < row->value ||
				  (before->value == row->value &&
				   row->use != SYMBOL_NAME),
			  "%s is out of order", row->name);
	}
}

Test(symbol, every_group_has_rows)
{
	size_t count, seen[SYMBOL_GROUP_COUNT] = {0};
	const struct symbol *table = symbol_table(&count);
	for (size_t i = 0; i < count; i++)
		seen[table[i].group]++;
	for (size_t i = 0; i < SYMBOL_GROUP_COUNT; i++)
		cr_expect(seen[i], "group %zu is empty", i);
}

/* All errno that the C library has a text for, and all signals but the real
 * time ones, are there. */
Test(symbol, errno_and_signals_are_complete)
{
	for (int i = 1; i <= EHWPOISON; i++) {
		const char *known = strerrorname_np(i);
		const char *name = symbol_name(SYMBOL_ERRNO, i);
		cr_expect(!known == !name, "errno %d", i);
		int64_t value;
		cr_expect(!known || (symbol_value(SYMBOL_ERRNO, str_from(known),
						  &value) &&
				     value == i),
			  "%s", known);
	}
	for (int i = 1; i < 32; i++) {
		const char *name = symbol_name(SYMBOL_SIGNAL, i);
		const char *known = sigabbrev_np(i);
		cr_expect(name && known, "signal %d", i);
		// glibc says POLL where strace says IO.
		cr_expect(!strcmp(name + 3, known) || i == SIGIO, "%s", name);
	}
}

/* The numbers are those of this machine's headers. */
Test(symbol, values_are_those_of_the_headers)
{
#define HERE(group, name)                                                      \
	{                                                                      \
		SYMBOL_##group, name, #name                                    \
	}
	static const struct {
		enum symbol_group group;
		int64_t value;
		const char *name;
	} rows[] = {
		HERE(FAMILY, AF_UNIX),
		HERE(FAMILY, AF_INET),
		HERE(FAMILY, AF_INET6),
		HERE(FAMILY, AF_NETLINK),
		HERE(FAMILY, AF_PACKET),
		HERE(FAMILY, AF_VSOCK),
		HERE(FAMILY, PF_LOCAL),
		HERE(TYPE, SOCK_STREAM),
		HERE(TYPE, SOCK_DGRAM),
		HERE(TYPE, SOCK_RAW),
		HERE(TYPE, SOCK_SEQPACKET),
		HERE(TYPE_FLAG, SOCK_NONBLOCK),
		HERE(TYPE_FLAG, SOCK_CLOEXEC),
		HERE(PROTOCOL, IPPROTO_ICMP),
		HERE(PROTOCOL, IPPROTO_TCP),
		HERE(PROTOCOL, IPPROTO_UDP),
		HERE(PROTOCOL, IPPROTO_SCTP),
		HERE(BACKLOG, SOMAXCONN),
		HERE(AI, AI_PASSIVE),
		HERE(AI, AI_CANONNAME),
		HERE(AI, AI_NUMERICHOST),
		HERE(AI, AI_V4MAPPED),
		HERE(AI, AI_ALL),
		HERE(AI, AI_ADDRCONFIG),
		HERE(AI, AI_NUMERICSERV),
		HERE(NI, NI_NUMERICHOST),
		HERE(NI, NI_NUMERICSERV),
		HERE(NI, NI_NOFQDN),
		HERE(NI, NI_NAMEREQD),
		HERE(NI, NI_DGRAM),
		HERE(ERRNO, EAI_NONAME),
		HERE(ERRNO, EAI_AGAIN),
		HERE(ERRNO, EAI_SERVICE),
		HERE(ERRNO, EAI_FAMILY),
		HERE(ERRNO, EAI_SOCKTYPE),
		HERE(ERRNO, EAI_BADFLAGS),
		HERE(ERRNO, EAI_ADDRFAMILY),
		HERE(ERRNO, EAI_NODATA),
		HERE(ERRNO, EAI_SYSTEM),
		HERE(ERRNO, EAI_FAIL),
		HERE(ERRNO, EAI_MEMORY),
		HERE(ERRNO, EAI_OVERFLOW),
		HERE(WAIT, WNOHANG),
		HERE(WAIT, WUNTRACED),
		HERE(WAIT, WEXITED),
		HERE(WAIT, WCONTINUED),
		HERE(SA, SA_NOCLDSTOP),
		HERE(SA, SA_NOCLDWAIT),
		HERE(SA, SA_SIGINFO),
		HERE(SA, SA_ONSTACK),
		HERE(SA, SA_RESTART),
		HERE(SA, SA_NODEFER),
		{SYMBOL_SA, SA_RESETHAND, "SA_RESETHAND"},
		HERE(MSG, MSG_OOB),
		HERE(MSG, MSG_PEEK),
		HERE(MSG, MSG_DONTROUTE),
		HERE(MSG, MSG_TRUNC),
		HERE(MSG, MSG_DONTWAIT),
		HERE(MSG, MSG_EOR),
		HERE(MSG, MSG_WAITALL),
		HERE(MSG, MSG_CONFIRM),
		HERE(MSG, MSG_ERRQUEUE),
		HERE(MSG, MSG_NOSIGNAL),
		HERE(MSG, MSG_MORE),
		HERE(MSG, MSG_ZEROCOPY),
		HERE(MSG, MSG_FASTOPEN),
		HERE(SHUT, SHUT_RD),
		HERE(SHUT, SHUT_WR),
		HERE(SHUT, SHUT_RDWR),
		HERE(LEVEL, SOL_SOCKET),
		HERE(LEVEL, IPPROTO_IP),
		HERE(LEVEL, IPPROTO_TCP),
		HERE(LEVEL, IPPROTO_UDP),
		HERE(LEVEL, IPPROTO_IPV6),
		HERE(SO, SO_DEBUG),
		HERE(SO, SO_REUSEADDR),
		HERE(SO, SO_TYPE),
		HERE(SO, SO_ERROR),
		HERE(SO, SO_DONTROUTE),
		HERE(SO, SO_BROADCAST),
		HERE(SO, SO_SNDBUF),
		HERE(SO, SO_RCVBUF),
		HERE(SO, SO_KEEPALIVE),
		HERE(SO, SO_OOBINLINE),
		HERE(SO, SO_PRIORITY),
		HERE(SO, SO_LINGER),
		HERE(SO, SO_REUSEPORT),
		HERE(SO, SO_PASSCRED),
		HERE(SO, SO_PEERCRED),
		HERE(SO, SO_RCVLOWAT),
		HERE(SO, SO_SNDLOWAT),
		HERE(SO, SO_RCVTIMEO),
		HERE(SO, SO_SNDTIMEO),
		HERE(SO, SO_BINDTODEVICE),
		HERE(SO, SO_TIMESTAMP),
		HERE(SO, SO_ACCEPTCONN),
		HERE(SO, SO_MARK),
		HERE(SO, SO_PROTOCOL),
		HERE(SO, SO_DOMAIN),
		HERE(SO, SO_RXQ_OVFL),
		HERE(SO, SO_PEEK_OFF),
		HERE(SO, SO_INCOMING_CPU),
		HERE(SO, SO_COOKIE),
		HERE(SO, SO_ZEROCOPY),
		HERE(IP, IP_TOS),
		HERE(IP, IP_TTL),
		HERE(IP, IP_HDRINCL),
		HERE(IP, IP_OPTIONS),
		HERE(IP, IP_PKTINFO),
		HERE(IP, IP_MTU_DISCOVER),
		HERE(IP, IP_RECVERR),
		HERE(IP, IP_RECVTTL),
		HERE(IP, IP_MTU),
		HERE(IP, IP_FREEBIND),
		HERE(IP, IP_TRANSPARENT),
		HERE(IP, IP_MULTICAST_IF),
		HERE(IP, IP_MULTICAST_TTL),
		HERE(IP, IP_MULTICAST_LOOP),
		HERE(IP, IP_ADD_MEMBERSHIP),
		HERE(IP, IP_DROP_MEMBERSHIP),
		HERE(IPV6, IPV6_UNICAST_HOPS),
		HERE(IPV6, IPV6_MULTICAST_IF),
		HERE(IPV6, IPV6_MULTICAST_HOPS),
		HERE(IPV6, IPV6_MULTICAST_LOOP),
		HERE(IPV6, IPV6_JOIN_GROUP),
		HERE(IPV6, IPV6_LEAVE_GROUP),
		HERE(IPV6, IPV6_MTU),
		HERE(IPV6, IPV6_V6ONLY),
		HERE(IPV6, IPV6_RECVPKTINFO),
		HERE(IPV6, IPV6_TCLASS),
		HERE(TCP, TCP_NODELAY),
		HERE(TCP, TCP_MAXSEG),
		HERE(TCP, TCP_CORK),
		HERE(TCP, TCP_KEEPIDLE),
		HERE(TCP, TCP_KEEPINTVL),
		HERE(TCP, TCP_KEEPCNT),
		HERE(TCP, TCP_SYNCNT),
		HERE(TCP, TCP_LINGER2),
		HERE(TCP, TCP_DEFER_ACCEPT),
		HERE(TCP, TCP_WINDOW_CLAMP),
		HERE(TCP, TCP_INFO),
		HERE(TCP, TCP_QUICKACK),
		HERE(TCP, TCP_CONGESTION),
		HERE(TCP, TCP_USER_TIMEOUT),
		HERE(TCP, TCP_FASTOPEN),
		HERE(TCP, TCP_NOTSENT_LOWAT),
		HERE(UDP, UDP_CORK),
		HERE(UDP, UDP_ENCAP),
		HERE(ERRNO, ECONNREFUSED),
		HERE(ERRNO, EWOULDBLOCK),
		HERE(SIGNAL, SIGPIPE),
	};
#undef HERE
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t value = -1;
		bool found = symbol_value(rows[i].group, str_from(rows[i].name),
					  &value);
		cr_expect(found && value == rows[i].value, "%s is %lld here",
			  rows[i].name, (long long)rows[i].value);
	}
}

Test(symbol, flags_are_joined)
{
	static const struct {
		enum symbol_group group;
		int64_t value;
		const char *text;
	} rows[] = {
		{SYMBOL_MSG, 0, "0"},
		{SYMBOL_MSG, MSG_PEEK | MSG_DONTWAIT, "MSG_PEEK|MSG_DONTWAIT"},
		{SYMBOL_MSG, MSG_DONTWAIT | 0x800000, "MSG_DONTWAIT|0x800000"},
		{SYMBOL_MSG, 0x800000, "0x800000"},
		{SYMBOL_MSG, INT32_MIN, "MSG_CMSG_COMPAT"},
		{SYMBOL_TYPE_FLAG, SOCK_NONBLOCK | SOCK_CLOEXEC,
		 "SOCK_CLOEXEC|SOCK_NONBLOCK"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out = {0};
		symbol_print_flags(rows[i].group, rows[i].value, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].text);
		buf_done(&out);
	}
}

Test(symbol, names_of_programs_and_of_python)
{
	cr_expect_str_eq(symbol_name(SYMBOL_LEVEL, IPPROTO_TCP), "SOL_TCP");
	cr_expect_str_eq(symbol_name_in_c(SYMBOL_LEVEL, IPPROTO_TCP),
			 "IPPROTO_TCP");
	cr_expect_str_eq(symbol_name(SYMBOL_SO, SO_RCVTIMEO),
			 "SO_RCVTIMEO_OLD");
	cr_expect_str_eq(symbol_name_in_c(SYMBOL_SO, SO_RCVTIMEO),
			 "SO_RCVTIMEO");
	cr_expect_str_eq(symbol_name_in_python(SYMBOL_IPV6, IPV6_JOIN_GROUP),
			 "IPV6_JOIN_GROUP");
	cr_expect_null(symbol_name_in_python(SYMBOL_UDP, UDP_CORK));
	cr_expect_null(symbol_name(SYMBOL_FAMILY, 99));
	int64_t value;
	cr_expect(
		!symbol_value(SYMBOL_FAMILY, str_from("SOCK_STREAM"), &value));
}

Test(symbol, levels_have_option_groups)
{
	cr_expect_eq(symbol_option_group(SOL_SOCKET), SYMBOL_SO);
	cr_expect_eq(symbol_option_group(IPPROTO_IP), SYMBOL_IP);
	cr_expect_eq(symbol_option_group(IPPROTO_IPV6), SYMBOL_IPV6);
	cr_expect_eq(symbol_option_group(IPPROTO_TCP), SYMBOL_TCP);
	cr_expect_eq(symbol_option_group(IPPROTO_UDP), SYMBOL_UDP);
	cr_expect_eq(symbol_option_group(77), SYMBOL_GROUP_COUNT);
}
