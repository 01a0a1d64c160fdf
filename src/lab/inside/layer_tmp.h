/* layer_tmp: the machine's /tmp, seen part by part in a private one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* Shows what is in the folder `machine` (O_PATH) in /tmp, in which nothing is
 * yet: folders can be written to, which changes the lab's own, up to `mib` MiB,
 * files cannot. False with errno when nothing could be shown. */
bool layer_tmp(int machine, unsigned mib, struct buf *missing);
