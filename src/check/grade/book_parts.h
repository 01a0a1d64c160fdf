/* book_parts: what a book's files are made of.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For check/grade/book.c and book_line.c alone.
 */
#pragma once
#include "check/grade/book.h"

#include <jansson.h>

/* Takes what a line of results.jsonl says. Returns false, and takes nothing,
 * for what is no line of this book. */
bool book_take_line(struct book *book, struct str line);

/* The string `key` of a JSON object, in the book's arena; NULL: it has none. */
const char *book_text(struct book *book, const json_t *object, const char *key);

/* A new string, with escapes where the text is no UTF-8, or null. */
json_t *book_json(const char *text);
