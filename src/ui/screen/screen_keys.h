/* screen_keys: what a terminal sends, as keys or as bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdint.h>

/* Tells curses, once it has begun, the forms of keys that the terminal's
 * description does not name. */
void screen_define_keys(void);

/* The key of a character that is one: Enter and Backspace have two. */
uint32_t screen_key_of(uint32_t c);
