/* explain_program: the words of a scene with traced programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/canvas/block.h"
#include "show/view/view.h"

/* Adds the calls of the viewed move besides the viewed one: the last one of
 * each program, and those before it where there is room. */
void explain_program_calls(struct view *view, struct blocks *blocks);

/* Adds what came of the viewed move besides calls: findings, what the kernel
 * did behind programs that ended, what they wrote. */
void explain_program_happened(struct view *view, struct blocks *blocks);

/* Adds whose turn it is, what that call is about to do, and who else could go;
 * or why nobody can. */
void explain_program_next(struct view *view, struct blocks *blocks);
