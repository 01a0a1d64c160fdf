/* inhabitant: who lives in a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* What each may see, touch and use stands in confine.c. */
enum inhabitant {
	INHABITANT_AGENT,      /* an actor, or the command of a lesson */
	INHABITANT_PROGRAM,    /* a program of the learner's own, traced */
	INHABITANT_SUBMISSION, /* a program of somebody else, to be judged */
	INHABITANT_COUNT,
};

/* A program is the learner's own wherever it runs, if it is not to be judged.
 */
static inline enum inhabitant inhabitant_of_program(enum inhabitant lab)
{
	return lab == INHABITANT_SUBMISSION ? lab : INHABITANT_PROGRAM;
}
