/* journal: the events of a run, in order; it only grows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Events live in an arena and are found through an array of pointers, so that
 * they stay where they are while the journal grows.
 *
 * The sockets at a place are the fold of the socket events before it: a list
 * of the last event of each socket that lives. Folding leaves a checkpoint,
 * which is such a list, every CHECKPOINT events, and later folds begin at the
 * nearest one; appending only appends.
 *
 * The places of each sort of event stand in a list of their own, so that a
 * question about actors costs what there are actors, whatever else happened.
 */
#include "journal/journal.h"

#include "base/clock.h"

#include <assert.h>
#include <string.h>

enum { CHECKPOINT = 512 };

/* The last event of each socket that lives, in the order in which they first
 * appeared. */
struct fold {
	const struct event_socket **rows;
	size_t count, cap;
};

/* checkpoints[i] is the fold at place i * CHECKPOINT. */
struct cache {
	struct fold *checkpoints;
	size_t count, cap;
};

struct places {
	size_t *items;
	size_t count, cap;
};

struct journal {
	struct places places[JOURNAL_SORT_COUNT];
	struct arena arena;
	const struct event **events;
	size_t count, cap;
	uint64_t begin; /* clock_now(), and the same moment by the wall clock */
	uint64_t wall;
	journal_listen_fn *listen;
	void *listen_data;
	size_t told; /* events that the listener has been called for */
	bool telling;
	struct cache *cache; /* of its own: it fills while others only look */
};

struct journal *journal_new(void)
{
	struct journal *journal = xcalloc(1, sizeof(*journal));
	journal->cache = xcalloc(1, sizeof(*journal->cache));
	journal->begin = clock_now();
	journal_set_wall(journal, clock_wall());
	return journal;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	for (size_t i = 0; i < journal->cache->count; i++)
		free(journal->cache->checkpoints[i].rows);
	free(journal->cache->checkpoints);
	free(journal->cache);
	for (size_t i = 0; i < JOURNAL_SORT_COUNT; i++)
		free(journal->places[i].items);
	free(journal->events);
	arena_done(&journal->arena);
	free(journal);
}

/* A listener may append: its events wait until it has returned. */
static void tell(struct journal *journal)
{
	if (journal->telling)
		return;
	journal->telling = true;
	while (journal->listen && journal->told < journal->count) {
		const struct event *event = journal->events[journal->told++];
		journal->listen(journal->listen_data, event);
	}
	journal->telling = false;
}

static void add_place(struct places *places, size_t place)
{
	places->items = xgrow(places->items, &places->cap, places->count + 1,
			      sizeof(*places->items));
	places->items[places->count++] = place;
}

static bool gives_name(const struct event_call *event)
{
	const struct call *call = &event->call;
	const char *name;
	int64_t num;
	return event->phase == CALL_RETURN &&
	       (call->into || call_given(call, 0, &name, &num));
}

static void add_places(struct journal *journal, const struct event *event,
		       size_t place)
{
	add_place(&journal->places[event->kind], place);
	if ((event->kind == EVENT_ACTOR &&
	     event->as.actor.phase == ACTOR_BORN) ||
	    event->kind == EVENT_ALIAS ||
	    (event->kind == EVENT_CALL && gives_name(&event->as.call)))
		add_place(&journal->places[JOURNAL_NAMES], place);
	if (event->kind == EVENT_CALL &&
	    call_gives_numbers(&event->as.call.call))
		add_place(&journal->places[JOURNAL_NUMBERS], place);
	if (event->kind == EVENT_CALL && event->as.call.phase == CALL_RETURN &&
	    call_is(&event->as.call.call, "setsockopt"))
		add_place(&journal->places[JOURNAL_OPTIONS], place);
	if (event->kind == EVENT_LAB || event->kind == EVENT_MOVE)
		add_place(&journal->places[JOURNAL_COURSE], place);
}

/* Whole microseconds: what a log says is what was shown. Never 0. */
static uint64_t whole(uint64_t time)
{
	return time < 1000 ? 1000 : time - time % 1000;
}

const struct event *journal_append(struct journal *journal,
				   const struct event *event)
{
	struct event *copy = arena_alloc(&journal->arena, sizeof(*copy));
	*copy = event_copy(event, &journal->arena);
	if (!copy->time)
		copy->time = whole(clock_now() - journal->begin);
	journal->events = xgrow(journal->events, &journal->cap,
				journal->count + 1, sizeof(void *));
	add_places(journal, copy, journal->count);
	journal->events[journal->count++] = copy;
	tell(journal);
	return copy;
}

/* How many of them lie before `place`. */
static size_t count_before(const struct places *places, size_t place)
{
	size_t least = 0, most = places->count;
	while (least < most) {
		size_t middle = least + (most - least) / 2;
		if (places->items[middle] < place)
			least = middle + 1;
		else
			most = middle;
	}
	return least;
}

const size_t *journal_places(const struct journal *journal, unsigned sort,
			     size_t begin, size_t end, size_t *count)
{
	assert(sort < JOURNAL_SORT_COUNT);
	const struct places *places = &journal->places[sort];
	size_t first = count_before(places, begin);
	size_t behind = count_before(places, end);
	*count = behind > first ? behind - first : 0;
	return *count ? places->items + first : NULL;
}

struct journal_walk journal_back(const struct journal *journal, unsigned sort,
				 size_t begin, size_t end)
{
	struct journal_walk walk = {.journal = journal};
	walk.places = journal_places(journal, sort, begin, end, &walk.count);
	return walk;
}

const struct event *journal_step(struct journal_walk *walk, size_t *place)
{
	if (!walk->count)
		return NULL;
	size_t at = walk->places[--walk->count];
	if (place)
		*place = at;
	return journal_at(walk->journal, at);
}

size_t journal_lab_of(const struct journal *journal, size_t place)
{
	struct journal_walk births =
		journal_back(journal, EVENT_ACTOR, 0, place);
	const struct event *event;
	size_t birth;
	while ((event = journal_step(&births, &birth))) {
		if (event_is_new_lab(event))
			return birth;
	}
	return 0;
}

uint64_t journal_wall(const struct journal *journal)
{
	return journal->wall;
}

void journal_set_wall(struct journal *journal, uint64_t wall)
{
	journal->wall = wall - wall % 1000;
}

uint64_t journal_now(const struct journal *journal)
{
	return clock_now() - journal->begin;
}

size_t journal_count(const struct journal *journal)
{
	return journal->count;
}

const struct event *journal_at(const struct journal *journal, size_t index)
{
	assert(index < journal->count);
	return journal->events[index];
}

void journal_listen(struct journal *journal, journal_listen_fn *fn, void *data)
{
	journal->listen = fn;
	journal->listen_data = data;
	journal->told = journal->count;
}

static bool same_socket(const struct socket_state *a,
			const struct socket_state *b)
{
	return a->cookie == b->cookie &&
	       !strcmp(a->host ? a->host : "", b->host ? b->host : "");
}

/* A lesson that is begun anew closes its lab without a word about each socket.
 */
static void fold_event(struct fold *fold, const struct event *event)
{
	if (event->kind == EVENT_LAB && event->as.lab.phase == LAB_BEGUN)
		fold->count = 0;
	if (event->kind != EVENT_SOCKET)
		return;
	const struct event_socket *socket = &event->as.socket;
	size_t i = 0;
	while (i < fold->count &&
	       !same_socket(&fold->rows[i]->state, &socket->state))
		i++;
	if (socket->change == CHANGE_GONE) {
		if (i == fold->count)
			return;
		fold->count--;
		memmove(&fold->rows[i], &fold->rows[i + 1],
			(fold->count - i) * sizeof(void *));
		return;
	}
	if (i == fold->count) {
		fold->rows = xgrow(fold->rows, &fold->cap, fold->count + 1,
				   sizeof(void *));
		fold->count++;
	}
	fold->rows[i] = socket;
}

static struct fold fold_copy(const struct fold *fold)
{
	struct fold copy = {.count = fold->count, .cap = fold->count};
	copy.rows = xcalloc(fold->count, sizeof(void *));
	if (fold->count)
		memcpy(copy.rows, fold->rows, fold->count * sizeof(void *));
	return copy;
}

static void add_checkpoint(struct cache *cache, const struct fold *fold)
{
	cache->checkpoints =
		xgrow(cache->checkpoints, &cache->cap, cache->count + 1,
		      sizeof(*cache->checkpoints));
	cache->checkpoints[cache->count++] = fold_copy(fold);
}

/* The fold at `place`. The caller frees its rows. */
static struct fold fold_at(const struct journal *journal, size_t place)
{
	struct cache *cache = journal->cache;
	size_t from = place / CHECKPOINT;
	if (!cache->count)
		add_checkpoint(cache, &(struct fold){0});
	if (from >= cache->count)
		from = cache->count - 1;
	struct fold fold = fold_copy(&cache->checkpoints[from]);
	for (size_t i = from * CHECKPOINT; i < place; i++) {
		fold_event(&fold, journal->events[i]);
		if (i + 1 == cache->count * CHECKPOINT)
			add_checkpoint(cache, &fold);
	}
	return fold;
}

void journal_snapshot(const struct journal *journal, size_t place,
		      struct snapshot *snapshot)
{
	assert(place <= journal->count);
	struct fold fold = fold_at(journal, place);
	for (size_t i = 0; i < fold.count; i++)
		snapshot_add(snapshot, &fold.rows[i]->state);
	free(fold.rows);
}
