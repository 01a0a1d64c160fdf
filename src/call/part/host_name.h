/* host_name: a host's name in the place of an address, as programs are given
 * it. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/part/reader.h"

/* Whether `text` begins with the name of a host, with its port behind a colon
 * or nothing. The name has a letter, so that no address in digits is one. */
bool host_name_begins(struct str text);

/* Finds the address of such a text, "localhost:80", by the reader's finder,
 * which is there. Fails as that does, and where it has no port. */
bool host_name_find(struct reader *reader, struct str text,
		    struct address *address, struct err *err);
