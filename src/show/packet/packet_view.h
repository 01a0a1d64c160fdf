/* packet_view: one packet, field by field and byte by byte.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* The packet that is looked at: the one under the cursor or, without a cursor,
 * the latest. NULL when none was seen. */
const struct seen_packet *packet_view_chosen(const struct view *view);

/* Draws its fields, its bytes, and what field number `chosen` means, whose
 * bytes are marked. Returns the number of the last field. */
int packet_view_draw(struct view *view, int chosen, struct area border,
		     struct area area);

/* A row for each field, with its meaning; `all` is begun here. */
void packet_view_rows(struct view *view, int width, int height,
		      struct grid *all);
