/* unpack: the files of a submission, copied into a folder of ours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

enum {
	UNPACK_FILES_MOST = 1000,
	UNPACK_MIB_MOST = 32, /* of all files together */
	UNPACK_DEPTH_MOST = 3 /* archives within archives */
};

/* Copies a file or a folder, or unpacks an archive (zip, or tar however it is
 * compressed), into `folder`, which is there. Only plain files and folders are
 * taken, and none gets out of it. An archive that is all that a submission has
 * is unpacked as well. Adds a line to `did` for each such archive, and for
 * links that were left out. Fails when it is too much, cannot be read, or is no
 * such thing; the sentence is for who handed it in. */
bool unpack(const char *path, const char *folder, struct buf *did,
	    struct err *err);

/* Whether it is a file that is called as one that would be unpacked. */
bool unpack_is_archive(const char *path);

/* Makes a folder below TMPDIR or /tmp, into which nobody else comes; the caller
 * frees its path, and takes it away by unpack_remove(). NULL with the path and
 * the reason in `err`. */
char *unpack_make(struct err *err);

/* The folder within `folder` that has the files: a submission may have one
 * folder only, and in it another. The caller frees. */
char *unpack_root(const char *folder);

/* Takes away such a folder with all that is in it, whatever was made of it
 * since; NULL does nothing. */
void unpack_remove(const char *folder);
