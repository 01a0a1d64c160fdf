/* add_host: a host that the learner adds to the lesson's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lab gets its hosts when it is built, so a new host is a new lab, in which
 * all that was done is done again.
 */
#include "base/sentence.h"
#include "session/parts.h"

static bool has_namespaces(const struct session *session, const char *name,
			   struct err *err)
{
	return lab_has_namespaces(session->lab) ||
	       FAILURE(err, "host-no-namespaces", SLOT_TEXT("name", name),
		       SLOT_TEXT("missing", lab_missing(session->lab)));
}

bool session_add_host(struct session *session, const char *name,
		      const char *addresses, struct err *err)
{
	if (!session_can_move(session, sentence_text(SENTENCE_ID("add-host")),
			      err) ||
	    !session_check_host(session, name, err) ||
	    !has_namespaces(session, name, err))
		return false;
	size_t live = session->moves.live;
	session_keep_host(session, str_from(name),
			  str_from(addresses ? addresses : ""));
	if (session_rewind(session, live, err))
		return true;
	// What could not be built is taken back, and all is as it was.
	struct err again;
	session->added.count--;
	session->moves.live = live;
	if (!session_rewind(session, live, &again))
		*err = again;
	return FAILURE_IN(err, "at-host", SLOT_TEXT("host", name));
}
