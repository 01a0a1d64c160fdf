/* journal: questions about the calls and beats of a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of them look backwards from a place: what is asked about is near it, or
 * has a list of its places.
 */
#include "base/text.h"
#include "call/table/syscalls.h"
#include "journal/journal.h"

#include <assert.h>
#include <string.h>

/* The call of the event when it is one of `actor` (NULL: of anyone), or NULL.
 */
static const struct event_call *call_of(const struct event *event,
					const char *actor)
{
	if (event->kind != EVENT_CALL ||
	    (actor && !text_is(event->as.call.actor, actor)))
		return NULL;
	return &event->as.call;
}

static bool succeeded(const struct event_call *call)
{
	const struct result *result = &call->call.result;
	return call->phase == CALL_RETURN && result->done && !result->signal &&
	       result->value >= 0;
}

/* What a variable holds: the call that gave it the number, in its phase
 * return, and whose life it was found in, for a child of a fork begins with
 * all that its parent had. */
struct assignment {
	const char *actor;
	size_t index;
	int64_t num;
};

/* The birth of `actor` before `place`: its index, or `place` for none. */
static size_t birth_of(const struct journal *journal, size_t place,
		       const char *actor)
{
	struct journal_walk lives =
		journal_back(journal, EVENT_ACTOR, 0, place);
	const struct event *event;
	size_t birth;
	while ((event = journal_step(&lives, &birth))) {
		const struct event_actor *life = &event->as.actor;
		if (life->phase == ACTOR_BORN && text_is(life->actor, actor))
			return birth;
	}
	return place;
}

/* The actor that forked it, or NULL. */
static const char *parent_at(const struct journal *journal, size_t birth)
{
	return journal_at(journal, birth)->as.actor.parent;
}

/* The call before `place` whose result the variable holds. Returns false for
 * none. */
static bool find_assignment(const struct journal *journal, size_t place,
			    const char *actor, const char *name,
			    struct assignment *found)
{
	assert(place <= journal_count(journal));
	struct journal_walk walk =
		journal_back(journal, JOURNAL_NAMES, 0, place);
	const struct event *event;
	size_t i;
	while ((event = journal_step(&walk, &i))) {
		// What a variable held in the lab before is nothing here.
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_BORN &&
		    text_is(event->as.actor.actor, actor)) {
			actor = parent_at(journal, i);
			if (!actor)
				return false;
		}
		if (event->kind == EVENT_ALIAS &&
		    text_is(event->as.alias.actor, actor) &&
		    text_is(event->as.alias.name, name))
			name = event->as.alias.meant;
		const struct event_call *call = call_of(event, actor);
		if (call && succeeded(call) &&
		    call_gives(&call->call, name, &found->num)) {
			found->actor = actor;
			found->index = i;
			return true;
		}
	}
	return false;
}

static bool gives_numbers(const struct journal *journal, size_t index)
{
	return call_gives_numbers(&journal_at(journal, index)->as.call.call);
}

bool journal_bind(const struct journal *journal, size_t place,
		  const char *actor, struct value *name)
{
	struct assignment found;
	if (!find_assignment(journal, place, actor, name->name, &found))
		return false;
	name->num = found.num;
	name->is_number = gives_numbers(journal, found.index);
	return true;
}

bool journal_holds_number(const struct journal *journal, size_t place,
			  const char *actor, const char *name)
{
	struct assignment found;
	size_t count;
	journal_places(journal, JOURNAL_NUMBERS, 0, place, &count);
	return count && find_assignment(journal, place, actor, name, &found) &&
	       gives_numbers(journal, found.index);
}

bool journal_variable(const struct journal *journal, size_t place,
		      const char *actor, const char *name, int64_t *num)
{
	struct assignment found;
	if (!find_assignment(journal, place, actor, name, &found))
		return false;
	*num = found.num;
	return true;
}

/* The variable that takes the descriptor which the call made, or NULL. */
static const char *name_given(const struct call *call, int64_t fd)
{
	const char *name;
	int64_t num;
	for (size_t i = 0; call_given(call, i, &name, &num); i++) {
		if (num == fd)
			return name;
	}
	return call->into;
}

const char *journal_name_of(const struct journal *journal, size_t place,
			    const char *actor, int64_t fd)
{
	struct journal_walk walk =
		journal_back(journal, JOURNAL_NAMES, 0, place);
	const char *whose = actor;
	const struct event *event;
	size_t i;
	while (whose && (event = journal_step(&walk, &i))) {
		if (event->kind == EVENT_ACTOR &&
		    text_is(event->as.actor.actor, whose))
			whose = parent_at(journal, i);
		const struct event_call *call =
			whose ? call_of(event, whose) : NULL;
		if (!call || !call_makes_fd(&call->call, fd))
			continue;
		const char *name = name_given(&call->call, fd);
		int64_t num;
		return name &&
				       journal_variable(journal, place, actor,
							name, &num) &&
				       num == fd
			       ? name
			       : NULL;
	}
	return NULL;
}

int journal_pid_of(const struct journal *journal, size_t place,
		   const char *actor)
{
	struct journal_walk lives =
		journal_back(journal, EVENT_ACTOR, 0, place);
	const struct event *event;
	while ((event = journal_step(&lives, NULL))) {
		if (text_is(event->as.actor.actor, actor))
			return event->as.actor.pid;
	}
	return 0;
}

static const char *host_of_actor(const struct journal *journal, size_t place,
				 const char *actor)
{
	struct journal_walk lives =
		journal_back(journal, EVENT_ACTOR, 0, place);
	const struct event *event;
	while ((event = journal_step(&lives, NULL))) {
		const struct event_actor *life = &event->as.actor;
		if (text_is(life->actor, actor) && life->host)
			return life->host;
	}
	return NULL;
}

static const struct socket_state *owned_row(const struct event *event,
					    const char *actor, int64_t fd)
{
	if (event->kind != EVENT_SOCKET ||
	    event->as.socket.change == CHANGE_GONE)
		return NULL;
	const struct socket_state *row = &event->as.socket.state;
	return socket_has_owner(row, actor, fd) ? row : NULL;
}

/* Whether the call ends what `fd` of its actor names, or gives the number to
 * another socket. */
static bool ends_fd(const struct event_call *call, int64_t fd)
{
	if (!succeeded(call))
		return false;
	unsigned flags = call->call.syscall->flags;
	if (call_makes_fd(&call->call, fd))
		return true;
	int arg = call_fd_arg(&call->call);
	return (flags & SYSCALL_ENDS_FD) && arg >= 0 &&
	       call->call.args[arg].num == fd;
}

/* A snapshot taken between the entry and the return that is only now known
 * may already have the new descriptor. */
static size_t entry_of(const struct journal *journal, size_t index)
{
	const struct event_call *call =
		call_of(journal_at(journal, index), NULL);
	for (size_t i = index; i-- > 0;) {
		const struct event_call *other =
			call_of(journal_at(journal, i), call->actor);
		if (other && other->id != call->id)
			return i + 1;
		if (other && other->phase == CALL_ENTER)
			return i;
	}
	return 0;
}

/* The socket that `fd` of `actor` names from `begin` on: that of the first row
 * which says so, unless the descriptor is given back before, behind `made`. */
static uint64_t socket_from(const struct journal *journal, size_t begin,
			    size_t made, size_t place, const char *actor,
			    int64_t fd, const char **host)
{
	for (size_t i = begin; i < place; i++) {
		const struct socket_state *row =
			owned_row(journal_at(journal, i), actor, fd);
		if (row) {
			*host = row->host;
			return row->cookie;
		}
		const struct event_call *call =
			call_of(journal_at(journal, i), actor);
		if (call && i > made && ends_fd(call, fd))
			break;
	}
	return 0;
}

uint64_t journal_socket_of(const struct journal *journal, size_t place,
			   const char *actor, const char *name,
			   const char **host)
{
	*host = host_of_actor(journal, place, actor);
	struct assignment found;
	if (!find_assignment(journal, place, actor, name, &found))
		return 0;
	const struct event_call *made =
		call_of(journal_at(journal, found.index), NULL);
	if (!call_makes_fd(&made->call, found.num))
		return 0;
	if (text_is(found.actor, actor))
		return socket_from(journal, entry_of(journal, found.index),
				   found.index, place, actor, found.num, host);
	// The child of a fork has what its parent had.
	size_t birth = birth_of(journal, place, actor);
	uint64_t cookie = journal_socket_of(
		journal, birth, parent_at(journal, birth), name, host);
	return cookie ? cookie
		      : socket_from(journal, birth, birth, place, actor,
				    found.num, host);
}

/* The call entered last in [begin, end), or the last that had another phase
 * there. */
static const struct event_call *latest_entered(const struct journal *journal,
					       size_t begin, size_t end,
					       const char *actor)
{
	const struct event_call *latest = NULL;
	struct journal_walk walk =
		journal_back(journal, EVENT_CALL, begin, end);
	const struct event *event;
	while ((event = journal_step(&walk, NULL))) {
		const struct event_call *call = call_of(event, actor);
		if (call && call->phase == CALL_ENTER)
			return call;
		if (call && !latest)
			latest = call;
	}
	return latest;
}

const struct event_call *journal_last_call(const struct journal *journal,
					   size_t begin, size_t end,
					   const char *actor)
{
	assert(end <= journal_count(journal));
	const struct event_call *entered =
		latest_entered(journal, begin, end, actor);
	struct journal_walk walk =
		journal_back(journal, EVENT_CALL, begin, end);
	const struct event *event;
	while (entered && (event = journal_step(&walk, NULL))) {
		if (event->as.call.id == entered->id &&
		    text_is(event->as.call.actor, entered->actor))
			return &event->as.call;
	}
	return NULL;
}

const struct event_call *journal_open_call(const struct journal *journal,
					   size_t place, const char *actor)
{
	assert(place <= journal_count(journal));
	for (size_t i = place; i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_ACTOR &&
		    text_is(event->as.actor.actor, actor))
			return NULL;
		const struct event_call *call =
			call_of(journal_at(journal, i), actor);
		if (call)
			return call->phase == CALL_RETURN ? NULL : call;
	}
	return NULL;
}

static bool is_step(const struct event *event, int step, int beat, bool over)
{
	return event->as.step.step == step && event->as.step.beat == beat &&
	       event->as.step.over == over;
}

bool journal_beat(const struct journal *journal, int step, int beat,
		  size_t *begin, size_t *end)
{
	struct journal_walk walk =
		journal_back(journal, EVENT_STEP, 0, journal_count(journal));
	const struct event *event;
	size_t i;
	*end = journal_count(journal);
	while ((event = journal_step(&walk, &i))) {
		if (is_step(event, step, beat, false)) {
			*begin = i;
			return true;
		}
		if (is_step(event, step, beat, true))
			*end = i + 1;
	}
	return false;
}

bool journal_is_unmet(const struct journal *journal, size_t index, size_t end)
{
	const struct event *event = journal_at(journal, index);
	if (event->kind != EVENT_CHECK || event->as.check.met)
		return false;
	struct journal_walk walk =
		journal_back(journal, EVENT_CHECK, index + 1, end);
	const struct event *later;
	while ((later = journal_step(&walk, NULL))) {
		if (later->as.check.met &&
		    later->as.check.line == event->as.check.line)
			return false;
	}
	return true;
}

size_t journal_run_of(const struct journal *journal, size_t place)
{
	struct journal_walk walk =
		journal_back(journal, EVENT_LAB, 0, place + 1);
	const struct event *event;
	size_t at = place;
	while ((event = journal_step(&walk, &at))) {
		if (event->as.lab.phase == LAB_BEGUN &&
		    event->as.lab.number == 1)
			return at;
	}
	return place;
}
