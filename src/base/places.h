/* places: where the installed program finds its own files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* The folder of everything that is installed beside the program, and that of
 * the lessons within it: absolute paths, from `make install`'s datadir. */
extern const char places_data[];
extern const char places_lessons[];

/* The folder of translations: LANGUAGE/LC_MESSAGES/sockstep.mo below it. */
extern const char places_locale[];

/* The folders of settings for all users of the machine, with colons between
 * them, for where XDG_CONFIG_DIRS says nothing. */
extern const char places_settings[];
