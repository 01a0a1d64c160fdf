/* draw: the app's state as a scene or a menu, and that as a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "session/program.h"
#include "show/panel/menu.h"
#include "show/plain/talk.h"
#include "ui/app.h"
#include "ui/command/act_room.h"
#include "ui/command/act_stage.h"
#include "ui/prompt/prompt_draw.h"

/* The grid as large as the screen, and blank. */
static void prepare_grid(struct app *app)
{
	int width, height;
	screen_size(app->screen, &width, &height);
	if (app->grid.width == width && app->grid.height == height) {
		grid_clear(&app->grid);
		return;
	}
	grid_done(&app->grid);
	grid_init(&app->grid, width, height);
}

/* What the learner has of an exercise; NULL for one that was not begun. Counts
 * those of which it is all. */
static const char *exercise_state(const struct app *app,
				  const struct lesson *exercise, size_t *solved,
				  struct arena *arena)
{
	struct points points = progress_points(app->progress, exercise->id);
	int most = lesson_points(exercise);
	if (!points.is_begun)
		return NULL;
	*solved += points.got >= most;
	if (!points.most)
		return sentence_text("reply-begun");
	return SENTENCE_KEPT(arena, "reply-points",
			     SLOT_NUMBER("got", points.got),
			     SLOT_NUMBER("most", most));
}

/* The keys that are shown now, for the footer and the help. */
struct shown_keys {
	struct scene_key *items;
	size_t count;
};

/* The menu as far as it needs no look at what was played. */
static struct menu menu_of(const struct app *app, const struct shown_keys *keys)
{
	return (struct menu){
		.catalogue = app->catalogue,
		.chosen = app->chosen,
		.ascii = !screen_has_utf8(),
		.message = app->message.text[0] ? app->message.text : NULL,
		.missing = app->catalogue->faulty_count
				   ? app->catalogue->faulty[0]
				   : NULL,
		.keys = keys->items,
		.key_count = keys->count,
		.help = app->overlay == OVERLAY_HELP,
		.title = app->title,
		.text = app->overlay == OVERLAY_TEXT ? app->text : NULL,
		.scroll = app->scroll,
		.room = app->typing.prompt.is_open,
		.sought = app->search.text,
	};
}

static void draw_menu(struct app *app, const struct shown_keys *keys)
{
	size_t count = app->catalogue->count;
	AUTO_FREE size_t *played = xcalloc(count, sizeof(*played));
	AUTO_FREE const char **states = xcalloc(count, sizeof(*states));
	struct menu menu = menu_of(app, keys);
	struct arena arena = {0};
	for (size_t i = 0; i < count; i++) {
		const struct lesson *lesson = app->catalogue->lessons[i];
		const char *id = lesson->id;
		if (lesson->is_exercise) {
			states[i] = exercise_state(app, lesson, &menu.solved,
						   &arena);
			continue;
		}
		played[i] = progress_beats(app->progress, id);
		enum progress_state state = progress_state(app->progress, id);
		if (state >= PROGRESS_PLAYED)
			states[i] = progress_state_word(state);
		menu.finished += state >= PROGRESS_FINISHED;
	}
	menu.played = played;
	menu.states = states;
	app->scroll_most = menu_draw(&menu, &app->grid);
	if (app->scroll > app->scroll_most)
		app->scroll = app->scroll_most;
	arena_done(&arena);
}

/* Gives the scene that was drawn, for which `stage` must live on. */
static struct scene draw_lesson(struct app *app, const struct shown_keys *keys,
				struct scene_stage *stage)
{
	struct scene scene = app_scene(app, stage);
	scene.keys = keys->items;
	scene.key_count = keys->count;
	app->scroll_most = scene_draw(&scene, &app->grid);
	return scene;
}

/* After the frame, for a room looks at that and waits for no notes. */
static void tell_notes(struct app *app, const struct scene *scene)
{
	struct buf text = {0};
	if (!app->stage.watchers)
		return;
	if (app->talk.share)
		act_print_voters(app, &text);
	talk_print(scene, &app->stage.extent, &text);
	if (app->talk.share)
		act_print_room(app, &text);
	watchers_tell(app->stage.watchers, &text, scene->lesson->minutes_demo);
	buf_done(&text);
}

/* The terminal is told what the prompt needs here, where it is shown. */
static void draw_prompt(struct app *app)
{
	int x, y;
	if (!app->typing.prompt.is_open) {
		screen_end_typing(app->screen);
		return;
	}
	struct buf hint = {0};
	if (!app->typing.prompt.command) {
		const struct complete_context context = app_names(app);
		struct prompt_line line = prompt_line(&app->typing.prompt);
		complete_hint(&context, line.text, line.cursor,
			      !screen_has_utf8(), &hint);
	}
	prompt_draw(&app->typing.prompt, buf_text(&hint), &app->grid, &x, &y);
	buf_done(&hint);
	if (!screen_has_utf8())
		grid_to_ascii(&app->grid);
	screen_set_cursor(app->screen, x, y);
	screen_begin_typing(app->screen);
}

/* The caller frees. */
static char *step_label(size_t number, const char *title)
{
	const struct slot step = SLOT_NUMBER("step", number);
	return title ? SENTENCE_NEW("reply-step-called", step,
				    SLOT_TEXT("title", title))
		     : SENTENCE_NEW("reply-step", step);
}

/* A marker at each step of a lesson; without steps, at each move. */
static void film(struct app *app)
{
	cast_frame(app->files.cast, &app->grid);
	if (!app->session)
		return;
	const struct lesson *lesson = session_lesson(app->session);
	size_t viewed = session_viewed(app->session), step, beat;
	size_t beats = session_beats(app->session, viewed);
	if (!viewed)
		return;
	AUTO_FREE char *label =
		SENTENCE_NEW("reply-move", SLOT_NUMBER("move", viewed));
	if (beats) {
		lesson_beat_at(lesson, beats - 1, &step, &beat);
		const char *title = lesson->steps[step].title;
		free(label);
		label = step_label(step + 1, title);
	}
	cast_mark(app->files.cast, label);
}

/* A question has two options to four, and the keys are named for four. */
static void name_options(const struct app *app, struct shown_keys *keys)
{
	static const char *const names[] = {[2] = "a-b", [3] = "a-c"};
	const struct beat *next = app->session ? app_next_beat(app) : NULL;
	size_t count =
		next && next->prediction ? next->prediction->option_count : 0;
	for (size_t i = 0; i < keys->count && count < COUNT(names); i++) {
		struct scene_key *key = &keys->items[i];
		if (names[count] && key->now && text_is(key->key, "a-d"))
			key->key = names[count];
	}
}

/* The caller frees them. */
static struct shown_keys list_keys(struct app *app)
{
	size_t count, stage_count;
	keys_table(&count);
	keys_stage(&stage_count);
	struct shown_keys keys = {
		.items = xcalloc(count + stage_count, sizeof(*keys.items))};
	enum keys_of of =
		!app->session		 ? KEYS_MENU
		: app->options->presents ? KEYS_STAGE
		: session_has_programs(app->session) &&
				(app_is_free(app) || session_turn(app->session))
			? KEYS_PROGRAMS
		: app->talk.session ? KEYS_OWN
		: app->talk.follow  ? KEYS_TALK
				    : KEYS_LESSON;
	enum moment moment = app_moment(app);
	if ((moment == MOMENT_ASKING || moment == MOMENT_FILLING ||
	     moment == MOMENT_TRYING) &&
	    stage_is_before_question(app))
		moment = MOMENT_READY;
	keys.count = keys_list(moment, of, app->notation, !screen_has_utf8(),
			       keys.items);
	name_options(app, &keys);
	return keys;
}

void app_rows(struct app *app, struct grid *all)
{
	struct shown_keys keys = list_keys(app);
	int width, height;
	screen_size(app->screen, &width, &height);
	if (app->session) {
		struct scene_stage stage;
		struct scene scene = app_scene(app, &stage);
		scene.keys = keys.items;
		scene.key_count = keys.count;
		scene_rows(&scene, width, height, all);
	} else {
		const struct menu menu = menu_of(app, &keys);
		menu_rows(&menu, width, all);
	}
	free(keys.items);
}

void app_draw(struct app *app)
{
	act_tell_votes(app);
	struct shown_keys keys = list_keys(app);
	struct scene_stage stage;
	struct scene scene = {0};
	prepare_grid(app);
	if (app->session)
		scene = draw_lesson(app, &keys, &stage);
	else
		draw_menu(app, &keys);
	draw_prompt(app);
	bool shows_packets =
		app->overlay == OVERLAY_PACKETS || app->overlay == OVERLAY_NONE;
	screen_take_clicks(app->screen, shows_packets && app_is_holding(app));
	screen_show(app->screen, &app->grid);
	if (scene.lesson)
		tell_notes(app, &scene);
	free(keys.items);
	if (app->files.cast)
		film(app);
}
