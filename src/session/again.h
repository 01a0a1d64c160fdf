/* again: a lab of one's own at a place of a run that was made elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "session/session.h"

/* Builds a lab of the lesson that `theirs`, a recorded session, shows, and
 * makes there what was done up to the place that it looks at. Waits for that.
 * Fails where no lab can be made that is apart from this machine, and where the
 * run has programs in it. */
struct session *session_again(const struct session *theirs, struct loop *loop,
			      const struct session_options *options,
			      struct err *err);

/* Adds, a line each, the commands that were typed up to there and would run. */
void session_list_commands(const struct session *theirs, struct buf *out);
