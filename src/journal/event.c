/* event: one thing that happened in a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/event.h"

#include "base/sentence.h"

#include <assert.h>

static const char *const words[] = {
#define EVENT_WORD(name, word) word,
	EVENT_KINDS(EVENT_WORD)
#undef EVENT_WORD
};

static const char *const phases[] = {
	[CALL_ENTER] = "enter",
	[CALL_BLOCKED] = "blocked",
	[CALL_RETURN] = "return",
};
static_assert(COUNT(phases) == CALL_PHASE_COUNT, "a phase has no word");

static const char *const fates[] = {
	[SIGNAL_HANDLED] = "handled",
	[SIGNAL_IGNORED] = "ignored",
	[SIGNAL_STOPPED] = "stopped",
	[SIGNAL_CONTINUED] = "continued",
};
static_assert(COUNT(fates) == SIGNAL_FATE_COUNT, "a fate has no word");

static const char *const lab_phases[] = {
	[LAB_BEGUN] = "begun",
	[LAB_STANDS] = "stands",
	[LAB_BROKEN] = "broken",
};
static_assert(COUNT(lab_phases) == LAB_PHASE_COUNT, "a phase has no word");

static const char *const move_phases[] = {
	[MOVE_BEGUN] = "begun",
	[MOVE_REFUSED] = "refused",
	[MOVE_OVER] = "over",
	[MOVE_BACK] = "back",
};
static_assert(COUNT(move_phases) == MOVE_PHASE_COUNT, "a phase has no word");

static const char *const vote_sources[] = {
	[VOTE_HANDS] = "hands",
	[VOTE_FOLLOWERS] = "followers",
};
static_assert(COUNT(vote_sources) == VOTE_SOURCE_COUNT, "a source has no word");

const char *lab_phase_word(enum lab_phase phase)
{
	assert(phase < LAB_PHASE_COUNT);
	return lab_phases[phase];
}

const char *move_phase_word(enum move_phase phase)
{
	assert(phase < MOVE_PHASE_COUNT);
	return move_phases[phase];
}

const char *vote_source_word(enum vote_source by)
{
	assert(by < VOTE_SOURCE_COUNT);
	return vote_sources[by];
}

const char *event_word(enum event_kind kind)
{
	assert(kind < EVENT_COUNT);
	return words[kind];
}

const char *call_phase_word(enum call_phase phase)
{
	assert(phase < CALL_PHASE_COUNT);
	return phases[phase];
}

const char *call_noise_word(enum call_noise noise)
{
	static const char *const names[] = {
#define NOISE_WORD(name, word) word,
		CALL_NOISES(NOISE_WORD)
#undef NOISE_WORD
	};
	assert(noise < NOISE_COUNT);
	return names[noise];
}

const char *call_noise_of(enum call_noise noise)
{
	static const char *const wholes[] = {
		[NOISE_NAMES] = SENTENCE_ID("noise-names"),
		[NOISE_USERS] = SENTENCE_ID("noise-users"),
		[NOISE_LINKS] = SENTENCE_ID("noise-links"),
		[NOISE_PYTHON] = SENTENCE_ID("noise-python"),
		[NOISE_MESSAGES] = SENTENCE_ID("noise-messages"),
		[NOISE_LOOP] = SENTENCE_ID("noise-loop"),
		[NOISE_JAVA] = SENTENCE_ID("noise-java"),
	};
	assert(noise < NOISE_COUNT);
	return wholes[noise] ? sentence_text(wholes[noise]) : NULL;
}

const char *signal_fate_word(enum signal_fate fate)
{
	assert(fate < SIGNAL_FATE_COUNT);
	return fates[fate];
}

bool event_is_new_lab(const struct event *event)
{
	return event->kind == EVENT_ACTOR &&
	       event->as.actor.phase == ACTOR_BORN && !event->as.actor.joined;
}

static void copy_text(const char **text, struct arena *arena)
{
	if (*text)
		*text = arena_strdup(arena, *text);
}

static void copy_call(struct event *event, struct arena *arena)
{
	struct event_call *call = &event->as.call;
	copy_text(&call->actor, arena);
	copy_text(&call->where, arena);
	copy_text(&call->source.file, arena);
	copy_text(&call->source.function, arena);
	copy_text(&call->source.chain, arena);
	call->call = call_copy(&call->call, arena);
}

static void copy_socket(struct event *event, struct arena *arena)
{
	struct event_socket *socket = &event->as.socket;
	socket->state = socket_copy(&socket->state, arena);
}

/* The payload of the copy points into the copied bytes, or is a copy of its
 * own where it was no part of them. */
static void copy_packet(struct event *event, struct arena *arena)
{
	struct event_packet *packet = &event->as.packet;
	copy_text(&packet->from_actor, arena);
	copy_text(&packet->to_actor, arena);
	copy_text(&packet->from_host, arena);
	copy_text(&packet->to_host, arena);
	const unsigned char *old = packet->bytes;
	const unsigned char *payload = packet->packet.payload;
	if (old)
		packet->bytes = arena_copy(arena, old, packet->len);
	if (!payload)
		return;
	if (old && payload >= old && payload <= old + packet->len)
		packet->packet.payload = packet->bytes + (payload - old);
	else
		packet->packet.payload =
			arena_copy(arena, payload, packet->packet.len);
}

static void copy_order(struct event *event, struct arena *arena)
{
	copy_text(&event->as.order.text, arena);
}

static void copy_actor(struct event *event, struct arena *arena)
{
	copy_text(&event->as.actor.actor, arena);
	copy_text(&event->as.actor.host, arena);
	copy_text(&event->as.actor.parent, arena);
}

static void copy_signal(struct event *event, struct arena *arena)
{
	copy_text(&event->as.signal.actor, arena);
}

static void copy_output(struct event *event, struct arena *arena)
{
	copy_text(&event->as.output.host, arena);
	copy_text(&event->as.output.command, arena);
	struct event_output *output = &event->as.output;
	output->text = arena_strndup(arena, output->text, output->len);
}

static void copy_step(struct event *event, struct arena *arena)
{
	copy_text(&event->as.step.title, arena);
}

static void copy_answer(struct event *event, struct arena *arena)
{
	copy_text(&event->as.answer.said, arena);
}

/* Votes are numbers only. */
static void copy_numbers(struct event *event, struct arena *arena)
{
	(void)event;
	(void)arena;
}

static void copy_hint(struct event *event, struct arena *arena)
{
	copy_text(&event->as.hint.text, arena);
}

static void copy_alias(struct event *event, struct arena *arena)
{
	copy_text(&event->as.alias.actor, arena);
	copy_text(&event->as.alias.name, arena);
	copy_text(&event->as.alias.meant, arena);
}

static void copy_check(struct event *event, struct arena *arena)
{
	copy_text(&event->as.check.file, arena);
	copy_text(&event->as.check.text, arena);
	copy_text(&event->as.check.found, arena);
}

static void copy_inspect(struct event *event, struct arena *arena)
{
	struct event_inspect *inspect = &event->as.inspect;
	copy_text(&inspect->actor, arena);
	copy_text(&inspect->host, arena);
	struct inspect_row *rows = arena_copy(
		arena, inspect->rows, inspect->count * sizeof(*inspect->rows));
	inspect->rows = rows;
	for (size_t i = 0; i < inspect->count; i++) {
		copy_text(&rows[i].group, arena);
		copy_text(&rows[i].name, arena);
		if (rows[i].bytes.data)
			rows[i].bytes.data = arena_copy(
				arena, rows[i].bytes.data, rows[i].bytes.len);
	}
}

static void copy_watch(struct event *event, struct arena *arena)
{
	struct watch_list *list = &event->as.watch.list;
	copy_text(&list->actor, arena);
	list->items = arena_copy(arena, list->items,
				 list->count * sizeof(*list->items));
}

static const char *const *copy_texts(const char *const *texts, size_t count,
				     struct arena *arena)
{
	const char **copy = arena_copy(arena, texts, count * sizeof(*texts));
	for (size_t i = 0; i < count; i++)
		copy_text(&copy[i], arena);
	return copy;
}

static void copy_host(struct event *event, struct arena *arena)
{
	struct event_host *host = &event->as.host;
	copy_text(&host->host, arena);
	host->addresses =
		copy_texts(host->addresses, host->address_count, arena);
	host->servers = copy_texts(host->servers, host->server_count, arena);
	struct host_name *names = arena_copy(arena, host->names,
					     host->name_count * sizeof(*names));
	for (size_t i = 0; i < host->name_count; i++) {
		copy_text(&names[i].name, arena);
		copy_text(&names[i].address, arena);
	}
	host->names = names;
}

static void copy_note(struct event *event, struct arena *arena)
{
	copy_text(&event->as.note, arena);
}

static void copy_finding(struct event *event, struct arena *arena)
{
	struct event_finding *finding = &event->as.finding;
	copy_text(&finding->word, arena);
	copy_text(&finding->actor, arena);
	copy_text(&finding->text, arena);
	copy_text(&finding->lesson, arena);
	copy_text(&finding->fact, arena);
	copy_text(&finding->listener, arena);
	copy_text(&finding->source.file, arena);
	copy_text(&finding->source.function, arena);
	copy_text(&finding->source.chain, arena);
}

static void copy_terminal(struct event *event, struct arena *arena)
{
	struct event_terminal *terminal = &event->as.terminal;
	copy_text(&terminal->actor, arena);
	terminal->bytes = arena_copy(arena, terminal->bytes, terminal->len);
}

static void copy_lab(struct event *event, struct arena *arena)
{
	struct event_lab *lab = &event->as.lab;
	copy_text(&lab->title, arena);
	copy_text(&lab->lesson, arena);
	copy_text(&lab->file, arena);
	copy_text(&lab->hosts, arena);
	copy_text(&lab->loopback, arena);
	copy_text(&lab->missing, arena);
	copy_text(&lab->loss, arena);
}

static void copy_move(struct event *event, struct arena *arena)
{
	copy_text(&event->as.move.text, arena);
}

static void copy_usage(struct event *event, struct arena *arena)
{
	copy_text(&event->as.usage.actor, arena);
}

struct event event_copy(const struct event *event, struct arena *arena)
{
	static void (*const copies[])(struct event * event,
				      struct arena * arena) = {
		[EVENT_CALL] = copy_call,
		[EVENT_SOCKET] = copy_socket,
		[EVENT_PACKET] = copy_packet,
		[EVENT_ORDER] = copy_order,
		[EVENT_ACTOR] = copy_actor,
		[EVENT_SIGNAL] = copy_signal,
		[EVENT_OUTPUT] = copy_output,
		[EVENT_STEP] = copy_step,
		[EVENT_ANSWER] = copy_answer,
		[EVENT_HINT] = copy_hint,
		[EVENT_ALIAS] = copy_alias,
		[EVENT_CHECK] = copy_check,
		[EVENT_INSPECT] = copy_inspect,
		[EVENT_WATCH] = copy_watch,
		[EVENT_HOST] = copy_host,
		[EVENT_NOTE] = copy_note,
		[EVENT_FINDING] = copy_finding,
		[EVENT_TERMINAL] = copy_terminal,
		[EVENT_LAB] = copy_lab,
		[EVENT_MOVE] = copy_move,
		[EVENT_USAGE] = copy_usage,
		[EVENT_VOTE] = copy_numbers,
	};
	static_assert(COUNT(copies) == EVENT_COUNT, "a kind has no copy");
	struct event copy = *event;
	copies[event->kind](&copy, arena);
	return copy;
}
