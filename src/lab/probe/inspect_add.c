/* inspect_add: rows of what was read of a socket.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/probe/inspect_info.h"

#include <errno.h>

void inspect_add(struct inspection *inspection, struct inspect_row row)
{
	inspection->rows =
		xgrow(inspection->rows, &inspection->cap, inspection->count + 1,
		      sizeof(*inspection->rows));
	inspection->rows[inspection->count++] = row;
}

void inspect_add_number(struct inspection *inspection, const char *group,
			const char *name, int64_t number)
{
	inspect_add(inspection, (struct inspect_row){.group = group,
						     .name = name,
						     .number = number});
}

void inspect_add_failed(struct inspection *inspection, const char *group,
			const char *name)
{
	if (errno != ENOPROTOOPT && errno != EOPNOTSUPP && errno != ENOTTY)
		inspect_add(inspection,
			    (struct inspect_row){.group = group,
						 .name = name,
						 .answer = INSPECT_FAILED,
						 .error = errno});
}
