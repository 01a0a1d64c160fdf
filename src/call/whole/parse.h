/* parse: the text of a call, in C notation, to a value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     call    = [ name "=" ] name "(" [ arg { "," arg } ] ")" [ ";" ]
 *     arg     = flags | address | string [ "*" number ] | name | list | NULL
 *     list    = "{" [ arg { "," arg } ] "}"
 *     flags   = term { "|" term }
 *     term    = number | CONSTANT
 *
 * Addresses: 127.0.0.1:12345, [::1]:80, unix:/tmp/s, unix:@name; see
 * address_parse() for the rare ones. Numbers can be expressions: htons(80), see
 * expression.h.
 *
 * Lists, by what the argument is:
 *
 *     {1, 0}                        an option: SO_LINGER, SO_RCVTIMEO …
 *     {a, b}                        socketpair: the variables that take its
 *                                   descriptors, _ for none; the sets of
 *                                   select, NULL for no set
 *     {1, 500000}                   select: seconds and microseconds
 *     {{srv, POLLIN}, {cli, 0}}     poll
 *     EPOLLIN|EPOLLET               epoll_ctl: the data is the descriptor, or
 *                                   {EPOLLIN, 5} where it is another number
 *     {"ab", "cd"} and {100, 4}     writev and readv: buffers, and their sizes
 *     {iov={"ab", "cd"}, MEMBER …}  sendmsg; its members are name=ADDRESS,
 *                                   rights={a, b} (SCM_RIGHTS), credentials
 *                                   (SCM_CREDENTIALS: the actor's own, or
 *                                   credentials={1, getuid(), getgid()}),
 *                                   control="..." (any others, as bytes)
 *     {iov={100, 4}, MEMBER …}      recvmsg; name (room for an address),
 *                                   rights={got} (room for so many, and who
 *                                   takes them), credentials, error (room for
 *                                   what IP_RECVERR gives), control=64
 */
#pragma once
#include "call/call.h"

/* Reads one call, the whole of `text`. Strings live in `arena`. The sentence
 * in `err` points at the place ("column 14: ") and says what was expected;
 * an unknown call or constant names the nearest ones. `column` may be NULL;
 * otherwise it gets the 1-based column of the fault. */
bool call_parse(struct str text, struct arena *arena, struct call *call,
		size_t *column, struct err *err);
