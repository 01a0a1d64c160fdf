/* language: which languages the learner reads, and what is there in one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>

/* The name of this program's catalogues (bindtextdomain(3)). */
extern const char language_domain[];

/* Whether there is a catalogue in a language that the learner prefers to
 * English. The first call looks, and turns messages of the C library into that
 * language, too; without one they stay English, as all else. */
bool language_is_translated(void);

/* The folder `folder`/LANGUAGE of the first language that has one, wanted
 * before English; "de_AT" may be "de". NULL: none. The caller frees. */
char *language_folder(const char *folder);
