/* show_layout: which panels there are on a screen, and whose turn it is to give
 * and to get rows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/layout.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <locale.h>

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(layout, .init = use_utf8);

/* Two panels of one turn would be one too few: only the first had it. */
Test(layout, every_turn_is_one_panels)
{
	for (int turn = 0; turn < PANEL_TURN_COUNT; turn++) {
		int who[PANEL_COUNT + 1] = {0};
		for (int id = 0; id < PANEL_COUNT; id++) {
			const struct panel *panel =
				panel_get((enum panel_id)id);
			int rank = panel->turns[turn];
			cr_assert(rank >= 0 && rank <= PANEL_COUNT, "%s: %d",
				  panel->name, rank);
			cr_expect(!rank || !who[rank], "turn %d: %s and %s",
				  turn, panel->name,
				  panel_get((enum panel_id)(who[rank] - 1))
					  ->name);
			who[rank] = id + 1;
		}
	}
}

Test(layout, every_panel_gives_rows_where_there_are_too_few)
{
	for (int id = 0; id < PANEL_COUNT; id++) {
		const struct panel *panel = panel_get((enum panel_id)id);
		cr_expect(panel->turns[PANEL_GIVES], "%s", panel->name);
	}
}

/* The panels of `scene` on a screen for a room, marked in `shown`. */
static void mark(const struct scene *scene, bool shown[PANEL_COUNT])
{
	struct view view;
	view_init(&view, scene);
	struct layout layout = layout_make(&view, 140, 45, false);
	for (size_t i = 0; i < layout.count; i++)
		shown[layout.places[i].id] |= layout.places[i].height > 0;
	view_done(&view);
}

/* A lesson, a command in it, and a traced program. */
Test(layout, every_panel_is_shown_by_some_layout)
{
	bool shown[PANEL_COUNT] = {false};
	struct run run;
	run_connected(&run);
	for (size_t viewed = 0; viewed <= run.played; viewed++) {
		struct scene scene = run_scene(&run, viewed);
		mark(&scene, shown);
	}
	cr_expect(!shown[PANEL_WRITTEN]);
	run_close(&run);

	run_open_lesson(&run, lesson_blank(NULL, 0, NULL, 0));
	journal_free(run.journal);
	run.journal = run_load("tests/golden/journal/trace.jsonl");
	struct scene scene = run_own_scene(&run, 0);
	mark(&scene, shown);
	run_close(&run);
	for (int id = 0; id < PANEL_COUNT; id++)
		cr_expect(shown[id], "%s is nowhere",
			  panel_get((enum panel_id)id)->name);
}
