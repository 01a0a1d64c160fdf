/* finding_address: mistakes with addresses: who is refused, and who cannot
 * bind. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refused connect() alone is none: the server may begin later, a name has
 * several addresses, a program may look whether somebody is there. What is near
 * to the address is kept with it, and told when the program ends and no other
 * connect() of it has worked, nor anybody begun to listen there.
 */
#include "base/sentence.h"
#include "journal/finding/finding_parts.h"

#include <netinet/in.h>
#include <string.h>

static bool has_port(const struct socket_state *row, int protocol, int port)
{
	return row->protocol == protocol && address_port(&row->local) == port;
}

/* The bind met what its own last run left behind, and nothing else. */
void finding_in_use(struct findings *findings, const struct journal *journal,
		    const struct event_call *event,
		    const struct descriptor *descriptor)
{
	const struct address *address = value_address(&event->call.args[1]);
	struct snapshot snapshot = {0};
	bool waits = false, used = false;
	journal_snapshot(journal, journal_count(journal), &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		if (!has_port(row, IPPROTO_TCP, address_port(address)))
			continue;
		waits = waits || row->state == SOCKET_TIME_WAIT;
		used = used || row->state != SOCKET_TIME_WAIT;
	}
	snapshot_done(&snapshot);
	if (!waits || used || descriptor->is_reusing)
		return;
	struct call_place at = call_place_of(findings, event);
	AUTO_FREE char *place = call_place_text(&at);
	struct buf text = {0};
	SENTENCE(&text, "no-reuseaddr", SLOT_TEXT("call", place),
		 SLOT_NUMBER("port", address_port(address)));
	finding_tell(findings, FINDING_NO_REUSEADDR, event->actor, &at,
		     buf_text(&text));
	buf_done(&text);
}

/* How a socket is near to the address that was asked for; who listens there by
 * now began too late, and that is no mistake. */
enum nearness { FAR, NEXT_PORT, SWAPPED, ELSEWHERE, NOT_LISTENING, REACHED };

/* IPv6's wildcard is that of both. */
bool finding_reaches(const struct address *wanted, const struct address *local)
{
	return address_same(local, wanted) ||
	       (address_is_wildcard(local) &&
		address_port(local) == address_port(wanted) &&
		(address_family(local) == AF_INET6 ||
		 address_family(wanted) == AF_INET));
}

static enum nearness nearness_of(const struct socket_state *row,
				 const struct address *wanted)
{
	int port = address_port(wanted), local = address_port(&row->local);
	bool listens = row->state == SOCKET_LISTEN;
	if (row->protocol != IPPROTO_TCP || !row->owner_count || port <= 0)
		return FAR;
	if (row->state == SOCKET_CLOSE && address_port(&row->peer) <= 0 &&
	    (address_same(&row->local, wanted) ||
	     (local == port && address_is_wildcard(&row->local) &&
	      address_family(&row->local) == address_family(wanted))))
		return NOT_LISTENING;
	if (!listens)
		return FAR;
	if (local == port)
		return finding_reaches(wanted, &row->local) ? REACHED
							    : ELSEWHERE;
	if (local == __builtin_bswap16((uint16_t)port))
		return SWAPPED;
	return local == port + 1 || local == port - 1 ? NEXT_PORT : FAR;
}

static char *address_text(const struct address *address)
{
	struct buf text = {0};
	address_print(address, &text);
	return buf_take(&text);
}

/* Who is where, and who asked for what. */
static void say_fact(const struct socket_state *row, const char *actor,
		     const struct address *wanted, enum nearness nearness,
		     struct buf *text)
{
	AUTO_FREE char *here = address_text(&row->local);
	AUTO_FREE char *there = address_text(wanted);
	SENTENCE(text,
		 nearness == NOT_LISTENING ? "refused-bound"
					   : "refused-elsewhere",
		 SLOT_TEXT("listener", row->owners[0].actor),
		 SLOT_TEXT("local", here), SLOT_TEXT("client", actor),
		 SLOT_TEXT("wanted", there));
}

static void say_elsewhere(const struct socket_state *row,
			  const struct address *wanted, struct slot fact,
			  struct buf *text)
{
	int family = address_family(wanted);
	bool is_same = family == address_family(&row->local);
	SENTENCE(text,
		 is_same ? "refusal-any-address"
			 : "refusal-any-address-other-family",
		 fact, SLOT_TEXT("any", family == AF_INET6 ? "::" : "0.0.0.0"));
}

/* The fact, and what to do about it. */
static void say_refusal(const struct socket_state *row,
			const struct address *wanted, enum nearness nearness,
			struct slot fact, struct buf *text)
{
	int port = address_port(wanted), local = address_port(&row->local);
	if (nearness == NOT_LISTENING)
		SENTENCE(text, "refusal-no-listen", fact);
	else if (nearness == ELSEWHERE)
		say_elsewhere(row, wanted, fact, text);
	else if (nearness == SWAPPED)
		SENTENCE(text, "refusal-swapped", fact,
			 SLOT_NUMBER("port", local),
			 SLOT_NUMBER("wanted", port));
	else
		SENTENCE(text, "refusal-next-port", fact);
}

/* Who was refused, by which call and what for, stands in its refusal. */
static void keep_refusal(struct findings *findings, struct process *process,
			 const struct socket_state *row, enum nearness nearness)
{
	static const enum finding_kind kinds[] = {
		[NEXT_PORT] = FINDING_UNREACHABLE,
		[SWAPPED] = FINDING_NO_HTONS,
		[ELSEWHERE] = FINDING_UNREACHABLE,
		[NOT_LISTENING] = FINDING_NO_LISTEN,
	};
	const struct refusal asked = process->refusal;
	const struct address *wanted = &asked.wanted;
	const struct socket_owner *owner = &row->owners[0];
	const struct descriptor *listener =
		descriptor_of(process_of(findings, owner->actor), owner->fd);
	bool is_client = nearness == NEXT_PORT || !listener;
	// Who listened, and has ended that by shutdown(), did not forget it.
	if (nearness == NOT_LISTENING && listener && listener->listens.id)
		return;
	struct buf text = {0}, fact = {0};
	say_fact(row, asked.actor, wanted, nearness, &fact);
	say_refusal(row, wanted, nearness, SLOT_TEXT("fact", buf_text(&fact)),
		    &text);
	struct call_place at = asked.at;
	if (!is_client)
		at = listener->listens.id ? listener->listens : listener->made;
	process->refusal = (struct refusal){
		.at = at,
		.actor = arena_strdup(&findings->arena,
				      is_client ? asked.actor : owner->actor),
		.kind = kinds[nearness],
		.wanted = *wanted,
		.text = arena_strdup(&findings->arena, buf_text(&text)),
		.fact = arena_strdup(&findings->arena, buf_text(&fact)),
		.listener = arena_strdup(&findings->arena, owner->actor),
	};
	buf_done(&text);
	buf_done(&fact);
}

/* Who is refused may try another address, or again later: a mistake it is when
 * it ends, and none of that has worked. */
void finding_refused(struct findings *findings, const struct journal *journal,
		     const struct event_call *event)
{
	const struct address *wanted = value_address(&event->call.args[1]);
	struct process *process = process_of(findings, event->actor);
	const struct socket_state *found = NULL;
	enum nearness best = FAR;
	struct snapshot snapshot = {0};
	journal_snapshot(journal, journal_count(journal), &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		enum nearness now = nearness_of(row, wanted);
		if (now <= best)
			continue;
		best = now;
		found = row;
	}
	bool is_kept = process->refusal.at.id && process->refusal.text;
	if (best != REACHED && (found || !is_kept))
		process->refusal = (struct refusal){
			.at = call_place_of(findings, event),
			.actor = arena_strdup(&findings->arena, event->actor),
			.wanted = *wanted,
		};
	if (found && best != REACHED)
		keep_refusal(findings, process, found, best);
	snapshot_done(&snapshot);
}

void finding_refusal(struct findings *findings, struct process *process)
{
	const struct refusal *refusal = &process->refusal;
	if (refusal->at.id && refusal->text)
		finding_tell_refusal(findings, refusal);
	process->refusal.at.id = 0;
}

/* Who came too early would have been refused later as well. */
static void find_near(struct findings *findings, struct process *process,
		      const struct socket_state *row)
{
	enum nearness nearness = nearness_of(row, &process->refusal.wanted);
	if (nearness == SWAPPED || nearness == ELSEWHERE)
		keep_refusal(findings, process, row, nearness);
}

void finding_listens(struct findings *findings, const struct socket_state *row)
{
	const struct address *local = &row->local;
	for (struct process *process = findings->processes; process;
	     process = process->next) {
		const struct address *wanted = &process->refusal.wanted;
		bool reached = address_is_wildcard(local) ||
			       address_same(local, wanted);
		if (process->refusal.at.id && reached &&
		    address_port(local) == address_port(wanted))
			process->refusal.at.id = 0;
		else if (process->refusal.at.id && !process->refusal.text)
			find_near(findings, process, row);
	}
}
