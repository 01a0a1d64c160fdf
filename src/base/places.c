/* places: where the installed program finds its own files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Makefile gives the folder to this file alone, so that installing under
 * another prefix compiles nothing else again.
 */
#include "base/places.h"

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
