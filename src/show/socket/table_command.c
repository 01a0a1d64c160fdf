/* table_command: the ss(8) command line that lists the rows, and how many of
 * them it does.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "show/socket/table.h"

#include <sys/socket.h>

void table_command(const struct view *view, struct buf *out)
{
	bool tcp = false, udp = false, local = false;
	for (size_t i = 0; i < view->change_count; i++) {
		const struct change *change = &view->changes[i];
		const struct socket_state *row =
			change->after ? change->after : change->before;
		local |= row->family == AF_UNIX;
		tcp |= row->family != AF_UNIX && row->type == SOCK_STREAM;
		udp |= row->family != AF_UNIX && row->type == SOCK_DGRAM;
	}
	if (!tcp && !udp && !local)
		tcp = true;
	buf_printf(out, NOTATION("ss -%s%s%san"), tcp ? "t" : "",
		   udp ? "u" : "", local ? "x" : "");
}

void table_listed(const struct view *view, struct buf *out)
{
	size_t rows = 0, listed = 0;
	for (size_t i = 0; i < view->change_count; i++) {
		const struct socket_state *row = view->changes[i].after;
		rows += row != NULL;
		listed += row && socket_is_listed(row);
	}
	if (listed == rows)
		return;
	if (listed)
		SENTENCE_LINE(out, " ", "", "panel-ss-lists-some",
			      SLOT_NUMBER("listed", listed),
			      SLOT_NUMBER("rows", rows));
	else
		buf_printf(
			out, " %s",
			sentence_text(
				rows > 1 ? SENTENCE_ID("panel-ss-lists-none")
					 : SENTENCE_ID("panel-ss-lists-not")));
}
