/* show_run: a run of a lesson written down by hand, for screens without a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show_run.h"

#include "base/clock.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "golden.h"
#include "journal/save/save.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void append(struct run *run, struct event *event)
{
	run->now += CLOCK_MS;
	event->time = run->now;
	journal_append(run->journal, event);
}

static void bear_actors(struct run *run)
{
	for (size_t i = 0; i < run->lesson->actor_count; i++) {
		struct event event = {.kind = EVENT_ACTOR};
		event.as.actor.actor = run->lesson->actors[i].name;
		event.as.actor.pid = 2 + (int)i;
		append(run, &event);
	}
}

struct journal *run_load(const char *path)
{
	struct err err;
	FILE *file = fopen(path, "re");
	cr_assert(file, "%s is missing", path);
	struct journal *journal = journal_new();
	cr_assert(journal_load(journal, file, path, &err), "%s", err.text);
	fclose(file);
	return journal;
}

void run_open_lesson(struct run *run, struct lesson *lesson)
{
	*run = (struct run){.journal = journal_new(), .lesson = lesson};
	bear_actors(run);
}

void run_open(struct run *run, const char *path)
{
	struct faults faults = {0};
	char *text = golden_read(path);
	cr_assert(text, "cannot read %s", path);
	struct lesson *lesson = lesson_parse(path, text, strlen(text), &faults);
	cr_assert(lesson, "%s:%d: %s", path, faults.items[0].line,
		  faults.items[0].text);
	faults_done(&faults);
	free(text);
	run_open_lesson(run, lesson);
}

void run_close(struct run *run)
{
	lesson_free(run->lesson);
	journal_free(run->journal);
	arena_done(&run->arena);
}

static void append_step(struct run *run, size_t index, bool over)
{
	size_t step, beat;
	lesson_beat_at(run->lesson, index, &step, &beat);
	struct event event = {.kind = EVENT_STEP};
	event.as.step.step = (int)step;
	event.as.step.beat = (int)beat;
	event.as.step.over = over;
	event.as.step.title = run->lesson->steps[step].title;
	append(run, &event);
}

void run_beat(struct run *run)
{
	run->begins[run->played] = journal_count(run->journal);
	append_step(run, run->played++, false);
}

void run_over(struct run *run)
{
	append_step(run, run->played - 1, true);
}

struct scope {
	const struct run *run;
	const char *actor;
};

static bool look_up(void *data, struct value *name)
{
	const struct scope *scope = data;
	return journal_bind(scope->run->journal,
			    journal_count(scope->run->journal), scope->actor,
			    name);
}

static struct event call_event(struct run *run, const char *actor,
			       const char *text)
{
	struct event event = {.kind = EVENT_CALL};
	struct err err;
	size_t column;
	struct scope scope = {run, actor};
	event.as.call.id = ++run->last_call;
	event.as.call.actor = actor;
	event.as.call.pid = 2 + (strcmp(actor, "server") != 0);
	cr_assert(call_parse(str_from(text), &run->arena, &event.as.call.call,
			     &column, &err),
		  "%s: %s", text, err.text);
	cr_assert(call_bind(&event.as.call.call, &run->arena, look_up, &scope,
			    &err),
		  "%s: %s", text, err.text);
	append(run, &event);
	return event;
}

static void finish(struct run *run, struct event *event, int64_t value)
{
	struct result *result = &event->as.call.call.result;
	event->as.call.phase = CALL_RETURN;
	result->done = true;
	result->value = value < 0 ? -1 : value;
	result->error = value < 0 ? (int)-value : 0;
	result->elapsed = 400000;
	struct err err;
	if (!strcmp(event->as.call.call.syscall->name, "accept"))
		address_parse(str_from("127.0.0.1:40112"), &result->address,
			      &err);
	append(run, event);
}

void run_call(struct run *run, const char *actor, const char *text,
	      int64_t value)
{
	struct event event = call_event(run, actor, text);
	finish(run, &event, value);
}

void run_block(struct run *run, const char *actor, const char *text)
{
	struct event event = call_event(run, actor, text);
	event.as.call.phase = CALL_BLOCKED;
	event.as.call.where = "inet_csk_accept";
	append(run, &event);
}

void run_wake(struct run *run, const char *actor, int64_t value)
{
	const struct event_call *open = journal_open_call(
		run->journal, journal_count(run->journal), actor);
	struct event event = {.kind = EVENT_CALL, .as.call = *open};
	finish(run, &event, value);
}

struct socket_state run_row(struct run *run, const char *row)
{
	char owner[32], state[32], local[64], peer[64];
	int fd;
	struct err err;
	struct socket_state socket = {
		.host = "host",
		.family = AF_INET,
		.type = SOCK_STREAM,
		.next_size = -1,
		.inode = 0,
	};
	cr_assert_eq(sscanf(row, "%31s %d %31s %u %u %63s %63s", owner, &fd,
			    state, &socket.recv_q, &socket.send_q, local, peer),
		     7, "%s", row);
	socket.state = socket_state_from_word(str_from(state));
	cr_assert(address_parse(str_from(local), &socket.local, &err), "%s",
		  row);
	cr_assert(address_parse(str_from(peer), &socket.peer, &err), "%s", row);
	if (!strcmp(state, "UNCONN"))
		socket.source = SOCKET_FROM_FD;
	if (strcmp(owner, "kernel") != 0) {
		struct socket_owner one = {arena_strdup(&run->arena, owner),
					   fd};
		socket.owners = arena_copy(&run->arena, &one, sizeof(one));
		socket.owner_count = 1;
		socket.inode = 1000 + (uint32_t)fd;
	}
	return socket;
}

void run_socket(struct run *run, uint64_t cookie, const char *row)
{
	struct event event = {.kind = EVENT_SOCKET};
	struct snapshot known = {0};
	journal_snapshot(run->journal, journal_count(run->journal), &known);
	event.as.socket.change = !row ? CHANGE_GONE
				 : snapshot_find(&known, "host", cookie)
					 ? CHANGE_CHANGED
					 : CHANGE_NEW;
	snapshot_done(&known);
	event.as.socket.state.host = "host";
	if (row)
		event.as.socket.state = run_row(run, row);
	event.as.socket.state.cookie = cookie;
	append(run, &event);
}

static uint8_t flags_of(const char *text)
{
	static const struct {
		const char *word;
		uint8_t flag;
	} words[] = {
		{"SYN", PACKET_SYN}, {"ACK", PACKET_ACK}, {"FIN", PACKET_FIN},
		{"RST", PACKET_RST}, {"PSH", PACKET_PSH},
	};
	uint8_t flags = 0;
	for (size_t i = 0; i < COUNT(words); i++)
		flags |= strstr(text, words[i].word) ? words[i].flag : 0;
	return flags;
}

static const char *actor_name(struct run *run, const char *name)
{
	return strcmp(name, "-") ? arena_strdup(&run->arena, name) : NULL;
}

void run_packet(struct run *run, const char *text, enum packet_fate fate)
{
	char from[32], to[32], flags[32];
	unsigned len;
	struct event event = {.kind = EVENT_PACKET};
	struct event_packet *seen = &event.as.packet;
	struct packet *packet = &seen->packet;
	struct err err;
	cr_assert_eq(sscanf(text, "%31s %31s %31s %u %u %u", from, to, flags,
			    &packet->rel_seq, &packet->rel_ack, &len),
		     6, "%s", text);
	packet->protocol = IPPROTO_TCP;
	packet->flags = flags_of(flags);
	packet->len = len;
	seen->number = ++run->last_packet;
	seen->fate = fate;
	seen->from_actor = actor_name(run, from);
	seen->to_actor = actor_name(run, to);
	seen->from_host = seen->to_host = "host";
	bool up = !strcmp(from, "client");
	const char *low = run->server ? run->server : "127.0.0.1:12346";
	const char *high = "127.0.0.1:40112";
	address_parse(str_from(up ? high : low), &packet->from, &err);
	address_parse(str_from(up ? low : high), &packet->to, &err);
	append(run, &event);
}

void run_fate(struct run *run, unsigned number, enum packet_fate fate,
	      unsigned marks)
{
	for (size_t i = journal_count(run->journal); i > 0; i--) {
		struct event event = *journal_at(run->journal, i - 1);
		if (event.kind != EVENT_PACKET ||
		    event.as.packet.number != number)
			continue;
		event.as.packet.fate = fate;
		event.as.packet.packet.marks |= marks;
		append(run, &event);
		return;
	}
	cr_assert_fail("no packet %u", number);
}

void run_order(struct run *run, const char *text)
{
	struct event event = {.kind = EVENT_ORDER, .as.order.text = text};
	append(run, &event);
}

struct scene run_scene(const struct run *run, size_t viewed)
{
	size_t end = viewed < run->played ? run->begins[viewed]
					  : journal_count(run->journal);
	return (struct scene){
		.lesson = run->lesson,
		.journal = run->journal,
		.begin = viewed ? run->begins[viewed - 1] : 0,
		.end = end,
		.viewed = viewed,
		.live = run->played,
		.beats = viewed,
		.live_beats = run->played,
		.answer = -2,
	};
}

struct scene run_own_scene(const struct run *run, size_t begin)
{
	return (struct scene){
		.lesson = run->lesson,
		.journal = run->journal,
		.begin = begin,
		.end = journal_count(run->journal),
		.viewed = run->played + 1,
		.live = run->played + 1,
		.beats = run->played,
		.live_beats = run->played,
		.is_free = true,
		.answer = -2,
	};
}

static void connected_calls(struct run *run)
{
	run_beat(run);
	run_call(run, "server", "listen(srv, 5)", 0);
	run_socket(run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_beat(run);
	run_call(run, "client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_socket(run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	run_beat(run);
	run_call(run, "client", "connect(cli, 127.0.0.1:12345)", 0);
	run_packet(run, "client server SYN 0 0 0", PACKET_DELIVERED);
	run_packet(run, "server client SYN-ACK 0 1 0", PACKET_DELIVERED);
	run_packet(run, "client server ACK 1 1 0", PACKET_DELIVERED);
	run_socket(run, 1, "server 3 LISTEN 1 5 127.0.0.1:12345 0.0.0.0:0");
	run_socket(run, 2,
		   "client 3 ESTAB 0 0 127.0.0.1:40112 127.0.0.1:12345");
	run_socket(run, 3,
		   "kernel 0 ESTAB 0 0 127.0.0.1:12345 127.0.0.1:40112");
	run_beat(run);
	run_call(run, "server", "conn = accept(srv)", 4);
	run_socket(run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_socket(run, 3,
		   "server 4 ESTAB 0 0 127.0.0.1:12345 127.0.0.1:40112");
	run_beat(run);
	run_block(run, "server", "accept(srv)");
}

static void connected_end(struct run *run)
{
	run_beat(run);
	run_call(run, "client", "other = socket(AF_INET, SOCK_STREAM, 0)", 4);
	run_socket(run, 4, "client 4 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	run_beat(run);
	run_call(run, "client", "connect(other, 127.0.0.1:12346)", -111);
	run_packet(run, "client - SYN 0 0 0", PACKET_DELIVERED);
	run_packet(run, "- client RST-ACK 0 1 0", PACKET_DELIVERED);
	run_beat(run);
	struct event event = {.kind = EVENT_OUTPUT};
	event.as.output = (struct event_output){
		.host = "host",
		.command = "ss -tan",
		.text = "State  Recv-Q Send-Q Local Address:Port   "
			"Peer Address:Port\n"
			"LISTEN 0      5          127.0.0.1:12345       "
			"0.0.0.0:*\n"
			"ESTAB  0      0          127.0.0.1:40112     "
			"127.0.0.1:12345\n"
			"ESTAB  0      0          127.0.0.1:12345     "
			"127.0.0.1:40112\n",
	};
	event.as.output.len = strlen(event.as.output.text);
	append(run, &event);
	run_beat(run);
}

void run_event(struct run *run, struct event *event)
{
	append(run, event);
}

static void connected_setup(struct run *run, uint64_t cookie)
{
	run_call(run, "server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3);
	run_call(run, "server", "bind(srv, 127.0.0.1:12345)", 0);
	run_socket(run, cookie,
		   "server 3 UNCONN 0 0 127.0.0.1:12345 0.0.0.0:0");
}

void run_rewind(struct run *run)
{
	struct snapshot known = {0};
	journal_snapshot(run->journal, journal_count(run->journal), &known);
	for (size_t i = 0; i < known.count; i++)
		run_socket(run, known.rows[i].cookie, NULL);
	snapshot_done(&known);
	run->played = run->last_call = run->last_packet = 0;
	bear_actors(run);
	connected_setup(run, 100);
}

void run_blocked(struct run *run)
{
	run_open(run, "tests/golden/screen/connected.md");
	connected_setup(run, 1);
	connected_calls(run);
}

void run_connected(struct run *run)
{
	run_blocked(run);
	connected_end(run);
}

void run_screen(const struct scene *scene, int width, int height,
		const char *name)
{
	struct grid grid;
	struct buf text = {0};
	char path[128];
	grid_init(&grid, width, height);
	scene_draw(scene, &grid);
	grid_print(&grid, width == 80 && height == 24, &text);
	snprintf(path, sizeof(path), "tests/golden/screen/%s-%dx%d.screen",
		 name, width, height);
	golden_check(path, buf_text(&text));
	buf_done(&text);
	grid_done(&grid);
}
