/* stream_socket: what a stream tells of sockets, as the kernel lists them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/plain/stream_socket.h"

#include "base/sentence.h"
#include "show/plain/stream.h"

#include <string.h>

struct stream_socket {
	uint64_t cookie;
	int state;
	struct buf text; /* "server fd 3 tcp" */
	struct buf ends; /* "127.0.0.1:12345 0.0.0.0:*" */
};

static void free_texts(struct stream_socket *socket)
{
	buf_done(&socket->text);
	buf_done(&socket->ends);
}

void stream_sockets_done(struct stream *stream)
{
	for (size_t i = 0; i < stream->socket_count; i++)
		free_texts(&stream->sockets[i]);
	free(stream->sockets);
}

static struct stream_socket *find_socket(const struct stream *stream,
					 uint64_t cookie)
{
	for (size_t i = 0; i < stream->socket_count; i++) {
		if (stream->sockets[i].cookie == cookie)
			return &stream->sockets[i];
	}
	return NULL;
}

static struct stream_socket *add_socket(struct stream *stream, uint64_t cookie)
{
	stream->sockets =
		xgrow(stream->sockets, &stream->socket_cap,
		      stream->socket_count + 1, sizeof(*stream->sockets));
	struct stream_socket *socket = &stream->sockets[stream->socket_count++];
	*socket = (struct stream_socket){.cookie = cookie};
	return socket;
}

static void print_who(const struct socket_state *row, struct buf *out)
{
	if (!row->owner_count)
		SENTENCE(out, "plain-kernel");
	for (size_t i = 0; i < row->owner_count; i++)
		buf_printf(out, "%s%s fd %d", i ? ", " : "",
			   row->owners[i].actor, row->owners[i].fd);
	buf_printf(out, " %s", socket_netid(row));
}

static void drop_socket(struct stream *stream, struct stream_socket *socket,
			struct buf *out)
{
	struct socket_state row = {.state = socket->state,
				   .protocol = IPPROTO_TCP};
	SENTENCE_LINE(out, "  ", "\n", "plain-is-gone",
		      SLOT_TEXT("socket", buf_text(&socket->text)),
		      SLOT_TEXT("state", socket_state_word(&row)));
	free_texts(socket);
	*socket = stream->sockets[--stream->socket_count];
}

static void print_ends(const struct socket_state *row, struct buf *out)
{
	socket_print_end(row, &row->local, out);
	buf_putc(out, ' ');
	socket_print_end(row, &row->peer, out);
}

/* Puts `now` in the place of a text; whether that is another. */
static bool replace(struct buf *text, struct buf *now)
{
	bool is_other = strcmp(buf_text(text), buf_text(now)) != 0;
	buf_done(text);
	*text = *now;
	return is_other;
}

/* A connection that both ends have ended lives on in TIME-WAIT without its
 * socket, which the kernel lists anew: the same descriptor at the same local
 * end. Or NULL. */
static const struct stream_socket *find_past(const struct stream *stream,
					     const struct socket_state *row)
{
	struct buf who = {0}, ends = {0};
	const struct stream_socket *found = NULL;
	print_who(row, &who);
	print_ends(row, &ends);
	size_t local = strcspn(buf_text(&ends), " ");
	bool is_bound = row->owner_count && address_port(&row->local) > 0;
	for (size_t i = 0; is_bound && i < stream->socket_count; i++) {
		const struct stream_socket *past = &stream->sockets[i];
		if (!strcmp(buf_text(&past->text), buf_text(&who)) &&
		    !strncmp(buf_text(&past->ends), buf_text(&ends), local + 1))
			found = past;
	}
	buf_done(&who);
	buf_done(&ends);
	return found;
}

void stream_socket_print(struct stream *stream,
			 const struct event_socket *event, struct buf *out)
{
	const struct socket_state *row = &event->state;
	struct stream_socket *socket = find_socket(stream, row->cookie);
	if (event->change == CHANGE_GONE) {
		if (socket)
			drop_socket(stream, socket, out);
		return;
	}
	bool is_new = !socket;
	const struct stream_socket *past =
		is_new ? find_past(stream, row) : NULL;
	struct socket_state old = *row;
	struct buf who = {0}, ends = {0};
	if (past)
		old.state = past->state;
	if (is_new)
		socket = add_socket(stream, row->cookie);
	if (!is_new)
		old.state = socket->state;
	socket->state = row->state;
	print_who(row, &who);
	print_ends(row, &ends);
	bool is_other = old.state != row->state;
	is_other |= replace(&socket->text, &who);
	is_other |= replace(&socket->ends, &ends);
	if (!is_new && !is_other)
		return;
	is_new = is_new && !past;
	buf_printf(out, "  %c %s ", is_new ? '+' : '*',
		   buf_text(&socket->text));
	if (!is_new && old.state != row->state)
		buf_printf(out, "%s -> ", socket_state_word(&old));
	buf_printf(out, "%s %s\n", socket_state_word(row),
		   buf_text(&socket->ends));
}
