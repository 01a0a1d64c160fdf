/* tell_ports: causes that lie in where the program's sockets are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client that binds the port that it connects to has a socket with itself at
 * the other end, or none, where the port is another's. And TCP and UDP have
 * ports of their own: who asks for one by the other finds nobody there. None
 * is told of who has got on since, by another socket.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/finding/finding.h"
#include "journal/socket/ends.h"

#include <byteswap.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { LOOKS_MOST = 64 }; /* at calls: each is one at all sockets */

/* What is at hand when a call came back: its place, and all sockets then. */
struct moment {
	const struct event_call *call;
	const struct socket_state *own; /* the call's socket */
	struct snapshot snapshot;
};

/* The moment of that call; false where it is none of a socket. */
static bool moment_open(struct moment *moment, const struct teller *teller,
			size_t place)
{
	*moment = (struct moment){.call = tell_returned_at(teller, place)};
	if (!moment->call)
		return false;
	journal_snapshot(teller->journal, place + 1, &moment->snapshot);
	moment->own = snapshot_find_fd(&moment->snapshot, moment->call->actor,
				       (int)tell_fd_of(moment->call));
	if (!moment->own)
		moment->own = snapshot_find_fd(&moment->snapshot,
					       tell_last_run(teller),
					       (int)tell_fd_of(moment->call));
	return moment->own;
}

/* The name of who has the row, where that is none of the program's; or NULL. */
static const char *owner_of(const struct socket_state *row)
{
	return row->owner_count && !tell_is_owned(row) ? row->owners[0].actor
						       : NULL;
}

/* Whether the run has got a name for a socket, or a connection, behind that
 * place: then it has found its way. */
static bool has_got_on(const struct teller *teller, size_t place)
{
	while (++place < journal_count(teller->journal)) {
		const struct event_call *call = tell_returned_at(teller, place);
		if (call && !call->call.result.error &&
		    (call_is(&call->call, "connect") ||
		     call_is(&call->call, "bind")))
			return true;
	}
	return false;
}

/* --- connected to itself ---------------------------------------------------
 */

static bool is_itself(const struct socket_state *row)
{
	return row && row->protocol == IPPROTO_TCP &&
	       address_port(&row->local) > 0 &&
	       end_same(&row->local, &row->peer);
}

/* What the kernel had of it when the call came back may not be all. */
static bool put_itself(struct teller *teller, const struct moment *moment)
{
	int64_t fd = tell_fd_of(moment->call);
	struct snapshot now = {0};
	if (!call_is(&moment->call->call, "connect"))
		return false;
	journal_snapshot(teller->journal, journal_count(teller->journal), &now);
	const struct socket_state *row =
		snapshot_find_fd(&now, moment->call->actor, (int)fd);
	if (!is_itself(row))
		row = is_itself(moment->own) ? moment->own : NULL;
	if (row) {
		AUTO_FREE char *place = tell_place(teller, moment->call);
		struct buf address = {0}, text = {0};
		socket_print_end(row, &row->local, &address);
		SENTENCE(&text, "connects-to-itself",
			 SLOT_TEXT("connect", place), SLOT_NUMBER("fd", fd),
			 SLOT_TEXT("address", buf_text(&address)));
		buf_done(&address);
		tell_put_cause(teller, &text);
	}
	snapshot_done(&now);
	return row;
}

/* --- bound to the port of another ------------------------------------------
 */

static bool put_taken(struct teller *teller, const struct moment *moment)
{
	const struct call *call = &moment->call->call;
	const struct address *wanted = call_address(call);
	if (!call_is(call, "bind") || call->result.error != EADDRINUSE ||
	    !wanted)
		return false;
	for (size_t i = 0; i < moment->snapshot.count; i++) {
		const struct socket_state *row = &moment->snapshot.rows[i];
		const char *owner = owner_of(row);
		if (!owner || row->protocol != moment->own->protocol ||
		    address_port(&row->local) != address_port(wanted) ||
		    address_port(wanted) <= 0)
			continue;
		AUTO_FREE char *place = tell_place(teller, moment->call);
		struct buf text = {0};
		SENTENCE(&text, "binds-port-of-other", SLOT_TEXT("bind", place),
			 SLOT_NUMBER("port", address_port(wanted)),
			 SLOT_TEXT("owner", owner));
		tell_put_cause(teller, &text);
		return true;
	}
	return false;
}

/* --- a port with its bytes swapped -------------------------------------------
 */

static bool put_swapped(struct teller *teller, const struct moment *moment)
{
	const struct address *wanted = call_address(&moment->call->call);
	int port = wanted ? address_port(wanted) : -1;
	if (port <= 0 || call_is(&moment->call->call, "bind"))
		return false;
	for (size_t i = 0; i < moment->snapshot.count; i++) {
		const struct socket_state *row = &moment->snapshot.rows[i];
		int local = address_port(&row->local);
		if (!owner_of(row) || row->protocol != moment->own->protocol ||
		    local <= 0 || local == port ||
		    local != bswap_16((uint16_t)port) ||
		    (row->protocol == IPPROTO_TCP &&
		     row->state != SOCKET_LISTEN))
			continue;
		struct buf text = {0};
		SENTENCE(&text, "port-swapped", SLOT_NUMBER("port", port),
			 SLOT_NUMBER("wanted", local));
		tell_put_cause(teller, &text);
		return true;
	}
	return false;
}

/* --- the other protocol ----------------------------------------------------
 */

/* The run's last socket() of that type; NULL: it has made none. */
static const struct event_call *find_made(const struct teller *teller, int type)
{
	enum { TYPE = 15 }; // the rest are SOCK_NONBLOCK and the like
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (call && call_is(&call->call, "socket") &&
		    call->call.argc > 1 &&
		    (call->call.args[1].num & TYPE) == type)
			return call;
	}
	return NULL;
}

/* Who has that port by the other protocol, where nobody has it by this one:
 * of TCP, who listens. */
static const char *owner_by_other(const struct moment *moment,
				  const struct address *wanted)
{
	int own = moment->own->protocol;
	const char *found = NULL;
	for (size_t i = 0; i < moment->snapshot.count; i++) {
		const struct socket_state *row = &moment->snapshot.rows[i];
		if (!end_reaches(wanted, &row->local) ||
		    (row->protocol == IPPROTO_TCP &&
		     row->state != SOCKET_LISTEN))
			continue;
		if (row->protocol == own)
			return NULL;
		if (row->protocol == IPPROTO_TCP ||
		    row->protocol == IPPROTO_UDP)
			found = owner_of(row);
	}
	return found;
}

static bool put_protocol(struct teller *teller, const struct moment *moment)
{
	const struct call *call = &moment->call->call;
	const struct address *wanted = call_address(call);
	bool is_tcp = moment->own->protocol == IPPROTO_TCP;
	bool is_udp = moment->own->protocol == IPPROTO_UDP;
	if (!wanted || call_is(call, "bind") || (!is_tcp && !is_udp) ||
	    (is_tcp && call->result.error != ECONNREFUSED) ||
	    find_made(teller, is_tcp ? SOCK_DGRAM : SOCK_STREAM))
		return false;
	const char *owner = owner_by_other(moment, wanted);
	if (!owner)
		return false;
	AUTO_FREE char *place = tell_place(teller, moment->call);
	struct buf text = {0};
	SENTENCE(&text, is_tcp ? "tcp-where-udp" : "udp-where-tcp",
		 SLOT_TEXT("call", place),
		 SLOT_NUMBER("port", address_port(wanted)),
		 SLOT_TEXT("owner", owner));
	tell_put_cause(teller, &text);
	return true;
}

/* Who made sockets for datagrams only has none that could be a listener. */
static bool put_no_listener(struct teller *teller, const char **lesson)
{
	static const char wanted[] = LESSON_PROGRAM ".listener: LISTEN ";
	const struct event_check *check = tell_unmet(teller);
	const struct event_call *made = find_made(teller, SOCK_DGRAM);
	if (!check || !made || made->call.result.error ||
	    made->call.args[0].num == AF_UNIX ||
	    find_made(teller, SOCK_STREAM) ||
	    strncmp(check->text, wanted, sizeof(wanted) - 1) != 0)
		return false;
	struct buf text = {0};
	SENTENCE(&text, "listener-of-udp",
		 SLOT_NUMBER("fd", made->call.result.value));
	tell_put_cause(teller, &text);
	*lesson = "family-type-protocol";
	return true;
}

/* What that call shows, where nothing has shown since that it was overcome. */
static bool put_call(struct teller *teller, size_t place, const char **lesson)
{
	struct moment moment;
	bool is_told = false;
	if (moment_open(&moment, teller, place) && !has_got_on(teller, place)) {
		is_told = put_itself(teller, &moment) ||
			  put_taken(teller, &moment);
		if (is_told)
			*lesson = "bind";
		else if ((is_told = put_swapped(teller, &moment)))
			*lesson = finding_row(FINDING_NO_HTONS)->lesson;
		else if ((is_told = put_protocol(teller, &moment)))
			*lesson = "family-type-protocol";
	}
	snapshot_done(&moment.snapshot);
	return is_told;
}

bool tell_ports(struct teller *teller, const char **lesson)
{
	size_t looks = LOOKS_MOST;
	for (size_t i = journal_count(teller->journal); i-- > 0 && looks;) {
		const struct event_call *call = tell_returned_at(teller, i);
		if (!call || !call_address(&call->call) ||
		    call->call.syscall->flags & SYSCALL_RECEIVES)
			continue;
		looks--;
		if (put_call(teller, i, lesson))
			return true;
	}
	return put_no_listener(teller, lesson);
}
