/* needs: whether this machine has what a lesson asks for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/session.h"

/* Whether the session can be played: a lesson that needs namespaces of its own
 * cannot without. Fails with the reason. */
bool needs_are_met(const struct session *session, struct err *err);

/* The first program that the lesson runs and that is not installed, or
 * NULL. */
const char *needs_tool(const struct lesson *lesson);
