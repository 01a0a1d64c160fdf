/* situation_ready: why poll(), select() and epoll_wait() wait, or came back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All three ask the same of each descriptor, and the kernel answers with the
 * same bits. Ready means that a call would not wait, so the end of a stream and
 * an error count too. A TCP socket that was never connected is ready at once,
 * with POLLOUT and POLLHUP. With EPOLLET only what is new since the last time
 * is told.
 */
#include "call/list.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>

enum { MOST = 4 }; /* descriptors that are told about one by one */

static void add(struct situation *situation, struct watch **list, size_t *count,
		struct watch watch)
{
	struct watch *more =
		arena_alloc(&situation->arena, (*count + 1) * sizeof(*more));
	if (*count)
		memcpy(more, *list, *count * sizeof(*more));
	more[(*count)++] = watch;
	*list = more;
}

static struct watch *of_poll(struct situation *situation, size_t *count)
{
	const struct value *list = &situation->call->args[0];
	struct watch *watches = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		const struct value *got =
			list_item(&situation->call->result.out, i);
		add(situation, &watches, count,
		    (struct watch){.fd = list_item(item, 0)->num,
				   .wanted = (uint16_t)list_item(item, 1)->num,
				   .got = (uint16_t)got->num});
	}
	return watches;
}

static bool has_number(const struct value *list, int64_t num)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].num == num)
			return true;
	}
	return false;
}

static struct watch *of_select(struct situation *situation, size_t *count)
{
	static const unsigned events[] = {POLLIN, POLLOUT, POLLPRI};
	struct watch *watches = NULL;
	for (size_t set = 0; set < COUNT(events); set++) {
		const struct value *list = &situation->call->args[set];
		const struct value *ready =
			list_item(&situation->call->result.out, set);
		for (size_t i = 0; i < list->count; i++) {
			int64_t fd = list->items[i].num;
			bool is_ready = has_number(ready, fd);
			add(situation, &watches, count,
			    (struct watch){.fd = fd,
					   .wanted = events[set],
					   .got = is_ready ? events[set] : 0});
		}
	}
	return watches;
}

static struct watch *of_epoll(struct situation *situation, size_t *count)
{
	const struct value *out = &situation->call->result.out;
	struct watch *watches =
		situation_watched(situation, situation->fd, count);
	for (size_t i = 0; i < out->count; i++) {
		const struct value *item = &out->items[i];
		for (size_t n = 0; n < *count; n++) {
			if (watches[n].data == list_item(item, 1)->num)
				watches[n].got =
					(unsigned)list_item(item, 0)->num;
		}
	}
	return watches;
}

static struct watch *watches_of(struct situation *situation, size_t *count)
{
	const char *name = situation->call->syscall->name;
	*count = 0;
	if (!strcmp(name, "poll"))
		return of_poll(situation, count);
	if (!strcmp(name, "select"))
		return of_select(situation, count);
	return of_epoll(situation, count);
}

/* --- not ready --------------------------------------------------------------
 */

static void say_no_input(struct situation *situation, const char *fd,
			 const struct socket_state *row)
{
	const struct event_packet *held = situation_held(situation, row);
	if (row->state == SOCKET_LISTEN) {
		situation_say(situation,
			      "%s: no connection waits at %s, the accept "
			      "queue is empty.",
			      fd, situation_print(situation, &row->local));
		if (row->family != AF_UNIX)
			situation_say_handshakes(situation, row);
		return;
	}
	situation_say(situation, "%s: no %s.", fd,
		      row->type == SOCK_DGRAM ? "datagram waits"
					      : "unread bytes");
	if (held)
		situation_say(situation,
			      "Packet %u for it is held on the wire.",
			      held->number);
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
	situation_say(situation,
		      "%s is still in SYN-SENT: its handshake is not done.",
		      fd);
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
		situation_say(situation, "%s: no room to send, Send-Q is %u.",
			      fd, row->send_q);
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
		situation_say(situation,
			      "%s was told of once: EPOLLONESHOT says no more "
			      "until EPOLL_CTL_MOD.",
			      fd);
		return true;
	}
	if (!watch->told || !(watch->wanted & EPOLLET) ||
	    !(watch->wanted & POLLIN) || !unread)
		return false;
	situation_say(situation,
		      "%s has unread bytes, but they were told of before: "
		      "EPOLLET only says what is new.",
		      fd);
	return true;
}

static void say_not_ready(struct situation *situation,
			  const struct watch *watch)
{
	const struct socket_state *row = situation_row(situation, watch);
	const char *fd = situation_watch(situation, watch);
	if (watch->fd < 0)
		situation_say(situation, "poll() passes over fd %lld.",
			      (long long)watch->fd);
	else if (!row)
		situation_say(situation,
			      "%s, which is no socket, is not ready.", fd);
	if (!row || is_quiet(situation, watch, row))
		return;
	bool is_listener = row->state == SOCKET_LISTEN;
	if (!(watch->wanted & (POLLIN | POLLOUT | POLLPRI)))
		situation_say(situation,
			      "%s is asked neither for reading nor for "
			      "writing.",
			      fd);
	if ((watch->wanted & POLLIN) &&
	    (is_listener ? !row->recv_q : !situation_unread(row)))
		say_no_input(situation, fd, row);
	if (watch->wanted & POLLOUT)
		say_no_room(situation, fd, row);
	if (watch->wanted & POLLPRI)
		situation_say(situation, "%s: no urgent byte.", fd);
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
		situation_say(situation,
			      "%s is in a set, and is not looked at: nfds must "
			      "be %lld at least, the highest number and 1.",
			      situation_fd(situation, fd), (long long)fd + 1);
		return;
	}
}

static void say_none_ready(struct situation *situation)
{
	size_t count;
	struct watch *watches = watches_of(situation, &count);
	say_passed_over(situation);
	for (size_t i = 0; i < count && i < MOST; i++)
		say_not_ready(situation, &watches[i]);
	if (count > MOST)
		situation_say(situation, "%zu more are not ready either.",
			      count - MOST);
	if (!count && call_is(situation->call, "select") &&
	    situation->call->room > 0)
		situation_say(situation,
			      "It looks at the numbers below nfds, %lld, and "
			      "none of these is in a set.",
			      (long long)situation->call->room);
	else if (!count)
		situation_say(situation, "It watches no descriptor.");
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
		situation_say(situation, "It waits without an end.");
	else
		situation_say(situation, "It waits %lld ms at most.",
			      (long long)timeout);
}

/* --- ready ------------------------------------------------------------------
 */

static void say_bytes(struct situation *situation, const char *fd,
		      const struct socket_state *row)
{
	int64_t unread = situation_unread(row);
	const struct event_packet *packet =
		situation_data(situation, situation->begin, row);
	const char *from =
		packet && packet->fate == PACKET_DELIVERED
			? arena_printf(&situation->arena, ", from packet %u",
				       packet->number)
			: "";
	situation_say(situation,
		      row->type == SOCK_DGRAM ? "%s: a datagram of %s%s."
					      : "%s: %s to be read%s.",
		      fd, situation_count(situation, unread, "byte"), from);
}

static void say_input(struct situation *situation, const char *fd,
		      const struct socket_state *row)
{
	if (row->state == SOCKET_LISTEN && row->recv_q)
		situation_say(situation, "%s: %s for accept().", fd,
			      situation_many(situation, row->recv_q,
					     "a connection waits",
					     "connections wait"));
	else if (row->state != SOCKET_LISTEN && situation_unread(row))
		say_bytes(situation, fd, row);
	else if (row->type == SOCK_STREAM && row->shut_rd)
		situation_say(situation,
			      "%s is at the end of the stream: recv() will "
			      "return 0.",
			      fd);
}

/* What holds instead of reading and writing; returns whether one is said. */
static bool say_trouble(struct situation *situation, const struct watch *watch,
			bool is_socket)
{
	const char *fd = situation_watch(situation, watch);
	if (watch->got & POLLNVAL)
		situation_say(situation, "%s is not open: POLLNVAL.", fd);
	else if (!is_socket && (watch->got & (POLLERR | POLLHUP)))
		situation_say(situation,
			      "%s, which is no socket, has lost its other end "
			      "or has an error: %s, which comes unasked.",
			      fd, watch->got & POLLERR ? "POLLERR" : "POLLHUP");
	else if (watch->got & POLLERR)
		situation_say(situation,
			      "%s has an error: SO_ERROR or the next call says "
			      "which.",
			      fd);
	else if (watch->got & POLLHUP)
		situation_say(situation,
			      "%s has no connection in either direction: "
			      "POLLHUP, which comes unasked.",
			      fd);
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
		situation_say(situation,
			      "epoll watches the open file, not the number: "
			      "the entry of fd %lld stays until the last "
			      "descriptor of its socket is closed.",
			      (long long)watches[i].fd);
		return;
	}
}

static void say_ready(struct situation *situation, const struct watch *watch)
{
	const struct socket_state *row = situation_row(situation, watch);
	const char *fd = situation_watch(situation, watch);
	bool is_trouble = say_trouble(situation, watch, row);
	if (!row && !is_trouble)
		situation_say(situation,
			      "%s, which is no socket, is ready: no call on it "
			      "would wait.",
			      fd);
	if (!row)
		return;
	size_t before = situation->out->len;
	if (watch->got & POLLIN)
		say_input(situation, fd, row);
	bool says_input = situation->out->len > before;
	if (watch->got & POLLPRI)
		situation_say(situation, "%s: an urgent byte.", fd);
	if ((watch->got & POLLOUT) && !is_trouble)
		situation_say(situation, "%s: room to send.", fd);
	if ((watch->got & POLLRDHUP) && !says_input && !is_trouble)
		situation_say(situation, "%s: the other end sends no more.",
			      fd);
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
	situation_say(situation, "It only looked: the timeout is 0.");
	if (last && !last->call.result.value && !last->call.result.error &&
	    ms_of_timeval(&last->call.args[call->argc - 1]) > 0)
		situation_say(situation,
			      "select() writes the time that is left into its "
			      "timeout: if the last call had the same one, "
			      "that wrote the 0, when its time had passed.");
}

static void came_back(struct situation *situation)
{
	size_t count;
	struct watch *watches = watches_of(situation, &count);
	int64_t timeout = timeout_of(situation);
	if (!situation->call->result.value) {
		if (timeout)
			situation_say(situation,
				      "Nothing became ready in %lld ms.",
				      (long long)timeout);
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
