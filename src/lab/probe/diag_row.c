/* diag_row: what the answers of all families say alike.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/probe/diag_row.h"

void diag_take_shutdown(const struct nlattr *attribute,
			struct socket_state *row)
{
	enum { RCV_SHUTDOWN = 1, SEND_SHUTDOWN = 2 }; // <net/sock.h>
	if (!mnl_attr_get_payload_len(attribute))
		return;
	uint8_t ways = mnl_attr_get_u8(attribute);
	row->shut_rd = ways & RCV_SHUTDOWN;
	row->shut_wr = ways & SEND_SHUTDOWN;
}
