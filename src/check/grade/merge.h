/* merge: the books of several machines as one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/grade/book.h"

/* Makes the book of `folder` from those of `shards`, NULL behind the last, and
 * writes all its forms. Fails when they are not of one exercise and one seed,
 * and when a submission is in two of them. */
bool merge_books(struct book *book, char *const *shards, const char *folder,
		 struct err *err);
