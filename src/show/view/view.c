/* view: what a scene says at its place, worked out once for all its panels.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the journal up to the place looked at. When a lesson was
 * played again in the same journal, the latest playing counts: a beat that
 * begins anew forgets the calls of itself and of the beats behind it, and an
 * actor that is born anew, in a new lab, forgets its own and all packets.
 *
 * The learner's own calls are those between two beats and, where the learner
 * has to find a call, those of the beat up to the word that it is made for
 * them.
 */
#include "show/view/view.h"

#include "base/text.h"
#include "call/table/syscalls.h"
#include "show/view/in_python.h"

#include <string.h>

/* State of the pass. */
struct pass {
	struct view *view;
	size_t index;
	long beat;     /* played last, -1 before the first */
	bool is_over;  /* it is */
	bool is_try;   /* its calls are the learner's */
	size_t setups; /* setup calls seen in this lab */
};

/* Whether the call that is entered now is the learner's own. */
static bool is_own(struct pass *pass)
{
	const struct lesson *lesson = pass->view->scene->lesson;
	if (pass->beat >= 0)
		return pass->is_over || pass->is_try;
	return pass->setups++ >= lesson->setup_count;
}

static bool is_now(const struct pass *pass)
{
	return pass->index >= pass->view->scene->begin;
}

static void take_call(struct pass *pass, const struct event *event)
{
	struct view *view = pass->view;
	const struct event_call *call = &event->as.call;
	if (call->noise && !view->scene->noise)
		return;
	struct actor_view *actor = view_actor(view, call->actor);
	if (actor) {
		actor->pid = call->pid;
		if (!actor->first)
			actor->first = pass->index + 1;
		actor->open = call->phase == CALL_RETURN ? NULL : call;
		if (call->phase == CALL_RETURN)
			actor->last = call;
		if (call->source.file)
			actor->placed = call;
	}
	bool pending = actor && actor->traced && call->phase == CALL_ENTER;
	// A call that is entered is new: nothing is to be looked for.
	bool known = call->phase != CALL_ENTER;
	for (size_t i = view->call_count; known && i > 0; i--) {
		struct made_call *made = &view->calls[i - 1];
		if (made->event->id != call->id)
			continue;
		made->event = call;
		made->moved |= is_now(pass);
		made->pending = pending;
		return;
	}
	view->calls = xgrow(view->calls, &view->call_cap, view->call_count + 1,
			    sizeof(*view->calls));
	view->calls[view->call_count++] = (struct made_call){
		.event = call,
		.entered = pass->index,
		.beat = pass->beat,
		.own = is_own(pass),
		.now = is_now(pass),
		.moved = is_now(pass),
		.pending = pending,
	};
}

static void take_packet(struct pass *pass, const struct event *event)
{
	struct view *view = pass->view;
	unsigned number = event->as.packet.number;
	for (size_t i = view->packet_count; i > 0; i--) {
		struct seen_packet *seen = &view->packets[i - 1];
		// Numbers grow: a greater one is a new packet.
		if (seen->packet->number < number)
			break;
		if (seen->packet->number == number) {
			seen->packet = &event->as.packet;
			seen->now |= is_now(pass);
			return;
		}
	}
	view->packets = xgrow(view->packets, &view->packet_cap,
			      view->packet_count + 1, sizeof(*view->packets));
	view->packets[view->packet_count++] = (struct seen_packet){
		.packet = &event->as.packet,
		.time = event->time,
		.now = is_now(pass),
		.fresh = is_now(pass),
	};
}

/* A new lab counts its packets anew and has none of the actors that came
 * later. */
static void begin_lab(struct pass *pass)
{
	struct view *view = pass->view;
	view->packet_count = 0;
	view->actor_count = view->scene->lesson->actor_count;
	for (size_t i = 0; i < view->actor_count; i++)
		view->actors[i] =
			(struct actor_view){.name = view->actors[i].name};
	pass->beat = -1;
	pass->setups = 0;
	pass->is_over = pass->is_try = false;
}

static struct actor_view *add_actor(struct view *view, const char *name)
{
	view->actors = xgrow(view->actors, &view->actor_cap,
			     view->actor_count + 1, sizeof(*view->actors));
	struct actor_view *actor = &view->actors[view->actor_count++];
	*actor = (struct actor_view){.name = name};
	return actor;
}

static void forget_calls(struct view *view, const char *actor)
{
	size_t kept = 0;
	for (size_t i = 0; i < view->call_count; i++) {
		if (strcmp(view->calls[i].event->actor, actor) != 0)
			view->calls[kept++] = view->calls[i];
	}
	view->call_count = kept;
}

static void take_actor(struct pass *pass, const struct event *event)
{
	struct view *view = pass->view;
	const struct event_actor *life = &event->as.actor;
	struct actor_view *actor = view_actor(view, life->actor);
	if (life->phase == ACTOR_ENDED) {
		if (actor)
			actor->ended = life;
		return;
	}
	if (actor && actor->pid && event_is_new_lab(event))
		begin_lab(pass);
	forget_calls(view, life->actor);
	if (!actor)
		actor = add_actor(view, life->actor);
	*actor = (struct actor_view){
		.name = actor->name,
		.host = life->host,
		.pid = life->pid,
		.traced = life->traced,
	};
}

static void take_step(struct pass *pass, const struct event *event)
{
	struct view *view = pass->view;
	const struct lesson *lesson = view->scene->lesson;
	const struct event_step *step = &event->as.step;
	if (step->step < 0 || (size_t)step->step >= lesson->step_count)
		return;
	pass->is_over = step->over;
	if (step->over)
		return;
	pass->beat = (long)lesson_beat_index(lesson, (size_t)step->step,
					     (size_t)step->beat);
	pass->is_try =
		lesson->steps[step->step].beats[step->beat].kind == BEAT_TRY;
	size_t kept = 0;
	for (size_t i = 0; i < view->call_count; i++) {
		if (view->calls[i].beat < pass->beat)
			view->calls[kept++] = view->calls[i];
	}
	view->call_count = kept;
}

static void take_hint(struct pass *pass, const struct event *event)
{
	// From here on the lesson makes the call itself.
	if (event->as.hint.done)
		pass->is_try = false;
}

static void take_output(struct pass *pass, const struct event *event)
{
	if (is_now(pass))
		pass->view->output = &event->as.output;
}

static void (*const takers[EVENT_COUNT])(struct pass *,
					 const struct event *) = {
	[EVENT_CALL] = take_call,     [EVENT_PACKET] = take_packet,
	[EVENT_ACTOR] = take_actor,   [EVENT_STEP] = take_step,
	[EVENT_OUTPUT] = take_output, [EVENT_HINT] = take_hint,
};

static void read_journal(struct view *view)
{
	struct pass pass = {
		.view = view, .index = view->scene->origin, .beat = -1};
	for (; pass.index < view->scene->end; pass.index++) {
		const struct event *event =
			journal_at(view->scene->journal, pass.index);
		if (takers[event->kind])
			takers[event->kind](&pass, event);
	}
}

static const struct beat *beat_at(struct view *view, size_t index, size_t *step)
{
	const struct lesson *lesson = view->scene->lesson;
	if (index >= lesson_beats(lesson))
		return NULL;
	size_t at;
	lesson_beat_at(lesson, index, step, &at);
	return in_notation(&view->arena, view->scene->notation,
			   &lesson->steps[*step].beats[at]);
}

static void find_beats(struct view *view)
{
	const struct scene *scene = view->scene;
	const struct beat *beat = NULL;
	view->step_count = scene->lesson->step_count;
	view->back = scene->viewed < scene->live;
	if (scene->beats)
		beat = beat_at(view, scene->beats - 1, &view->step);
	if (!scene->is_free)
		view->beat = beat;
	bool is_live = !view->back && !scene->now.replay;
	// It is the turn of the program that is checked.
	bool is_held = scene->lesson->is_exercise &&
		       (scene->programs.turn || scene->now.fails);
	if ((is_live || scene->comes) && !scene->now.busy && !scene->broken &&
	    !is_held)
		view->next = beat_at(view, scene->beats, &view->next_step);
}

static void find_actors(struct view *view)
{
	const struct lesson *lesson = view->scene->lesson;
	for (size_t i = 0; i < lesson->actor_count; i++)
		add_actor(view, lesson->actors[i].name);
}

/* The call that was entered last in the viewed move. */
static const struct made_call *latest_call(const struct view *view)
{
	for (size_t i = view->call_count; i > 0; i--) {
		if (view->calls[i - 1].now)
			return &view->calls[i - 1];
	}
	return NULL;
}

static void find_call(struct view *view)
{
	const struct beat *beat = view->beat;
	if (view_is_tracing(view))
		view_find_program_call(view);
	else if (view->scene->is_free || (beat && beat->kind == BEAT_TRY))
		view->call = latest_call(view);
	else if (beat && beat->kind == BEAT_CALL)
		view->call = view_call_of(view, (long)view->scene->beats - 1,
					  beat->actor, 0);
}

static void count_news(struct view *view)
{
	view_find_latest(view);
	for (size_t i = 0; i < view->change_count; i++)
		view->changed += view->changes[i].kind != CHANGE_SAME;
	for (size_t i = 0; i < view->packet_count; i++)
		view->packets_now += view->packets[i].now;
	find_call(view);
}

void view_init(struct view *view, const struct scene *scene)
{
	*view = (struct view){.scene = scene};
	find_beats(view);
	find_actors(view);
	read_journal(view);
	journal_snapshot(scene->journal, scene->begin, &view->before);
	journal_snapshot(scene->journal, scene->end, &view->after);
	view->changes = snapshot_compare(&view->before, &view->after,
					 &view->change_count);
	count_news(view);
}

void view_done(struct view *view)
{
	free(view->calls);
	free(view->packets);
	free(view->changes);
	free(view->actors);
	snapshot_done(&view->before);
	snapshot_done(&view->after);
	arena_done(&view->arena);
}

const struct made_call *view_call_of(const struct view *view, long beat,
				     const char *actor, size_t setup)
{
	for (size_t i = 0; i < view->call_count; i++) {
		const struct made_call *made = &view->calls[i];
		if (made->beat != beat || made->own ||
		    strcmp(made->event->actor, actor) != 0)
			continue;
		if (beat >= 0 || setup-- == 0)
			return made;
	}
	return NULL;
}

bool view_has_hosts(const struct view *view)
{
	const char *first = NULL;
	for (size_t i = 0; i < view->actor_count; i++) {
		const char *host = view->actors[i].host;
		if (!host)
			continue;
		if (first && strcmp(host, first) != 0)
			return true;
		first = host;
	}
	return view->scene->lesson->host_count > 1;
}

bool view_is_unix(const struct view *view)
{
	size_t unix_rows = 0;
	for (size_t i = 0; i < view->change_count; i++) {
		const struct change *change = &view->changes[i];
		const struct socket_state *row =
			change->after ? change->after : change->before;
		unix_rows += row->family == AF_UNIX;
	}
	return unix_rows && unix_rows == view->change_count;
}

static bool is_loop6(const struct address *address)
{
	return address && address_family(address) == AF_INET6 &&
	       IN6_IS_ADDR_LOOPBACK(&address->as.in6.sin6_addr);
}

bool view_is_unseen(const struct view *view)
{
	const struct event_call *call = view->call ? view->call->event : NULL;
	int arg = call ? call_fd_arg(&call->call) : -1;
	if (arg < 0 || view->scene->missing || call_is(&call->call, "bind") ||
	    call_is(&call->call, "listen"))
		return false;
	const struct snapshot *snapshots[] = {&view->before, &view->after};
	bool found = is_loop6(call_address(&call->call));
	for (size_t i = 0; !found && i < COUNT(snapshots); i++) {
		const struct socket_state *row =
			snapshot_find_fd(snapshots[i], call->actor,
					 (int)call->call.args[arg].num);
		found = row && (is_loop6(&row->local) || is_loop6(&row->peer));
	}
	return found;
}

const char *view_key(const struct view *view, const char *command,
		     const char *usual)
{
	const struct scene *scene = view->scene;
	for (size_t i = 0; i < scene->key_count; i++) {
		if (text_is(scene->keys[i].command, command))
			return scene->keys[i].key;
	}
	return usual;
}
