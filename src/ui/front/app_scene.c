/* app_scene: the app's state as a scene.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/program.h"
#include "session/standstill.h"
#include "ui/app.h"
#include "ui/command/act_trace.h"
#include "ui/command/act_wire.h"

static void add_programs(struct app *app, struct scene *scene)
{
	// The files of a run that is over may have changed since, or be others.
	if (!scene->now.replay)
		sources_follow(&app->files.sources, scene->journal);
	scene->programs.sources = app->files.sources.items;
	scene->programs.source_count = app->files.sources.count;
	// A program's own notation is its source; its calls are the kernel's.
	if (session_has_programs(app->session))
		scene->notation = NOTATION_C;
	if (!scene->now.busy && !scene->now.replay &&
	    scene->viewed == scene->live)
		scene->programs.turn = trace_turn(app);
	free(app->readers);
	app->readers = NULL;
	if (app->session && !scene->programs.turn && !scene->now.busy &&
	    !scene->now.replay && scene->viewed == scene->live)
		app->readers = session_readers(app->session,
					       &scene->programs.reader_count);
	scene->programs.readers = app->readers;
}

/* Of a recorded run the question stands before its answer, too. */
static void set_stage(struct app *app, struct scene *scene,
		      struct scene_stage *stage)
{
	bool is_here = app->stage.viewed == scene->viewed;
	*stage = (struct scene_stage){
		.page = is_here ? app->stage.page : 0,
		.part = is_here ? app->stage.part : 0,
		.row = is_here ? app->stage.row : 0,
		.is_chosen = is_here && app->stage.is_lit,
		.is_blank = app->stage.is_blank,
		.extent = &app->stage.extent,
	};
	scene->stage = stage;
	size_t next = scene->viewed + 1;
	if (!scene->now.replay || next > scene->live ||
	    session_beats(app->session, next) != scene->beats + 1)
		return;
	const struct beat *beat = app_beat(app, scene->beats);
	scene->comes = beat != NULL;
	scene->now.asking = beat && beat->prediction;
}

struct scene app_scene(struct app *app, struct scene_stage *stage)
{
	struct scene scene = app_seen(app);
	scene.notation = app->notation;
	scene.noise = app->noise;
	scene.ascii = !screen_has_utf8();
	scene.overlay = app->overlay;
	scene.scroll = app->scroll;
	scene.scrolled = &app->scroll;
	scene.packet_cursor = wire_cursor(app);
	scene.title = app->title;
	scene.text = app->text;
	scene.outlined = app->stage.step;
	add_programs(app, &scene);
	scene.room = app->typing.prompt.is_open;
	scene.sought = app->search.text;
	trace_take_back(app);
	scene.message = app->message.text[0] ? app->message.text : NULL;
	if (app->options->presents)
		set_stage(app, &scene, stage);
	return scene;
}
