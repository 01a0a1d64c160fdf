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

/* The page sockstep(1), once it is installed; a package may have compressed it,
 * with the end of its name as always. */
extern const char places_manual[];

/* The folders of settings for all users of the machine, with colons between
 * them, for where XDG_CONFIG_DIRS says nothing. */
extern const char places_settings[];

/* Where a user keeps `file` of this program: below the folder that `variable`
 * names, an absolute path, or else below `usual` in the home. The caller frees
 * it. NULL where there is no home. */
char *places_of_user(const char *variable, const char *usual, const char *file);
