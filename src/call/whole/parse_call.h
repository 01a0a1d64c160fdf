/* parse_call: what the readers of lessons and of the prompt share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/reader.h"
#include "call/table/kind.h"

/* Reads the next argument of `call` at the front. Fails, too, when it takes no
 * more. */
bool parse_argument(struct reader *reader, struct call *call, struct err *err);

/* Reads the variable that takes the result, if there is one, and the name of
 * the call. */
bool parse_head(struct reader *reader, struct call *call, struct str *name,
		struct err *err);

/* Fails unless there is nothing more than a semicolon. */
bool parse_end(struct reader *reader, struct err *err);

/* Whether the arguments of `call` can end before the next one. */
bool parse_can_end(const struct call *call);

/* Each fails at the front and returns false: there is no such call; another
 * argument, or the end of them, should stand here; an argument is missing; a
 * call should stand here; `wanted` should. */
bool parse_fail_unknown(struct reader *reader, struct str name,
			struct err *err);
bool parse_fail_arguments(struct reader *reader, const struct call *call,
			  struct err *err);
bool parse_fail_missing(struct reader *reader, const struct call *call,
			struct err *err);
bool parse_fail_call(struct reader *reader, struct err *err);
bool parse_fail_end(struct reader *reader, const char *wanted, struct err *err);
