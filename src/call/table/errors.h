/* errors: what an errno means for a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* The usual cause and what to do next, for one call and errno. */
struct error_help {
	const char *call;   /* "connect", or "*" for any call */
	int error;	    /* errno */
	const char *cause;  /* one sentence */
	const char *next;   /* one sentence: what to do */
	const char *taught; /* id of the lesson that shows it, or NULL */
	const char
		*source; /* man page, RFC, or the kernel's file and function */
};

/* The help for `error` of the call named `call`, or NULL. A row for the call
 * itself wins over one for any call. */
const struct error_help *error_help_find(const char *call, int error);

/* The call for whose reasons `call` fails too: "recv" for "read"; NULL: only
 * for its own. */
const char *error_help_family(const char *call);

/* All rows, sorted by call ("*" first), then by the name of the errno; `count`
 * of them. The build makes them of assets/errors.txt. */
const struct error_help *error_help_table(size_t *count);
