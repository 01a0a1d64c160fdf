/* typed_parts: the two readers behind call_parse_typed().
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/reader.h"
#include "call/whole/typed.h"

/* Each reads the whole of reader->rest; on failure reader->fault is the
 * place. */
bool typed_parse_c(struct reader *reader, const struct typed_context *context,
		   struct call *call, struct err *err);
bool typed_parse_python(struct reader *reader, struct call *call,
			struct err *err);

/* Gives each argument from `begin` on that nobody wrote what its row has for it
 * (syscall.otherwise); call->argc is behind the last that has a value then. An
 * argument that must be there and has none fails. */
bool typed_fill(struct reader *reader, struct call *call, size_t begin,
		struct err *err);

/* Fails because `method` of `object` makes no call, or several: says which, or
 * names the nearest that make one. Returns false. */
bool typed_fail_method(struct reader *reader, struct str object,
		       struct str method, struct err *err);

/* The names before "=": the first takes the result, the others are what Python
 * gives besides. */
struct typed_targets {
	struct str first;
	size_t count;
	const char *begin;
};

/* Reads "conn, peer = ", or nothing where no assignment stands. */
bool typed_read_targets(struct reader *reader, struct typed_targets *targets);

/* Reads the same where the call has such values: call->into is the first
 * then. */
bool typed_read_assignment(struct reader *reader, struct call *call,
			   struct err *err);
