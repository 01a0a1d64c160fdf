/* stream_socket: what a stream tells of sockets, as the kernel lists them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "show/plain/stream.h"

/* Adds a line when the socket is new, another's, in another state or between
 * other ends: queues move with every byte, and are not told. */
void stream_socket_print(struct stream *stream,
			 const struct event_socket *event, struct buf *out);

void stream_sockets_done(struct stream *stream);
