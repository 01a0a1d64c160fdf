/* output: what goes to standard output and standard error.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

/* Writes what is in `buf` to standard output, in lines of glyphs (base/text.h),
 * and empties it. Fails when it cannot be written; `err` stays empty when the
 * reader has gone (EPIPE), which is no news to anyone. */
bool output_flush(struct buf *buf, struct err *err);

/* The same for one text; nobody hears when it cannot be written. */
void output_print(const char *format, ...) PRINTF(1, 2);

/* Writes the buffer into a file, which is made or emptied first. */
bool output_file(const char *path, const struct buf *buf, struct err *err);

/* The exit status for a failed output_flush(); prints its sentence, if any,
 * and empties it. */
int output_status(struct err *err);

/* Writes what a command printed and frees it. Returns its exit status. */
int output_end(struct buf *out, struct err *err);

/* Prints "sockstep: sentence" as one line on standard error. */
void output_error(const char *format, ...) PRINTF(1, 2);

/* Prints whole lines on standard error. */
void output_faults(const struct buf *lines);
