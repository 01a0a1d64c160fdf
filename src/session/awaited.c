/* awaited: which socket a program waits for that is to start later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/awaited.h"

#include <string.h>

bool awaited_is_reachable(const struct socket_state *row)
{
	bool takes_all =
		row->type == SOCK_DGRAM && address_port(&row->peer) <= 0;
	if (row->family == AF_UNIX)
		return row->state == SOCKET_LISTEN ||
		       (row->type == SOCK_DGRAM &&
			row->local.len > sizeof(sa_family_t));
	return row->state == SOCKET_LISTEN ||
	       (takes_all && address_port(&row->local) > 0);
}

static const char *without_dot(const char *path)
{
	return strncmp(path, "./", 2) ? path : path + 2;
}

/* What stands behind the length of an address is no part of it. */
bool awaited_is(const struct socket_state *row, const struct move *move)
{
	char name[sizeof(row->local.as.un.sun_path) + 1];
	bool is_abstract;
	if (!move->path)
		return !move->number ||
		       address_port(&row->local) == move->number;
	if (row->family != AF_UNIX)
		return false;
	size_t len = address_un_path(&row->local, &is_abstract);
	memcpy(name, row->local.as.un.sun_path, len);
	name[len] = '\0';
	if (is_abstract)
		name[0] = '@';
	return !strcmp(without_dot(name), without_dot(move->path));
}
