/* launches: the blocks that only an exercise has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/read/reader.h"

/* The heading of a check: "Check: title (N points)". */
void check_read_title(struct reader *reader, struct step *step,
		      struct str text);

/* What the actors of a check are before its first block. */
void check_begin(struct reader *reader);

/* How the learner's program is started, and a peer's program. `rest` is what
 * stands behind the block's word. */
void launch_read_program(struct reader *reader, struct str text, int line);
void launch_read_peer(struct reader *reader, struct str *rest, struct str text,
		      int line);

/* An actor and a signal that it is sent. */
void signal_read(struct reader *reader, struct str text, int line);
