/* recorded: a session that was, from its journal alone: a replay.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The course says where each lab and each move begins and ends; here are only
 * the lessons of its labs.
 */
#include "session/recorded.h"

#include "base/sentence.h"
#include "session/parts.h"

#include <stdio.h>

struct recorded {
	const struct lesson **lessons; /* of each lab */
	size_t count, cap;
	recorded_lesson_fn *lesson_of;
	void *data;
	enum recording recording;
};

static size_t lab_index(const struct session *session)
{
	const struct course *course = session->course;
	return (size_t)(course_lab_of(course, session->moves.viewed) -
			course->labs);
}

/* The session is as it was at the viewed place. */
void recorded_look(struct session *session)
{
	const char *loss = course_loss(session->course, session->moves.viewed);
	session->lesson = session->recorded->lessons[lab_index(session)];
	session->beats = lesson_beats(session->lesson);
	snprintf(session->loss, sizeof(session->loss), "%s", loss ? loss : "");
}

bool session_begins_lab(const struct session *session, bool *first)
{
	const struct course *course = session->course;
	if (!session->recorded || !session->moves.viewed)
		return false;
	const struct event_lab *begun =
		course_lab_of(course, session->moves.viewed)->begun;
	*first = begun && begun->number == 1;
	return course->moves[session->moves.viewed - 1].begins_lab;
}

static size_t count_programs(const struct course *course)
{
	size_t count = 0;
	for (size_t i = 0; i < course->move_count; i++)
		count += course->moves[i].kind == MOVE_TRACE ||
			 course->moves[i].kind == MOVE_ATTACH;
	return count;
}

static void add_lessons(struct recorded *recorded, const struct course *course)
{
	for (; recorded->count < course->lab_count; recorded->count++) {
		const struct course_lab *lab = &course->labs[recorded->count];
		recorded->lessons =
			xgrow(recorded->lessons, &recorded->cap,
			      recorded->count + 1, sizeof(*recorded->lessons));
		recorded->lessons[recorded->count] = recorded->lesson_of(
			recorded->data, lab->begun,
			lab->stands ? lab->stands->loopback : NULL);
	}
}

void session_learn(struct session *session)
{
	session->recorded->count = 0;
	add_lessons(session->recorded, session->course);
	recorded_look(session);
}

void session_grow(struct session *session)
{
	bool is_live = session->moves.viewed == session->moves.live;
	course_read(session->course);
	add_lessons(session->recorded, session->course);
	session->moves.live = session->course->move_count;
	// A move that was refused is none.
	if (is_live || session->moves.viewed > session->moves.live)
		session->moves.viewed = session->moves.live;
	session->programs.count = count_programs(session->course);
	recorded_look(session);
}

struct session *session_recorded(struct journal *journal, struct loop *loop,
				 recorded_lesson_fn *lesson_of, void *data)
{
	struct session *session = xcalloc(1, sizeof(*session));
	struct course *course = xcalloc(1, sizeof(*course));
	struct recorded *recorded = xcalloc(1, sizeof(*recorded));
	*course = (struct course){.journal = journal, .extent = COURSE_WHOLE};
	course_read(course);
	session->journal = journal;
	session->course = course;
	session->loop = loop;
	session->recorded = recorded;
	session->moves.live = course->move_count;
	session->programs.count = count_programs(course);
	recorded->lesson_of = lesson_of;
	recorded->data = data;
	add_lessons(recorded, course);
	recorded_look(session);
	return session;
}

void recorded_free(struct session *session)
{
	struct recorded *recorded = session->recorded;
	if (!recorded)
		return;
	free(recorded->lessons);
	free(recorded);
}

bool session_is_recorded(const struct session *session)
{
	return session->recorded;
}

void session_set_recording(struct session *session, enum recording recording)
{
	session->recorded->recording = recording;
}

bool recorded_ends(const struct session *session, bool looks, struct err *err)
{
	switch (session->recorded->recording) {
	case RECORDING_TALK:
		return FAILURE(err, "talk-no-more-yet");
	case RECORDING_TALK_OVER:
		return FAILURE(err, "talk-no-more");
	case RECORDING_LOG:
		break;
	}
	return FAILURE(err, looks ? "forward-log-ends" : "replay-over");
}

bool recorded_refuses(const struct session *session, const char *what,
		      struct err *err)
{
	return FAILURE(err,
		       session->recorded->recording == RECORDING_LOG
			       ? "replay-only"
			       : "talk-only",
		       SLOT_TEXT("what", what));
}
