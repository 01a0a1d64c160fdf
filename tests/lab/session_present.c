/* session_present: every lesson before a room, as the kernel really answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is played, and every place drawn on the two screens that a projector has
 * at least, while it is the live one and when it is looked back at: no word is
 * cut, and no column of the kernel's rows that the words speak of is hidden.
 * What pages do with words alone is tried by tests/unit/show_stage.c.
 */
#include "../unit/stage_pages.h"
#include "lesson/catalogue.h"
#include "session_stage.h"
#include "show/scene.h"
#include "show/socket/table_fit.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

enum { SHARES = 4 };

static const struct {
	int width, height;
} sizes[] = {{60, 18}, {80, 24}};

/* What stands above the words, on all pages. */
static void add_panels(const struct scene *scene, int width, int height,
		       struct buf *out)
{
	struct buf page = {0};
	int pages = 1;
	for (int i = 0; i < pages; i++) {
		pages = stage_page_draw(*scene, i, width, height, &page);
		stage_page_split(buf_text(&page), out, NULL);
	}
	buf_done(&page);
}

/* Whether a line of `text` has that word. */
static void expect_columns(const struct scene *scene, int width, int height,
			   const char *shown)
{
	struct view view;
	view_init(&view, scene);
	for (int i = TABLE_RECV_Q; i < TABLE_COLUMNS; i++) {
		const char *name = table_heading((enum table_column)i);
		cr_expect(!view_names(&view, name) || strstr(shown, name),
			  "%s, move %zu, %dx%d: no %s\n%s", scene->lesson->id,
			  scene->viewed, width, height, name, shown);
	}
	view_done(&view);
}

static void expect_words(const struct scene *scene, int width, int height)
{
	struct buf all = {0}, paged = {0};
	stage_words(*scene, width, STAGE_TALL, &all);
	stage_words(*scene, width, height, &paged);
	cr_expect(!strcmp(buf_text(&all), buf_text(&paged)),
		  "%s, move %zu, %dx%d:\n%s--- is not\n%s", scene->lesson->id,
		  scene->viewed, width, height, buf_text(&paged),
		  buf_text(&all));
	buf_done(&all);
	buf_done(&paged);
}

static void check_place(const struct scene *scene, int width, int height)
{
	struct buf panels = {0};
	add_panels(scene, width, height, &panels);
	struct str rest = str_from(buf_text(&panels)), head;
	str_next_line(&rest, &head);
	cr_expect(!memmem(head.data, head.len, "…", strlen("…")),
		  "%s, move %zu, %dx%d: %.*s", scene->lesson->id, scene->viewed,
		  width, height, (int)head.len, head.data);
	expect_columns(scene, width, height, buf_text(&panels));
	expect_words(scene, width, height);
	buf_done(&panels);
}

static void check_places(const struct session *session,
			 const struct lesson *lesson)
{
	const struct course *course = session_course(session);
	for (size_t i = 0; i <= session_live(session); i++) {
		struct scene scene = scene_at(course, lesson, i);
		struct scene live = scene;
		live.live = live.viewed;
		live.live_beats = live.beats;
		for (size_t k = 0; k < COUNT(sizes); k++) {
			check_place(&scene, sizes[k].width, sizes[k].height);
			check_place(&live, sizes[k].width, sizes[k].height);
		}
	}
}

/* Every fourth lesson, so that others are played at the same time. */
static void check_share(size_t share)
{
	struct catalogue catalogue = {0};
	struct err err;
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("SOCKSTEP_LESSONS", "lessons", 1);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert(catalogue.count > 30);
	for (size_t i = share; i < catalogue.count; i += SHARES) {
		struct session_stage stage;
		session_stage_open_lesson(&stage, catalogue.lessons[i]);
		cr_assert(session_play_out(stage.session, &stage.err), "%s",
			  stage.err.text);
		check_places(stage.session, catalogue.lessons[i]);
		stage.lesson = NULL; // the catalogue's
		session_stage_close(&stage);
	}
	catalogue_close(&catalogue);
}

Test(present, lessons_1_5_and_so_on)
{
	check_share(0);
}

Test(present, lessons_2_6_and_so_on)
{
	check_share(1);
}

Test(present, lessons_3_7_and_so_on)
{
	check_share(2);
}

Test(present, lessons_4_8_and_so_on)
{
	check_share(3);
}
