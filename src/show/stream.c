/* stream: a run of programs as lines in the order in which things happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/stream.h"

#include "call/print.h"
#include "call/symbol.h"

#include <string.h>

struct stream_socket {
	uint64_t cookie;
	int state;
	struct buf text; /* "server fd 3 tcp" */
};

struct stream_line {
	char *actor;
	struct buf text;
};

void stream_done(struct stream *stream)
{
	for (size_t i = 0; i < stream->socket_count; i++)
		buf_done(&stream->sockets[i].text);
	for (size_t i = 0; i < stream->line_count; i++) {
		buf_done(&stream->lines[i].text);
		free(stream->lines[i].actor);
	}
	free(stream->sockets);
	free(stream->lines);
	*stream = (struct stream){0};
}

/* --- calls and actors ------------------------------------------------------
 */

/* " in line 12 of server.py", or the name of the function. */
static void print_source(const struct event_source *source, struct buf *out)
{
	if (source->file && source->line) {
		const char *name = strrchr(source->file, '/');
		buf_printf(out, " in line %d of %s", source->line,
			   name ? name + 1 : source->file);
	} else if (source->function) {
		buf_printf(out, " in %s", source->function);
	}
}

static void print_call(const struct event_call *event, struct buf *out)
{
	if (event->phase == CALL_ENTER)
		return;
	buf_printf(out, "%s: ", event->actor);
	call_print_strace(&event->call, out);
	if (event->phase == CALL_BLOCKED)
		buf_puts(out, " blocked");
	buf_putc(out, '\n');
}

static void print_actor(const struct event_actor *event, struct buf *out)
{
	const char *signal = symbol_name(SYMBOL_SIGNAL, event->signal);
	if (event->phase == ACTOR_BORN && event->parent)
		buf_printf(out, "%s is a new %s of %s, pid %d\n", event->actor,
			   event->is_thread ? "thread" : "process",
			   event->parent, event->pid);
	else if (event->phase == ACTOR_BORN)
		buf_printf(out, "%s has begun, pid %d\n", event->actor,
			   event->pid);
	else if (event->signal)
		buf_printf(out, "%s was killed by %s\n", event->actor,
			   signal ? signal : "a signal");
	else
		buf_printf(out, "%s ended with exit status %d\n", event->actor,
			   event->status);
}

/* --- sockets ---------------------------------------------------------------
 */

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
		buf_puts(out, "kernel");
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
	buf_printf(out, "  - %s %s is gone\n", buf_text(&socket->text),
		   socket_state_word(&row));
	buf_done(&socket->text);
	*socket = stream->sockets[--stream->socket_count];
}

/* Only a new state is told: queues move with every byte. */
static void print_socket(struct stream *stream,
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
	if (!is_new && socket->state == row->state)
		return;
	struct socket_state old = *row;
	if (is_new)
		socket = add_socket(stream, row->cookie);
	else
		old.state = socket->state;
	socket->state = row->state;
	buf_clear(&socket->text);
	print_who(row, &socket->text);
	buf_printf(out, "  %c %s ", is_new ? '+' : '*',
		   buf_text(&socket->text));
	if (!is_new)
		buf_printf(out, "%s -> ", socket_state_word(&old));
	buf_printf(out, "%s ", socket_state_word(row));
	socket_print_end(row, &row->local, out);
	buf_putc(out, ' ');
	socket_print_end(row, &row->peer, out);
	buf_putc(out, '\n');
}

/* --- packets ---------------------------------------------------------------
 */

static void print_end(const char *actor, const struct address *address,
		      struct buf *out)
{
	if (actor)
		buf_puts(out, actor);
	else
		address_print_ss(address, out);
}

static void print_packet(const struct event_packet *event, struct buf *out)
{
	buf_puts(out, "  ");
	print_end(event->from_actor, &event->packet.from, out);
	buf_puts(out, " -> ");
	print_end(event->to_actor, &event->packet.to, out);
	buf_putc(out, ' ');
	packet_print(&event->packet, out);
	if (event->fate != PACKET_DELIVERED)
		buf_printf(out, " (%s, packet %u)",
			   packet_fate_word(event->fate), event->number);
	buf_putc(out, '\n');
}

/* --- what programs write ---------------------------------------------------
 */

static struct stream_line *line_of(struct stream *stream, const char *actor)
{
	for (size_t i = 0; i < stream->line_count; i++) {
		if (!strcmp(stream->lines[i].actor, actor))
			return &stream->lines[i];
	}
	stream->lines = xgrow(stream->lines, &stream->line_cap,
			      stream->line_count + 1, sizeof(*stream->lines));
	struct stream_line *line = &stream->lines[stream->line_count++];
	*line = (struct stream_line){.actor = xstrdup(actor)};
	return line;
}

static void end_line(struct stream_line *line, struct buf *out)
{
	buf_printf(out, "%s writes: %s\n", line->actor, buf_text(&line->text));
	buf_clear(&line->text);
}

/* What would move a cursor is not for lines that are only added to. */
static void print_terminal(struct stream *stream,
			   const struct event_terminal *event, struct buf *out)
{
	enum { LINE_MOST = 4096 };
	struct stream_line *line = line_of(stream, event->actor);
	for (size_t i = 0; i < event->len; i++) {
		unsigned char c = event->bytes[i];
		if (c == '\n')
			end_line(line, out);
		else if (c == '\t' || (c >= ' ' && c != 0x7f))
			buf_putc(&line->text, (char)c);
		else if (c != '\r')
			buf_printf(&line->text, "\\%o", c);
		if (line->text.len > LINE_MOST)
			end_line(line, out);
	}
}

void stream_flush(struct stream *stream, struct buf *out)
{
	for (size_t i = 0; i < stream->line_count; i++) {
		if (stream->lines[i].text.len)
			end_line(&stream->lines[i], out);
	}
}

/* --- the whole -------------------------------------------------------------
 */

static void print_finding(const struct event_finding *event, struct buf *out)
{
	buf_printf(out, "finding, %s: %s", event->actor, event->text);
	if (event->lesson)
		buf_printf(out, " (lesson %s)", event->lesson);
	buf_putc(out, '\n');
}

void stream_print(struct stream *stream, const struct journal *journal,
		  size_t begin, size_t end, struct buf *out)
{
	for (size_t i = begin; i < end; i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL)
			print_call(&event->as.call, out);
		else if (event->kind == EVENT_SOCKET)
			print_socket(stream, &event->as.socket, out);
		else if (event->kind == EVENT_PACKET)
			print_packet(&event->as.packet, out);
		else if (event->kind == EVENT_ACTOR)
			print_actor(&event->as.actor, out);
		else if (event->kind == EVENT_TERMINAL)
			print_terminal(stream, &event->as.terminal, out);
		else if (event->kind == EVENT_FINDING)
			print_finding(&event->as.finding, out);
		else if (event->kind == EVENT_NOTE)
			buf_printf(out, "note: %s\n", event->as.note);
	}
}

static bool is_last_of_call(const struct journal *journal, size_t index,
			    size_t place)
{
	unsigned id = journal_at(journal, index)->as.call.id;
	for (size_t i = index + 1; i < place; i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL && event->as.call.id == id)
			return false;
	}
	return true;
}

void stream_print_next(const struct journal *journal, size_t place,
		       struct buf *out)
{
	for (size_t i = 0; i < place; i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (event->kind != EVENT_CALL || call->phase != CALL_ENTER ||
		    !is_last_of_call(journal, i, place))
			continue;
		struct buf text = {0};
		call_print(&call->call, NOTATION_C, &text);
		buf_printf(out, "next, %s: %s", call->actor, buf_text(&text));
		print_source(&call->source, out);
		buf_putc(out, '\n');
		buf_done(&text);
	}
}
