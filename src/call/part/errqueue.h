/* errqueue: the kernel's header of the error queue, for any C library.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It takes struct timespec for granted, which is there already with glibc and
 * not with musl: so <time.h> goes first.
 */
#pragma once
/* clang-format off */
#include <time.h>
#include <linux/errqueue.h>
/* clang-format on */
