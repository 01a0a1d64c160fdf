/* situation_words: the words and the finds that situations are told with.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sockets are named as the screen names them: by who has them, and the number
 * of the descriptor. An IPv6 socket that speaks with an IPv4 one has addresses
 * like ::ffff:127.0.0.1, while its packets are plain IPv4: ends are compared
 * as IPv4 then.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "journal/socket/ends.h"
#include "show/reason/situation.h"
#include "show/reason/situation_parts.h"

#include <arpa/inet.h>
#include <string.h>

static const char *keep(struct situation *situation, struct buf *text)
{
	const char *copy = arena_strdup(&situation->arena, buf_text(text));
	buf_done(text);
	return copy;
}

const char *situation_fd_of(struct situation *situation, const char *actor,
			    int64_t fd)
{
	return WORDS(situation, "fd-of", SLOT_TEXT("actor", actor),
		     SLOT_NUMBER("fd", fd));
}

const char *situation_both(struct situation *situation, const char *list,
			   const char *next)
{
	return list ? WORDS(situation, "list-and", SLOT_TEXT("list", list),
			    SLOT_TEXT("next", next))
		    : next;
}

const char *situation_who(struct situation *situation,
			  const struct socket_state *socket)
{
	const char *all = NULL;
	for (size_t i = 0; i < socket->owner_count; i++) {
		const struct socket_owner *owner = &socket->owners[i];
		all = situation_both(
			situation, all,
			situation_fd_of(situation, owner->actor, owner->fd));
	}
	return all ? all : WORDS(situation, "no-process");
}

const char *situation_fd(struct situation *situation, int64_t fd)
{
	return situation_fd_of(situation, situation->actor, fd);
}

const char *situation_own(struct situation *situation)
{
	return situation_fd(situation, situation->fd);
}

int64_t situation_number(const struct situation *situation, size_t i)
{
	const struct value *value = &situation->call->args[i];
	bool given = i < situation->call->argc && value->kind == VALUE_INT;
	return given ? value->num : 0;
}

const char *situation_print(struct situation *situation,
			    const struct address *address)
{
	struct buf text = {0};
	address_print_ss(address, &text);
	return keep(situation, &text);
}

const char *situation_host_part(struct situation *situation,
				const struct address *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	if (address_family(address) == AF_INET6)
		inet_ntop(AF_INET6, &address->as.in6.sin6_addr, text,
			  sizeof(text));
	else
		inet_ntop(AF_INET, &address->as.in.sin_addr, text,
			  sizeof(text));
	return arena_strdup(&situation->arena, text);
}

/* --- sockets ---------------------------------------------------------------
 */

bool situation_is_tcp(const struct socket_state *socket)
{
	return !strcmp(socket_netid(socket), "tcp");
}

bool situation_is_udp(const struct socket_state *socket)
{
	return !strcmp(socket_netid(socket), "udp");
}

bool situation_is_path(const struct address *address)
{
	bool is_abstract;
	return address_family(address) == AF_UNIX &&
	       address_un_path(address, &is_abstract) && !is_abstract;
}

bool situation_same_host(const struct address *a, const struct address *b)
{
	return end_same_host(a, b);
}

bool situation_same(const struct address *a, const struct address *b)
{
	return end_same(a, b);
}

bool situation_reaches(const struct address *to, const struct address *local)
{
	return end_reaches(to, local);
}

const struct socket_state *situation_peer(const struct snapshot *snapshot,
					  const struct socket_state *socket)
{
	return snapshot_peer(snapshot, socket);
}

int64_t situation_unread(const struct socket_state *socket)
{
	bool has_fin = socket->state == SOCKET_CLOSE_WAIT ||
		       socket->state == SOCKET_LAST_ACK ||
		       socket->state == SOCKET_CLOSING;
	if (situation_is_udp(socket))
		return socket->next_size > 0 ? socket->next_size : 0;
	if (situation_is_tcp(socket) && has_fin && socket->recv_q)
		return (int64_t)socket->recv_q - 1;
	return socket->recv_q;
}

static bool has_peer(const struct socket_state *socket)
{
	return address_port(&socket->peer) > 0 || socket->peer_inode;
}

const struct socket_state *
situation_connected(const struct situation *situation)
{
	const struct socket_state *socket = situation->socket;
	if (!socket || has_peer(socket))
		return socket;
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct socket_state *row = &event->as.socket.state;
		if (event->kind == EVENT_SOCKET &&
		    event->as.socket.change != CHANGE_GONE &&
		    (row->cookie | SOCKET_LEFT_BEHIND) ==
			    (socket->cookie | SOCKET_LEFT_BEHIND) &&
		    !strcmp(row->host, socket->host) && has_peer(row))
			return row;
	}
	return NULL;
}

bool situation_is_here(const struct situation *situation,
		       const struct socket_state *socket)
{
	return situation->socket &&
	       text_is(situation->socket->host, socket->host);
}

/* Whether an owner of the row has itself bound that descriptor to the address.
 */
static bool was_bound(const struct situation *situation,
		      const struct socket_state *row)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind != EVENT_CALL || other->phase != CALL_RETURN ||
		    !call_is(&other->call, "bind") ||
		    other->call.result.value != 0 ||
		    !address_same(value_address(&other->call.args[1]),
				  &row->local))
			continue;
		if (socket_has_owner(row, other->actor,
				     other->call.args[0].num))
			return true;
	}
	return false;
}

const struct socket_state *situation_named(const struct situation *situation,
					   const struct address *address)
{
	for (size_t i = 0; i < situation->before.count; i++) {
		const struct socket_state *row = &situation->before.rows[i];
		if (row->family == AF_UNIX && row->owner_count &&
		    address_same(&row->local, address) &&
		    (row->state != SOCKET_ESTABLISHED ||
		     was_bound(situation, row)))
			return row;
	}
	return NULL;
}

const struct event_call *situation_shutdown(const struct situation *situation,
					    int how)
{
	const struct event_call *other;
	size_t place = situation->begin;
	while ((other = situation_own_before(situation, &place))) {
		// Before that the number was another's.
		if (call_makes_fd(&other->call, situation->fd))
			return NULL;
		if (!call_is(&other->call, "shutdown") ||
		    other->call.args[0].num != situation->fd ||
		    other->call.result.value != 0)
			continue;
		int64_t ended = other->call.args[1].num;
		if (ended == how || ended == SHUT_RDWR)
			return other;
	}
	return NULL;
}

const char *situation_process_at(const struct journal *journal, size_t place,
				 const char *actor)
{
	struct journal_walk lives =
		journal_back(journal, EVENT_ACTOR, 0, place);
	const struct event *event;
	while ((event = journal_step(&lives, NULL))) {
		const struct event_actor *life = &event->as.actor;
		if (life->phase != ACTOR_BORN ||
		    strcmp(life->actor, actor) != 0)
			continue;
		if (!life->is_thread || !life->parent)
			break;
		actor = life->parent;
	}
	return actor;
}

const char *situation_process(const struct situation *situation,
			      const char *actor)
{
	return situation_process_at(situation->journal, situation->place,
				    actor);
}

bool situation_is_own(const struct situation *situation, const char *actor)
{
	return !strcmp(situation_process(situation, actor), situation->actor);
}

const struct event_call *situation_own_before(const struct situation *situation,
					      size_t *place)
{
	struct journal_walk walk = journal_back(situation->journal, EVENT_CALL,
						situation->lab, *place);
	const struct event *event;
	while ((event = journal_step(&walk, place))) {
		const struct event_call *made = &event->as.call;
		if (made->phase == CALL_RETURN &&
		    situation_is_own(situation, made->actor))
			return made;
	}
	return NULL;
}

/* --- packets ---------------------------------------------------------------
 */

static bool end_matches(const struct address *wanted,
			const struct address *found)
{
	if (!wanted)
		return true;
	// ICMP has no ports.
	int port = address_port(wanted), other = address_port(found);
	if (port > 0 && other > 0 && other != port)
		return false;
	return address_is_wildcard(wanted) ||
	       situation_same_host(wanted, found);
}

static bool is_wished(const struct packet *packet,
		      const struct packet_wish *wish)
{
	int protocol = wish->protocol ? wish->protocol : IPPROTO_TCP;
	return packet->protocol == protocol &&
	       (packet->flags & wish->flags) == wish->flags &&
	       (packet->marks & wish->marks) == wish->marks &&
	       !(packet->flags & wish->none) && (!wish->data || packet->len) &&
	       end_matches(wish->from, &packet->from) &&
	       end_matches(wish->to, &packet->to);
}

const struct event_packet *situation_packet(const struct situation *situation,
					    size_t begin,
					    const struct packet_wish *wish,
					    size_t *count)
{
	const struct event_packet *found = NULL;
	size_t seen = 0, packets;
	const size_t *places =
		journal_places(situation->journal, EVENT_PACKET, begin,
			       situation->place, &packets);
	for (size_t i = 0; i < packets; i++) {
		const struct event_packet *packet =
			&journal_at(situation->journal, places[i])->as.packet;
		if (!is_wished(&packet->packet, wish) ||
		    (wish->arrived && packet->fate != PACKET_DELIVERED))
			continue;
		// A later word about the same packet is the same packet.
		if (!found || packet->number > found->number)
			seen++;
		if (!found || packet->number >= found->number)
			found = packet;
	}
	if (count)
		*count = seen;
	return found;
}

const struct event_packet *situation_data(const struct situation *situation,
					  size_t begin,
					  const struct socket_state *own)
{
	struct packet_wish wish = {
		.from = &own->peer, .to = &own->local, .data = true};
	if (own->family == AF_UNIX)
		return NULL;
	if (situation_is_udp(own)) {
		wish.protocol = IPPROTO_UDP;
		wish.data = false;
	}
	if (address_port(&own->peer) <= 0)
		wish.from = NULL;
	return situation_packet(situation, begin, &wish, NULL);
}

const struct event_packet *situation_held(const struct situation *situation,
					  const struct socket_state *own)
{
	const struct event_packet *packet =
		situation_data(situation, situation->lab, own);
	return packet && packet->fate == PACKET_HELD ? packet : NULL;
}

size_t situation_entry(const struct journal *journal, size_t place,
		       const struct event_call *call)
{
	while (place-- > 0) {
		const struct event *event = journal_at(journal, place);
		if (event->kind == EVENT_CALL &&
		    event->as.call.id == call->id &&
		    event->as.call.phase == CALL_ENTER)
			return place;
	}
	return 0;
}

const struct event_packet *situation_rst(const struct situation *situation)
{
	const struct socket_state *own = situation_connected(situation);
	if (!own || !situation_is_tcp(own) || address_port(&own->peer) <= 0)
		return NULL;
	struct packet_wish rst = {.from = &own->peer,
				  .to = &own->local,
				  .flags = PACKET_RST,
				  .arrived = true};
	return situation_packet(situation, situation->lab, &rst, NULL);
}
