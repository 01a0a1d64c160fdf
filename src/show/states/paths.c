/* paths: the TCP states that each socket went through, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the journal. Where a socket is in another state than in the
 * snapshot before, what lies between the two snapshots is searched for the
 * call or the packet that leads there, from step to step, so that a cause
 * never comes behind its effect.
 */
#include "show/states/paths.h"

#include "base/sentence.h"
#include "base/text.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "show/states/machine.h"

#include <string.h>

/* State of the pass. The events from `begin` on happened since the snapshot
 * before the one being read. */
struct pass {
	struct paths *paths;
	struct view *view;
	size_t index, begin;
	bool in_snapshot;
};

static const struct event *event_at(const struct pass *pass, size_t index)
{
	return journal_at(pass->view->scene->journal, index);
}

const char *path_word(int state)
{
	const struct socket_state row = {.state = state};
	return state == PATH_GONE ? "gone" : socket_state_word(&row);
}

/* --- causes ----------------------------------------------------------------
 */

static bool owns(const struct socket_state *row, const char *actor, int64_t fd)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		if (text_is(row->owners[i].actor, actor) &&
		    (fd < 0 || row->owners[i].fd == fd))
			return true;
	}
	return false;
}

static bool is_listed(const char *const calls[3], const char *name)
{
	for (size_t i = 0; i < 3 && calls[i]; i++) {
		if (!strcmp(calls[i], name))
			return true;
	}
	return false;
}

/* Whether the call in `event` is one of `calls` on the socket of `row`. */
static bool is_call_on(const struct event *event,
		       const struct socket_state *row,
		       const char *const calls[3])
{
	const struct event_call *made = &event->as.call;
	if (event->kind != EVENT_CALL || made->phase != CALL_ENTER ||
	    !is_listed(calls, made->call.syscall->name))
		return false;
	int fd = call_fd_arg(&made->call);
	return fd >= 0 && owns(row, made->actor, made->call.args[fd].num);
}

/* Whether the packet in `event` reached the socket of `row` with these flags.
 */
static bool is_packet_to(const struct event *event,
			 const struct socket_state *row, uint8_t flags)
{
	const struct event_packet *seen = &event->as.packet;
	const struct packet *packet = &seen->packet;
	if (event->kind != EVENT_PACKET || seen->fate != PACKET_DELIVERED ||
	    packet->protocol != IPPROTO_TCP ||
	    !address_same(&packet->to, &row->local) ||
	    !address_same(&packet->from, &row->peer))
		return false;
	uint8_t other = (uint8_t)(PACKET_SYN | PACKET_RST);
	if (flags == PACKET_SYN)
		other |= PACKET_ACK;
	return (packet->flags & flags) == flags &&
	       !(packet->flags & other & ~flags);
}

static const char *packet_text(struct pass *pass, const struct event *event)
{
	struct buf flags = {0};
	packet_print_flags(&event->as.packet.packet, &flags);
	const char *text =
		SENTENCE_KEPT(&pass->view->arena, "cause-packet",
			      SLOT_NUMBER("number", event->as.packet.number),
			      SLOT_TEXT("flags", buf_text(&flags)));
	buf_done(&flags);
	return text;
}

static const char *call_text(struct pass *pass, const struct event *event)
{
	return SENTENCE_KEPT(
		&pass->view->arena, "cause-call",
		SLOT_TEXT("call", event->as.call.call.syscall->name),
		SLOT_TEXT("actor", event->as.call.actor));
}

static const char *end_text(struct pass *pass, const struct event *event)
{
	return SENTENCE_KEPT(&pass->view->arena, "cause-end",
			     SLOT_TEXT("actor", event->as.actor.actor));
}

/* A process that ends closes what it has. */
static bool is_end_of(const struct event *event, const struct socket_state *row)
{
	return event->kind == EVENT_ACTOR &&
	       event->as.actor.phase == ACTOR_ENDED &&
	       owns(row, event->as.actor.actor, -1);
}

/* What led along an edge, searched from *from on, which moves behind it; NULL
 * for nothing. */
static const char *edge_cause(struct pass *pass,
			      const struct machine_edge *edge,
			      const struct socket_state *row, size_t *from)
{
	if (edge->cause == MACHINE_TIMER)
		return sentence_text("cause-timer");
	for (size_t i = *from; i < pass->index; i++) {
		const struct event *event = event_at(pass, i);
		const char *text = NULL;
		if (edge->cause == MACHINE_PACKET &&
		    is_packet_to(event, row, edge->flags))
			text = packet_text(pass, event);
		else if (edge->cause == MACHINE_CALL &&
			 is_call_on(event, row, edge->calls))
			text = call_text(pass, event);
		else if (edge->cause == MACHINE_CALL && is_end_of(event, row))
			text = end_text(pass, event);
		if (text) {
			*from = i + 1;
			return text;
		}
	}
	return NULL;
}

/* What ended a socket off the usual ways: a reset, a call that failed, close.
 */
static const char *end_cause(struct pass *pass, const struct socket_state *row,
			     size_t from)
{
	static const char *const closing[3] = {"close", "shutdown"};
	const char *found = NULL;
	for (size_t i = from; i < pass->index; i++) {
		const struct event *event = event_at(pass, i);
		const struct event_call *made = &event->as.call;
		if (event->kind == EVENT_PACKET &&
		    (is_packet_to(event, row, PACKET_RST)))
			return packet_text(pass, event);
		if (is_call_on(event, row, closing))
			found = call_text(pass, event);
		if (event->kind == EVENT_CALL && made->phase == CALL_RETURN &&
		    made->call.result.error && owns(row, made->actor, -1)) {
			const char *error = symbol_name(
				SYMBOL_ERRNO, made->call.result.error);
			found = SENTENCE_KEPT(
				&pass->view->arena, "cause-failed",
				SLOT_TEXT("call", made->call.syscall->name),
				SLOT_TEXT("actor", made->actor),
				SLOT_TEXT(
					"error",
					error ? error
					      : sentence_text("cause-error")));
		}
		if (is_end_of(event, row) && !found)
			found = end_text(pass, event);
	}
	return found;
}

/* --- steps -----------------------------------------------------------------
 */

static struct path_step *add_step(struct pass *pass, struct path *path,
				  int state, bool unseen)
{
	path->steps = xgrow(path->steps, &path->cap, path->count + 1,
			    sizeof(*path->steps));
	struct path_step *step = &path->steps[path->count++];
	*step = (struct path_step){
		.state = state,
		.unseen = unseen,
		.now = pass->index >= pass->view->scene->begin,
	};
	return step;
}

static bool is_end(int state)
{
	return state == PATH_GONE || state == SOCKET_CLOSE;
}

/* Adds the steps from one state to the next reported one. A reset can lead to
 * an end from everywhere: then others were passed only if each has a cause. */
static void add_steps(struct pass *pass, struct path *path, int from, int to,
		      const struct socket_state *row)
{
	int states[SOCKET_STATE_COUNT + 1];
	const char *causes[SOCKET_STATE_COUNT + 1];
	size_t count =
		machine_edge(from, to) ? 0 : machine_between(from, to, states);
	size_t search = pass->begin;
	bool has_all = true;
	states[count] = to;
	for (size_t i = 0; i <= count; i++) {
		const struct machine_edge *edge =
			machine_edge(i ? states[i - 1] : from, states[i]);
		causes[i] = edge ? edge_cause(pass, edge, row, &search) : NULL;
		has_all = has_all && causes[i];
	}
	if (is_end(to) && !has_all) {
		add_step(pass, path, to, false)->cause =
			end_cause(pass, row, pass->begin);
		return;
	}
	for (size_t i = 0; i <= count; i++)
		add_step(pass, path, states[i], i < count)->cause = causes[i];
}

/* --- sockets ---------------------------------------------------------------
 */

const char *path_owner(const struct path *path)
{
	return path->owner ? path->owner : sentence_text("panel-kernel");
}

const char *path_who(const struct path *path, struct arena *arena)
{
	if (!path->owner)
		return sentence_text("panel-kernel-no-process");
	return path->row->owner_count
		       ? path->owner
		       : SENTENCE_KEPT(arena, "panel-kernel-was",
				       SLOT_TEXT("who", path->owner));
}

/* The call that gave the descriptor: accept() for a connection that a listener
 * got, socket() for one that begins here; NULL when not known. */
static const char *maker(const struct pass *pass,
			 const struct socket_state *row)
{
	for (size_t i = pass->index; row->owner_count && i > 0; i--) {
		const struct event *event = event_at(pass, i - 1);
		const struct event_call *made = &event->as.call;
		if (event->kind == EVENT_CALL && made->phase == CALL_RETURN &&
		    call_makes_fd(&made->call, row->owners[0].fd) &&
		    text_is(made->actor, row->owners[0].actor))
			return made->call.syscall->name;
	}
	return NULL;
}

/* Whether a SYN to a listener made the socket: nobody but the kernel can have
 * one in these states, or accept() gave it away. */
static bool is_born_of_syn(const struct pass *pass,
			   const struct socket_state *row)
{
	const char *name = maker(pass, row);
	if (name)
		return str_has_prefix(str_from(name), "accept");
	return !row->owner_count && (row->state == SOCKET_SYN_RECV ||
				     row->state == SOCKET_ESTABLISHED ||
				     row->state == SOCKET_CLOSE_WAIT);
}

static void begin_path(struct pass *pass, struct path *path,
		       const struct socket_state *row)
{
	if (is_born_of_syn(pass, row)) {
		add_steps(pass, path, MACHINE_BORN, row->state, row);
	} else if (text_is(maker(pass, row), "socket") &&
		   row->state != SOCKET_CLOSE) {
		add_step(pass, path, SOCKET_CLOSE, true);
		add_steps(pass, path, SOCKET_CLOSE, row->state, row);
	} else {
		add_step(pass, path, row->state, false);
	}
}

static struct path *find_path(struct pass *pass, const struct socket_state *row)
{
	struct paths *paths = pass->paths;
	for (size_t i = 0; i < paths->count; i++) {
		const struct socket_state *known = paths->items[i].row;
		if (known->cookie == row->cookie &&
		    text_is(known->host, row->host))
			return &paths->items[i];
	}
	return NULL;
}

static void take_gone(struct pass *pass, const struct socket_state *row)
{
	struct paths *paths = pass->paths;
	struct path *path = find_path(pass, row);
	if (!path)
		return;
	if (pass->index >= pass->view->scene->begin) {
		add_steps(pass, path, path->steps[path->count - 1].state,
			  PATH_GONE, path->row);
		return;
	}
	free(path->steps);
	size_t at = (size_t)(path - paths->items);
	paths->count--;
	memmove(path, path + 1, (paths->count - at) * sizeof(*path));
}

static void take_row(struct pass *pass, const struct socket_state *row)
{
	struct paths *paths = pass->paths;
	struct path *path = find_path(pass, row);
	if (row->family == AF_UNIX || row->type != SOCK_STREAM)
		return;
	if (!path) {
		paths->items = xgrow(paths->items, &paths->cap,
				     paths->count + 1, sizeof(*paths->items));
		path = &paths->items[paths->count++];
		*path = (struct path){.row = row};
		begin_path(pass, path, row);
	} else if (path->steps[path->count - 1].state != row->state) {
		// Who closed it, or lost its peer, had it before.
		bool old = is_end(row->state) || !row->owner_count;
		add_steps(pass, path, path->steps[path->count - 1].state,
			  row->state, old ? path->row : row);
	}
	if (row->owner_count)
		path->owner =
			arena_printf(&pass->view->arena, "%s fd %d",
				     row->owners[0].actor, row->owners[0].fd);
	path->row = row;
}

static void forget(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i].steps);
	paths->count = 0;
}

static void take_socket(struct pass *pass, const struct event *event)
{
	const struct event_socket *change = &event->as.socket;
	if (change->change == CHANGE_GONE)
		take_gone(pass, &change->state);
	else
		take_row(pass, &change->state);
}

void paths_init(struct paths *paths, struct view *view)
{
	*paths = (struct paths){0};
	struct pass pass = {
		.paths = paths, .view = view, .index = view->scene->origin};
	size_t last = pass.index; // behind the latest snapshot
	for (; pass.index < view->scene->end; pass.index++) {
		const struct event *event = event_at(&pass, pass.index);
		if (event->kind == EVENT_SOCKET) {
			if (!pass.in_snapshot)
				pass.begin = last;
			pass.in_snapshot = true;
			take_socket(&pass, event);
			last = pass.index + 1;
			continue;
		}
		pass.in_snapshot = false;
		if (event_is_new_lab(event))
			forget(paths);
	}
}

void paths_done(struct paths *paths)
{
	forget(paths);
	free(paths->items);
}
