/* plain_tell: what happened, as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "session/program.h"
#include "session/recorded.h"
#include "show/plain/plain.h"
#include "ui/command/act_wire.h"
#include "ui/plain/plain_parts.h"

struct scene plain_scene(const struct plain *plain)
{
	struct scene scene = app_seen(&plain->app);
	scene.notation = plain->app.notation;
	scene.noise = plain->app.noise;
	scene.ascii = true;
	scene.title = plain->app.title;
	scene.text = plain->app.text;
	scene.packet_cursor = wire_cursor(&plain->app);
	return scene;
}

enum session_state plain_state(const struct plain *plain)
{
	return session_state(plain->app.session);
}

struct plain_moment plain_look(const struct plain *plain)
{
	const struct session *session = plain->app.session;
	return (struct plain_moment){
		.session = session,
		.live = session_live(session),
		.viewed = session_viewed(session),
		.events = journal_count(session_journal(session)),
		.notation = plain->app.notation,
	};
}

void plain_tell_programs(struct plain *plain)
{
	const struct journal *journal = session_journal(plain->app.session);
	size_t place = journal_count(journal);
	plain->stream.noise = plain->app.noise;
	stream_print(&plain->stream, journal, plain->streamed, place,
		     &plain->out);
	plain->streamed = place;
}

void plain_tell_next_calls(struct plain *plain)
{
	const struct journal *journal = session_journal(plain->app.session);
	stream_flush(&plain->stream, &plain->out);
	stream_print_next(journal, plain->streamed, &plain->out);
}

/* Those that the stream did not tell, behind `before` bytes of the output. */
static void print_reasons(struct plain *plain, const struct scene *scene,
			  size_t before)
{
	AUTO_FREE char *told = xstrdup(buf_text(&plain->out) + before);
	plain_reasons(scene, told, &plain->out);
}

static void replay_programs(struct plain *plain, const struct scene *scene)
{
	size_t before = plain->out.len;
	plain->stream.noise = plain->app.noise;
	stream_print(&plain->stream, scene->journal, scene->begin, scene->end,
		     &plain->out);
	stream_flush(&plain->stream, &plain->out);
	print_reasons(plain, scene, before);
}

/* Where what is told of a move ends: not with what only time did after it was
 * over, which a run and its replay would not tell alike. */
static size_t told_end(const struct scene *scene)
{
	static const bool deeds[EVENT_COUNT] = {
		[EVENT_CALL] = true,   [EVENT_ORDER] = true,
		[EVENT_ACTOR] = true,  [EVENT_SIGNAL] = true,
		[EVENT_OUTPUT] = true, [EVENT_NOTE] = true,
	};
	for (size_t i = scene->over; i < scene->end; i++) {
		if (deeds[journal_at(scene->journal, i)->kind])
			return scene->end;
	}
	return scene->over ? scene->over : scene->end;
}

/* The moment that the scene shows, whose move may just be over. */
static void tell_move(struct plain *plain, struct scene *scene)
{
	scene->end = told_end(scene);
	plain_after(scene, &plain->out);
}

void plain_tell_played(struct plain *plain)
{
	struct scene scene = plain_scene(plain);
	tell_move(plain, &scene);
}

void plain_tell_replayed(struct plain *plain)
{
	const struct session *session = plain->app.session;
	struct scene scene = plain_scene(plain);
	bool first, begins = session_begins_lab(session, &first);
	if (begins && first)
		plain_begin(&scene, &plain->out);
	else if (begins)
		SENTENCE_LINE(&plain->out, "", "\n",
			      "plain-rewound-to-the-beginning");
	if (!scene.viewed || begins)
		return;
	if (scene.beats && !scene.is_free)
		plain_before(&scene, scene.beats - 1, &plain->out);
	if (session_has_programs(session))
		replay_programs(plain, &scene);
	else
		tell_move(plain, &scene);
}

/* One line can make several moves of one's own; beats that are played up to a
 * step are told by their last. */
static void tell_moves(struct plain *plain, size_t before)
{
	struct session *session = plain->app.session;
	size_t live = session_live(session);
	bool own =
		session_beats(session, before) == session_beats(session, live);
	struct err err;
	for (size_t move = own ? before + 1 : live; move <= live; move++) {
		long away = (long)move - (long)session_viewed(session);
		if (!session_look(session, (int)away, &err))
			return;
		struct scene scene = plain_scene(plain);
		tell_move(plain, &scene);
	}
}

void plain_tell_happened(struct plain *plain, const struct plain_moment *before)
{
	struct plain_moment now = plain_look(plain);
	struct scene scene = plain_scene(plain);
	if (scene.now.replay) {
		if (now.viewed != before->viewed)
			plain_tell_replayed(plain);
		return;
	}
	if (session_has_programs(plain->app.session) &&
	    now.viewed == now.live) {
		size_t begun = plain->out.len;
		plain_tell_programs(plain);
		stream_flush(&plain->stream, &plain->out);
		if (now.events > before->events)
			print_reasons(plain, &scene, begun);
		plain_tell_next_calls(plain);
		return;
	}
	bool is_new = now.session != before->session || plain->app.is_rebuilt;
	if (is_new || now.events == before->events) {
		if (!is_new && now.viewed != before->viewed)
			tell_move(plain, &scene);
		return;
	}
	if (now.live > before->live + 1 && now.viewed == now.live) {
		tell_moves(plain, before->live);
		return;
	}
	if (now.live != before->live) {
		tell_move(plain, &scene);
		return;
	}
	// An order, or time that passed, is no move.
	scene.begin = before->events;
	scene.end = now.events;
	scene.is_free = true;
	plain_after(&scene, &plain->out);
}

void plain_tell_begin(struct plain *plain)
{
	struct scene scene = plain_scene(plain);
	plain_begin(&scene, &plain->out);
	plain->told = 0;
}

void plain_tell_message(struct plain *plain)
{
	if (plain->app.message.text[0])
		buf_printf(&plain->out, "%s\n", plain->app.message.text);
	plain->app.message.text[0] = '\0';
}

void plain_tell_overlay(struct plain *plain)
{
	if (plain->app.overlay == OVERLAY_NONE)
		return;
	struct scene scene = plain_scene(plain);
	scene.overlay = plain->app.overlay;
	scene_print_overlay(&scene, &plain->out);
	plain->app.overlay = OVERLAY_NONE;
}

void plain_tell_next(struct plain *plain)
{
	size_t beats = app_beats(&plain->app);
	if (app_is_free(&plain->app) || plain->told == beats + 1 ||
	    session_turn(plain->app.session))
		return;
	struct scene scene = plain_scene(plain);
	plain_before(&scene, beats, &plain->out);
	plain->told = beats + 1;
}

void plain_tell_notation(struct plain *plain)
{
	SENTENCE_LINE(&plain->out, "", "\n",
		      plain->app.notation == NOTATION_PYTHON
			      ? "plain-shows-python"
			      : "plain-shows-c");
	plain->told = 0;
}
