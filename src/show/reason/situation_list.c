/* situation_list: what an epoll instance watches, and why epoll_ctl() fails.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list is the kernel's own, from /proc/PID/fdinfo. What epoll watches are
 * open files, not numbers: an entry is found by both the file and the number
 * under which it was added. A socket that is closed leaves the list by itself,
 * but only with the last of its descriptors. Until then its events come back
 * with a number that may be closed, and epoll_ctl() does not find the entry:
 * the number names no file, or the file has another number.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/print.h"
#include "journal/latest.h"
#include "show/reason/situation_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

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

/* Whether the call is one of the call's actor about the epoll instance `epfd`,
 * and came back well. */
static bool is_about(const struct situation *situation, size_t index,
		     const char *name, int64_t epfd)
{
	const struct event *event = journal_at(situation->journal, index);
	const struct event_call *other = &event->as.call;
	return event->kind == EVENT_CALL && other->phase == CALL_RETURN &&
	       call_is(&other->call, name) && other->call.result.done &&
	       other->call.result.value >= 0 &&
	       other->call.args[0].num == epfd &&
	       counts_for(situation, other->actor, index);
}

static bool tells(const struct call *call, int64_t data)
{
	for (size_t i = 0; i < call->result.out.count; i++) {
		if (list_item(&call->result.out.items[i], 1)->num == data)
			return true;
	}
	return false;
}

/* Whether epoll_wait() gave it since it was last set. */
static bool was_told(const struct situation *situation, int64_t epfd,
		     const struct watched *item)
{
	for (size_t i = situation->begin; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct call *call = &event->as.call.call;
		if (is_about(situation, i, "epoll_ctl", epfd) &&
		    call->args[2].num == item->fd)
			return false;
		if (is_about(situation, i, "epoll_wait", epfd) &&
		    tells(call, (int64_t)item->data))
			return true;
	}
	return false;
}

/* Whether another entry has the same data: then nobody can say which of the two
 * an event is of. */
static bool has_twin(const struct watch_list *list, const struct watched *item)
{
	for (size_t i = 0; i < list->count; i++) {
		if (&list->items[i] != item &&
		    list->items[i].data == item->data)
			return true;
	}
	return false;
}

static const struct watch_list *list_of(const struct situation *situation,
					int64_t fd)
{
	bool is_blocked = situation->event->phase == CALL_BLOCKED;
	return journal_watched(situation->journal,
			       is_blocked ? situation->place : situation->begin,
			       situation->actor, (int)fd);
}

struct watch *situation_watched(struct situation *situation, int64_t fd,
				size_t *count)
{
	const struct watch_list *list = list_of(situation, fd);
	*count = list ? list->count : 0;
	struct watch *watches =
		arena_alloc(&situation->arena, (*count + 1) * sizeof(*watches));
	for (size_t i = 0; i < *count; i++) {
		const struct watched *item = &list->items[i];
		watches[i] = (struct watch){
			.fd = item->fd,
			.inode = item->inode,
			.data = (int64_t)item->data,
			.wanted = item->events,
			.told = !has_twin(list, item) &&
				was_told(situation, fd, item),
		};
	}
	return watches;
}

static const struct socket_state *row_of_inode(const struct snapshot *snapshot,
					       uint64_t inode)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		if (snapshot->rows[i].inode == inode)
			return &snapshot->rows[i];
	}
	return NULL;
}

const struct socket_state *situation_row(const struct situation *situation,
					 const struct watch *watch)
{
	if (watch->inode)
		return row_of_inode(&situation->after, watch->inode);
	if (watch->fd < 0)
		return NULL;
	return snapshot_find_fd(&situation->after, situation->actor,
				(int)watch->fd);
}

bool situation_is_stray(const struct situation *situation,
			const struct watch *watch)
{
	const struct socket_state *row =
		watch->inode ? situation_row(situation, watch) : NULL;
	return row && !socket_has_owner(row, situation->actor, watch->fd);
}

const char *situation_watch(struct situation *situation,
			    const struct watch *watch)
{
	if (!situation_is_stray(situation, watch))
		return situation_fd(situation, watch->fd);
	return WORDS(situation, "added-as", SLOT_NUMBER("fd", watch->fd),
		     SLOT_TEXT("other",
			       situation_who(situation,
					     situation_row(situation, watch))));
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
		if (is_about(situation, i, "epoll_ctl", call->args[0].num) &&
		    other->call.args[2].num == call->args[2].num)
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
		SAY(situation, "listed-already",
		    SLOT_TEXT("socket",
			      situation_fd(situation,
					   situation->call->args[2].num)),
		    SLOT_TEXT("call", print_call(situation, call)));
}

/* The entry of the list that is meant: of the same number, or of the socket
 * that has it; NULL: none. */
static const struct watch *entry(struct situation *situation, bool by_number)
{
	int64_t fd = situation->call->args[2].num;
	size_t count;
	const struct watch *list = situation_watched(
		situation, situation->call->args[0].num, &count);
	for (size_t i = 0; i < count; i++) {
		const struct socket_state *row =
			situation_row(situation, &list[i]);
		if (by_number ? list[i].fd == fd
			      : row && socket_has_owner(row, situation->actor,
							fd))
			return &list[i];
	}
	return NULL;
}

/* What epoll_ctl() would need to find the entry. */
static void say_way(struct situation *situation, const struct watch *watch)
{
	SAY(situation, "entry-way", SLOT_NUMBER("fd", watch->fd));
}

static void is_not_in_list(struct situation *situation)
{
	const struct event_call *call = last_ctl(situation);
	int64_t num = situation->call->args[2].num;
	const char *fd = situation_fd(situation, num);
	const struct event_call *about = situation_last_about(situation, num);
	const struct watch *other = entry(situation, false);
	const struct watch *same = entry(situation, true);
	if (other) {
		SAY(situation, "entry-elsewhere", SLOT_TEXT("socket", fd),
		    SLOT_NUMBER("fd", other->fd));
		say_way(situation, other);
	} else if (!call) {
		SAY(situation, "entry-never", SLOT_TEXT("socket", fd));
	} else if (call->call.args[1].num == EPOLL_CTL_DEL) {
		SAY(situation, "entry-taken-off", SLOT_TEXT("socket", fd),
		    SLOT_TEXT("call", print_call(situation, call)));
	} else if (same && situation_is_stray(situation, same)) {
		SAY(situation, "entry-other-open", SLOT_TEXT("socket", fd),
		    SLOT_TEXT("call", print_call(situation, call)),
		    SLOT_TEXT("other",
			      situation_who(situation,
					    situation_row(situation, same))));
	} else if (about && about->id > call->id) {
		SAY(situation, "entry-closed-between", SLOT_TEXT("socket", fd),
		    SLOT_TEXT("call", print_call(situation, call)));
	}
}

/* The number is closed, and the list has it nevertheless. */
static void is_closed(struct situation *situation)
{
	const struct watch *watch = entry(situation, true);
	if (!watch || !situation_is_stray(situation, watch))
		return;
	SAY(situation, "entry-of-closed", SLOT_TEXT("actor", situation->actor),
	    SLOT_NUMBER("fd", watch->fd),
	    SLOT_TEXT("other", situation_who(situation,
					     situation_row(situation, watch))));
	say_way(situation, watch);
}

/* Whether the event is the last word about a list of the actor, which has a
 * stray entry for `fd`; gives the socket. */
static const struct socket_state *stray_of(struct situation *situation,
					   const struct event_watch *watch,
					   int64_t fd)
{
	const struct watch_list *list = &watch->list;
	if (strcmp(list->actor, situation->actor) != 0 ||
	    journal_watched(situation->journal, situation->place, list->actor,
			    list->fd) != list)
		return NULL;
	for (size_t i = 0; i < list->count; i++) {
		struct watch entry = {.fd = list->items[i].fd,
				      .inode = list->items[i].inode};
		if (entry.fd == fd && situation_is_stray(situation, &entry))
			return situation_row(situation, &entry);
	}
	return NULL;
}

/* close() has closed a number, and a list keeps what it named. */
static void leaves_entry(struct situation *situation)
{
	for (size_t i = situation->place; i-- > situation->lab;) {
		const struct event *event = journal_at(situation->journal, i);
		const struct event_watch *watch = &event->as.watch;
		const struct socket_state *row =
			event->kind == EVENT_WATCH
				? stray_of(situation, watch, situation->fd)
				: NULL;
		if (!row)
			continue;
		SAY(situation, "entry-left",
		    SLOT_TEXT("socket",
			      situation_fd(situation, watch->list.fd)),
		    SLOT_NUMBER("fd", situation->fd),
		    SLOT_TEXT("other", situation_who(situation, row)));
		return;
	}
}

static void is_no_epoll(struct situation *situation)
{
	if (situation->socket)
		SAY(situation, "no-epoll",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void wrong_ctl(struct situation *situation)
{
	is_no_epoll(situation);
	if (!situation->out->len &&
	    situation->call->args[0].num == situation->call->args[2].num)
		SAY(situation, "watches-itself",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void wrong_wait(struct situation *situation)
{
	int64_t room = situation->call->args[1].num;
	if (room <= 0)
		SAY(situation, "no-room-for-events", SLOT_NUMBER("room", room));
	else
		is_no_epoll(situation);
}

const struct situation_row *situation_lists(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{"close", 0, SITUATION_DONE, leaves_entry},
		{"epoll_ctl", 0, EBADF, is_closed},
		{"epoll_ctl", 0, EEXIST, is_in_list},
		{"epoll_ctl", 0, ENOENT, is_not_in_list},
		{"epoll_ctl", 0, EINVAL, wrong_ctl},
		{"epoll_wait", 0, EINVAL, wrong_wait},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
