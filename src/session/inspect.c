/* inspect: a look at one socket of the session's lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "session/parts.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* The descriptor that the learner means. */
static bool find_fd(const struct session *session, const char *actor,
		    const char *what, int *fd, struct err *err)
{
	int64_t num;
	char *end;
	errno = 0;
	long number = strtol(what, &end, 10);
	if (end != what && !*end && !errno && number >= 0 &&
	    number <= INT_MAX) {
		*fd = (int)number;
		return true;
	}
	if (!journal_variable(session->journal, journal_count(session->journal),
			      actor, what, &num))
		return FAILURE(err, "no-variable", SLOT_TEXT("actor", actor),
			       SLOT_TEXT("name", what));
	*fd = (int)num;
	return true;
}

bool session_inspect(struct session *session, const char *actor,
		     const char *what, struct err *err)
{
	int fd = -1;
	if (session->recorded)
		return session_can_move(session, "socket", err);
	if (session->moves.viewed < session->moves.live)
		return FAILURE(err, "socket-look-forward");
	if (!session->lab)
		return FAILURE(err, "socket-no-lab");
	if (lab_actor_state(session->lab, actor) == LAB_ACTOR_UNKNOWN)
		return FAILURE(err, "no-actor", SLOT_TEXT("actor", actor));
	return find_fd(session, actor, what, &fd, err) &&
	       lab_inspect(session->lab, actor, fd, err);
}
