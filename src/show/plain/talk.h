/* talk: what a presenter reads beside a scene: notes, the next key, answers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/scene.h"

/* Adds lines without breaks, those that are titles with "# " in front. The
 * scene has a stage; `extent` is what was drawn of it. */
void talk_print(const struct scene *scene, const struct stage_extent *extent,
		struct buf *out);
