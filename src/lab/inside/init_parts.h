/* init_parts: what the files of init share, and nobody else sees.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/inside/burden.h"
#include "lab/inside/init.h"

struct init {
	const struct space_plan *plan;
	int control;
	int *hosts;	      /* their network namespaces */
	struct space_msg msg; /* the one being sent or received */
	bool is_watched;      /* something runs that others wrote */
	struct burden burden;
};

/* Ends the lab: all that is in it goes with init. */
_Noreturn void init_end(const struct init *init);

/* Sends init->msg, or a text, to the main process; ends the lab when that has
 * gone. */
void init_report(struct init *init);
void init_report_text(struct init *init, enum space_kind kind,
		      const char *text);

/* Builds the hosts, the files and the first actors of the plan, and reports
 * each. What is not to be had here is added to `missing`. */
bool init_build(struct init *init, struct buf *missing, struct err *err);

/* Begins an agent on a host, at a desk. Returns as fork(2) does. */
pid_t init_fork_agent(const struct init *init, size_t host, size_t desk);

/* Begins the command or the traced program that init->msg orders, and reports
 * it. */
void init_run_command(struct init *init);
void init_run_program(struct init *init);

/* Ends a lab in which nothing can begin any more; `dying` is a process group
 * that was killed, 0: none. */
void init_end_if_full(struct init *init, pid_t dying);
