/* system: the files of the machine that no lab can do without.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* What is not there, and how it comes back, each as a part of a sentence. */
struct system_lack {
	const char *path, *what, *remedy;
};

/* The first file that is not there or cannot be read, or NULL. `root` is put
 * before their names ("" but in tests). Static. proc(5), null(4) */
const struct system_lack *system_find_lack(const char *root);
