/* situation_list: what an epoll instance watches, and why epoll_ctl() fails.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An epoll instance keeps its list of descriptors in the kernel. Here it is
 * read from the calls that made it: each epoll_ctl() that came back well. What
 * epoll watches are open sockets, not numbers: a socket that is closed leaves
 * the list by itself, but only with the last of its descriptors. After a fork
 * both processes have the instance; here a child's list begins as that of its
 * parent.
 */
#include "call/list.h"
#include "call/print.h"
#include "show/situation_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

struct watches {
	struct watch *items;
	size_t count, cap;
};

static struct watch *find(const struct watches *list, int64_t fd)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].fd == fd)
			return &list->items[i];
	}
	return NULL;
}

static void take_off(struct watches *list, int64_t fd)
{
	struct watch *item = find(list, fd);
	if (!item)
		return;
	size_t behind = list->count - (size_t)(item - list->items) - 1;
	memmove(item, item + 1, behind * sizeof(*item));
	list->count--;
}

/* EPOLL_CTL_ADD and EPOLL_CTL_MOD: events, or {events, data}. */
static void put_on(struct watches *list, const struct call *call)
{
	const struct value *event = &call->args[3];
	bool is_list = event->kind == VALUE_LIST;
	struct watch watch = {
		.fd = call->args[2].num,
		.data = is_list ? list_item(event, 1)->num : call->args[2].num,
		.wanted = (unsigned)(is_list ? list_item(event, 0)->num
					     : event->num),
	};
	struct watch *item = find(list, watch.fd);
	if (!item) {
		list->items = xgrow(list->items, &list->cap, list->count + 1,
				    sizeof(*list->items));
		item = &list->items[list->count++];
	}
	*item = watch;
}

static void tell(struct watches *list, const struct call *call)
{
	for (size_t i = 0; i < call->result.out.count; i++) {
		int64_t data = list_item(&call->result.out.items[i], 1)->num;
		for (size_t n = 0; n < list->count; n++)
			list->items[n].told |= list->items[n].data == data;
	}
}

/* What one call that came back well does to the list of `epfd`. */
static void fold(struct watches *list, const struct call *call, int64_t epfd)
{
	const char *name = call->syscall->name;
	bool is_ours = call->args[0].num == epfd;
	if (!strcmp(name, "epoll_ctl") && is_ours) {
		if (call->args[1].num == EPOLL_CTL_DEL)
			take_off(list, call->args[2].num);
		else
			put_on(list, call);
	} else if (!strcmp(name, "epoll_wait") && is_ours) {
		tell(list, call);
	} else if (call->syscall->flags & SYSCALL_ENDS_FD) {
		take_off(list, call->args[0].num);
	} else if (call_makes_fd(call, epfd)) {
		list->count = 0;
	}
}

/* Whether what `who` did at `index` counts for the call's actor: it did it
 * itself, or is an ancestor and had not forked yet. */
static bool counts_for(const struct situation *situation, const char *who,
		       size_t index)
{
	const char *actor = situation->actor;
	for (size_t i = situation->begin; i-- > index;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind == EVENT_ACTOR && life->phase == ACTOR_BORN &&
		    life->parent && !strcmp(life->actor, actor))
			actor = life->parent;
	}
	return !strcmp(actor, who);
}

struct watch *situation_watched(struct situation *situation, int64_t fd,
				size_t *count)
{
	struct watches list = {0};
	for (size_t i = situation->lab; i < situation->begin; i++) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind == EVENT_CALL && other->phase == CALL_RETURN &&
		    other->call.result.done && other->call.result.value >= 0 &&
		    counts_for(situation, other->actor, i))
			fold(&list, &other->call, fd);
	}
	struct watch *items = arena_copy(&situation->arena, list.items,
					 list.count * sizeof(*items));
	*count = list.count;
	free(list.items);
	return items;
}

/* --- epoll_ctl -------------------------------------------------------------
 */

/* The last epoll_ctl() about the two descriptors that came back well. */
static const struct event_call *last_ctl(const struct situation *situation)
{
	const struct call *call = situation->call;
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_call *other = &event->as.call;
		if (event->kind == EVENT_CALL && other->phase == CALL_RETURN &&
		    !strcmp(other->call.syscall->name, "epoll_ctl") &&
		    other->call.result.value == 0 &&
		    other->call.args[0].num == call->args[0].num &&
		    other->call.args[2].num == call->args[2].num &&
		    counts_for(situation, other->actor, i))
			return other;
	}
	return NULL;
}

static const char *print_call(struct situation *situation,
			      const struct event_call *event)
{
	struct buf text = {0};
	call_print(&event->call, NOTATION_C, &text);
	const char *copy = arena_strdup(&situation->arena, buf_text(&text));
	buf_done(&text);
	return copy;
}

static void is_in_list(struct situation *situation)
{
	const struct event_call *call = last_ctl(situation);
	if (call)
		situation_say(
			situation, "%s is in the list already, by %s.",
			situation_fd(situation, situation->call->args[2].num),
			print_call(situation, call));
}

static void is_not_in_list(struct situation *situation)
{
	const struct event_call *call = last_ctl(situation);
	int64_t num = situation->call->args[2].num;
	const char *fd = situation_fd(situation, num);
	const struct event_call *about = situation_last_about(situation, num);
	if (!call)
		situation_say(situation, "No call has added %s to the list.",
			      fd);
	else if (call->call.args[1].num == EPOLL_CTL_DEL)
		situation_say(situation, "%s was taken off the list by %s.", fd,
			      print_call(situation, call));
	else if (about && about->id > call->id)
		situation_say(situation,
			      "%s is another one than %s added: the close() "
			      "between has taken that off the list.",
			      fd, print_call(situation, call));
}

static void is_no_epoll(struct situation *situation)
{
	if (situation->socket)
		situation_say(situation,
			      "%s is a socket, and no epoll instance.",
			      situation_own(situation));
}

static void wrong_ctl(struct situation *situation)
{
	is_no_epoll(situation);
	if (!situation->out->len &&
	    situation->call->args[0].num == situation->call->args[2].num)
		situation_say(situation,
			      "%s cannot watch itself: its two descriptors are "
			      "the same.",
			      situation_own(situation));
}

static void wrong_wait(struct situation *situation)
{
	int64_t room = situation->call->args[1].num;
	if (room <= 0)
		situation_say(situation,
			      "There is room for %lld events; it takes 1 at "
			      "least.",
			      (long long)room);
	else
		is_no_epoll(situation);
}

const struct situation_row *situation_lists(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"epoll_ctl", 0, EEXIST, is_in_list},
		{"epoll_ctl", 0, ENOENT, is_not_in_list},
		{"epoll_ctl", 0, EINVAL, wrong_ctl},
		{"epoll_wait", 0, EINVAL, wrong_wait},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
