/* class: what a class holds, and where it stops.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/line/options.h"

/* Prints what the exported records in a folder say of a class. Returns the
 * exit status, with a sentence in `err` or nothing. */
int class_report(const struct options *options, const char *folder,
		 struct err *err);
