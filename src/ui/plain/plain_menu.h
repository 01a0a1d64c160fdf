/* plain_menu: the list of lessons as lines, and a question for one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lesson/catalogue.h"
#include "session/progress.h"
#include "ui/line/options.h"

/* Lists the lessons and, on a terminal, plays those that are asked for. */
int plain_menu(const struct options *options, const struct catalogue *catalogue,
	       struct progress *progress, struct err *err);
