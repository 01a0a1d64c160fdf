/* room_page: the page with which browsers follow over a broker that somebody
 * else runs, as a file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

/* Whether `at` says where that is, as place_read_web() wants it. */
bool room_page_check(const char *at, struct err *err);

/* Writes the page. It has the address in it, and the user and the password that
 * it names, so it is for those who may know them; no code of a room. */
bool room_page_write(const char *at, const char *path, struct err *err);
