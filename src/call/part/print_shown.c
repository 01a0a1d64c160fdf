/* print_shown: what the kernel wrote, in words for a learner.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>

/* a = 3, b = 4 */
void shown_given(const struct call *call, size_t arg, struct buf *out)
{
	const struct kind *row = call->syscall->parameters[arg].kind;
	const char *name;
	int64_t num;
	for (size_t i = 0; row->given(call, arg, i, &name, &num); i++) {
		buf_puts(out, i ? ", " : "");
		if (name)
			buf_printf(out, "%s = ", name);
		if (num >= 0)
			buf_printf(out, "%" PRId64, num);
		else
			buf_puts(out, "nothing");
	}
}
