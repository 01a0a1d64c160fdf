/* program_parts: what the files that make a program of a run share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/export/program.h"

/* Gives the variables of all calls names that they can have in a program of
 * that notation, and lists them (program_names.c). */
void program_rename(struct program *program, enum notation notation);

/* Processes have other numbers in a program: where a call names one by its
 * number, it gets what holds that there. A fork whose result no variable took
 * gets one. Fails when the call would reach a process that is none of the
 * program's (program_processes.c). */
bool program_name_processes(struct program *program, struct err *err);
