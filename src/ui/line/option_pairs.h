/* option_pairs: which options go together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/options.h"

/* Whether none of the options excludes another, or needs one that is not
 * there; `err` names them. */
bool option_check_pairs(const struct options *options, struct err *err);
