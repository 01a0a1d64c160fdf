/* notes: a presenter's second terminal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

/* Shows the notes of the talk of this user that runs, until that ends or q is
 * pressed; `pid` says which, NULL: the only one. In plain mode each message is
 * printed. Returns the exit status. */
int notes_show(const char *pid, bool plain, struct err *err);
