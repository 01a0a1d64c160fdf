/* situation_flags: bits that mean nothing where they stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FD_CLOEXEC is 1 and belongs to fcntl(2); O_CLOEXEC happens to be SOCK_CLOEXEC
 * and O_NONBLOCK to be SOCK_NONBLOCK, which hides that the others are not. An
 * address of one link says nothing without the link: every interface has its
 * own fe80::/10.
 */
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { TYPE = 0xf, KNOWN = SOCK_NONBLOCK | SOCK_CLOEXEC };

static void say_bits(struct situation *situation, const char *where,
		     int64_t bits)
{
	situation_say(situation,
		      "%s SOCK_NONBLOCK and SOCK_CLOEXEC; %#llx is neither%s.",
		      where, (unsigned long long)bits,
		      bits == FD_CLOEXEC
			      ? ", it is FD_CLOEXEC, which fcntl() takes"
			      : "");
}

static void flags_of_accept(struct situation *situation)
{
	int64_t bits = situation_number(situation, 1) & ~(int64_t)KNOWN;
	if (bits)
		say_bits(situation, "accept4() takes the flags", bits);
}

static void flags_of_type(struct situation *situation)
{
	int64_t bits =
		situation_number(situation, 1) & ~(int64_t)(KNOWN | TYPE);
	if (bits)
		say_bits(situation, "Beside the type stand", bits);
}

static void no_scope(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!address || !situation->socket ||
	    situation->socket->family != AF_INET6 ||
	    address_family(address) != AF_INET6 ||
	    !IN6_IS_ADDR_LINKLOCAL(&address->as.in6.sin6_addr) ||
	    address->as.in6.sin6_scope_id)
		return;
	situation_say(situation,
		      "%s is an address of one link, and every interface has "
		      "such addresses: sin6_scope_id, which is 0 here, must "
		      "say which interface, as if_nametoindex() numbers them.",
		      situation_host_part(situation, address));
}

const struct situation_row *situation_flags(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"accept4", 0, EINVAL, flags_of_accept},
		{"socket", 0, EINVAL, flags_of_type},
		{"socketpair", 0, EINVAL, flags_of_type},
		{"bind", 0, EINVAL, no_scope},
		{"connect", 0, EINVAL, no_scope},
		{NULL, SYSCALL_SENDS, EINVAL, no_scope},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
