/* usual: what usually makes a call fail as one did.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/table/errors.h"
#include "journal/journal.h"

/* The record about the errno of `event`, which was looked at at `place`, or
 * about EPIPE where SIGPIPE killed its actor; NULL where there is none, or
 * where it would be about a socket and the descriptor is a pipe's. */
const struct error_help *usual_cause(const struct journal *journal,
				     size_t place,
				     const struct event_call *event);
