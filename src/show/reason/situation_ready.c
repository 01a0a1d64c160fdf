/* situation_ready: why poll(), select() and epoll_wait() wait, or came back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All three ask the same of each descriptor, and the kernel answers with the
 * same bits. Ready means that a call would not wait, so the end of a stream and
 * an error count too. A TCP socket that was never connected is ready at once,
 * with POLLOUT and POLLHUP. With EPOLLET only what is new since the last time
 * is told.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>

enum { MOST = 4 }; /* descriptors that are told about one by one */

/* --- not ready --------------------------------------------------------------
 */

static void say_no_input(struct situation *situation, const char *fd,
			 const struct socket_state *row)
{
	const struct event_packet *held = situation_held(situation, row);
	if (row->state == SOCKET_LISTEN) {
		SAY(situation, "ready-no-connection", SLOT_TEXT("socket", fd),
		    SLOT_TEXT("address",
			      situation_print(situation, &row->local)));
		if (row->family != AF_UNIX)
			situation_say_handshakes(situation, row);
		return;
	}
	if (situation_is_udp(row) && address_port(&row->peer) > 0)
		SAY(situation, "ready-no-datagram-from",
		    SLOT_TEXT("socket", fd),
		    SLOT_TEXT("peer", situation_print(situation, &row->peer)));
	else
		SAY(situation,
		    row->type == SOCK_DGRAM ? "ready-no-datagram"
					    : "ready-no-bytes",
		    SLOT_TEXT("socket", fd));
	if (held)
		SAY(situation, "packet-held",
		    SLOT_NUMBER("packet", held->number));
	else if (row->type != SOCK_DGRAM)
		situation_say_peer(situation, row);
	if (!held && row->type == SOCK_DGRAM) {
		situation_say_for_many(situation, row);
		situation_say_sharer(situation, &situation->after, row);
	}
}

static void say_still_asking(struct situation *situation, const char *fd,
			     const struct socket_state *row)
{
	const struct packet_wish wish = {.from = &row->local,
					 .to = &row->peer,
					 .flags = PACKET_SYN,
					 .none = PACKET_ACK};
	const struct event_packet *syn =
		situation_packet(situation, situation->lab, &wish, NULL);
	SAY(situation, "ready-still-asking", SLOT_TEXT("socket", fd));
	if (syn && syn->to_host && syn->fate == PACKET_DELIVERED)
		(void)situation_say_full_queue(situation, &row->peer,
					       syn->to_host);
}

static void say_no_room(struct situation *situation, const char *fd,
			const struct socket_state *row)
{
	if (row->state == SOCKET_SYN_SENT)
		say_still_asking(situation, fd, row);
	else if (row->state != SOCKET_LISTEN && row->send_q)
		SAY(situation, "ready-no-room", SLOT_TEXT("socket", fd),
		    SLOT_NUMBER("send_q", row->send_q));
}

/* What EPOLLONESHOT leaves of an entry that was told of; the list may be one
 * that was read before that. */
static bool is_spent(const struct watch *watch)
{
	return watch->inode && (watch->wanted & EPOLLONESHOT) &&
	       (watch->told || !(watch->wanted & (EPOLLERR | EPOLLHUP)));
}

/* Whether epoll keeps quiet about what is there; says so. */
static bool is_quiet(struct situation *situation, const struct watch *watch,
		     const struct socket_state *row)
{
	const char *fd = situation_watch(situation, watch);
	int64_t unread = situation_unread(row);
	if (is_spent(watch)) {
		SAY(situation, "ready-oneshot", SLOT_TEXT("socket", fd));
		return true;
	}
	if (!watch->told || !(watch->wanted & EPOLLET) ||
	    !(watch->wanted & POLLIN) || !unread)
		return false;
	SAY(situation, "ready-edge", SLOT_TEXT("socket", fd));
	return true;
}

static bool asks_for_any(const struct watch *watch)
{
	return watch->wanted & (POLLIN | POLLOUT | POLLPRI);
}

/* One descriptor can stand there more than once. */
static bool is_read_elsewhere(struct situation *situation,
			      const struct watch *watch)
{
	size_t count;
	struct watch *watches = situation_watches(situation, &count);
	for (size_t i = 0; i < count; i++) {
		if (watches[i].fd == watch->fd &&
		    (watches[i].wanted & (POLLIN | POLLRDNORM)))
			return true;
	}
	return false;
}

/* What is there to be read, where nobody asked for that. */
static void say_unasked(struct situation *situation, const struct watch *watch,
			const struct socket_state *row)
{
	if (watch->fd < 0 || is_read_elsewhere(situation, watch))
		return;
	if (row->state == SOCKET_LISTEN && row->recv_q)
		SAY(situation, "ready-unasked-connections",
		    SLOT_NUMBER("waiting", row->recv_q));
	else if (row->state != SOCKET_LISTEN && situation_unread(row) > 0)
		SAY(situation, "ready-unasked-bytes",
		    SLOT_NUMBER("unread", situation_unread(row)));
}

static void say_not_ready(struct situation *situation,
			  const struct watch *watch)
{
	const struct socket_state *row = situation_row(situation, watch);
	const char *fd = situation_watch(situation, watch);
	if (watch->fd < 0)
		SAY(situation, "ready-passed-over",
		    SLOT_NUMBER("fd", watch->fd));
	else if (!row)
		SAY(situation,
		    asks_for_any(watch) ? "ready-no-socket-not"
					: "ready-not-asked",
		    SLOT_TEXT("socket", fd));
	if (!row || is_quiet(situation, watch, row))
		return;
	bool is_listener = row->state == SOCKET_LISTEN;
	if (!asks_for_any(watch))
		SAY(situation, "ready-not-asked", SLOT_TEXT("socket", fd));
	say_unasked(situation, watch, row);
	if ((watch->wanted & POLLIN) &&
	    (is_listener ? !row->recv_q : !situation_unread(row)))
		say_no_input(situation, fd, row);
	if (watch->wanted & POLLOUT)
		say_no_room(situation, fd, row);
	if (watch->wanted & POLLPRI)
		SAY(situation, "ready-not-urgent", SLOT_TEXT("socket", fd));
}

/* A number that is in a set, and that nfds leaves out; what is behind the set
 * in memory may look like one, so it must be open. */
static void say_passed_over(struct situation *situation)
{
	const struct call *call = situation->call;
	if (!call_is(call, "select"))
		return;
	for (size_t set = 0; set < 3; set++) {
		int64_t fd = call->args[set].num;
		if (call->args[set].kind != VALUE_LIST || fd <= 0 ||
		    !snapshot_find_fd(&situation->before, situation->actor,
				      (int)fd))
			continue;
		SAY(situation, "ready-below-nfds",
		    SLOT_TEXT("socket", situation_fd(situation, fd)),
		    SLOT_NUMBER("least", fd + 1));
		return;
	}
}

/* A set that is larger than an fd_set is not read, and so not told of. */
static bool is_select_of_more(const struct situation *situation)
{
	return call_is(situation->call, "select") &&
	       situation->call->room > FD_SETSIZE;
}

/* A number that nfds counts in, and that no fd_set has room for. */
static void say_beyond(struct situation *situation)
{
	const struct snapshot *all = &situation->after;
	for (size_t i = 0; i < all->count; i++) {
		const struct socket_state *row = &all->rows[i];
		for (size_t o = 0; o < row->owner_count; o++) {
			const struct socket_owner *owner = &row->owners[o];
			if (owner->fd < FD_SETSIZE ||
			    owner->fd >= situation->call->room ||
			    strcmp(owner->actor, situation->actor) != 0)
				continue;
			SAY(situation, "ready-beyond",
			    SLOT_TEXT("socket",
				      situation_fd(situation, owner->fd)));
			return;
		}
	}
}

static void say_none_ready(struct situation *situation)
{
	size_t count;
	struct watch *watches = situation_watches(situation, &count);
	if (is_select_of_more(situation)) {
		say_beyond(situation);
		return;
	}
	say_passed_over(situation);
	for (size_t i = 0; i < count && i < MOST; i++)
		say_not_ready(situation, &watches[i]);
	if (count > MOST)
		SAY(situation, "ready-more-not",
		    SLOT_NUMBER("more", count - MOST));
	if (!count && call_is(situation->call, "select") &&
	    situation->call->room > 0)
		SAY(situation, "ready-none-in-set",
		    SLOT_NUMBER("nfds", situation->call->room));
	else if (!count)
		SAY(situation, "watches-nothing");
}

/* Milliseconds, or -1 for no end. */
static int64_t ms_of_timeval(const struct value *time)
{
	return list_item(time, 0)->num * 1000 + list_item(time, 1)->num / 1000;
}

static int64_t timeout_of(const struct situation *situation)
{
	const struct call *call = situation->call;
	const struct value *last = &call->args[call->argc - 1];
	const struct kind *kind =
		call->syscall->parameters[call->argc - 1].kind;
	if (kind == &kind_timeout || kind == &kind_epoll_timeout)
		return last->num < 0 ? -1 : last->num;
	if (kind == &kind_poll_span || kind == &kind_epoll_span)
		return last->kind ? last->num : -1;
	if (kind != &kind_timeval || last->kind != VALUE_LIST)
		return -1;
	return ms_of_timeval(last);
}

static void waits(struct situation *situation)
{
	int64_t timeout = timeout_of(situation);
	say_none_ready(situation);
	if (timeout < 0)
		SAY(situation, "waits-for-ever");
	else
		SAY(situation, "waits-at-most",
		    SLOT_NUMBER("timeout", timeout));
}

/* --- ready ------------------------------------------------------------------
 */

static void say_bytes(struct situation *situation, const char *fd,
		      const struct socket_state *row)
{
	int64_t unread = situation_unread(row);
	const struct event_packet *packet =
		situation_data(situation, situation->begin, row);
	if (packet && packet->fate == PACKET_DELIVERED)
		SAY(situation,
		    row->type == SOCK_DGRAM ? "ready-datagram-from"
					    : "ready-bytes-from",
		    SLOT_TEXT("socket", fd), SLOT_NUMBER("unread", unread),
		    SLOT_NUMBER("packet", packet->number));
	else
		SAY(situation,
		    row->type == SOCK_DGRAM ? "ready-datagram" : "ready-bytes",
		    SLOT_TEXT("socket", fd), SLOT_NUMBER("unread", unread));
}

static void say_input(struct situation *situation, const char *fd,
		      const struct socket_state *row)
{
	if (row->state == SOCKET_LISTEN && row->recv_q)
		SAY(situation, "ready-connections", SLOT_TEXT("socket", fd),
		    SLOT_NUMBER("waiting", row->recv_q));
	else if (row->state != SOCKET_LISTEN && situation_unread(row))
		say_bytes(situation, fd, row);
	else if (row->type == SOCK_STREAM && row->shut_rd)
		SAY(situation, "ready-end", SLOT_TEXT("socket", fd));
}

/* What holds instead of reading and writing; returns whether one is said. */
static bool say_trouble(struct situation *situation, const struct watch *watch,
			bool is_socket)
{
	const char *fd = situation_watch(situation, watch);
	if (watch->got & POLLNVAL)
		SAY(situation, "ready-not-open", SLOT_TEXT("socket", fd));
	else if (!is_socket && (watch->got & (POLLERR | POLLHUP)))
		SAY(situation,
		    watch->got & POLLERR ? "ready-pollerr" : "ready-pollhup",
		    SLOT_TEXT("socket", fd));
	else if (watch->got & POLLERR)
		SAY(situation, "ready-error", SLOT_TEXT("socket", fd));
	else if (watch->got & POLLHUP)
		SAY(situation, "ready-unconnected", SLOT_TEXT("socket", fd));
	else
		return false;
	return true;
}

/* Why there are events of a number that the actor does not have. */
static void say_stray(struct situation *situation, const struct watch *watches,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!watches[i].got ||
		    !situation_is_stray(situation, &watches[i]))
			continue;
		SAY(situation, "ready-stray", SLOT_NUMBER("fd", watches[i].fd));
		return;
	}
}

static void say_ready(struct situation *situation, const struct watch *watch)
{
	const struct socket_state *row = situation_row(situation, watch);
	const char *fd = situation_watch(situation, watch);
	bool is_trouble = say_trouble(situation, watch, row);
	if (!row && !is_trouble)
		SAY(situation, "ready-no-socket", SLOT_TEXT("socket", fd));
	if (!row)
		return;
	size_t before = situation->out->len;
	if (watch->got & POLLIN)
		say_input(situation, fd, row);
	bool says_input = situation->out->len > before;
	if (watch->got & POLLPRI)
		SAY(situation, "ready-urgent", SLOT_TEXT("socket", fd));
	if ((watch->got & POLLOUT) && !is_trouble) {
		SAY(situation, "ready-room", SLOT_TEXT("socket", fd));
		say_unasked(situation, watch, row);
	}
	if ((watch->got & POLLRDHUP) && !says_input && !is_trouble)
		SAY(situation, "ready-other-ended", SLOT_TEXT("socket", fd));
}

/* The last select() of the same actor before this one, or NULL. */
static const struct event_call *last_select(const struct situation *situation)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    !strcmp(call->actor, situation->event->actor) &&
		    call->call.syscall == situation->call->syscall)
			return call;
	}
	return NULL;
}

static void only_looked(struct situation *situation)
{
	const struct call *call = situation->call;
	const struct event_call *last =
		call->syscall->parameters[call->argc - 1].kind == &kind_timeval
			? last_select(situation)
			: NULL;
	SAY(situation, "only-looked");
	if (last && !last->call.result.value && !last->call.result.error &&
	    ms_of_timeval(&last->call.args[call->argc - 1]) > 0)
		SAY(situation, "only-looked-select");
}

static void came_back(struct situation *situation)
{
	size_t count;
	struct watch *watches = situation_watches(situation, &count);
	int64_t timeout = timeout_of(situation);
	if (!situation->call->result.value) {
		if (timeout)
			SAY(situation, "nothing-ready",
			    SLOT_NUMBER("timeout", timeout));
		else
			only_looked(situation);
		say_none_ready(situation);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (watches[i].got)
			say_ready(situation, &watches[i]);
	}
	say_stray(situation, watches, count);
}

const struct situation_row *situation_ready(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"epoll_wait", 0, SITUATION_BLOCKED, waits},
		{"epoll_wait", 0, SITUATION_DONE, came_back},
		{"poll", 0, SITUATION_BLOCKED, waits},
		{"poll", 0, SITUATION_DONE, came_back},
		{"select", 0, SITUATION_BLOCKED, waits},
		{"select", 0, SITUATION_DONE, came_back},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
