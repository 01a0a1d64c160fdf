/* config_place: where the file with what a learner always wants is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/config/config.h"

#include <stdio.h>

/* Opens the learner's file or, where there is none, the machine's, and notes
 * its path, which config_close() frees. Returns NULL where neither is there,
 * and after a fault, which is noted. The caller closes it. */
FILE *config_place_open(struct config *config);
