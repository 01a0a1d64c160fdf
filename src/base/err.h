/* err: our own failures, each one sentence on its way up to the user.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the kernel answered to an actor is a result, not an error: results are
 * data (call/call.h). A broken promise of our own code is a bug: assert().
 */
#pragma once
#include <stdbool.h>

#define PRINTF(text, first) __attribute__((format(printf, text, first)))
#define MUST_CHECK __attribute__((warn_unused_result))

/* One sentence, lower case, no full stop: what was tried, on what, why it
 * failed and what to do about it. Empty while nothing has failed. */
struct err {
	char text[1024];
};

/* Writes the sentence. Returns false, so that a function can fail in one line:
 * return err_set(err, "open %s: %s", path, strerror(errno)); */
bool err_set(struct err *err, const char *format, ...) PRINTF(2, 3);

/* The same for a fault in an input text: "file:line: sentence". */
bool err_at(struct err *err, const char *file, int line, const char *format,
	    ...) PRINTF(4, 5);

/* Puts "prefix: " before the sentence on its way up. Returns false. */
bool err_wrap(struct err *err, const char *format, ...) PRINTF(2, 3);
