/* host_look: what a host has, read when a call failed for want of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

#include <sys/types.h>

struct lab;

/* Where the result of `call`, which process `pid` made, is explained by what
 * hosts have, an event for each host of the lab tells that: the addresses of
 * its interfaces, and the names and name servers that the process knows. Does
 * nothing for other results. */
void host_look_after(struct lab *lab, const struct call *call, pid_t pid);
