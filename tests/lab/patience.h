/* patience: how long a test waits for what must come.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Nothing that works takes this long on the slowest of machines: it is only
 * there so that a test that hangs says where. */
enum { PATIENCE_SECONDS = 400 };
