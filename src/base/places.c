/* places: where the installed program finds its own files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Makefile gives the folder to this file alone, so that installing under
 * another prefix compiles nothing else again. A user's own folders are those of
 * the XDG Base Directory Specification.
 */
#include "base/places.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#ifndef SOCKSTEP_DATA
#define SOCKSTEP_DATA "/usr/local/share/sockstep"
#endif
#ifndef SOCKSTEP_LOCALE
#define SOCKSTEP_LOCALE "/usr/local/share/locale"
#endif
#ifndef SOCKSTEP_MANUAL
#define SOCKSTEP_MANUAL "/usr/local/share/man/man1/sockstep.1"
#endif
#ifndef SOCKSTEP_SYSCONF
#define SOCKSTEP_SYSCONF "/usr/local/etc"
#endif

const char places_data[] = SOCKSTEP_DATA;
const char places_lessons[] = SOCKSTEP_DATA "/lessons";
const char places_locale[] = SOCKSTEP_LOCALE;
const char places_manual[] = SOCKSTEP_MANUAL;
const char places_settings[] = SOCKSTEP_SYSCONF "/xdg:/etc/xdg";

/* The length of a path without slashes at its end: 0 for the root, for what
 * stands below it begins with one. */
static int length_before(const char *path)
{
	size_t len = strlen(path);
	while (len && path[len - 1] == '/')
		len--;
	return (int)len;
}

char *places_of_user(const char *variable, const char *usual, const char *file)
{
	const char *folder = getenv(variable), *home = getenv("HOME");
	if (folder && folder[0] == '/')
		return xprintf("%.*s/sockstep/%s", length_before(folder),
			       folder, file);
	if (home && home[0] == '/')
		return xprintf("%.*s/%s/sockstep/%s", length_before(home), home,
			       usual, file);
	return NULL;
}
