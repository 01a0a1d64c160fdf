/* doctor_check: what doctor.c is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/doctor/doctor.h"
#include "lab/kernel/attempt.h"
#include "lab/kernel/remedy.h"

/* A capability of the kernel: how to try it and what it is for. */
struct doctor_kernel {
	const char *name, *purpose;
	enum doctor_verdict lack; /* the verdict where it does not work */
	enum remedy_for what;
	bool in_child; /* try it in a process of its own */
	attempt_fn *try;
};

/* The capabilities that need namespaces, and those that look at processes and
 * sockets. */
const struct doctor_kernel *doctor_spaces(size_t *count);
const struct doctor_kernel *doctor_looks(size_t *count);

/* Adds the checks of the terminal and of programs in PATH. */
void doctor_check_screen(struct doctor_report *report);
void doctor_check_tools(struct doctor_report *report);

/* Adds a check; takes `found` and `remedy`. */
void doctor_add(struct doctor_report *report, const struct doctor_check *check);
