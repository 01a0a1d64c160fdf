/* act_wire: orders to the wire, and the packet under the cursor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

struct app;

/* The number of the packet under the cursor, 0 for none. */
unsigned wire_cursor(const struct app *app);

/* Whether a line is an order. */
bool order_check(struct str line, struct err *err);
