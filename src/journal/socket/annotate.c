/* annotate: what the numbers of a socket's row really mean.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of ss(8) mean different things on different rows. What is said
 * here must not change from one run to the next, so nothing that ticks is in
 * it: a row reads the same while nothing happens to its socket.
 */
#include "base/sentence.h"
#include "journal/socket/socket.h"

#include <string.h>

/* A row of the tables below says something about a socket or adds nothing. */
typedef void note_fn(const struct socket_state *socket, struct buf *out);

static bool is_tcp(const struct socket_state *socket)
{
	return !strcmp(socket_netid(socket), "tcp");
}

static bool is_udp(const struct socket_state *socket)
{
	return !strcmp(socket_netid(socket), "udp");
}

static bool is_unix_dgram(const struct socket_state *socket)
{
	return socket->family == AF_UNIX && socket->type == SOCK_DGRAM;
}

/* On LISTEN the columns are the accept queue and the backlog. A queue may
 * hold one connection more than the backlog; then it takes no other. */
static void note_listen(const struct socket_state *socket, struct buf *out)
{
	if (socket->state != SOCKET_LISTEN || !socket->recv_q)
		return;
	if (socket->recv_q > socket->send_q)
		SENTENCE(out, "note-waiting-full",
			 SLOT_NUMBER("count", socket->recv_q));
	else
		SENTENCE(out, "note-waiting",
			 SLOT_NUMBER("count", socket->recv_q));
}

static void note_owner(const struct socket_state *socket, struct buf *out)
{
	/* clang-format off */
	static const char *const words[SOCKET_STATE_COUNT] = {
		[SOCKET_ESTABLISHED] = SENTENCE_ID("note-queued"),
		[SOCKET_CLOSE_WAIT] = SENTENCE_ID("note-queued"),
		[SOCKET_SYN_RECV] = SENTENCE_ID("note-half-open"),
		[SOCKET_FIN_WAIT1] = SENTENCE_ID("note-no-process"),
		[SOCKET_FIN_WAIT2] = SENTENCE_ID("note-no-process"),
		[SOCKET_TIME_WAIT] = SENTENCE_ID("note-no-process"),
		[SOCKET_LAST_ACK] = SENTENCE_ID("note-no-process"),
		[SOCKET_CLOSING] = SENTENCE_ID("note-no-process"),
	};
	/* clang-format on */
	if (is_tcp(socket) && !socket->inode && socket->state > 0 &&
	    socket->state < SOCKET_STATE_COUNT && words[socket->state])
		buf_puts(out, sentence_text(words[socket->state]));
}

/* A FIN takes one number of the sequence, as a byte does: it stands in Recv-Q
 * until it is read as end of file, and in Send-Q until it is acknowledged. */
static void note_fin(const struct socket_state *socket, struct buf *out)
{
	if (!is_tcp(socket))
		return;
	int state = socket->state;
	bool sent = state == SOCKET_FIN_WAIT1 || state == SOCKET_LAST_ACK ||
		    state == SOCKET_CLOSING;
	bool received = state == SOCKET_CLOSE_WAIT ||
			state == SOCKET_LAST_ACK || state == SOCKET_CLOSING;
	sent = sent && socket->send_q;
	received = received && socket->recv_q;
	if (sent && received)
		buf_puts(out, sentence_text("note-both-fin"));
	else if (sent || received)
		buf_puts(out, sentence_text("note-fin"));
	else if (state == SOCKET_SYN_SENT && socket->send_q == 1)
		buf_puts(out, sentence_text("note-syn"));
}

static void note_memory(const struct socket_state *socket, struct buf *out)
{
	if (is_udp(socket) && (socket->recv_q || socket->send_q)) {
		buf_puts(out, sentence_text("note-buffer"));
		if (socket->recv_q && socket->next_size >= 0)
			SENTENCE_LINE(out, "; ", "", "note-next-datagram",
				      SLOT_NUMBER("bytes", socket->next_size));
	} else if (is_unix_dgram(socket) && socket->recv_q) {
		buf_puts(out, sentence_text("note-only-next"));
	} else if (socket->family == AF_UNIX && socket->send_q &&
		   socket->state != SOCKET_LISTEN) {
		buf_puts(out, sentence_text("note-buffer"));
	}
}

static void note_drops(const struct socket_state *socket, struct buf *out)
{
	if (socket->drops)
		SENTENCE(out, "note-dropped",
			 SLOT_NUMBER("count", socket->drops));
}

bool socket_tells_timer(const struct socket_state *socket)
{
	return socket->timer == SOCKET_TIMER_PERSIST ||
	       socket->timer == SOCKET_TIMER_KEEPALIVE ||
	       (socket->timer == SOCKET_TIMER_ON && socket->retransmits);
}

static void note_timer(const struct socket_state *socket, struct buf *out)
{
	if (socket->timer == SOCKET_TIMER_ON && socket->retransmits)
		SENTENCE(out, "note-timer-retransmits",
			 SLOT_NUMBER("count", socket->retransmits));
	else if (socket->timer == SOCKET_TIMER_PERSIST)
		buf_puts(out, sentence_text("note-timer-persist"));
	else if (socket->timer == SOCKET_TIMER_KEEPALIVE)
		buf_puts(out, sentence_text("note-timer-keepalive"));
}

static void note_unbound(const struct socket_state *socket, struct buf *out)
{
	if (socket->unbound)
		buf_puts(out, sentence_text("note-unbound"));
}

/* sock_diag lists a TCP socket that is bound and no more since Linux 6.8, but
 * only to who asks for it, and ss(8) does not. */
bool socket_is_listed(const struct socket_state *socket)
{
	bool is_bound_only = socket->protocol == IPPROTO_TCP &&
			     socket->state == SOCKET_CLOSE &&
			     address_port(&socket->local) > 0;
	return socket->source != SOCKET_FROM_FD && !is_bound_only;
}

static void note_source(const struct socket_state *socket, struct buf *out)
{
	if (!socket_is_listed(socket))
		buf_puts(out, sentence_text("note-not-listed"));
}

void socket_annotate(const struct socket_state *socket, struct buf *out)
{
	static note_fn *const notes[] = {
		note_listen, note_owner, note_fin,     note_memory,
		note_drops,  note_timer, note_unbound, note_source,
	};
	struct buf note = {0};
	const char *between = "";
	for (size_t i = 0; i < COUNT(notes); i++) {
		notes[i](socket, &note);
		if (!note.len)
			continue;
		buf_printf(out, "%s%s", between, buf_text(&note));
		buf_clear(&note);
		between = "; ";
	}
	buf_done(&note);
}
