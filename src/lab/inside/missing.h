/* missing: what a lab cannot do, as one sentence.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/sentence.h"

/* Adds a statement, joined to those that are there already. */
void missing_add(struct buf *missing, const char *text);

/* The same of a record. */
#define MISSING(missing, id, ...) missing_say(missing, id, SLOTS(__VA_ARGS__))
void missing_say(struct buf *missing, const char *id, const struct slot *slots,
		 size_t count);
