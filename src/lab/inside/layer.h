/* layer: files that are seen, and lead nowhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/confine.h"

/* Lays something over each folder of the machine in which sockets may be, so
 * that they and named pipes are seen and reach nobody. For a process with
 * capabilities over its mounts, whose /tmp is its own already. What could not
 * be had is added to `missing`. */
void layer_all(enum inhabitant who, struct buf *missing);

/* The same over a folder of any name. */
void layer_folder(const char *path, struct buf *missing);
