/* base_places: where a user's own files are.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/places.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* Where "file" is with that home and that folder; NULL for unset. */
static char *place(const char *home, const char *folder)
{
	unsetenv("HOME");
	unsetenv("XDG_STATE_HOME");
	if (home)
		setenv("HOME", home, 1);
	if (folder)
		setenv("XDG_STATE_HOME", folder, 1);
	return places_of_user("XDG_STATE_HOME", ".local/state", "file");
}

Test(places, a_user_s_file_is_below_the_home_or_the_folder_that_is_named)
{
	static const struct {
		const char *home, *folder, *expected;
	} cases[] = {
		{"/home/a", NULL, "/home/a/.local/state/sockstep/file"},
		{"/home/a/", NULL, "/home/a/.local/state/sockstep/file"},
		{"/", NULL, "/.local/state/sockstep/file"},
		{"/home/a", "/s", "/s/sockstep/file"},
		{NULL, "/s//", "/s/sockstep/file"},
		{"/home/a", "/", "/sockstep/file"},
		{"/home/a", "s", "/home/a/.local/state/sockstep/file"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_FREE char *found = place(cases[i].home, cases[i].folder);
		cr_assert_str_eq(found, cases[i].expected);
	}
	cr_assert_null(place(NULL, NULL));
	cr_assert_null(place("home", "s"));
}
