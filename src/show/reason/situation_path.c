/* situation_path: names of UNIX sockets, and who does not answer to one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A name is a file, which can be removed while its socket goes on, or begins
 * with a NUL and is none. A socket without bind() has no name: nothing can be
 * sent back to it. Of datagrams each socket keeps a few only, whatever their
 * size.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>

/* The socket whose abstract name is that path, or NULL. */
static const struct socket_state *abstract_of(const struct situation *situation,
					      const struct address *path)
{
	bool is_abstract;
	size_t len = address_un_path(path, &is_abstract);
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (row->family == AF_UNIX && row->owner_count &&
		    address_un_path(&row->local, &is_abstract) == len + 1 &&
		    is_abstract &&
		    !memcmp(row->local.as.un.sun_path + 1, path->as.un.sun_path,
			    len))
			return row;
	}
	return NULL;
}

static void say_another(struct situation *situation,
			const struct address *address)
{
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (row->family != AF_UNIX || !row->owner_count ||
		    !situation_is_path(&row->local) ||
		    address_same(&row->local, address))
			continue;
		SAY(situation, "bound-there",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("address",
			      situation_print(situation, &row->local)));
		return;
	}
}

static void no_path(struct situation *situation)
{
	const struct address *address = situation->address;
	if (!address || !situation_is_path(address))
		return;
	const char *path = situation_print(situation, address);
	const struct socket_state *row = situation_named(situation, address);
	const struct socket_state *other = abstract_of(situation, address);
	if (row) {
		SAY(situation, "path-gone",
		    SLOT_TEXT("other", situation_who(situation, row)),
		    SLOT_TEXT("path", path));
		return;
	}
	SAY(situation, "path-unknown", SLOT_TEXT("address", path));
	if (other)
		SAY(situation, "path-abstract",
		    SLOT_TEXT("other", situation_who(situation, other)),
		    SLOT_TEXT("name",
			      situation_print(situation, &other->local)));
	else
		say_another(situation, address);
}

static void other_type(struct situation *situation)
{
	const struct socket_state *own = situation->socket;
	const struct socket_state *row =
		own && situation->address
			? situation_named(situation, situation->address)
			: NULL;
	if (!row || row->type == own->type)
		return;
	SAY(situation, "type-differs",
	    SLOT_TEXT("other", situation_who(situation, row)),
	    SLOT_TEXT("address",
		      situation_print(situation, situation->address)),
	    SLOT_TEXT("type", symbol_name(SYMBOL_TYPE, row->type)),
	    SLOT_TEXT("own", situation_own(situation)),
	    SLOT_TEXT("own_type", symbol_name(SYMBOL_TYPE, own->type)));
}

/* A UNIX socket that is connected takes datagrams from its peer only. */
static void hears_another(struct situation *situation)
{
	const struct socket_state *row =
		situation->address
			? situation_named(situation, situation->address)
			: NULL;
	const struct socket_state *peer =
		row ? situation_peer(&situation->before, row) : NULL;
	if (!peer || peer == situation->socket)
		return;
	SAY(situation, "hears-another",
	    SLOT_TEXT("other", situation_who(situation, row)),
	    SLOT_TEXT("peer", peer->local.len > 2
				      ? situation_print(situation, &peer->local)
				      : situation_who(situation, peer)));
}

/* An address that is a family and nothing else, as getsockname() gives it of a
 * socket without a name. */
static void no_name(struct situation *situation)
{
	const struct address *address = situation->address;
	if (address && address->len == sizeof(sa_family_t) &&
	    address_family(address) == AF_UNIX)
		SAY(situation, "address-blank");
}

/* Who is to get the datagram: by its name, or the other end. */
static const struct socket_state *receiver(const struct situation *situation)
{
	const struct address *named = situation->address;
	return named && named->len
		       ? situation_named(situation, named)
		       : situation_peer(&situation->before, situation->socket);
}

/* The queue is full by the number of datagrams, long before the send buffer is
 * by their bytes: with a half of the usual one it cannot be that. */
static void queue_full(struct situation *situation)
{
	enum { USUAL = 212992 };
	const struct socket_state *own = situation->socket;
	if (!own || own->family != AF_UNIX || own->type != SOCK_DGRAM ||
	    own->send_q > USUAL / 2 ||
	    situation_has_option(situation, own, SOL_SOCKET, SO_SNDBUF))
		return;
	const struct socket_state *to = receiver(situation);
	if (!to)
		return;
	SAY(situation, "datagrams-full",
	    SLOT_TEXT("other", situation_who(situation, to)));
	situation_say_unwilling(situation, own, SO_SNDTIMEO);
}

const struct situation_row *situation_paths(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_SENDS, EPERM, hears_another},
		{"connect", 0, ENOENT, no_path},
		{NULL, SYSCALL_SENDS, ENOENT, no_path},
		{"connect", 0, EPROTOTYPE, other_type},
		{NULL, SYSCALL_SENDS, EPROTOTYPE, other_type},
		{NULL, SYSCALL_SENDS, EINVAL, no_name},
		{NULL, SYSCALL_SENDS, EAGAIN, queue_full},
		{NULL, SYSCALL_SENDS, SITUATION_BLOCKED, queue_full},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
