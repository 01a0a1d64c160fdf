/* loop: the one epoll loop of the program: descriptors and timers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <stdint.h>

struct loop;

/* Called when `fd` is ready; `ready` is a mask of EPOLLIN, EPOLLOUT, EPOLLHUP
 * and EPOLLERR, see epoll_ctl(2). It may add and remove any descriptor. */
typedef void loop_fd_fn(void *data, uint32_t ready);

/* A moment at which something is to be looked at. Owned by the caller, inert
 * when zeroed; it fires once and must be set again. */
struct loop_timer {
	uint64_t when; /* clock_now() nanoseconds; 0: not set */
	void (*fn)(void *data);
	void *data;
	struct loop_timer *next; /* the loop's list; not the caller's */
};

struct loop *loop_new(struct err *err);
void loop_free(struct loop *loop); /* closes no descriptor it was given */

/* Watches `fd` for `events` until loop_remove(). The loop does not own it. */
bool loop_add(struct loop *loop, int fd, uint32_t events, loop_fd_fn *fn,
	      void *data, struct err *err);
void loop_remove(struct loop *loop, int fd); /* before close(); -1 is fine */

/* Fires `timer` at `when`; moves it when it was set already. */
void loop_timer_set(struct loop *loop, struct loop_timer *timer, uint64_t when);
void loop_timer_clear(struct loop *loop, struct loop_timer *timer);

/* Waits until something is ready or the next timer is due, at most `most_ms`
 * milliseconds (-1: no limit), and calls what is due. A signal ends the wait
 * early without a failure. */
bool loop_once(struct loop *loop, int most_ms, struct err *err);
