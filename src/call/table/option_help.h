/* option_help: what each option of a socket is, and each field of TCP_INFO.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>

/* One row of assets/options.txt. */
struct option_help {
	const char *group;  /* "SOL_SOCKET", "TCP_INFO", "ioctl" … */
	const char *name;   /* "SO_RCVBUF", "rtt" */
	const char *unit;   /* "bytes", "switch" for on or off; NULL: none */
	const char *says;   /* one sentence, or two */
	const char *source; /* man page, RFC or place in the kernel's source */
};

/* All rows, sorted by group and name; `count` of them. */
const struct option_help *option_help_table(size_t *count);

/* The row, or NULL. */
const struct option_help *option_help_find(const char *group, const char *name);
