/* prompt_readline: what the prompts of the screen and of plain mode ask of
 * readline alike.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/prompt/prompt.h"

/* From now on the words of `help` (borrowed; NULL: none) are readline's
 * completions. */
void readline_complete_with(const struct prompt_help *help);
