/* front: which panels a moment before a room is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/front.h"

#include "show/socket/table_fit.h"

#include <string.h>

static bool is_command(const struct view *view)
{
	return view->output || (view->beat && view->beat->kind == BEAT_COMMAND);
}

static bool is_packets(const struct view *view)
{
	return view->packets_now && !view->changed;
}

static bool is_sockets(const struct view *view)
{
	return view->changed;
}

/* Nothing changed, and words speak of what a row says all the same. */
static bool is_named(const struct view *view)
{
	bool found = false;
	for (int i = TABLE_RECV_Q; i < TABLE_COLUMNS && !found; i++)
		found = view_names(view, table_heading((enum table_column)i));
	return found;
}

static bool is_anything(const struct view *view)
{
	(void)view;
	return true;
}

/* The first row that is true of a moment; its first panel is in front. */
static const struct {
	bool (*is_now)(const struct view *view);
	enum panel_id panels[FRONT_PANELS];
} fronts[] = {
	{is_command, {PANEL_OUTPUT, PANEL_KERNEL, PANEL_CODE}},
	{view_is_tracing, {PANEL_CODE, PANEL_KERNEL, PANEL_WIRE}},
	{is_packets, {PANEL_WIRE, PANEL_KERNEL, PANEL_CODE}},
	{is_sockets, {PANEL_KERNEL, PANEL_WIRE, PANEL_CODE}},
	{is_named, {PANEL_KERNEL, PANEL_CODE, PANEL_WIRE}},
	{is_anything, {PANEL_CODE, PANEL_KERNEL, PANEL_WIRE}},
};

/* The place of the panel that is bright among those, or that of the first. */
static int lit_place(const struct view *view, const enum panel_id *panels)
{
	const struct light *light = view->beat ? view->beat->light : NULL;
	for (int i = 0; light && i < FRONT_PANELS; i++) {
		if (!strcmp(panel_get(panels[i])->name, light->part))
			return i;
	}
	return 0;
}

void front_panels(const struct view *view, enum panel_id panels[FRONT_PANELS])
{
	size_t row = 0;
	while (!fronts[row].is_now(view))
		row++;
	int lit = lit_place(view, fronts[row].panels), count = 0;
	panels[count++] = fronts[row].panels[lit];
	for (int i = 0; i < FRONT_PANELS; i++) {
		if (i != lit)
			panels[count++] = fronts[row].panels[i];
	}
}
