/* owners: who has a socket, by which number and under which name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/view/view.h"

/* Adds the actors that have it, or the kernel where none has. */
void owners_who(const struct view *view, const struct socket_state *row,
		struct buf *out);

/* Adds the variable by which the first of them has it, if there is one. */
void owners_name(const struct view *view, const struct socket_state *row,
		 struct buf *out);

/* Adds the numbers of their descriptors, or "-" where nobody has it. */
void owners_fd(const struct view *view, const struct socket_state *row,
	       struct buf *out);

/* Adds who has the other end of a UNIX socket, which has no address. */
void owners_peer(const struct view *view, const struct socket_state *row,
		 struct buf *out);
