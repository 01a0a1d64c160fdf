/* keys_bind: other keys than the usual ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "ui/command/keys.h"

enum { KEYS_CODES_MOST = 4 };

/* Gives `command` these keys in the place of its own, wherever it has any; a
 * command that has none gets a row with `help`, in lessons. To be called before
 * the first key is read, and keys_settle() after the last. Keeps copies of the
 * texts. Fails when there is no room for another row, and for ctrl-c, which
 * quits always. */
bool keys_bind(const char *command, const char *help, const uint32_t *codes,
	       size_t count, struct err *err);

/* Takes the keys that were given away from the commands that had them, and
 * writes anew what the help and the footer name. */
void keys_settle(void);

/* The command that, after keys_settle(), has a key of `command` at the same
 * moment; which key that is goes to `code`. NULL when there is none. */
const char *keys_clash(const char *command, uint32_t *code);
