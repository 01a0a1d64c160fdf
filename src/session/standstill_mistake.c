/* standstill_mistake: the likely mistake of programs that all sleep.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is told of the first that is stuck, and only of what its rows show: who
 * has not sent, not received, not closed, or not asked again.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "journal/finding/finding.h"
#include "journal/socket/ends.h"
#include "session/standstill_picture.h"

#include <string.h>

/* Who is to do something with the other end, and does it not. */
static const struct lab_wait *find_process(const struct picture *picture,
					   const char *process)
{
	for (size_t i = 0; i < picture->count; i++) {
		const struct lab_wait *wait = &picture->waits[i];
		if (wait->actor && text_is(wait->process, process))
			return wait;
	}
	return NULL;
}

static bool is_text(const struct bytes *bytes)
{
	bool found = bytes->len > 0;
	for (size_t i = 0; found && i < bytes->len; i++) {
		unsigned char letter = bytes->data[i];
		found = letter >= ' ' || strchr("\t\r\n", letter);
		found = found && letter;
	}
	return found;
}

/* Who reads lines waits for the newline that was not sent, and who reads all
 * for the end. */
static void say_terminator(const struct picture *picture,
			   const struct lab_wait *wait, int fd,
			   const char *reader, struct buf *out)
{
	struct arena arena = {0};
	struct traffic traffic =
		picture_traffic(picture, wait->process, fd, true, &arena);
	const struct bytes *last = &traffic.last;
	struct buf http = {0};
	if (picture_say_http(&traffic, wait->actor, reader, &http)) {
		buf_printf(out, "; %s", buf_text(&http));
	} else if (is_text(last) && last->data[last->len - 1] != '\n') {
		struct buf bytes = {0};
		text_quote(&bytes, last->data, last->len, 32);
		buf_puts(out, "; ");
		SENTENCE(out, "hang-no-newline",
			 SLOT_TEXT("actor", wait->actor),
			 SLOT_TEXT("bytes", buf_text(&bytes)),
			 SLOT_TEXT("reader", reader));
		buf_done(&bytes);
	}
	buf_done(&http);
	arena_done(&arena);
}

/* What was written may be in no queue of the kernel: neither has sent a byte,
 * or one has got all and answered nothing. */
static void say_buffered(const struct picture *picture,
			 const struct lab_wait *wait, int fd,
			 const struct lab_wait *other,
			 const struct socket_owner *owner, struct buf *out)
{
	struct arena arena = {0};
	struct traffic one =
		picture_traffic(picture, wait->process, fd, true, &arena);
	struct traffic two = picture_traffic(picture, other->process, owner->fd,
					     true, &arena);
	const struct lab_wait *silent = one.got && !one.turn_all   ? wait
					: two.got && !two.turn_all ? other
								   : NULL;
	if (!one.sent && !two.sent)
		buf_printf(out, "; %s", sentence_text("hang-buffered"));
	else if (silent && one.got == two.sent && two.got == one.sent) {
		buf_puts(out, "; ");
		SENTENCE(out, "hang-unanswered",
			 SLOT_TEXT("actor", silent->actor));
	}
	arena_done(&arena);
}

static void say_reader(const struct picture *picture,
		       const struct lab_wait *wait, const struct wait_fd *fd,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other =
		picture_find_waiting(picture, owner, true);
	if (other && other != wait) {
		SENTENCE(out, "hang-each-receives",
			 SLOT_TEXT("actor", wait->actor),
			 SLOT_TEXT("other", other->actor));
		size_t before = out->len;
		say_terminator(picture, wait, fd->fd, other->actor, out);
		say_terminator(picture, other, owner->fd, wait->actor, out);
		if (out->len == before)
			say_buffered(picture, wait, fd->fd, other, owner, out);
		return;
	}
	struct buf owners = {0};
	picture_print_owners(peer, &owners);
	SENTENCE(out, "hang-receives", SLOT_TEXT("actor", wait->actor),
		 SLOT_TEXT("owners", buf_text(&owners)),
		 SLOT_NUMBER("holders", peer->owner_count));
	buf_done(&owners);
	if (socket_unread(peer)) {
		buf_puts(out, "; ");
		SENTENCE(out, "hang-unread-there",
			 SLOT_NUMBER("unread", socket_unread(peer)));
	}
	other = find_process(picture, owner->actor);
	if (other && other != wait) {
		buf_puts(out, "; ");
		picture_print_wait(picture, other, out);
	}
}

static void say_writer(const struct picture *picture,
		       const struct lab_wait *wait,
		       const struct socket_state *peer, struct buf *out)
{
	const struct socket_owner *owner = &peer->owners[0];
	const struct lab_wait *other =
		picture_find_waiting(picture, owner, false);
	if (other && other != wait)
		SENTENCE(out, "hang-each-sends",
			 SLOT_TEXT("actor", wait->actor),
			 SLOT_TEXT("other", other->actor));
	else
		SENTENCE(out, "hang-sends", SLOT_TEXT("actor", wait->actor),
			 SLOT_TEXT("other", owner->actor),
			 SLOT_NUMBER("fd", owner->fd));
}

/* The last datagram that left the socket, or NULL. */
static const struct event_packet *last_sent(const struct picture *picture,
					    const struct socket_state *row)
{
	const struct event_packet *last = NULL;
	for (size_t i = picture->origin; i < picture->place; i++) {
		const struct event_packet *packet =
			&journal_at(picture->journal, i)->as.packet;
		if (journal_at(picture->journal, i)->kind == EVENT_PACKET &&
		    packet->packet.protocol == row->protocol &&
		    address_port(&packet->packet.from) ==
			    address_port(&row->local))
			last = packet;
	}
	return last;
}

static void say_datagram(const struct picture *picture,
			 const struct lab_wait *wait,
			 const struct socket_state *row, struct buf *out)
{
	const struct event_packet *last = last_sent(picture, row);
	const struct slot actor = SLOT_TEXT("actor", wait->actor);
	if (last)
		SENTENCE(out,
			 last->fate == PACKET_DROPPED ? "hang-datagram-lost"
						      : "hang-datagram-sent",
			 actor, SLOT_NUMBER("packet", last->number));
	else
		SENTENCE(out, "hang-datagram", actor);
}

/* Nothing comes there but what it sends itself. */
static void say_itself(const struct lab_wait *wait, const struct wait_fd *fd,
		       const struct socket_state *row, struct buf *out)
{
	struct buf address = {0};
	socket_print_end(row, &row->local, &address);
	SENTENCE(out, "hang-itself", SLOT_TEXT("actor", wait->actor),
		 SLOT_NUMBER("fd", fd->fd),
		 SLOT_TEXT("address", buf_text(&address)));
	buf_done(&address);
}

/* Returns the lesson that teaches it, or NULL. */
const char *picture_say_mistake(const struct picture *picture,
				const struct lab_wait *wait, struct buf *out)
{
	const struct wait_fd *fd = &wait->fds[0];
	const struct socket_state *row = picture_row(picture, wait, fd);
	const struct socket_state *peer =
		row ? snapshot_peer(&picture->snapshot, row) : NULL;
	const struct slot actor = SLOT_TEXT("actor", wait->actor);
	const struct slot number = SLOT_NUMBER("fd", fd->fd);
	if (wait->closed) {
		const struct event_call *call = picture_call(picture, wait);
		SENTENCE(out, "hang-closed-number", actor, number,
			 SLOT_TEXT("call", call ? call->call.syscall->name
						: wait->call));
		return "threads";
	}
	const char *lesson =
		row ? picture_say_own(picture, wait, fd, row, peer, out) : NULL;
	if (lesson)
		return lesson;
	if (row && socket_is_datagram(row)) {
		say_datagram(picture, wait, row, out);
		return "udp-lost";
	}
	if (row && peer == row) {
		say_itself(wait, fd, row, out);
		return "tcp-conversation";
	}
	if (peer && socket_is_left(peer)) {
		SENTENCE(out, "hang-end-closed", actor, number);
		return "window";
	}
	if (row && row->family == AF_UNIX && socket_is_connecting(row)) {
		SENTENCE(out, "hang-no-accept", actor);
		return "backlog";
	}
	if (!peer) {
		SENTENCE(out, "hang-end-of-nobody", actor, number);
		return NULL;
	}
	if (!peer->owner_count) {
		SENTENCE(out, "hang-end-untaken", actor, number);
		return "connected-before-accept";
	}
	if (!fd->reads) {
		say_writer(picture, wait, peer, out);
		return "window";
	}
	say_reader(picture, wait, fd, peer, out);
	return finding_row(FINDING_STANDSTILL)->lesson;
}
