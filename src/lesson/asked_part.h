/* asked_part: what one item of a written question is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/asked.h"
#include "lesson/expect/goal.h"
#include "lesson/expect/wanted.h"

struct field;

/* One of: a field of a socket (`variable`) or of the beat's packet `number`,
 * the result of the call, or, without a field, a packet that `wanted`
 * describes, from `actor` or anybody. */
struct asked_part {
	const struct field *field;
	const char *variable, *actor;
	unsigned number;
	struct wanted wanted;
};

/* Adds the value that the journal has for a field. Returns false where it has
 * none. */
bool part_read(const struct asked_part *part, const struct view *view,
	       struct buf *out);

/* Whether a value that was typed means the one that was found. */
bool part_is_same(const struct asked_part *part, struct str said,
		  struct str found);

/* Whether packets have to be seen for it. */
bool part_needs_wire(const struct asked_part *part);
