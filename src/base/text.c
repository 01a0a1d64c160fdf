/* text: views, escapes, widths and wrapping.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"

#include "base/mem.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

struct str str_from(const char *text)
{
	return (struct str){text, strlen(text)};
}

bool str_is(struct str view, const char *text)
{
	size_t len = strlen(text);
	return view.len == len && (!len || !memcmp(view.data, text, len));
}

bool str_same(struct str a, struct str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

bool text_is(const char *text, const char *wanted)
{
	return text && wanted && !strcmp(text, wanted);
}

bool text_same(const char *a, const char *b)
{
	return a == b || text_is(a, b);
}

bool text_is_of(const char *text, const char *whole)
{
	size_t len = strlen(whole);
	return !strncmp(text, whole, len) && (!text[len] || text[len] == '.');
}

bool text_has_suffix(const char *text, const char *suffix)
{
	size_t len = strlen(text), own = strlen(suffix);
	return len > own && !strcmp(text + len - own, suffix);
}

const char *text_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str view)
{
	while (view.len && is_space(view.data[0])) {
		view.data++;
		view.len--;
	}
	while (view.len && is_space(view.data[view.len - 1]))
		view.len--;
	return view;
}

bool str_has_prefix(struct str view, const char *prefix)
{
	size_t len = strlen(prefix);
	return view.len >= len && !memcmp(view.data, prefix, len);
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (!rest->len)
		return false;
	const char *end = memchr(rest->data, '\n', rest->len);
	line->data = rest->data;
	line->len = end ? (size_t)(end - rest->data) : rest->len;
	size_t used = line->len + (end ? 1 : 0);
	rest->data += used;
	rest->len -= used;
	return true;
}

bool str_next_word(struct str *rest, struct str *word)
{
	while (rest->len && is_space(rest->data[0])) {
		rest->data++;
		rest->len--;
	}
	word->data = rest->data;
	word->len = 0;
	while (rest->len && !is_space(rest->data[0])) {
		rest->data++;
		rest->len--;
		word->len++;
	}
	return word->len > 0;
}

/* The escapes that have a letter; the same table reads and writes them. */
static const struct {
	char byte, letter;
	bool strace; /* strace(1) writes it this way */
} escapes[] = {
	{'\n', 'n', true},  {'\t', 't', true},	 {'\r', 'r', true},
	{'\v', 'v', true},  {'\f', 'f', true},	 {'"', '"', true},
	{'\\', '\\', true}, {'\a', 'a', false},	 {'\b', 'b', false},
	{27, 'e', false},   {'\'', '\'', false},
};

static void quote_byte(struct buf *buf, unsigned char byte, int next)
{
	for (size_t i = 0; i < COUNT(escapes); i++) {
		if (escapes[i].strace &&
		    (unsigned char)escapes[i].byte == byte) {
			buf_printf(buf, "\\%c", escapes[i].letter);
			return;
		}
	}
	if (byte >= 0x20 && byte < 0x7f)
		buf_putc(buf, (char)byte);
	else if (next >= '0' && next <= '7')
		buf_printf(buf, "\\%03o", byte);
	else
		buf_printf(buf, "\\%o", byte);
}

void text_quote(struct buf *buf, const void *data, size_t len, size_t most)
{
	const unsigned char *bytes = data;
	size_t shown = len < most ? len : most;
	buf_putc(buf, '"');
	for (size_t i = 0; i < shown; i++)
		quote_byte(buf, bytes[i], i + 1 < shown ? bytes[i + 1] : -1);
	buf_puts(buf, shown < len ? "\"..." : "\"");
}

/* By Unicode's tables, not by the locale's: a frame is the same in the C
 * locale, where golden files are compared. */
static size_t char_width(uint32_t c)
{
	int width = uc_width(c, "UTF-8");
	return width < 0 ? 0 : (size_t)width;
}

/* What is to be ignored where it cannot be drawn has no look of its own. Marks
 * and the later parts of a syllable are drawn upon the character before them,
 * and a variation selector says how that one looks. */
static bool is_drawn(uint32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return true;
	if (uc_is_property_variation_selector(c))
		return true;
	return !uc_is_general_category_withtable(
		       c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cs |
				  UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) &&
	       !uc_is_property_default_ignorable_code_point(c) &&
	       !uc_is_property_bidi_control(c) &&
	       (char_width(c) ||
		uc_is_general_category_withtable(
			c, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_L));
}

/* The letter behind the backslash, or 0. */
static char escape_letter(uint32_t c)
{
	return c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : '\0';
}

static void glyph_escape(struct glyph *glyph, unsigned byte)
{
	uint32_t c = glyph->c;
	size_t room = sizeof(glyph->text);
	int len = escape_letter(c) ? snprintf(glyph->text, room, "\\%c",
					      escape_letter(c))
		  : c < 0x80	   ? snprintf(glyph->text, room, "\\%03o", c)
		  : c == 0xfffd	   ? snprintf(glyph->text, room, "\\%03o", byte)
		  : c < 0x10000	   ? snprintf(glyph->text, room, "\\u%04x", c)
				   : snprintf(glyph->text, room, "\\U%08x", c);
	glyph->len = glyph->width = (size_t)len;
	glyph->is_escaped = true;
}

bool text_glyph(const char *text, size_t len, struct glyph *glyph)
{
	*glyph = (struct glyph){0};
	glyph->used = text_decode(text, len, &glyph->c);
	if (!glyph->used)
		return false;
	bool is_bad = glyph->used == 1 && (unsigned char)text[0] >= 0x80;
	if (is_bad || !is_drawn(glyph->c)) {
		glyph_escape(glyph, (unsigned char)text[0]);
		return true;
	}
	memcpy(glyph->text, text, glyph->used);
	glyph->len = glyph->used;
	glyph->width = char_width(glyph->c);
	return true;
}

static void show(struct buf *buf, struct str rest, size_t most,
		 const char *kept)
{
	struct glyph glyph;
	size_t shown = 0;
	while (shown < most && text_glyph(rest.data, rest.len, &glyph)) {
		if (glyph.used == 1 && strchr(kept, (int)glyph.c) && glyph.c)
			buf_putc(buf, (char)glyph.c);
		else
			buf_add(buf, glyph.text, glyph.len);
		rest.data += glyph.used;
		rest.len -= glyph.used;
		shown += glyph.used;
	}
	buf_puts(buf, rest.len ? "..." : "");
}

void text_show(struct buf *buf, const void *data, size_t len, size_t most)
{
	show(buf, (struct str){data, len}, most, "");
}

void text_show_all(struct buf *buf, const char *text)
{
	show(buf, str_from(text), SIZE_MAX, "");
}

void text_show_lines(struct buf *buf, const void *data, size_t len)
{
	show(buf, (struct str){data, len}, SIZE_MAX, "\n\t");
}

bool text_escape_of(char letter, char *byte)
{
	for (size_t i = 0; i < COUNT(escapes); i++) {
		if (escapes[i].letter == letter) {
			*byte = escapes[i].byte;
			return true;
		}
	}
	return false;
}

size_t text_decode(const char *text, size_t len, uint32_t *c)
{
	if (!len)
		return 0;
	ucs4_t found;
	int size = u8_mbtoucr(&found, (const uint8_t *)text, len);
	*c = size > 0 ? found : 0xfffd;
	return size > 0 ? (size_t)size : 1;
}

void text_encode(struct buf *buf, uint32_t c)
{
	uint8_t bytes[6];
	int size = u8_uctomb(bytes, c, sizeof(bytes));
	if (size > 0)
		buf_add(buf, bytes, (size_t)size);
}

size_t text_width(const char *text, size_t len)
{
	size_t width = 0;
	struct glyph glyph;
	while (text_glyph(text, len, &glyph)) {
		width += glyph.width;
		text += glyph.used;
		len -= glyph.used;
	}
	return width;
}

bool text_wrap(struct str *rest, size_t width, struct str *line)
{
	if (!rest->len)
		return false;
	size_t used = 0, columns = 0, space = 0;
	struct glyph glyph;
	while (text_glyph(rest->data + used, rest->len - used, &glyph)) {
		if (glyph.c == '\n')
			break;
		if (glyph.c == ' ')
			space = used;
		if (columns + glyph.width > width && columns)
			break;
		columns += glyph.width;
		used += glyph.used;
	}
	bool cut = used < rest->len && rest->data[used] != '\n';
	if (cut && rest->data[used] != ' ' && space)
		used = space;
	*line = (struct str){rest->data, used};
	rest->data += used;
	rest->len -= used;
	// The break itself, newline or space, belongs to no line.
	if (rest->len && (rest->data[0] == '\n' || rest->data[0] == ' ')) {
		rest->data++;
		rest->len--;
	}
	return true;
}
