/* amount: how many bytes a call is about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* The bytes that the call was given room for, or that it was to send, of all
 * its buffers; -1: it says no number. */
int64_t call_asked_bytes(const struct call *call);
