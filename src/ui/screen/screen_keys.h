/* screen_keys: what a terminal sends, as keys or as bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Tells curses, once it has begun, the forms of keys that the terminal's
 * description does not name. */
void screen_define_keys(void);
