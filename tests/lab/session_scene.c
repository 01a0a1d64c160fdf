/* session_scene: what a session shows is what its log shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * After each move the journal is written as a log and read again, and every
 * place of the run so far is drawn from both. All lessons are compared in the
 * same way, as text, by tests/lessons.
 */
#include "inside.h"
#include "journal/save/save.h"
#include "session/program.h"
#include "session_stage.h"
#include "show/scene.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The journal as its log has it. */
static struct journal *read_again(const struct journal *journal,
				  struct buf *found)
{
	struct buf text = {0};
	struct err err;
	struct journal *loaded = journal_new();
	journal_save_begin(journal, &text);
	for (size_t i = 0; i < journal_count(journal); i++)
		event_save(journal_at(journal, i), &text);
	FILE *file = fmemopen(text.data, text.len, "r");
	if (!file || !journal_load(loaded, file, "log", &err))
		buf_printf(found, "the log cannot be read: %s\n", err.text);
	if (file)
		fclose(file);
	buf_done(&text);
	return loaded;
}

static char *drawn(const struct scene *scene, int width, int height,
		   bool overlaid)
{
	struct grid grid;
	struct buf out = {0};
	struct scene shown = *scene;
	shown.overlay = overlaid ? OVERLAY_PACKETS : OVERLAY_NONE;
	grid_init(&grid, width, height);
	scene_draw(&shown, &grid);
	grid_print(&grid, true, &out);
	grid_done(&grid);
	return buf_take(&out);
}

static bool is_same(const struct scene *live, const struct scene *logged,
		    struct buf *found)
{
	static const struct {
		int width, height;
		bool overlaid;
	} screens[] = {{80, 24, false}, {140, 45, false}, {80, 24, true}};
	bool same = true;
	for (size_t i = 0; i < COUNT(screens) && same; i++) {
		AUTO_FREE char *one =
			drawn(live, screens[i].width, screens[i].height,
			      screens[i].overlaid);
		AUTO_FREE char *other =
			drawn(logged, screens[i].width, screens[i].height,
			      screens[i].overlaid);
		same = !strcmp(one, other);
		if (!same)
			buf_printf(found,
				   "move %zu of %zu, live:\n%s\n"
				   "from the log:\n%s\n",
				   live->viewed, live->live, one, other);
	}
	return same;
}

/* Compares every place of the run, as it looks now. */
static void compare(const struct session *session, struct buf *found)
{
	struct course course = {
		.journal = read_again(session_journal(session), found)};
	const struct course *live = session_course(session);
	enum session_state state = session_state(session);
	struct scene_now now = {.asking = state == SESSION_ASKING,
				.trying = state == SESSION_TRYING};
	course_read(&course);
	INSIDE_EXPECT(found,
		      live->move_count == session_live(session) &&
			      course.move_count == live->move_count,
		      "%zu moves, %zu in the journal, %zu in the log",
		      session_live(session), live->move_count,
		      course.move_count);
	for (size_t i = 0; i <= live->move_count && !found->len; i++) {
		struct scene one = scene_at(live, session_lesson(session), i);
		struct scene other =
			scene_at(&course, session_lesson(session), i);
		one.now = other.now = now;
		INSIDE_EXPECT(found,
			      one.answer == other.answer &&
				      one.begin == other.begin &&
				      one.end == other.end &&
				      one.beats == other.beats,
			      "move %zu: %d %zu %zu %zu, %d %zu %zu %zu", i,
			      one.answer, one.begin, one.end, one.beats,
			      other.answer, other.begin, other.end,
			      other.beats);
		is_same(&one, &other, found);
	}
	struct journal *loaded = (struct journal *)course.journal;
	course_done(&course);
	journal_free(loaded);
}

static void expect_same(const struct session_stage *stage)
{
	struct buf found = {0};
	compare(stage->session, &found);
	cr_expect(!found.len, "%s", buf_text(&found));
	buf_done(&found);
}

/* --- a lesson ----------------------------------------------------------------
 */

static const char text[] =
	"---\n"
	"id: played\n"
	"title: A lesson for this test\n"
	"module: 9 Tests\n"
	"kind: extension\n"
	"objective: Be played.\n"
	"requires: []\n"
	"minutes: {demo: 1, lab: 1}\n"
	"needs: [wire]\n"
	"actors: {server: {}, client: {}}\n"
	"---\n\n"
	"## Get ready: a listener\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"```\n\n"
	"```c server\nlisten(srv, 5);\n```\n\n"
	"```sh\ntrue\n```\n\n"
	"## Get ready: a client\n\n"
	"Let the client make a socket.\n\n"
	"```try client\n- Both are of one type.\n"
	"cli = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
	"```expect\nreturns at least 3\n```\n\n"
	"## Reach the server: the wire\n\n"
	"```wire\nhold SYN\n```\n\n"
	"```predict\nWhat does the client do?\n"
	"- [x] It sleeps.\n- [ ] It fails.\n  It waits.\n"
	"- [ ] It returns.\n  It waits.\n```\n\n"
	"```c client\nconnect(cli, 127.0.0.1:12345);\n```\n\n"
	"```expect\nblocks\n```\n\n"
	"```wire\nflow\n```\n\n"
	"```expect\nclient returns 0\n```\n";

Test(session_scene, of_a_lesson_with_moves_of_ones_own)
{
	struct session_stage stage;
	session_stage_open(&stage, text);
	struct session *session = stage.session;
	struct err *err = &stage.err;
	expect_same(&stage);
	for (size_t beat = 0; beat < 2; beat++) {
		session_stage_play(&stage, 1);
		expect_same(&stage);
	}
	cr_assert(session_stage_call(&stage, "client", "close(77)"));
	expect_same(&stage);
	cr_assert(session_stage_call(&stage, "client",
				     "mine = socket(AF_INET, SOCK_STREAM, 0)"));
	expect_same(&stage);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_state(session), SESSION_ASKING);
	expect_same(&stage);
	cr_assert(session_answer(session, 1, err), "%s", err->text);
	expect_same(&stage);
	session_stage_play(&stage, 2);
	cr_expect_eq(session_state(session), SESSION_OVER);
	expect_same(&stage);
	cr_assert(session_look(session, -2, err));
	expect_same(&stage);
	cr_assert(session_rewind(session, 1, err), "%s", err->text);
	expect_same(&stage);
	session_stage_play(&stage, 1);
	expect_same(&stage);
	session_stage_close(&stage);
}

/* --- a lesson that cannot go on, and what is refused ------------------------
 */

/* The process ids of a lab begin anew: 2 is the server's. */
static const char killing[] = SESSION_STAGE_FRONT
	"## Get ready: a listener\n\n"
	"```c server\nsrv = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"
	"```sh\nkill -KILL 2\n```\n\n"
	"```c server\nlisten(srv, 5);\n```\n\n";

Test(session_scene, of_one_that_is_broken)
{
	struct session_stage stage;
	session_stage_open(&stage, killing);
	struct err *err = &stage.err;
	cr_expect(!session_signal(stage.session, "nobody", 9, err));
	expect_same(&stage);
	session_stage_play(&stage, 1);
	cr_expect(!session_stage_call(&stage, "client", "close(nothing)"));
	expect_same(&stage);
	session_stage_play(&stage, 1);
	cr_expect_eq(session_state(stage.session), SESSION_BROKEN);
	expect_same(&stage);
	const struct course *course = session_course(stage.session);
	cr_expect_str_eq(course_loss(course, 2),
			 "server was killed by SIGKILL");
	cr_expect_null(course_loss(course, 1));
	session_stage_close(&stage);
}

/* --- a free lab --------------------------------------------------------------
 */

Test(session_scene, of_a_free_lab)
{
	static const struct actor_spec actors[] = {{.name = "server"},
						   {.name = "client"}};
	static const char *const calls[][2] = {
		{"server", "srv = socket(AF_INET, SOCK_DGRAM, 0)"},
		{"server", "bind(srv, 127.0.0.1:12345)"},
		{"client", "cli = socket(AF_INET, SOCK_DGRAM, 0)"},
		{"client", "sendto(cli, \"hello\", 0, 127.0.0.1:12345)"},
		{"server", "recv(srv, 100, 0)"},
		{"server", "recv(srv, 100, 0)"},
	};
	struct session_stage stage;
	session_stage_open_lesson(&stage,
				  lesson_blank(actors, COUNT(actors), NULL, 0));
	struct err *err = &stage.err;
	for (size_t i = 0; i < COUNT(calls); i++) {
		cr_assert(session_stage_call(&stage, calls[i][0], calls[i][1]),
			  "%s: %s", calls[i][1], err->text);
		expect_same(&stage);
	}
	cr_assert(session_add_actor(stage.session, "third", NULL, err));
	cr_assert(session_wait(stage.session, err));
	expect_same(&stage);
	cr_assert(session_stage_run(&stage, "echo hello"));
	expect_same(&stage);
	cr_assert(session_interrupt(stage.session, "server", err));
	cr_assert(session_wait(stage.session, err));
	expect_same(&stage);
	cr_assert(session_rewind(stage.session, 4, err), "%s", err->text);
	expect_same(&stage);
	session_stage_close(&stage);
}

/* --- traced programs ---------------------------------------------------------
 */

static void wait_for(struct session *session, bool done, struct err *err,
		     struct buf *found)
{
	INSIDE_EXPECT(found, done && session_wait(session, err), "%s",
		      err->text);
	compare(session, found);
}

static void trace_a_pair(struct buf *found)
{
	static const char *const names[] = {"server", "client"};
	static const char *const untils[] = {"next", "blocked", "exit"};
	struct err err = {0};
	struct session_options options = {.whole_files = true};
	struct loop *loop = loop_new(&err);
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	struct session *session = session_new(lesson, loop, &options, &err);
	const char *build = getenv("BUILD");
	for (size_t i = 0; session && i < COUNT(names); i++) {
		AUTO_FREE char *path = xprintf(
			"./%s/programs/%s", build ? build : "build", names[i]);
		const char *words[] = {path, NULL};
		const struct session_program program = {
			.name = names[i],
			.words = words,
			.when_listening = i > 0,
		};
		wait_for(session, session_trace(session, &program, NULL, &err),
			 &err, found);
	}
	for (size_t i = 0; session && i < COUNT(untils); i++) {
		struct until until = {0};
		bool done =
			until_parse(str_from(untils[i]), &until, &err) &&
			session_go(session, i ? NULL : "server", &until, &err);
		wait_for(session, done, &err, found);
	}
	INSIDE_EXPECT(found, session, "%s", err.text);
	session_free(session);
	lesson_free(lesson);
	loop_free(loop);
}

Test(session_scene, of_traced_programs)
{
	AUTO_FREE char *found = apart(trace_a_pair);
	cr_expect_str_empty(found, "%s", found);
}
