/* sight: what of a session is seen now, as a scene.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/front/sight.h"

#include "session/program.h"

struct scene sight_of(const struct session *session)
{
	enum session_state state = session_state(session);
	size_t viewed = session_viewed(session), live = session_live(session);
	size_t beats = session_beats(session, viewed);
	bool is_free = session_is_free(session);
	bool is_replay = state == SESSION_REPLAY;
	bool is_broken = state == SESSION_BROKEN ||
			 (is_replay && session_loss(session)[0]);
	struct scene scene = {
		.lesson = session_lesson(session),
		.journal = session_journal(session),
		.viewed = viewed,
		.live = live,
		.beats = beats,
		.live_beats = session_beats(session, live),
		.is_free = is_free,
		.busy = state == SESSION_BUSY,
		.asking = state == SESSION_ASKING,
		.trying = state == SESSION_TRYING,
		.replay = is_replay,
		.broken = is_broken ? session_loss(session) : NULL,
		.answer = beats && !is_free
				  ? session_answer_of(session, beats - 1)
				  : -2,
		.missing = session_missing(session),
	};
	scene.origin = session_origin(session);
	scene.programs.mover = session_mover(session);
	session_view(session, &scene.begin, &scene.end);
	return scene;
}
