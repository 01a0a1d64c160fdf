/* text: views, growing buffers, escapes, widths and nearest names.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

/* A view into bytes that somebody else owns; not NUL-terminated. */
struct str {
	const char *data;
	size_t len;
};

struct str str_from(const char *text);
bool str_is(struct str view, const char *text);
bool str_same(struct str a, struct str b);
struct str str_trim(struct str view); /* without white space at both ends */
bool str_has_prefix(struct str view, const char *prefix);

/* Whether both are the same text. Where NULL stands for "none", one of two
 * questions is meant: text_is() asks whether there is a text and it is that
 * one, and none is none; to text_same() two that are none are the same. */
bool text_is(const char *text, const char *wanted);
bool text_same(const char *a, const char *b);

/* Whether it is `whole`, or that with a dot and more behind it: a thread of a
 * program, what a compiler made of a part of a function. */
bool text_is_of(const char *text, const char *whole);

/* Whether it ends in `suffix` and is more than that. */
bool text_has_suffix(const char *text, const char *suffix);

/* What of a path is behind its last slash. */
const char *text_base(const char *path);

/* Cuts the next line (without its newline) off `rest`. Returns false when
 * nothing is left. */
bool str_next_line(struct str *rest, struct str *line);

/* Cuts the next word (up to white space) off `rest`. Returns false when
 * nothing is left. */
bool str_next_word(struct str *rest, struct str *word);

/* A growing text, always NUL-terminated once something was added. Owns its
 * bytes. Zero-initialise before use. */
struct buf {
	char *data;
	size_t len, cap;
};

void buf_add(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
const char *buf_text(const struct buf *buf); /* "" while empty */
char *buf_take(struct buf *buf); /* the caller frees; `buf` is empty then */
char *buf_keep(struct buf *buf, struct arena *arena); /* the same, owned
							       by `arena` */
void buf_clear(struct buf *buf);		      /* keeps the memory */
void buf_done(struct buf *buf);

/* Adds bytes the way strace(1) quotes them, with the quotes: \n \t \r \v \f
 * \" \\ by name, others outside ASCII in octal as short as the next character
 * allows. After `most` bytes the closing quote is followed by "...". */
void text_quote(struct buf *buf, const void *data, size_t len, size_t most);

/* How one character is shown, whoever wrote it: as it is, or, where a terminal
 * would do something with it but draw it, as an escape: \n \t by name, other
 * controls of ASCII and bytes that are no UTF-8 in octal (\033), all others of
 * no width, those that turn the direction of text among them, as \u202e. */
struct glyph {
	char text[12];
	size_t len, width;
	size_t used;	 /* bytes of what is shown */
	bool is_escaped; /* then `text` is ASCII */
	uint32_t c;
};

/* The glyph of the character at the front of text[0..len); false at the end.
 * This is the one door by which text that others wrote comes out: grids, lines
 * and sentences are all made of glyphs. */
bool text_glyph(const char *text, size_t len, struct glyph *glyph);

/* Adds text as a message shows it, in glyphs, "..." for what is behind the
 * first `most` bytes. */
void text_show(struct buf *buf, const void *data, size_t len, size_t most);

void text_show_all(struct buf *buf, const char *text);

/* The same for text of several lines: newlines and tabs stay as they are. */
void text_show_lines(struct buf *buf, const void *data, size_t len);

/* Reads a quoted string with C escapes (\n \t \r \v \f \a \b \e \0 \" \\ \'
 * octal and \xHH) from the front of `rest`, which begins with `"` and is moved
 * behind the closing quote. The bytes are added to `out`. */
bool text_unquote(struct str *rest, struct buf *out, struct err *err);

/* The byte that an escape of one letter stands for. */
bool text_escape_of(char letter, char *byte);

/* Columns that the glyphs of UTF-8 text take in a terminal. */
size_t text_width(const char *text, size_t len);

/* One UTF-8 character at the front of text[0..len): its code point in *c.
 * Returns its length in bytes, 1 with U+FFFD for a bad byte, 0 at the end. */
size_t text_decode(const char *text, size_t len, uint32_t *c);
void text_encode(struct buf *buf, uint32_t c);

/* Takes the next line of at most `width` columns off `rest`, broken at a
 * space where there is one; a newline always ends a line. Returns false when
 * nothing is left. */
bool text_wrap(struct str *rest, size_t width, struct str *line);

/* The names that a learner most likely meant by `word`, nearest first: at most
 * `most` of them, within a third of the word's length in edits (Damerau).
 * Returns how many were written to `nearest` (borrowed from `names`). */
size_t text_nearest(const char *word, const char *const *names, size_t count,
		    const char **nearest, size_t most);
