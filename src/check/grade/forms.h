/* forms: a book in the forms that others read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each adds to a buffer. What programs wrote comes in glyphs (base/text.h).
 */
#pragma once
#include "check/grade/book.h"

/* The feedback of one submission, for who handed it in. */
void forms_print_feedback(const struct book *book, size_t submission,
			  struct buf *out);

/* id,name,exercise,score,max,status,seconds,seed,report: RFC 4180. The score of
 * what is not found out is left empty. */
void forms_print_csv(const struct book *book, struct buf *out);

/* All submissions: a test suite each; a subtest each. */
void forms_print_junit(const struct book *book, struct buf *out);
void forms_print_tap(const struct book *book, struct buf *out);

/* One submission: Gradescope's results.json, classroom50/result/v1. */
void forms_print_gradescope(const struct book *book, size_t submission,
			    struct buf *out);
void forms_print_classroom(const struct book *book, size_t submission,
			   struct buf *out);

/* The class: points, the slowest, what failed most; as JSON and as a page. */
void forms_print_class_json(const struct book *book, struct buf *out);
void forms_print_class(const struct book *book, struct buf *out);

/* Writes the files of one submission, or those about all, into the book's
 * folder. */
bool forms_write_one(const struct book *book, size_t submission,
		     struct err *err);
bool forms_write_all(const struct book *book, struct err *err);
