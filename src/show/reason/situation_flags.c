/* situation_flags: bits that mean nothing where they stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FD_CLOEXEC is 1 and belongs to fcntl(2); O_CLOEXEC happens to be SOCK_CLOEXEC
 * and O_NONBLOCK to be SOCK_NONBLOCK, which hides that the others are not. An
 * address of one link says nothing without the link: every interface has its
 * own fe80::/10.
 */
#include "base/sentence.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { TYPE = 0xf, KNOWN = SOCK_NONBLOCK | SOCK_CLOEXEC };

static const char *print_bits(struct situation *situation, int64_t bits)
{
	return arena_printf(&situation->arena, "%#llx",
			    (unsigned long long)bits);
}

static void flags_of_accept(struct situation *situation)
{
	int64_t bits = situation_number(situation, 1) & ~(int64_t)KNOWN;
	if (bits)
		SAY(situation,
		    bits == FD_CLOEXEC ? "flags-accept-cloexec"
				       : "flags-accept",
		    SLOT_TEXT("bits", print_bits(situation, bits)));
}

static void flags_of_type(struct situation *situation)
{
	int64_t bits =
		situation_number(situation, 1) & ~(int64_t)(KNOWN | TYPE);
	if (bits)
		SAY(situation,
		    bits == FD_CLOEXEC ? "flags-type-cloexec" : "flags-type",
		    SLOT_TEXT("bits", print_bits(situation, bits)));
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
	SAY(situation, "scope-missing",
	    SLOT_TEXT("address", situation_host_part(situation, address)));
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
