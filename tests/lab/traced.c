/* traced: a lab with traced programs, for tests that step them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "traced.h"

#include "base/clock.h"
#include "call/print.h"
#include "inside.h"
#include "patience.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void keep(void *data, const struct event *event)
{
	struct traced *traced = data;
	journal_append(traced->journal, event);
}

static void over(void *data)
{
	struct traced *traced = data;
	traced->over = true;
}

bool traced_open_as(struct traced *traced, struct buf *found,
		    const struct lab_config *config)
{
	struct err err = {0};
	*traced = (struct traced){.journal = journal_new(), .found = found};
	traced->loop = loop_new(&err);
	traced->lab = lab_open(config, traced->loop, keep, traced, &err);
	if (!traced->lab)
		buf_printf(found, "%s\n", err.text);
	return traced->lab;
}

bool traced_open(struct traced *traced, struct buf *found, bool no_namespaces)
{
	const struct lab_config config = {
		.no_namespaces = no_namespaces,
		.who = INHABITANT_PROGRAM,
	};
	return traced_open_as(traced, found, &config);
}

void traced_close(struct traced *traced)
{
	lab_close(traced->lab);
	loop_free(traced->loop);
	journal_free(traced->journal);
}

static bool turn(struct traced *traced, uint64_t deadline)
{
	struct err err;
	if (clock_now() < deadline && loop_once(traced->loop, 100, &err))
		return true;
	if (clock_now() >= deadline)
		buf_puts(traced->found, "nothing happened for too long\n");
	return false;
}

void traced_settle(struct traced *traced)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	traced->over = false;
	lab_settle(traced->lab, NULL, over, traced);
	while (!traced->over && turn(traced, deadline))
		continue;
	if (!traced->over)
		lab_settle_cancel(traced->lab);
}

/* Words at spaces. */
static size_t split(char *line, const char *argv[], size_t most)
{
	size_t count = 0;
	for (char *word = strtok(line, " "); word && count + 1 < most;
	     word = strtok(NULL, " "))
		argv[count++] = word;
	argv[count] = NULL;
	return count;
}

bool traced_start(struct traced *traced, const char *name, const char *line)
{
	const char *build = getenv("BUILD"), *argv[16];
	bool own = line[0] != '@';
	AUTO_FREE char *text =
		own ? xprintf("%s/programs/%s", build ? build : "build", line)
		    : xstrdup(line + 1);
	struct err err = {0};
	split(text, argv, COUNT(argv));
	struct trace_program program = {
		.name = name, .argv = argv, .stdio = {-1, -1, -1}};
	if (!lab_trace_start(traced->lab, &program, NULL, &err)) {
		buf_printf(traced->found, "%s\n", err.text);
		return false;
	}
	traced_settle(traced);
	return true;
}

void traced_go(struct traced *traced, const char *actor, enum until_kind kind,
	       const char *name, int number)
{
	struct err err = {0};
	const struct until until = {kind, name, number};
	if (!lab_trace_go(traced->lab, actor, &until, &err))
		buf_printf(traced->found, "%s\n", err.text);
	else
		traced_settle(traced);
}

void traced_step(struct traced *traced, const char *actor)
{
	traced_go(traced, actor, UNTIL_NEXT, NULL, 0);
}

bool traced_await(struct traced *traced, const char *actor,
		  enum lab_actor_state state)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (lab_actor_state(traced->lab, actor) != state)
		if (!turn(traced, deadline))
			return false;
	return true;
}

/* Ports that the kernel chose are another number each time: "PORT". */
static void print_text(const char *text, struct buf *out)
{
	static const char before[] = "sin_port=htons(";
	for (const char *at; (at = strstr(text, before)); text = at) {
		at += sizeof(before) - 1;
		buf_add(out, text, (size_t)(at - text));
		if (atoi(at) < 32768)
			continue;
		buf_puts(out, "PORT");
		at += strspn(at, "0123456789");
	}
	buf_puts(out, text);
}

static void print(const struct event_call *call, struct buf *out)
{
	struct buf text = {0};
	call_print_strace(&call->call, &text);
	print_text(buf_text(&text), out);
	buf_done(&text);
	if (call->phase == CALL_BLOCKED)
		buf_puts(out, " blocks");
}

/* Whether a later event is about the same call. */
static bool is_passed(const struct journal *journal, size_t place)
{
	unsigned id = journal_at(journal, place)->as.call.id;
	for (size_t i = place + 1; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL && event->as.call.id == id)
			return true;
	}
	return false;
}

char *traced_calls(const struct traced *traced, const char *actor)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		if (event->kind != EVENT_CALL ||
		    (actor && strcmp(event->as.call.actor, actor) != 0) ||
		    is_passed(traced->journal, i))
			continue;
		if (!actor)
			buf_printf(&out, "%s: ", event->as.call.actor);
		print(&event->as.call, &out);
		buf_putc(&out, '\n');
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

char *traced_last(const struct traced *traced, const char *actor)
{
	struct buf out = {0};
	const struct event_call *call = journal_last_call(
		traced->journal, 0, journal_count(traced->journal), actor);
	if (call)
		print(call, &out);
	return out.len ? buf_take(&out) : xstrdup("");
}

char *traced_births(const struct traced *traced)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_BORN)
			buf_printf(&out, "%s ", event->as.actor.actor);
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

const struct event_actor *traced_end(const struct traced *traced,
				     const char *actor)
{
	for (size_t i = 0; i < journal_count(traced->journal); i++) {
		const struct event *event = journal_at(traced->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, actor))
			return &event->as.actor;
	}
	return NULL;
}

const char *traced_socket(const struct traced *traced, const char *actor,
			  int fd)
{
	struct snapshot snapshot = {0};
	journal_snapshot(traced->journal, journal_count(traced->journal),
			 &snapshot);
	const struct socket_state *row = snapshot_find_fd(&snapshot, actor, fd);
	const char *word = row ? socket_state_word(row) : "none";
	snapshot_done(&snapshot);
	return word;
}

void traced_same(const struct traced *traced, const char *what, char *text,
		 const char *expected)
{
	if (strcmp(text, expected) != 0)
		buf_printf(traced->found, "%s is\n%s\nand not\n%s\n", what,
			   text, expected);
	free(text);
}

char *traced_print(struct traced *traced, const char *line, const char *folder)
{
	int ends[2];
	struct err err = {0};
	struct buf text = {0};
	char bytes[256];
	const char *const argv[] = {"sh", "-c", line, NULL};
	(void)!pipe2(ends, O_CLOEXEC);
	struct trace_program program = {.name = "p",
					.argv = argv,
					.directory = folder,
					.stdio = {-1, ends[1], ends[1]}};
	if (!lab_trace_start(traced->lab, &program, NULL, &err))
		buf_printf(traced->found, "%s\n", err.text);
	close(ends[1]);
	traced_go(traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(traced, "p", LAB_ACTOR_ENDED);
	for (ssize_t len; (len = read(ends[0], bytes, sizeof(bytes))) > 0;)
		buf_add(&text, bytes, (size_t)len);
	close(ends[0]);
	return text.len ? buf_take(&text) : xstrdup("");
}
