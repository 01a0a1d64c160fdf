/* print_shown: what the kernel wrote into lists, in words for a learner.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/errqueue.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

void call_print_out(const struct call *call, struct buf *out)
{
	size_t count = syscall_parameters(call->syscall);
	const struct result *result = &call->result;
	if (!result->done || result->signal || result->value < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = call->syscall->parameters[i].kind;
		if (row->shown)
			row->shown(call, i, out);
	}
}
