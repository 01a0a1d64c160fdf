/* situation_whole: messages that UNIX sockets keep whole, and what is lost.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/reason/situation_parts.h"

/* Says why such a socket gave 0: an empty message, the end, or either. */
void situation_say_empty(struct situation *situation);

/* How long the message was of which the call took `asked` bytes; below 0 where
 * what the other end sent does not show it without doubt. */
int64_t situation_message_size(const struct situation *situation,
			       int64_t asked);
