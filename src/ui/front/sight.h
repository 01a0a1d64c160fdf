/* sight: what of a session is seen now, as a scene.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/session.h"
#include "show/scene.h"

/* The scene of the viewed place: all that depends on the session alone. How it
 * is drawn (notation, overlay, keys …) is the caller's to add. */
struct scene sight_of(const struct session *session);
