/* plain: a run as append-only lines, for screen readers, pipes and tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No cursor movement, no box drawing, no colour. Each function adds whole
 * lines to `out`.
 */
#pragma once
#include "show/scene.h"

/* The lesson's title, objective, introduction and setup calls. */
void plain_begin(const struct scene *scene, struct buf *out);

/* The heading when `beat` is the first of its step, the words before it, its
 * code and its prediction. */
void plain_before(const struct scene *scene, size_t beat, struct buf *out);

/* A hint that was given: its words, or the call itself. */
void plain_hint(const struct scene *scene, const struct event_hint *hint,
		struct buf *out);

/* What happened in the viewed move: "ACTOR: CALL = RESULT" as strace prints
 * it or as Python has it, changed sockets, packets, output, unmet expectations,
 * the answer beside the result, the words after it. */
void plain_after(const struct scene *scene, struct buf *out);

/* Why the last calls of programs in the viewed move failed, sleep or gave less:
 * "ACTOR's CALL():", and an indented paragraph for each thing there is to
 * say that does not stand in `told` already. */
void plain_reasons(const struct scene *scene, const char *told,
		   struct buf *out);

/* The last lines: finished, how many expectations were not met. */
void plain_end(const struct scene *scene, size_t failures, struct buf *out);
