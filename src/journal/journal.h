/* journal: the events of a run, in order; it only grows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A place in a journal is the number of events before it: 0 is the beginning,
 * journal_count() the end. Every view is a function of a journal and a place.
 */
#pragma once
#include "journal/event.h"

struct journal;

struct journal *journal_new(void);
void journal_free(struct journal *journal);

/* When the journal began, in nanoseconds since 1970; an event's time is counted
 * from there. Whole microseconds, so that a log holds it exactly. 0: not
 * known, as in a journal loaded from a log that does not say. */
uint64_t journal_wall(const struct journal *journal);
void journal_set_wall(struct journal *journal, uint64_t wall);

/* Adds a deep copy of `event`. Its time is set when it is 0, in whole
 * microseconds, so that a log holds it exactly, too. Returns the copy,
 * which lives as long as the journal. */
const struct event *journal_append(struct journal *journal,
				   const struct event *event);

/* The time of an event that would be added now. */
uint64_t journal_now(const struct journal *journal);

size_t journal_count(const struct journal *journal);
const struct event *journal_at(const struct journal *journal, size_t index);

/* Behind the kinds of events, of which each is a sort: what gives names their
 * numbers, which are births, aliases, and calls that did; the calls among them
 * whose names are numbers in Python, too; the labs and moves of the run, in one
 * row; each setsockopt() that came back. */
enum {
	JOURNAL_NAMES = EVENT_COUNT,
	JOURNAL_NUMBERS,
	JOURNAL_COURSE,
	JOURNAL_OPTIONS,
	JOURNAL_SORT_COUNT
};

/* The places in [begin, end) of the events of a sort, in their order: to ask
 * about some, not all that lies between must be looked at. The array is valid
 * until the next event comes. */
const size_t *journal_places(const struct journal *journal, unsigned sort,
			     size_t begin, size_t end, size_t *count);

/* The same from the last one to the first. */
struct journal_walk {
	const struct journal *journal;
	const size_t *places;
	size_t count; /* of those that are still to come */
};

struct journal_walk journal_back(const struct journal *journal, unsigned sort,
				 size_t begin, size_t end);

/* The next one of the walk, which stands at `place` (or NULL: nobody asks), or
 * NULL behind the first of the journal. */
const struct event *journal_step(struct journal_walk *walk, size_t *place);

/* The place behind which nothing is of an earlier lab than that of `place`: of
 * the last birth that made the lab, or 0. */
size_t journal_lab_of(const struct journal *journal, size_t place);

/* The place where the run of the lab at `place` began, which may be several
 * labs before: a rewind makes a new one of the same run. */
size_t journal_run_of(const struct journal *journal, size_t place);

/* Called for each event right after it was appended; one at a time. NULL for
 * none. */
typedef void journal_listen_fn(void *data, const struct event *event);
void journal_listen(struct journal *journal, journal_listen_fn *fn, void *data);

/* The sockets at `place`: the fold of the socket events before it. The caller
 * ends it with snapshot_done(). */
void journal_snapshot(const struct journal *journal, size_t place,
		      struct snapshot *snapshot);

/* The number that a variable of an actor has at `place`: the result of the
 * last call that was assigned to it. Returns false for none. */
bool journal_variable(const struct journal *journal, size_t place,
		      const char *actor, const char *name, int64_t *num);

/* The variable of `actor` that was given a descriptor of the number `fd` and
 * holds it at `place`, or NULL. What has that number then may be another
 * socket, which no variable took: journal_socket_of() knows. */
const char *journal_name_of(const struct journal *journal, size_t place,
			    const char *actor, int64_t fd);

/* Gives a VALUE_NAME what the variable of that name has there, for call_bind().
 * Returns false for none. */
bool journal_bind(const struct journal *journal, size_t place,
		  const char *actor, struct value *name);

/* Whether Python has a number in the variable there (call_gives_numbers()). */
bool journal_holds_number(const struct journal *journal, size_t place,
			  const char *actor, const char *name);

/* The process id of an actor at `place`; 0 when there is no such actor. */
int journal_pid_of(const struct journal *journal, size_t place,
		   const char *actor);

/* The cookie of the socket that the variable named when it was assigned; it
 * stays known after close. Returns 0 when there is none. `host` gets the
 * actor's host. */
uint64_t journal_socket_of(const struct journal *journal, size_t place,
			   const char *actor, const char *name,
			   const char **host);

/* The last call of `actor` (NULL: of anyone) in [begin, end) in its latest
 * phase there, or NULL. */
const struct event_call *journal_last_call(const struct journal *journal,
					   size_t begin, size_t end,
					   const char *actor);

/* The call that `actor` is inside at `place`, or NULL. */
const struct event_call *journal_open_call(const struct journal *journal,
					   size_t place, const char *actor);

/* The first place behind the event in which beat (step, beat) ended or, when
 * it did not, the end; `begin` gets the place where it began. Returns false
 * when the beat never began. The latest playing counts. */
bool journal_beat(const struct journal *journal, int step, int beat,
		  size_t *begin, size_t *end);

/* Whether the event at `index` says that an expectation was not met, and none
 * between it and `end` that it was met after all: what the learner held may
 * have been let go. */
bool journal_is_unmet(const struct journal *journal, size_t index, size_t end);
