/* inspect_value: one value of a socket as text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/event.h"

/* Adds the value with its unit or its meaning: "131072 bytes", "1 (on)",
 * "SOCK_STREAM", "{l_onoff=0, l_linger=0}", "ENOTCONN", "not read". */
void inspect_value_print(const struct inspect_row *row, struct buf *out);
