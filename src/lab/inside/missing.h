/* missing: what a lab cannot do, as one sentence.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* Adds a statement, joined to those that are there already. */
void missing_add(struct buf *missing, const char *format, ...) PRINTF(2, 3);
