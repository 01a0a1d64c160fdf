/* append: what a session says in its journal besides what its lab tells.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/parts.h"

void session_append_lab(struct session *session, enum lab_phase phase)
{
	const struct lesson *lesson = session->lesson;
	bool stands = phase == LAB_STANDS, begins = phase == LAB_BEGUN;
	struct event event = {
		.kind = EVENT_LAB,
		.as.lab = {.phase = phase, .number = session->lab_number},
	};
	struct event_lab *lab = &event.as.lab;
	struct buf hosts = {0};
	if (begins) {
		session_print_hosts(session, &hosts);
		lab->title = lesson->title;
		lab->hosts = hosts.len ? buf_text(&hosts) : NULL;
	}
	if (begins && lesson->file) {
		lab->lesson = lesson->id;
		lab->file = lesson->file;
		lab->digest = lesson->digest;
		lab->shuffled = lesson->shuffled;
	}
	if (stands && session->loopback[0])
		lab->loopback = session->loopback;
	if (stands)
		lab->missing = lab_missing(session->lab);
	if (phase == LAB_BROKEN)
		lab->loss = session->loss;
	journal_append(session->journal, &event);
	buf_done(&hosts);
}

void session_append_move(struct session *session, enum move_phase phase,
			 size_t number, const struct move *move)
{
	struct buf text = {0};
	struct event event = {
		.kind = EVENT_MOVE,
		.as.move = {.phase = phase,
			    .lab = session->lab_number,
			    .number = (unsigned)number},
	};
	if (phase == MOVE_BEGUN) {
		move_print(move, &text);
		event.as.move.text = buf_text(&text);
	}
	if (phase == MOVE_OVER) {
		event.as.move.beats = (unsigned)move->beats;
		event.as.move.solves = move->solves;
	}
	journal_append(session->journal, &event);
	buf_done(&text);
}

void session_break(struct session *session)
{
	session->broken = true;
	session_append_lab(session, LAB_BROKEN);
}

void session_note(struct session *session, const char *text)
{
	struct event event = {.kind = EVENT_NOTE, .as.note = text};
	journal_append(session->journal, &event);
}
