/* clock: the one source of time, which tests replace.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdint.h>

#define CLOCK_SECOND UINT64_C(1000000000)
#define CLOCK_MS UINT64_C(1000000)

/* Nanoseconds of CLOCK_MONOTONIC, see clock_gettime(2), or what the
 * replacement says. */
uint64_t clock_now(void);

/* Nanoseconds since 1970 of CLOCK_REALTIME, for telling others when it was;
 * durations are measured with clock_now(). Tests do not replace it. */
uint64_t clock_wall(void);

/* Nanoseconds of a processor that this thread has had: what something costs,
 * however busy the machine is. Tests do not replace it. */
uint64_t clock_spent(void);

/* Makes clock_now() answer `now()` instead; NULL puts the real clock back. */
void clock_replace(uint64_t (*now)(void));
