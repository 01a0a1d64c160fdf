/* inside: runs part of a test as root of namespaces of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* Runs `fn` in a child that has just made a user and a network namespace, with
 * lo up. What it adds to `found` is what it wants to say, and comes back: the
 * caller frees it. A child that dies adds that. Skips the running test where
 * such namespaces are forbidden. */
char *inside(void (*fn)(struct buf *found));

/* The same in a child that has one thread and made nothing. */
char *apart(void (*fn)(struct buf *found));

/* Adds "file:line: text" unless `holds`. */
#define INSIDE_EXPECT(found, holds, ...)                                       \
	do {                                                                   \
		if (!(holds)) {                                                \
			buf_printf(found, "%s:%d: ", __FILE__, __LINE__);      \
			buf_printf(found, __VA_ARGS__);                        \
			buf_puts(found, "\n");                                 \
		}                                                              \
	} while (0)
