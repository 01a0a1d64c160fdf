/* typed_fill: what a typed call leaves out.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/parse_call.h"
#include "call/whole/typed_parts.h"

#include <assert.h>

/* Reads what the row has for the argument, which cannot be wrong. */
static void fill_one(struct reader *reader, struct call *call, size_t arg)
{
	struct str text = str_from(call->syscall->otherwise[arg]);
	struct reader own = {.all = text, .rest = text, .arena = reader->arena};
	const struct kind *kind = call->syscall->parameters[arg].kind;
	struct err err;
	bool read = kind->parse(&own, call, arg, &call->args[arg], &err);
	assert(read);
	(void)read;
}

bool typed_fill(struct reader *reader, struct call *call, size_t begin,
		struct err *err)
{
	const struct syscall *syscall = call->syscall;
	size_t most = syscall_parameters(syscall), argc = begin;
	for (size_t i = begin; i < most; i++) {
		if (!call->args[i].kind && syscall->otherwise[i])
			fill_one(reader, call, i);
		call->argc = i;
		if (!call->args[i].kind && !syscall->otherwise[i] &&
		    !parse_can_end(call))
			return parse_fail_missing(reader, call, err);
		if (call->args[i].kind || !syscall->parameters[i].optional)
			argc = i + 1;
	}
	call->argc = argc;
	return true;
}
