/* workshop: the tools that build a submission, confined as it is itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "base/text.h"

struct workshop {
	struct loop *loop;
	const int *ending;  /* as session_options has it */
	const char *folder; /* that can be written, the only one that is seen */
	bool has_failed;    /* the lab, and not the tool: that is no answer */
};

/* Runs a tool as target_run_fn wants it, in a lab of its own: `data` is a
 * workshop. A Makefile is a program of its author's. */
bool workshop_run(void *data, const char *const *words, const char *folder,
		  struct buf *said, struct err *err);
