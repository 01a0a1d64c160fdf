/* burden: what the processes of a lab weigh together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "lab/inside/inhabitant.h"

/* What was found so far in one lab. Zero-initialise, but for who. */
struct burden {
	enum inhabitant who;
	int killed;	  /* a file that counts whom the kernel killed for
			   * memory, -1: none */
	unsigned crowded; /* looks in a row at all the processes it may have */
	unsigned full;	  /* a bit for each place that was told to be full */
};

/* How often a lab is looked at in which something runs that others wrote. */
enum { BURDEN_EVERY_MS = 250 };

/* Adds to `told` which places of the lab became full; that does not end it. */
void burden_look_at_places(struct burden *burden, struct buf *told);

/* Looks once, from inside a lab with a /proc of its own. Returns why the lab
 * has to end, or NULL; the caller frees it. */
char *burden_look(struct burden *burden);
