/* python_repr: values as Python's interpreter prints them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

/* Adds b'hello\n': at most `room` columns of the bytes and "..." before the
 * last quote where there are more. Returns whether all of them are there. */
bool python_repr_bytes(const unsigned char *data, size_t len, size_t room,
		       struct buf *out);

/* Adds ('127.0.0.1', 80), ('::1', 80, 0, 0), '/run/log', b'\x00name', or None
 * where there is no address. */
void python_repr_address(const struct address *address, struct buf *out);

/* Adds <socket.socket fd=3, ...>; `brief`: "fd 3". */
void python_repr_socket(int64_t fd, bool brief, struct buf *out);

/* Adds "ConnectionRefusedError: [Errno 111] Connection refused", the last line
 * of the traceback. `brief`: "ConnectionRefusedError" where that says which
 * errno it was, else "OSError: [Errno 107]". */
void python_repr_error(int error, bool brief, struct buf *out);
