/* bound_inactive: sock_diag lists a bound socket under the state bit 13.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: since Linux 6.8 the request lists it, in state CLOSE and with its
 * inode, and under no other bit. An unbound socket is never listed.
 */
#include "kernel.h"

int main(void)
{
	enter_namespaces();
	int diag = diag_open();
	int unbound = socket(AF_INET, SOCK_STREAM, 0), fd = bound_at(12345);
	struct diag_wanted wanted = {.cookie = cookie_of(fd)};
	HOLDS(!diag_each(diag, (1u << BOUND_INACTIVE) - 1, NULL, NULL),
	      "listed among the other states");
	int count = diag_each(diag, 1u << BOUND_INACTIVE, diag_match, &wanted);
	if (!count)
		CANNOT("not listed: a kernel before 6.8");
	HOLDS(count == 1, "%d rows: the unbound one is listed, too", count);
	HOLDS(wanted.row.id.idiag_sport == htons(12345) &&
		      wanted.row.idiag_inode,
	      "listed without its port or inode");
	HOLDS(wanted.row.idiag_state == 7 || wanted.row.idiag_state == 13,
	      "listed in state %d", wanted.row.idiag_state);
	close(unbound);
	return 0;
}
