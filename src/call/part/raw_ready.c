/* raw_ready: poll, select and epoll as machine words and memory, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glibc makes select(2) of pselect6(2): its struct timeval becomes a struct
 * timespec, with the microseconds above a million carried over, and there is no
 * signal mask. The kernel overwrites the sets with those that are ready and the
 * time with what is left of it.
 */
#include "call/list.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

enum { EVENTS_MOST = 65536 }; /* memory is taken for all of them */

static bool is_null(const struct raw_word *word)
{
	return word->kind == RAW_WORD && !word->word;
}

/* Nothing was written: NULL. */
static bool decode_null(const struct raw_word *word, struct value *value)
{
	*value = (struct value){.kind = VALUE_NONE};
	return is_null(word);
}

/* --- poll ------------------------------------------------------------------
 */

bool encode_polls(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	const struct value *list = &call->args[arg];
	(void)err;
	words[1] = raw_number((int64_t)list->count);
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	words[0] = raw_memory(RAW_IN_OUT, arena, NULL,
			      list->count * sizeof(struct pollfd));
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		struct pollfd poll = {
			.fd = (int)list_item(item, 0)->num,
			.events = (short)list_item(item, 1)->num,
		};
		memcpy(words[0].data + i * sizeof(poll), &poll, sizeof(poll));
	}
	return true;
}

bool decode_polls(const struct raw_word *words, struct arena *arena,
		  struct call *call, size_t arg)
{
	if (decode_null(&words[0], &call->args[arg]))
		return true;
	size_t count = words[0].len / sizeof(struct pollfd);
	struct value *items = list_new(&call->args[arg], count, arena);
	for (size_t i = 0; i < count; i++) {
		struct pollfd poll;
		memcpy(&poll, words[0].data + i * sizeof(poll), sizeof(poll));
		struct value *members = list_new(&items[i], 2, arena);
		members[0] = value_int(poll.fd);
		members[1] = value_int(poll.events);
	}
	return true;
}

/* Machines without poll(2) have ppoll(2), which wants a struct timespec. */
static bool wants_timespec(const struct call *call)
{
#ifdef SYS_poll
	(void)call;
	return false;
#else
	return call->syscall->raw[0] == &kind_poll;
#endif
}

bool encode_timeout(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	int64_t milli = call->args[arg].num;
	struct timespec time = {milli / 1000, milli % 1000 * 1000000};
	if (!wants_timespec(call))
		return encode_int(call, arg, arena, words, err);
	words[0] = milli < 0 ? raw_number(0)
			     : raw_memory(RAW_IN, arena, &time, sizeof(time));
	return true;
}

bool decode_timeout(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	struct timespec time = {0};
	if (!wants_timespec(call))
		return decode_int(words, arena, call, arg);
	call->args[arg] = value_int(-1);
	if (is_null(&words[0]))
		return true;
	if (words[0].len < sizeof(time))
		return false;
	memcpy(&time, words[0].data, sizeof(time));
	call->args[arg] =
		value_int(time.tv_sec * 1000 + time.tv_nsec / 1000000);
	return true;
}

/* The revents of each. */
void take_polls(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	(void)arg;
	size_t count = words[0].len / sizeof(struct pollfd);
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++) {
		struct pollfd poll;
		memcpy(&poll, words[0].data + i * sizeof(poll), sizeof(poll));
		items[i] = value_int(poll.revents);
	}
}

/* --- select ----------------------------------------------------------------
 */

enum { OUT_TIME = 3, OUT_SETS = 4 }; /* members of select's result.out */

bool encode_set(const struct call *call, size_t arg, struct arena *arena,
		struct raw_word *words, struct err *err)
{
	const struct value *list = &call->args[arg];
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	fd_set set;
	FD_ZERO(&set);
	for (size_t i = 0; i < list->count; i++) {
		int64_t fd = list->items[i].num;
		if (fd < 0 || fd >= FD_SETSIZE)
			return err_set(err,
				       "select: an fd_set has no bit for "
				       "descriptor %lld, only for 0 to %d; "
				       "poll takes any",
				       (long long)fd, FD_SETSIZE - 1);
		FD_SET((int)fd, &set);
	}
	words[0] = raw_memory(RAW_IN_OUT, arena, &set, sizeof(set));
	return true;
}

/* The descriptors below `most` whose bits are set. */
static struct value list_of_set(const struct raw_word *word, size_t most,
				struct arena *arena)
{
	struct value list;
	int64_t fds[FD_SETSIZE];
	size_t count = 0;
	if (most > word->len * 8)
		most = word->len * 8;
	for (size_t fd = 0; fd < most && count < COUNT(fds); fd++)
		if (word->data[fd / 8] & 1 << fd % 8)
			fds[count++] = (int64_t)fd;
	struct value *items = list_new(&list, count, arena);
	for (size_t i = 0; i < count; i++)
		items[i] = value_int(fds[i]);
	return list;
}

/* The kernel looks at the bits below the first word alone, see
 * decode_count_fds(). */
static size_t select_most(const struct call *call)
{
	return call->room > 0 ? (size_t)call->room : 0;
}

bool decode_set(const struct raw_word *words, struct arena *arena,
		struct call *call, size_t arg)
{
	if (!decode_null(&words[0], &call->args[arg]))
		call->args[arg] = list_of_set(words, select_most(call), arena);
	return true;
}

/* Sets and time are members of one list; the first of them makes it. */
static struct value *out_member(struct call *call, size_t index,
				struct arena *arena)
{
	struct value *out = &call->result.out;
	if (!out->kind)
		list_new(out, OUT_SETS, arena);
	return (struct value *)&out->items[index];
}

void take_set(struct call *call, size_t arg, const struct raw_word *words,
	      struct arena *arena)
{
	struct value *member = out_member(call, arg, arena);
	if (!is_null(&words[0]))
		*member = list_of_set(words, FD_SETSIZE, arena);
}

bool encode_timeval(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	const struct value *list = &call->args[arg];
	(void)err;
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	int64_t micro = list_item(list, 1)->num;
	struct timespec time = {
		.tv_sec = list_item(list, 0)->num + micro / 1000000,
		.tv_nsec = micro % 1000000 * 1000,
	};
	words[0] = raw_memory(RAW_IN_OUT, arena, &time, sizeof(time));
	return true;
}

static struct value list_of_time(const struct raw_word *word, int64_t unit,
				 struct arena *arena)
{
	struct timespec time = {0};
	struct value list;
	struct value *items = list_new(&list, 2, arena);
	if (word->len >= sizeof(time))
		memcpy(&time, word->data, sizeof(time));
	items[0] = value_int(time.tv_sec);
	items[1] = value_int(time.tv_nsec / unit);
	return list;
}

bool decode_timeval(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	if (!decode_null(&words[0], &call->args[arg]))
		call->args[arg] = list_of_time(words, 1000, arena);
	return true;
}

void take_timeval(struct call *call, size_t arg, const struct raw_word *words,
		  struct arena *arena)
{
	(void)arg;
	struct value *member = out_member(call, OUT_TIME, arena);
	if (!is_null(&words[0]))
		*member = list_of_time(words, 1, arena);
}

int64_t raw_highest_fd(const struct call *call)
{
	int64_t highest = -1;
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *list = &call->args[i];
		bool is_set = call->syscall->parameters[i].kind == &kind_set;
		for (size_t k = 0; is_set && k < list->count; k++)
			if (list->items[k].num > highest)
				highest = list->items[k].num;
	}
	return highest;
}

bool encode_count_fds(const struct call *call, size_t arg, struct arena *arena,
		      struct raw_word *words, struct err *err)
{
	(void)arg, (void)arena, (void)err;
	words[0] = raw_number(raw_highest_fd(call) + 1);
	return true;
}

bool decode_count_fds(const struct raw_word *words, struct arena *arena,
		      struct call *call, size_t arg)
{
	(void)arena, (void)arg;
	uint32_t count = (uint32_t)words[0].word;
	call->room = count ? (int64_t)count : CALL_ROOM_EMPTY;
	return words[0].kind == RAW_WORD;
}

bool encode_mask_pair(const struct call *call, size_t arg, struct arena *arena,
		      struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(0);
	return true;
}

bool decode_mask_pair(const struct raw_word *words, struct arena *arena,
		      struct call *call, size_t arg)
{
	enum { GIVEN = 3 * sizeof(call->mask), AT = 2 * sizeof(call->mask) };
	(void)arena, (void)arg;
	if (words[0].kind != RAW_IN)
		return is_null(&words[0]);
	call->masked = CALL_MASK_NULL;
	if (words[0].len < GIVEN)
		return true;
	call->masked = CALL_MASK_GIVEN;
	memcpy(&call->mask, words[0].data + AT, sizeof(call->mask));
	return true;
}

bool encode_mask(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(0);
	words[1] = raw_number(RAW_SIGNAL_SET);
	return true;
}

bool decode_mask(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)arena, (void)arg;
	call->room = words[1].word ? (int64_t)words[1].word : CALL_ROOM_NONE;
	if (words[0].kind != RAW_IN)
		return is_null(&words[0]) && words[1].kind == RAW_WORD;
	call->masked = CALL_MASK_GIVEN;
	memcpy(&call->mask, words[0].data, sizeof(call->mask));
	return true;
}

/* --- epoll -----------------------------------------------------------------
 */

bool encode_events(const struct call *call, size_t arg, struct arena *arena,
		   struct raw_word *words, struct err *err)
{
	const struct value *value = &call->args[arg];
	struct epoll_event event = {0};
	(void)err;
	words[0] = raw_number(0);
	if (!value->kind)
		return true;
	event.data.u64 = (uint32_t)call->args[arg - 1].num;
	event.events = (uint32_t)value->num;
	if (value->kind == VALUE_LIST) {
		event.events = (uint32_t)list_item(value, 0)->num;
		event.data.u64 = (uint64_t)list_item(value, 1)->num;
	}
	words[0] = raw_memory(RAW_IN, arena, &event, sizeof(event));
	return true;
}

/* Memory that the kernel did not read is left out; that it was given is noted
 * in `num`. */
bool decode_events(const struct raw_word *words, struct arena *arena,
		   struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	struct epoll_event event;
	if (decode_null(&words[0], value))
		return true;
	if (words[0].kind == RAW_WORD) {
		value->num = 1;
		return true;
	}
	if (words[0].len < sizeof(event))
		return false;
	memcpy(&event, words[0].data, sizeof(event));
	*value = value_int((int32_t)event.events);
	if (event.data.u64 == (uint32_t)call->args[arg - 1].num)
		return true;
	struct value *items = list_new(value, 2, arena);
	items[0] = value_int((int32_t)event.events);
	items[1] = value_int((int64_t)event.data.u64);
	return true;
}

bool encode_events_room(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	int64_t count = call->args[arg].num;
	if (count > EVENTS_MOST)
		return err_set(err,
			       "epoll_wait: room for %lld events is more "
			       "than the %d that one call can have here",
			       (long long)count, EVENTS_MOST);
	// What cannot be right goes to the kernel as it is, with no memory.
	size_t room = count > 0 ? (size_t)count : 0;
	words[0] = raw_memory(RAW_OUT, arena, NULL,
			      room * sizeof(struct epoll_event));
	words[1] = raw_number((uint32_t)count);
	return true;
}

bool decode_events_room(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)arena;
	call->args[arg] = value_int((int32_t)words[1].word);
	return true;
}

/* {events, data} of each. */
void take_events_room(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	struct epoll_event event;
	size_t count = words[0].len / sizeof(event);
	if ((size_t)call->result.value < count)
		count = (size_t)call->result.value;
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++) {
		memcpy(&event, words[0].data + i * sizeof(event),
		       sizeof(event));
		struct value *members = list_new(&items[i], 2, arena);
		members[0] = value_int((int32_t)event.events);
		members[1] = value_int((int64_t)event.data.u64);
	}
}
