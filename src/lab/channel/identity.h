/* identity: who the lab's users are outside of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <sys/types.h>

/* Enters a user namespace of its own. *user is whom the inhabitants are to
 * become, 0 when they stay who they are. False with errno. In a process with
 * one thread. */
bool identity_enter(uid_t *user);
