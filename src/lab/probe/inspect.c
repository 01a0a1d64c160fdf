/* inspect: all that can be read of one socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every option that the table of constants knows is asked of the kernel, on a
 * copy of the actor's descriptor. The kernel itself says which of them the
 * socket has: what answers ENOPROTOOPT, EOPNOTSUPP or ENOTTY is no option of
 * it, or cannot be read, and is left out. Any other failure is a value of its
 * own: IP_MTU of a socket without a peer is ENOTCONN.
 *
 * Reading is not always harmless. SO_ERROR takes the error away from the
 * program, TCP_SAVED_SYN frees the headers, TCP_ZEROCOPY_RECEIVE takes data:
 * these stay unread. Others want a question besides their name.
 *
 * What a new socket has is read from one made for that, by the same code.
 */
#include "lab/probe/inspect.h"

#include "call/table/option.h"
#include "call/table/symbol.h"
#include "lab/probe/inspect_info.h"
#include "lab/probe/sockopt.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

/* clang-format off */
static const struct level {
	enum symbol_group group;
	int level;
	const char *name;
} levels[] = {
	{SYMBOL_SO,   SOL_SOCKET,   "SOL_SOCKET"},
	{SYMBOL_IP,   IPPROTO_IP,   "IPPROTO_IP"},
	{SYMBOL_IPV6, IPPROTO_IPV6, "IPPROTO_IPV6"},
	{SYMBOL_TCP,  IPPROTO_TCP,  "IPPROTO_TCP"},
	{SYMBOL_UDP,  IPPROTO_UDP,  "IPPROTO_UDP"},
};

static const struct {
	int level, name;
} unread[] = {
	{SOL_SOCKET,   SO_ERROR},
	{IPPROTO_IP,   IP_MSFILTER},
	{IPPROTO_IP,   MCAST_MSFILTER},
	{IPPROTO_IPV6, MCAST_MSFILTER},
	{IPPROTO_IPV6, 32 /* IPV6_FLOWLABEL_MGR */},
	{IPPROTO_TCP,  TCP_SAVED_SYN},
	{IPPROTO_TCP,  TCP_ZEROCOPY_RECEIVE},
};

/* Larger than an int, and not in the table of options. */
static const struct {
	int level, name;
	socklen_t room;
} rooms[] = {
	{SOL_SOCKET,   SO_ATTACH_FILTER, 0}, /* then its length is told */
	{IPPROTO_IPV6, IPV6_PATHMTU, 32 /* struct ip6_mtuinfo */},
	{IPPROTO_IPV6, IPV6_HOPOPTS, 256},
	{IPPROTO_IPV6, IPV6_RTHDRDSTOPTS, 256},
	{IPPROTO_IPV6, IPV6_RTHDR, 256},
	{IPPROTO_IPV6, IPV6_DSTOPTS, 256},
};

/* Numbers of the kernel's own, and clocks: no two sockets have the same. */
static const char *const own[] = {
	"SO_COOKIE", "SO_NETNS_COOKIE", "SO_INCOMING_CPU",
	"SO_INCOMING_NAPI_ID", "TCP_TIMESTAMP", "last_ack_recv",
	"last_ack_sent", "last_data_recv", "last_data_sent",
};
/* clang-format on */

static bool is_unread(int level, int name)
{
	for (size_t i = 0; i < COUNT(unread); i++) {
		if (unread[i].level == level && unread[i].name == name)
			return true;
	}
	return false;
}

/* SO_PEERNAME fails with EINVAL for more room than the address takes. */
static socklen_t room_of_peer(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);
	return getpeername(fd, (struct sockaddr *)&address, &len) < 0
		       ? sizeof(int)
		       : len;
}

static socklen_t room_of(int fd, int level, int name)
{
	if (level == SOL_SOCKET && name == SO_PEERNAME)
		return room_of_peer(fd);
	for (size_t i = 0; i < COUNT(rooms); i++) {
		if (rooms[i].level == level && rooms[i].name == name)
			return rooms[i].room;
	}
	const struct option *option = option_find(level, name);
	return option ? (socklen_t)option->room : sizeof(int);
}

/* Whether the level is one of the socket's own; the rest is asked, too. */
static bool is_level_of(int fd, int level)
{
	int domain = 0, protocol = 0;
	socklen_t len = sizeof(int);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len);
	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len);
	return level == SOL_SOCKET || level == protocol ||
	       (level == IPPROTO_IP && domain == AF_INET) ||
	       (level == IPPROTO_IPV6 && domain == AF_INET6);
}

/* --- options ----------------------------------------------------------------
 */

static void take_value(struct inspection *inspection, const struct level *level,
		       const struct symbol *symbol, const unsigned char *value,
		       socklen_t len)
{
	int number;
	struct inspect_row row = {
		.group = level->name,
		.name = symbol_name_in_c(symbol->group, symbol->value)};
	int name = (int)symbol->value;
	if (level->level == SOL_SOCKET && name == SO_ATTACH_FILTER) {
		row.number = len;
	} else if (len == sizeof(number) && !option_find(level->level, name)) {
		memcpy(&number, value, sizeof(number));
		row.number = number;
	} else {
		row.answer = INSPECT_BYTES;
		row.bytes.data = arena_copy(inspection->arena, value, len);
		row.bytes.len = len;
	}
	inspect_add(inspection, row);
}

static void read_option(struct inspection *inspection,
			const struct level *level, const struct symbol *symbol)
{
	unsigned char value[512] = {0};
	const char *text = symbol_name_in_c(symbol->group, symbol->value);
	int name = (int)symbol->value;
	socklen_t len = room_of(inspection->fd, level->level, name);
	if (is_unread(level->level, name)) {
		if (is_level_of(inspection->fd, level->level))
			inspect_add(inspection,
				    (struct inspect_row){
					    .group = level->name,
					    .name = text,
					    .answer = INSPECT_UNREAD,
				    });
		return;
	}
	if (getsockopt(inspection->fd, level->level, name, value, &len) < 0)
		inspect_add_failed(inspection, level->name, text);
	else
		take_value(inspection, level, symbol, value, len);
}

/* These two are taken apart by themselves. */
static bool is_elsewhere(const struct symbol *symbol)
{
	return (symbol->group == SYMBOL_TCP && symbol->value == TCP_INFO) ||
	       (symbol->group == SYMBOL_SO && symbol->value == SO_MEMINFO);
}

static void read_options(struct inspection *inspection)
{
	size_t count;
	const struct symbol *symbols = symbol_table(&count);
	for (size_t n = 0; n < COUNT(levels); n++) {
		for (size_t i = 0; i < count; i++) {
			if (symbols[i].group == levels[n].group &&
			    symbols[i].use == SYMBOL_NAME &&
			    !is_elsewhere(&symbols[i]))
				read_option(inspection, &levels[n],
					    &symbols[i]);
		}
	}
}

/* --- what a new socket has --------------------------------------------------
 */

static bool is_own(const char *name)
{
	for (size_t i = 0; i < COUNT(own); i++) {
		if (!strcmp(own[i], name))
			return true;
	}
	return false;
}

static bool same_value(const struct inspect_row *a, const struct inspect_row *b)
{
	return a->answer == b->answer && a->number == b->number &&
	       a->error == b->error && a->bytes.len == b->bytes.len &&
	       (!a->bytes.len ||
		!memcmp(a->bytes.data, b->bytes.data, a->bytes.len));
}

/* The kernel's own default, which the lab's namespace has even where our own
 * was tuned. */
static bool is_usual(const struct inspect_row *row)
{
	for (size_t i = 0; i < COUNT(levels); i++) {
		int64_t name, usual;
		if (!strcmp(levels[i].name, row->group) &&
		    symbol_value(levels[i].group, str_from(row->name), &name))
			return row->answer == INSPECT_NUMBER &&
			       option_usual(levels[i].level, (int)name,
					    &usual) &&
			       usual == row->number;
	}
	return false;
}

static void compare(struct inspection *mine, const struct inspection *fresh)
{
	for (size_t i = 0; i < mine->count; i++) {
		struct inspect_row *row = &mine->rows[i];
		size_t n = 0;
		while (n < fresh->count &&
		       (strcmp(fresh->rows[n].group, row->group) != 0 ||
			strcmp(fresh->rows[n].name, row->name) != 0))
			n++;
		bool same = n < fresh->count ? same_value(row, &fresh->rows[n])
					     : row->answer == INSPECT_UNREAD;
		row->differs = !same && !is_own(row->name) && !is_usual(row);
	}
}

static void read_all(struct inspection *inspection)
{
	inspect_read_queues(inspection);
	read_options(inspection);
	inspect_read_tcp(inspection);
}

static int make_like(int fd)
{
	int domain = 0, type = 0, protocol = 0;
	socklen_t len = sizeof(int);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len);
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len);
	return socket(domain, type | SOCK_CLOEXEC, protocol);
}

const struct inspect_row *inspect_read(int fd, struct arena *arena,
				       size_t *count)
{
	struct inspection mine = {.fd = fd, .arena = arena};
	struct inspection fresh = {.arena = arena};
	read_all(&mine);
	AUTO_CLOSE int other = make_like(fd);
	fresh.fd = other;
	if (other >= 0) { // SOCK_RAW takes a right that we may not have
		read_all(&fresh);
		compare(&mine, &fresh);
	}
	const struct inspect_row *rows =
		arena_copy(arena, mine.rows, mine.count * sizeof(*mine.rows));
	*count = mine.count;
	free(mine.rows);
	free(fresh.rows);
	return rows;
}
