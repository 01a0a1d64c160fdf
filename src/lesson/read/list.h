/* list: arrays that grow in the arena of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/mem.h"

/* Room for one more item at the end of an array that grows in an arena, by
 * doubling. Returns the array, which may have moved; counting is the caller's.
 */
void *list_grow(struct arena *arena, void *array, size_t count, size_t size);
