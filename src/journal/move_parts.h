/* move_parts: what moves of several kinds have, read and printed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For journal/move.c. Who reads fails with what was expected, and has cut what
 * it read off the words.
 */
#pragma once
#include "journal/move.h"
#include "journal/order/order_words.h"

/* The actor's name. The parts of a program are "server.2", "server.2.3" and so
 * on. */
bool move_read_actor(struct words *words, struct move *move);
void move_print_actor(const struct move *move, struct buf *out);

/* "on h1", or nothing. */
bool move_read_host(struct words *words, struct move *move);
void move_print_host(const struct move *move, struct buf *out);

/* Text in quotes, as bytes and as a string, which must have no 0. */
bool move_at_quote(const struct words *words);
bool move_read_bytes(struct words *words, struct bytes *bytes);
bool move_read_text(struct words *words, const char **text);
void move_print_text(const char *text, struct buf *out);

/* All that is left. */
struct str move_take_rest(struct words *words);
