/* golden: compares what was made with a file that a reviewer has read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Fails the running test when the file at `path` (from the top of the tree)
 * differs from `actual`; with UPDATE=1 in the environment writes it instead. */
void golden_check(const char *path, const char *actual);

/* The whole file as a string that the caller frees; NULL when there is none. */
char *golden_read(const char *path);
