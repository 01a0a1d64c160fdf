/* inspect: a look at one socket of the session's lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
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
		return err_set(err,
			       "%s has no variable %s; a socket is named by a "
			       "variable or by the number of its descriptor",
			       actor, what);
	*fd = (int)num;
	return true;
}

bool session_inspect(struct session *session, const char *actor,
		     const char *what, struct err *err)
{
	int fd = -1;
	if (session->recorded)
		return session_can_move(session, "socket", err);
	if (session->viewed < session->live)
		return err_set(err, "socket: look forward to where the kernel "
				    "is first");
	if (!session->lab)
		return err_set(err, "socket: there is no lab at present");
	if (lab_actor_state(session->lab, actor) == LAB_ACTOR_UNKNOWN)
		return err_set(err, "no actor is named %s", actor);
	return find_fd(session, actor, what, &fd, err) &&
	       lab_inspect(session->lab, actor, fd, err);
}
