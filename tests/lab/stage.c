/* stage: a lab with its loop and journal, for tests that play calls in it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stage.h"

#include "base/clock.h"
#include "call/whole/parse.h"
#include "patience.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

static void keep(void *data, const struct event *event)
{
	struct stage *stage = data;
	journal_append(stage->journal, event);
}

static void over(void *data)
{
	struct stage *stage = data;
	stage->over = true;
}

static void open_lab(struct stage *stage, const struct lab_config *config)
{
	struct err err = {0};
	*stage = (struct stage){.journal = journal_new()};
	stage->loop = loop_new(&err);
	stage->lab = lab_open(config, stage->loop, keep, stage, &err);
	cr_assert(stage->lab, "%s", err.text);
}

void stage_open(struct stage *stage, const struct lab_host *hosts,
		size_t host_count, bool no_namespaces)
{
	struct lab_actor actors[] = {{.name = "server"}, {.name = "client"}};
	if (host_count > 1)
		actors[1].host = hosts[1].name;
	struct lab_config config = {
		.hosts = hosts,
		.host_count = host_count,
		.actors = actors,
		.actor_count = COUNT(actors),
		.no_namespaces = no_namespaces,
		.command_seconds = PATIENCE_SECONDS,
	};
	open_lab(stage, &config);
}

void stage_open_limited(struct stage *stage, unsigned command_seconds)
{
	const struct lab_config config = {.command_seconds = command_seconds};
	open_lab(stage, &config);
}

void stage_open_whole(struct stage *stage, const struct lab_host *hosts,
		      size_t host_count)
{
	stage_open(stage, hosts, host_count, false);
	if (!lab_missing(stage->lab))
		return;
	AUTO_FREE char *why = xstrdup(lab_missing(stage->lab));
	stage_close(stage);
	cr_skip_test("%s", why);
}

void stage_close(struct stage *stage)
{
	lab_close(stage->lab);
	loop_free(stage->loop);
	journal_free(stage->journal);
	snapshot_done(&stage->snapshot);
	arena_done(&stage->arena);
}

static void turn(struct stage *stage, uint64_t deadline)
{
	struct err err = {0};
	cr_assert(loop_once(stage->loop, 100, &err), "%s", err.text);
	cr_assert(clock_now() < deadline, "nothing happened for too long");
}

static void settle(struct stage *stage, lab_settled_fn *settled)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	stage->over = false;
	lab_settle(stage->lab, settled, over, stage);
	while (!stage->over)
		turn(stage, deadline);
	snapshot_done(&stage->snapshot);
	stage->snapshot = (struct snapshot){0};
	journal_snapshot(stage->journal, journal_count(stage->journal),
			 &stage->snapshot);
}

void stage_settle(struct stage *stage)
{
	settle(stage, NULL);
}

struct actor_name {
	const struct stage *stage;
	const char *actor;
};

static bool find_ids(const struct stage *stage, const char *actor,
		     const char *name, int64_t *num)
{
	uid_t user;
	gid_t group;
	if (!lab_actor_ids(stage->lab, actor, &user, &group))
		return false;
	*num = !strcmp(name, "getuid()") ? user : group;
	return true;
}

static bool find_variable(void *data, struct value *value)
{
	const struct actor_name *of = data;
	const char *name = value->name;
	const struct journal *journal = of->stage->journal;
	size_t end = journal_count(journal);
	if (!strcmp(name, "getpid()"))
		value->num = journal_pid_of(journal, end, of->actor);
	else if (!strcmp(name, "getuid()") || !strcmp(name, "getgid()"))
		return find_ids(of->stage, of->actor, name, &value->num);
	else
		return journal_bind(journal, end, of->actor, value);
	return true;
}

/* On a busy machine a call can return after everything looked settled. One that
 * stays blocked is waited for in vain, and the next call says so. */
static void await_last_call(struct stage *stage, const char *actor)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (clock_now() < deadline) {
		const struct journal *journal = stage->journal;
		if (!journal_open_call(journal, journal_count(journal), actor))
			return;
		stage_settle(stage);
	}
}

void stage_ask(struct stage *stage, const char *actor, const char *text)
{
	struct err err = {0};
	struct call call;
	struct actor_name of = {stage, actor};
	cr_assert(call_parse(str_from(text), &stage->arena, &call, NULL, &err),
		  "%s: %s", text, err.text);
	cr_assert(call_bind(&call, &stage->arena, find_variable, &of, &err),
		  "%s: %s", text, err.text);
	cr_assert(lab_call(stage->lab, actor, &call, &err), "%s: %s", text,
		  err.text);
}

void stage_call(struct stage *stage, const char *actor, const char *text)
{
	await_last_call(stage, actor);
	stage_ask(stage, actor, text);
	stage_settle(stage);
}

char *stage_try_order(struct stage *stage, const char *text)
{
	struct err err = {0};
	struct order order;
	bool done = order_parse(str_from(text), &stage->arena, &order, &err) &&
		    lab_order(stage->lab, &order, &err);
	return xstrdup(done ? "" : err.text);
}

void stage_order(struct stage *stage, const char *text)
{
	AUTO_FREE char *says = stage_try_order(stage, text);
	cr_assert_str_empty(says, "%s: %s", text, says);
	stage_settle(stage);
}

int64_t stage_value(struct stage *stage, const char *actor, const char *text)
{
	stage_call(stage, actor, text);
	const struct event_call *call = stage_last(stage, actor);
	if (call->phase != CALL_RETURN)
		return PLAY_BLOCKS;
	return call->call.result.error ? -call->call.result.error
				       : call->call.result.value;
}

/* Whether this is the last that is told of its packet. */
static bool is_last_word(const struct stage *stage, size_t place)
{
	unsigned number = journal_at(stage->journal, place)->as.packet.number;
	for (size_t i = place + 1; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number == number)
			return false;
	}
	return true;
}

char *stage_held(const struct stage *stage)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		const struct event_packet *packet = &event->as.packet;
		if (event->kind != EVENT_PACKET ||
		    packet->fate != PACKET_HELD || !is_last_word(stage, i))
			continue;
		buf_puts(&out, out.len ? ", " : "");
		if (packet->packet.protocol == IPPROTO_TCP)
			packet_print_flags(&packet->packet, &out);
		else
			buf_puts(&out, packet_protocol_word(&packet->packet));
		buf_printf(&out, " #%u", packet->number);
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

const struct event_call *stage_last(const struct stage *stage,
				    const char *actor)
{
	return journal_last_call(stage->journal, 0,
				 journal_count(stage->journal), actor);
}

static const struct socket_state *
socket_of(const struct stage *stage, const char *actor, const char *variable)
{
	const char *host;
	uint64_t cookie =
		journal_socket_of(stage->journal, journal_count(stage->journal),
				  actor, variable, &host);
	return cookie ? snapshot_find(&stage->snapshot, host, cookie) : NULL;
}

static const char *state_word(const struct socket_state *socket)
{
	return socket ? socket_state_word(socket) : "gone";
}

static void check_row(const struct stage *stage, const struct play *row)
{
	const struct event_call *call = stage_last(stage, row->actor);
	const struct result *result = &call->call.result;
	int64_t found = result->error ? -result->error : result->value;
	if (call->phase != CALL_RETURN)
		found = call->phase == CALL_BLOCKED ? PLAY_BLOCKS : PLAY_ANY;
	if (row->expected != PLAY_ANY)
		cr_assert_eq(found, row->expected, "%s: %s is %ld, not %ld",
			     row->actor, row->call, (long)found,
			     (long)row->expected);
	if (!row->socket)
		return;
	const char *word =
		state_word(socket_of(stage, row->actor, row->socket));
	cr_assert_str_eq(word, row->state, "%s: after %s %s is %s, not %s",
			 row->actor, row->call, row->socket, word, row->state);
}

void stage_play(struct stage *stage, const struct play *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		stage_call(stage, rows[i].actor, rows[i].call);
		// What takes long is no block, on a busy machine.
		if (rows[i].expected > PLAY_BLOCKS)
			await_last_call(stage, rows[i].actor);
		check_row(stage, &rows[i]);
	}
}

void stage_await(struct stage *stage, const char *actor, const char *variable,
		 const char *state)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (strcmp(state_word(socket_of(stage, actor, variable)), state)) {
		cr_assert(clock_now() < deadline, "%s of %s is %s, not %s",
			  variable, actor,
			  state_word(socket_of(stage, actor, variable)), state);
		stage_settle(stage);
	}
}

const struct event *stage_await_event(struct stage *stage, size_t place,
				      enum event_kind kind)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	for (;; place++) {
		while (place == journal_count(stage->journal))
			turn(stage, deadline);
		const struct event *event = journal_at(stage->journal, place);
		if (event->kind == kind)
			return event;
	}
}

const struct event_output *stage_run(struct stage *stage, const char *host,
				     const char *command)
{
	struct err err = {0};
	size_t place = journal_count(stage->journal);
	cr_assert(lab_run(stage->lab, host, command, &err), "%s: %s", command,
		  err.text);
	return &stage_await_event(stage, place, EVENT_OUTPUT)->as.output;
}

char *stage_packets(const struct stage *stage, size_t place)
{
	struct buf out = {0};
	for (size_t i = place; i < journal_count(stage->journal); i++) {
		const struct event *event = journal_at(stage->journal, i);
		const struct event_packet *packet = &event->as.packet;
		if (event->kind != EVENT_PACKET)
			continue;
		buf_puts(&out, out.len ? ", " : "");
		if (packet->packet.protocol == IPPROTO_TCP)
			packet_print_flags(&packet->packet, &out);
		else
			buf_puts(&out, packet_protocol_word(&packet->packet));
		buf_printf(&out, " %s>%s",
			   packet->from_actor ? packet->from_actor : "-",
			   packet->to_actor ? packet->to_actor : "-");
	}
	return out.len ? buf_take(&out) : xstrdup("");
}
