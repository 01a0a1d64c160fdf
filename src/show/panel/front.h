/* front: which panels a moment before a room is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/panel/panel.h"

enum { FRONT_PANELS = 3 };

/* The panels that come into question at the viewed place, the most important
 * one first: the one that the lesson lets be bright, otherwise the one of which
 * the moment is. */
void front_panels(const struct view *view, enum panel_id panels[FRONT_PANELS]);
