/* save_event: what a line of a log has of each kind of event.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save_kinds.h"

#include <assert.h>

/* Only of one that was not born with its lab. */
static void save_origin(struct store *store, struct event_actor *actor)
{
	bool loading = store_is_loading(store);
	if (loading ? store_has(store, "joined") : actor->joined)
		store_bool(store, "joined", &actor->joined);
	if (loading ? store_has(store, "traced") : actor->traced)
		store_bool(store, "traced", &actor->traced);
	if (loading ? store_has(store, "thread") : actor->is_thread)
		store_bool(store, "thread", &actor->is_thread);
	if (loading ? store_has(store, "parent") : actor->parent != NULL)
		store_text(store, "parent", &actor->parent);
}

static void save_actor(struct store *store, struct event_actor *actor)
{
	static const char *const phases[] = {
		[ACTOR_BORN] = "born",
		[ACTOR_ENDED] = "ended",
	};
	static_assert(COUNT(phases) == ACTOR_PHASE_COUNT, "no word");
	unsigned phase = actor->phase;
	store_word(store, "phase", phases, COUNT(phases), &phase);
	actor->phase = phase;
	store_text(store, "actor", &actor->actor);
	store_text_or_null(store, "host", &actor->host);
	store_int(store, "pid", &actor->pid);
	if (actor->phase == ACTOR_BORN)
		save_origin(store, actor);
	if (actor->phase != ACTOR_ENDED)
		return;
	store_int(store, "status", &actor->status);
	if (store_is_loading(store) ? store_has(store, "signal")
				    : actor->signal != 0)
		store_symbol(store, "signal", SYMBOL_SIGNAL, &actor->signal);
}

static void save_signal(struct store *store, struct event_signal *signal)
{
	static const char *fates[SIGNAL_FATE_COUNT];
	for (unsigned i = 0; i < SIGNAL_FATE_COUNT; i++)
		fates[i] = signal_fate_word(i);
	unsigned fate = signal->fate;
	store_text(store, "actor", &signal->actor);
	store_symbol(store, "signal", SYMBOL_SIGNAL, &signal->number);
	store_word(store, "fate", fates, SIGNAL_FATE_COUNT, &fate);
	signal->fate = fate;
}

static void save_output(struct store *store, struct event_output *output)
{
	store_text_or_null(store, "host", &output->host);
	store_text(store, "command", &output->command);
	store_int(store, "status", &output->status);
	struct str text = {output->text, output->len};
	store_str(store, "text", &text);
	output->text = text.data;
	output->len = text.len;
}

static void save_step(struct store *store, struct event_step *step)
{
	store_int(store, "step", &step->step);
	store_int(store, "beat", &step->beat);
	store_bool(store, "over", &step->over);
	store_text_or_null(store, "title", &step->title);
}

static void save_answer(struct store *store, struct event_answer *answer)
{
	store_int(store, "step", &answer->step);
	store_int(store, "beat", &answer->beat);
	store_int(store, "choice", &answer->choice);
	store_bool(store, "right", &answer->right);
	if (store_is_loading(store) || answer->said)
		store_text_or_null(store, "said", &answer->said);
}

static void save_hint(struct store *store, struct event_hint *hint)
{
	store_int(store, "step", &hint->step);
	store_int(store, "beat", &hint->beat);
	store_int(store, "level", &hint->level);
	store_bool(store, "done", &hint->done);
	store_text_or_null(store, "text", &hint->text);
}

static void save_alias(struct store *store, struct event_alias *alias)
{
	store_text(store, "actor", &alias->actor);
	store_text(store, "name", &alias->name);
	store_text(store, "meant", &alias->meant);
}

static void save_check(struct store *store, struct event_check *check)
{
	store_bool(store, "met", &check->met);
	store_text_or_null(store, "file", &check->file);
	store_int(store, "line", &check->line);
	store_text(store, "text", &check->text);
	store_text_or_null(store, "found", &check->found);
}

static void save_finding(struct store *store, struct event_finding *finding)
{
	store_text(store, "finding", &finding->word);
	store_text(store, "actor", &finding->actor);
	store_uint(store, "id", &finding->call);
	store_text(store, "text", &finding->text);
	store_text_or_null(store, "lesson", &finding->lesson);
	save_place(store, &finding->source);
}

static void save_terminal(struct store *store, struct event_terminal *terminal)
{
	store_text(store, "actor", &terminal->actor);
	store_uint_or_0(store, "stream", &terminal->stream);
	store_data(store, "data", &terminal->bytes, &terminal->len);
}

static void save_lesson(struct store *store, struct event_lab *lab)
{
	store_text_or_null(store, "title", &lab->title);
	store_text_or_null(store, "lesson", &lab->lesson);
	if (!lab->lesson)
		return;
	store_text_or_null(store, "file", &lab->file);
	store_u64(store, "digest", &lab->digest);
	store_u64(store, "shuffled", &lab->shuffled);
}

static void save_begin(struct store *store, struct event_lab *lab)
{
	save_lesson(store, lab);
	if (lab->hosts || store_is_loading(store))
		store_text_or_null(store, "hosts", &lab->hosts);
}

static void save_lab(struct store *store, struct event_lab *lab)
{
	static const char *phases[LAB_PHASE_COUNT];
	for (unsigned i = 0; i < LAB_PHASE_COUNT; i++)
		phases[i] = lab_phase_word(i);
	unsigned phase = lab->phase;
	store_word(store, "phase", phases, LAB_PHASE_COUNT, &phase);
	lab->phase = phase;
	store_uint(store, "lab", &lab->number);
	if (lab->phase == LAB_BEGUN)
		save_begin(store, lab);
	if (lab->phase == LAB_STANDS) {
		store_text_or_null(store, "loopback", &lab->loopback);
		store_text_or_null(store, "missing", &lab->missing);
	}
	if (lab->phase == LAB_BROKEN)
		store_text(store, "why", &lab->loss);
}

static void save_move(struct store *store, struct event_move *move)
{
	static const char *phases[MOVE_PHASE_COUNT];
	for (unsigned i = 0; i < MOVE_PHASE_COUNT; i++)
		phases[i] = move_phase_word(i);
	unsigned phase = move->phase;
	store_word(store, "phase", phases, MOVE_PHASE_COUNT, &phase);
	move->phase = phase;
	store_uint(store, "lab", &move->lab);
	store_uint(store, "number", &move->number);
	if (move->phase == MOVE_BEGUN)
		store_text(store, "move", &move->text);
	if (move->phase != MOVE_OVER)
		return;
	store_uint(store, "beats", &move->beats);
	store_bool(store, "solves", &move->solves);
}

static void save_usage(struct store *store, struct event_usage *usage)
{
	store_text(store, "actor", &usage->actor);
	store_int(store, "descriptors", &usage->descriptors);
	store_int(store, "children", &usage->children);
	store_int(store, "zombies", &usage->zombies);
	store_u64(store, "memory", &usage->memory);
	store_u64(store, "computed", &usage->computed);
	store_bool(store, "asleep", &usage->asleep);
}

static void save_vote(struct store *store, struct event_vote *vote)
{
	static const char *sources[VOTE_SOURCE_COUNT];
	for (unsigned i = 0; i < VOTE_SOURCE_COUNT; i++)
		sources[i] = vote_source_word(i);
	unsigned by = vote->by;
	store_int(store, "step", &vote->step);
	store_int(store, "beat", &vote->beat);
	store_word(store, "by", sources, VOTE_SOURCE_COUNT, &by);
	vote->by = by;
	store_int(store, "choice", &vote->choice);
	store_uint(store, "count", &vote->count);
}

/* What is in the lab. Returns false for another event. */
static bool save_of_lab(struct store *store, struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		save_call(store, &event->as.call);
		return true;
	case EVENT_SOCKET:
		save_socket(store, &event->as.socket);
		return true;
	case EVENT_PACKET:
		save_packet(store, &event->as.packet);
		return true;
	case EVENT_ACTOR:
		save_actor(store, &event->as.actor);
		return true;
	case EVENT_SIGNAL:
		save_signal(store, &event->as.signal);
		return true;
	case EVENT_OUTPUT:
		save_output(store, &event->as.output);
		return true;
	case EVENT_TERMINAL:
		save_terminal(store, &event->as.terminal);
		return true;
	case EVENT_INSPECT:
		save_inspect(store, &event->as.inspect);
		return true;
	case EVENT_WATCH:
		save_watch(store, &event->as.watch);
		return true;
	case EVENT_HOST:
		save_host(store, &event->as.host);
		return true;
	case EVENT_USAGE:
		save_usage(store, &event->as.usage);
		return true;
	case EVENT_LAB:
		save_lab(store, &event->as.lab);
		return true;
	default:
		return false;
	}
}

/* What the lesson and the learner did, and what is said. */
static bool save_of_lesson(struct store *store, struct event *event)
{
	switch (event->kind) {
	case EVENT_STEP:
		save_step(store, &event->as.step);
		return true;
	case EVENT_ANSWER:
		save_answer(store, &event->as.answer);
		return true;
	case EVENT_HINT:
		save_hint(store, &event->as.hint);
		return true;
	case EVENT_ALIAS:
		save_alias(store, &event->as.alias);
		return true;
	case EVENT_CHECK:
		save_check(store, &event->as.check);
		return true;
	case EVENT_FINDING:
		save_finding(store, &event->as.finding);
		return true;
	case EVENT_MOVE:
		save_move(store, &event->as.move);
		return true;
	case EVENT_VOTE:
		save_vote(store, &event->as.vote);
		return true;
	case EVENT_ORDER:
		store_text(store, "order", &event->as.order.text);
		return true;
	case EVENT_NOTE:
		store_text(store, "note", &event->as.note);
		return true;
	default:
		return false;
	}
}

void save_members(struct store *store, struct event *event)
{
	bool saved = save_of_lab(store, event) || save_of_lesson(store, event);
	assert(saved);
	(void)saved;
}
