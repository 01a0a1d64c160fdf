/* loop: the one epoll loop of the program: descriptors and timers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A handler may remove a descriptor whose readiness was reported in the same
 * round, and may close it and open another with the same number. Each watch
 * therefore carries a generation, and a report of an older one is dropped.
 */
#include "base/loop.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sentence.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>

struct watch {
	loop_fd_fn *fn; /* NULL: not watched */
	void *data;
	uint32_t generation;
};

struct loop {
	int epoll;
	struct watch *watches; /* indexed by descriptor */
	size_t cap;
	uint32_t generation;
	struct loop_timer *timers; /* set timers, soonest first */
};

struct loop *loop_new(struct err *err)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0)
		return FAILURE_NULL(err, "make-epoll",
				    SLOT_TEXT("reason", strerror(errno)));
	struct loop *loop = xcalloc(1, sizeof(*loop));
	loop->epoll = epoll;
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	close(loop->epoll);
	free(loop->watches);
	free(loop);
}

bool loop_add(struct loop *loop, int fd, uint32_t events, loop_fd_fn *fn,
	      void *data, struct err *err)
{
	size_t old = loop->cap;
	loop->watches = xgrow(loop->watches, &loop->cap, (size_t)fd + 1,
			      sizeof(*loop->watches));
	memset(loop->watches + old, 0,
	       (loop->cap - old) * sizeof(struct watch));
	uint32_t generation = ++loop->generation;
	struct epoll_event event = {
		.events = events,
		.data.u64 = (uint64_t)generation << 32 | (uint32_t)fd,
	};
	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		return FAILURE(err, "watch-descriptor", SLOT_NUMBER("fd", fd),
			       SLOT_TEXT("reason", strerror(errno)));
	loop->watches[fd] = (struct watch){fn, data, generation};
	return true;
}

void loop_remove(struct loop *loop, int fd)
{
	if (fd < 0 || (size_t)fd >= loop->cap || !loop->watches[fd].fn)
		return;
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, fd, NULL);
	loop->watches[fd].fn = NULL;
}

void loop_timer_clear(struct loop *loop, struct loop_timer *timer)
{
	for (struct loop_timer **at = &loop->timers; *at; at = &(*at)->next) {
		if (*at == timer) {
			*at = timer->next;
			break;
		}
	}
	timer->next = NULL;
	timer->when = 0;
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer, uint64_t when)
{
	loop_timer_clear(loop, timer);
	struct loop_timer **at = &loop->timers;
	while (*at && (*at)->when <= when)
		at = &(*at)->next;
	timer->when = when ? when : 1;
	timer->next = *at;
	*at = timer;
}

/* Milliseconds to wait, rounded up so that a due timer is really due. */
static int wait_ms(const struct loop *loop, int most_ms)
{
	if (!loop->timers)
		return most_ms;
	uint64_t now = clock_now(), when = loop->timers->when;
	uint64_t ms = when <= now ? 0 : (when - now + CLOCK_MS - 1) / CLOCK_MS;
	if (ms > INT_MAX)
		ms = INT_MAX;
	return most_ms < 0 || (int)ms < most_ms ? (int)ms : most_ms;
}

/* Only the timers due now: one that a handler sets anew waits for the next
 * round, or a timer of zero length would never let the loop go. */
static void run_timers(struct loop *loop)
{
	uint64_t now = clock_now();
	while (loop->timers && loop->timers->when <= now) {
		struct loop_timer *timer = loop->timers;
		loop_timer_clear(loop, timer);
		timer->fn(timer->data);
	}
}

bool loop_once(struct loop *loop, int most_ms, struct err *err)
{
	struct epoll_event ready[64];
	int count = epoll_wait(loop->epoll, ready, COUNT(ready),
			       wait_ms(loop, most_ms));
	if (count < 0 && errno != EINTR)
		return FAILURE(err, "wait-for-events",
			       SLOT_TEXT("reason", strerror(errno)));
	for (int i = 0; i < count; i++) {
		size_t fd = (uint32_t)ready[i].data.u64;
		struct watch watch = loop->watches[fd];
		if (watch.fn && watch.generation == ready[i].data.u64 >> 32)
			watch.fn(watch.data, ready[i].events);
	}
	run_timers(loop);
	return true;
}
