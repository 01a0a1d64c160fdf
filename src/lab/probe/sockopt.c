/* sockopt: the options of a socket that somebody changed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a new socket has is asked of the kernel, once for each kind of socket,
 * on a socket made for that. It is made in our own namespace, though, whose
 * sysctls (net.ipv4.tcp_keepalive_time …) may have been tuned while the lab's
 * namespace has the kernel's own values. So a value counts as changed when it
 * is neither the new socket's nor the kernel's.
 *
 * SO_ERROR is never read here: reading it takes the error away from the actor.
 * TCP_QUICKACK, TCP_MAXSEG and TCP_WINDOW_CLAMP change by themselves.
 */
#include "lab/probe/sockopt.h"

#include "lab/kernel/patience.h"

#include <assert.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>

#ifndef SO_BUF_LOCK
#define SO_BUF_LOCK 72 /* Linux 5.14 */
#endif

#ifndef IP_LOCAL_PORT_RANGE
#define IP_LOCAL_PORT_RANGE 51 /* Linux 6.3 */
#endif

enum { LOCK_SNDBUF = 1, LOCK_RCVBUF = 2 }; /* bits of SO_BUF_LOCK */

enum option_shape {
	SHAPE_INT,
	SHAPE_GROUP, /* an int, for multicast; TCP keeps the SYN's TTL there */
	SHAPE_LINGER,
	SHAPE_TIME,
	SHAPE_COUNT
};

/* `usual` is the kernel's own default. */
struct option {
	int level, name;
	int64_t usual;
	enum option_shape shape;
};

/* clang-format off */
static const struct option options[] = {
	{SOL_SOCKET,   SO_REUSEADDR,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_REUSEPORT,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_KEEPALIVE,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_LINGER,               -1,   SHAPE_LINGER},
	{SOL_SOCKET,   SO_RCVTIMEO,             0,    SHAPE_TIME},
	{SOL_SOCKET,   SO_SNDTIMEO,             0,    SHAPE_TIME},
	{SOL_SOCKET,   SO_RCVLOWAT,             1,    SHAPE_INT},
	{SOL_SOCKET,   SO_BROADCAST,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_OOBINLINE,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_DONTROUTE,            0,    SHAPE_INT},
	{SOL_SOCKET,   SO_BINDTOIFINDEX,        0,    SHAPE_INT},
	{SOL_SOCKET,   SO_MARK,                 0,    SHAPE_INT},
	{SOL_SOCKET,   SO_PASSCRED,             0,    SHAPE_INT},
	{SOL_SOCKET,   SO_PEEK_OFF,             -1,   SHAPE_INT},
	{SOL_SOCKET,   SO_TIMESTAMP,            0,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_NODELAY,             0,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_CORK,                0,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_KEEPIDLE,            7200, SHAPE_INT},
	{IPPROTO_TCP,  TCP_KEEPINTVL,           75,   SHAPE_INT},
	{IPPROTO_TCP,  TCP_KEEPCNT,             9,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_SYNCNT,              PATIENCE_SYN_RETRIES, SHAPE_INT},
	{IPPROTO_TCP,  TCP_LINGER2,             PATIENCE_FIN_WAIT2, SHAPE_INT},
	{IPPROTO_TCP,  TCP_DEFER_ACCEPT,        0,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_USER_TIMEOUT,        0,    SHAPE_INT},
	{IPPROTO_TCP,  TCP_FASTOPEN,            0,    SHAPE_INT},
	{IPPROTO_IP,   IP_TTL,                  64,   SHAPE_INT},
	{IPPROTO_IP,   IP_TOS,                  0,    SHAPE_INT},
	{IPPROTO_IP,   IP_RECVERR,              0,    SHAPE_INT},
	{IPPROTO_IP,   IP_PKTINFO,              0,    SHAPE_INT},
	{IPPROTO_IP,   IP_RECVTTL,              0,    SHAPE_INT},
	{IPPROTO_IP,   IP_FREEBIND,             0,    SHAPE_INT},
	{IPPROTO_IP,   IP_BIND_ADDRESS_NO_PORT, 0,    SHAPE_INT},
	{IPPROTO_IP,   IP_LOCAL_PORT_RANGE,     0,    SHAPE_INT},
	{IPPROTO_IP,   IP_MTU_DISCOVER,         1,    SHAPE_INT},
	{IPPROTO_IP,   IP_MULTICAST_TTL,        1,    SHAPE_GROUP},
	{IPPROTO_IP,   IP_MULTICAST_LOOP,       1,    SHAPE_GROUP},
	{IPPROTO_IPV6, IPV6_V6ONLY,             0,    SHAPE_INT},
	{IPPROTO_IPV6, IPV6_UNICAST_HOPS,       64,   SHAPE_INT},
	{IPPROTO_IPV6, IPV6_RECVERR,            0,    SHAPE_INT},
	{IPPROTO_IPV6, IPV6_RECVPKTINFO,        0,    SHAPE_INT},
	{IPPROTO_IPV6, IPV6_MTU_DISCOVER,       1,    SHAPE_INT},
	{IPPROTO_IPV6, IPV6_MULTICAST_HOPS,     1,    SHAPE_GROUP},
	{IPPROTO_IPV6, IPV6_MULTICAST_LOOP,     1,    SHAPE_GROUP},
};
/* clang-format on */

enum { OPTION_COUNT = COUNT(options), KINDS_MAX = 16 };

bool option_usual(int level, int name, int64_t *usual)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (options[i].level == level && options[i].name == name) {
			*usual = options[i].usual;
			return true;
		}
	}
	return false;
}

/* What a new socket of one kind has. `has` is false where it has no such
 * option. */
struct newborn {
	int family, type, protocol;
	bool has[OPTION_COUNT];
	int64_t value[OPTION_COUNT];
};

static bool read_int(int fd, const struct option *option, int64_t *value)
{
	int number = 0;
	socklen_t len = sizeof(number);
	if (getsockopt(fd, option->level, option->name, &number, &len) < 0)
		return false;
	*value = number;
	return true;
}

static bool read_linger(int fd, const struct option *option, int64_t *value)
{
	struct linger linger = {0};
	socklen_t len = sizeof(linger);
	if (getsockopt(fd, option->level, option->name, &linger, &len) < 0)
		return false;
	*value = linger.l_onoff ? linger.l_linger : -1;
	return true;
}

static bool read_time(int fd, const struct option *option, int64_t *value)
{
	struct timeval time = {0};
	socklen_t len = sizeof(time);
	if (getsockopt(fd, option->level, option->name, &time, &len) < 0)
		return false;
	*value = (int64_t)time.tv_sec * 1000000 + time.tv_usec;
	return true;
}

static bool (*const readers[])(int, const struct option *, int64_t *) = {
	[SHAPE_INT] = read_int,
	[SHAPE_GROUP] = read_int,
	[SHAPE_LINGER] = read_linger,
	[SHAPE_TIME] = read_time,
};
static_assert(COUNT(readers) == SHAPE_COUNT, "a reader for each shape");

static bool has_option(const struct newborn *newborn,
		       const struct option *option)
{
	if (option->shape == SHAPE_GROUP && newborn->protocol == IPPROTO_TCP)
		return false;
	switch (option->level) {
	case IPPROTO_IP:
		return newborn->family == AF_INET;
	case IPPROTO_IPV6:
		return newborn->family == AF_INET6;
	case IPPROTO_TCP:
		return newborn->protocol == IPPROTO_TCP;
	default:
		return true;
	}
}

static bool newborn_learn(struct newborn *newborn)
{
	AUTO_CLOSE int fd =
		socket(newborn->family, newborn->type | SOCK_CLOEXEC,
		       newborn->protocol);
	if (fd < 0)
		return false;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		newborn->has[i] = has_option(newborn, &options[i]) &&
				  readers[options[i].shape](fd, &options[i],
							    &newborn->value[i]);
	return true;
}

/* The kinds of sockets that a learner makes are few, and what a new one has
 * does not change while we run: learnt once. */
static const struct newborn *newborn_of(const struct socket_state *row)
{
	static struct newborn known[KINDS_MAX];
	static size_t count;
	for (size_t i = 0; i < count; i++)
		if (known[i].family == row->family &&
		    known[i].type == row->type &&
		    known[i].protocol == row->protocol)
			return &known[i];
	if (count == KINDS_MAX)
		return NULL;
	struct newborn *newborn = &known[count];
	*newborn = (struct newborn){.family = row->family,
				    .type = row->type,
				    .protocol = row->protocol};
	if (!newborn_learn(newborn)) // SOCK_RAW for want of the right
		return NULL;
	count++;
	return newborn;
}

static size_t read_buffers(int fd, struct socket_option *found)
{
	static const struct option lock = {SOL_SOCKET, SO_BUF_LOCK, 0,
					   SHAPE_INT};
	static const struct {
		int bit;
		struct option option;
	} sizes[] = {
		{LOCK_RCVBUF, {SOL_SOCKET, SO_RCVBUF, 0, SHAPE_INT}},
		{LOCK_SNDBUF, {SOL_SOCKET, SO_SNDBUF, 0, SHAPE_INT}},
	};
	int64_t locked = 0, value;
	size_t count = 0;
	if (!read_int(fd, &lock, &locked))
		return 0; // before Linux 5.14 nobody can tell
	for (size_t i = 0; i < COUNT(sizes); i++) {
		const struct option *option = &sizes[i].option;
		if (locked & sizes[i].bit && read_int(fd, option, &value))
			found[count++] = (struct socket_option){
				option->level, option->name, value};
	}
	return count;
}

void options_read(int fd, struct socket_state *row, struct arena *arena)
{
	const struct newborn *newborn = newborn_of(row);
	if (!newborn)
		return;
	struct socket_option found[OPTION_COUNT + 2];
	size_t count = 0;
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option *option = &options[i];
		int64_t value;
		if (!newborn->has[i] ||
		    !readers[option->shape](fd, option, &value))
			continue;
		if (value != newborn->value[i] && value != option->usual)
			found[count++] = (struct socket_option){
				option->level, option->name, value};
	}
	count += read_buffers(fd, found + count);
	if (!count)
		return;
	row->options = arena_copy(arena, found, count * sizeof(found[0]));
	row->option_count = count;
}
