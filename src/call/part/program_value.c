/* program_value: what the lines of a C program share, whatever the kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"

#include <inttypes.h>
#include <stdint.h>

/* A string literal. What the compiler would read as a trigraph is broken up. */
void program_string(const void *data, size_t len, struct buf *out)
{
	struct buf text = {0};
	text_quote(&text, data, len, SIZE_MAX);
	for (size_t i = 0; i < text.len; i++) {
		if (i && text.data[i] == '?' && text.data[i - 1] == '?')
			buf_putc(out, '\\');
		buf_putc(out, text.data[i]);
	}
	buf_done(&text);
}

/* A repetition becomes a loop; one byte over and over memset(3). */
void program_bytes(const struct bytes *bytes, const char *name, struct buf *out)
{
	if (!bytes->repeat || !bytes->len)
		return;
	size_t unit = bytes->len / bytes->repeat;
	buf_printf(out, "char %s[%zu];\n", name, bytes->len);
	unsigned char first = bytes->data[0];
	if (unit == 1) {
		bool letter = first >= ' ' && first < 0x7f && first != '\'' &&
			      first != '\\';
		buf_printf(out,
			   letter ? "memset(%s, '%c', sizeof(%s));\n"
				  : "memset(%s, %d, sizeof(%s));\n",
			   name, first, name);
		return;
	}
	buf_printf(out,
		   "for (size_t i = 0; i < sizeof(%s); i++)\n\t%s[i] = ", name,
		   name);
	program_string(bytes->data, unit, out);
	buf_printf(out, "[i %% %zu];\n", unit);
}
