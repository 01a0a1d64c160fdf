/* save: a journal as JSON lines, one object for each event, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save.h"

#include "base/sentence.h"
#include "base/text.h"
#include "journal/save/save_kinds.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

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

static void save_members(struct store *store, struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		save_call(store, &event->as.call);
		break;
	case EVENT_SOCKET:
		save_socket(store, &event->as.socket);
		break;
	case EVENT_PACKET:
		save_packet(store, &event->as.packet);
		break;
	case EVENT_ORDER:
		store_text(store, "order", &event->as.order.text);
		break;
	case EVENT_ACTOR:
		save_actor(store, &event->as.actor);
		break;
	case EVENT_SIGNAL:
		save_signal(store, &event->as.signal);
		break;
	case EVENT_OUTPUT:
		save_output(store, &event->as.output);
		break;
	case EVENT_STEP:
		save_step(store, &event->as.step);
		break;
	case EVENT_ANSWER:
		save_answer(store, &event->as.answer);
		break;
	case EVENT_HINT:
		save_hint(store, &event->as.hint);
		break;
	case EVENT_ALIAS:
		save_alias(store, &event->as.alias);
		break;
	case EVENT_CHECK:
		save_check(store, &event->as.check);
		break;
	case EVENT_INSPECT:
		save_inspect(store, &event->as.inspect);
		break;
	case EVENT_WATCH:
		save_watch(store, &event->as.watch);
		break;
	case EVENT_HOST:
		save_host(store, &event->as.host);
		break;
	case EVENT_NOTE:
		store_text(store, "note", &event->as.note);
		break;
	case EVENT_FINDING:
		save_finding(store, &event->as.finding);
		break;
	case EVENT_TERMINAL:
		save_terminal(store, &event->as.terminal);
		break;
	case EVENT_LAB:
		save_lab(store, &event->as.lab);
		break;
	case EVENT_MOVE:
		save_move(store, &event->as.move);
		break;
	case EVENT_USAGE:
		save_usage(store, &event->as.usage);
		break;
	case EVENT_VOTE:
		save_vote(store, &event->as.vote);
		break;
	case EVENT_COUNT:
		assert(false);
	}
}

/* Every event has these two first. */
static void save_event(struct store *store, struct event *event)
{
	static const char *words[EVENT_COUNT];
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		words[i] = event_word(i);
	unsigned kind = event->kind;
	store_word(store, "event", words, EVENT_COUNT, &kind);
	event->kind = kind;
	store_time(store, "t", &event->time, 6);
	if (!store->failed)
		save_members(store, event);
}

void event_save(const struct event *event, struct buf *out)
{
	struct err err = {0};
	struct store store = {.out = out, .err = &err};
	struct event copy = *event;
	buf_putc(out, '{');
	save_event(&store, &copy);
	buf_puts(out, "}\n");
}

static const char begin_word[] = "begin";

/* The version of what is written: 2 has labs and moves, 3 votes. A log without
 * one is of version 1. A member more makes no new version, an event or a word
 * does. */
enum { LOG_VERSION = 3 };

void journal_save_begin(const struct journal *journal, struct buf *out)
{
	struct err err = {0};
	struct store store = {.out = out, .err = &err};
	uint64_t time = 0, wall = journal_wall(journal);
	buf_putc(out, '{');
	store_derived_text(&store, "event", begin_word);
	store_time(&store, "t", &time, 6);
	store_derived_number(&store, "version", LOG_VERSION);
	store_time(&store, "wall", &wall, 6);
	buf_puts(out, "}\n");
}

/* A later one is that of a lesson begun anew in the same log: a journal began
 * with its first event. */
static void load_begin(struct journal *journal, struct store *store)
{
	uint64_t wall = 0;
	int version = 1;
	if (store_has(store, "version"))
		store_int(store, "version", &version);
	if (version > LOG_VERSION)
		STORE_FAIL(store, "version", "log-newer",
			   SLOT_NUMBER("version", version),
			   SLOT_NUMBER("most", LOG_VERSION));
	store_time(store, "wall", &wall, 6);
	if (!store->failed && !journal_count(journal))
		journal_set_wall(journal, wall);
}

static bool is_begin(const json_t *object)
{
	const char *word = json_string_value(json_object_get(object, "event"));
	return text_is(word, begin_word);
}

/* Adds the event of one line to the journal. */
static bool load_line(struct journal *journal, struct str line, struct err *err)
{
	json_error_t fault;
	json_t *object =
		json_loadb(line.data, line.len,
			   JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
	if (!object)
		return FAILURE(err, "at-column-fault",
			       SLOT_NUMBER("column", fault.column),
			       SLOT_TEXT("fault", fault.text));
	struct arena arena = {0};
	struct event event = {0};
	struct store store = {.value = object,
			      .arena = &arena,
			      .err = err,
			      .journal = journal};
	bool begins = is_begin(object);
	if (begins)
		load_begin(journal, &store);
	else if (json_is_object(object))
		save_event(&store, &event);
	else
		STORE_FAIL(&store, "line", "log-no-object");
	// The journal would give an event of time 0 the time of now.
	if (!event.time)
		event.time = 1;
	if (!store.failed && !begins)
		journal_append(journal, &event);
	json_decref(object);
	arena_done(&arena);
	return !store.failed;
}

bool journal_load(struct journal *journal, FILE *file, const char *name,
		  struct err *err)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t len;
	bool good = true;
	if (!journal_count(journal))
		journal_set_wall(journal, 0);
	for (int line = 1; good && (len = getline(&text, &size, file)) >= 0;
	     line++) {
		struct str rest = str_trim((struct str){text, (size_t)len});
		if (rest.len && !load_line(journal, rest, err))
			good = err_wrap(err, "%s:%d", name, line);
	}
	free(text);
	if (good && ferror(file))
		good = FAILURE(err, "read-log", SLOT_TEXT("path", name),
			       SLOT_TEXT("reason", strerror(errno)));
	return good;
}
