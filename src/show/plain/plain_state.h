/* plain_state: sockets, packets, output and prose as plain lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Adds `lead` and the words behind it, wrapped at 76 columns; further lines
 * are indented as far as `lead` begins. Adds nothing for NULL or empty words.
 * The marks of `code` stay, as in the lesson's file. */
void plain_words(const char *lead, const char *words, struct buf *out);

/* The same behind the sentence `id` and a blank. */
void plain_led(const char *id, const char *words, struct buf *out);

/* Adds the sockets that changed in the viewed beat; nothing when none did. */
void plain_sockets(struct view *view, struct buf *out);

/* Adds the packets of the viewed beat; nothing when there were none. */
void plain_packets(const struct view *view, struct buf *out);

/* Adds what a command printed. */
void plain_output(const struct event_output *output, struct buf *out);
