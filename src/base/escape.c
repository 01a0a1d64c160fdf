/* escape: text as the forms of a report have it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A name or a line of a program must not become a field, a tag or a verdict of
 * its own, nor a formula in a teacher's spreadsheet.
 */
#include "base/escape.h"

#include "base/mem.h"

#include <string.h>

void escape_tap(const char *text, struct buf *out)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '#')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

/* Within single quotes only those are doubled. */
void escape_yaml(const char *text, struct buf *out)
{
	buf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_putc(out, '\'');
		buf_putc(out, *text);
	}
	buf_putc(out, '\'');
}

void escape_xml(const char *text, struct buf *out)
{
	static const struct {
		char c;
		const char *name;
	} names[] = {
		{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
	for (; *text; text++) {
		const char *name = NULL;
		for (size_t i = 0; i < COUNT(names); i++)
			name = names[i].c == *text ? names[i].name : name;
		if (name)
			buf_puts(out, name);
		else if ((unsigned char)*text >= ' ' || strchr("\n\t", *text))
			buf_putc(out, *text);
	}
}

void escape_csv(const char *text, struct buf *out)
{
	bool is_formula = text[0] && strchr("=+-@\t", text[0]);
	bool is_quoted = is_formula || strpbrk(text, ",\"\r\n");
	if (is_quoted)
		buf_putc(out, '"');
	if (is_formula)
		buf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	if (is_quoted)
		buf_putc(out, '"');
}
