/* words: Markdown's prose as the plain words that a screen shows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paragraphs are separated by an empty line and have no line breaks inside;
 * items of lists are lines "- item"; `code` and *emphasis* keep their marks.
 */
#pragma once
#include "base/text.h"

struct cmark_node;

/* What a before or an after may take on the screen. */
enum { WORDS_COLUMNS = 76, WORDS_LINES = 3 };

/* A text that grows by pieces of Markdown. Owns its bytes; zero-initialise
 * before use. */
struct words {
	int line;	  /* of the first piece in the lesson, 0 while empty */
	struct buf text;  /* with marks */
	struct buf plain; /* without, to measure */
};

/* Adds everything below `node`, or the node itself when it is a block of
 * prose. `line` is where it stands in the lesson. */
void words_add(struct words *words, struct cmark_node *node, int line);

/* The first mark * or ` below `node` that stands for itself, where it would be
 * taken for the beginning of emphasis or code; 0 for none. */
char words_stray_mark(struct cmark_node *node);

/* Lines it takes on the screen when it is wrapped, empty ones included. */
size_t words_lines(const struct words *words);
void words_clear(struct words *words);
void words_done(struct words *words);

/* Adds a node's words to `out`, with the marks or without. */
void words_print(struct cmark_node *node, bool marks, struct buf *out);
