/* inside: what the overlays list: programs, sockets, output.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Texts of the blocks live in the view's arena or are borrowed from it. */

/* Paragraphs with an empty row between them. */
void inside_paragraphs(const char *words, struct view *view,
		       struct blocks *blocks);

/* Lines as they are. */
void inside_lines(struct str text, enum style style, struct view *view,
		  struct blocks *blocks);

/* The current call and the next as the lines of a whole program. */
void inside_program(struct view *view, struct blocks *blocks);

/* Every socket with all that is known of it. */
void inside_sockets(struct view *view, struct blocks *blocks);

/* The last command's output up to the place looked at, or NULL. */
const struct event_output *inside_last_output(const struct view *view);
