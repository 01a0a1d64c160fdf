/* unquote: a string in quotes, as it is typed, and its bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "base/text.h"

#include <assert.h>

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* A number of at most `most` digits of `base` at the front of `rest`.
 * Returns false when there is no digit. */
static bool read_digits(struct str *rest, int base, size_t most, int *value)
{
	size_t n = 0;
	*value = 0;
	while (n < most && n < rest->len && digit_of(rest->data[n]) < base) {
		*value = *value * base + digit_of(rest->data[n]);
		n++;
	}
	rest->data += n;
	rest->len -= n;
	return n > 0;
}

static bool read_escape(struct str *rest, struct buf *out, struct err *err)
{
	if (!rest->len)
		return FAILURE(err, "string-ends");
	char first = rest->data[0], byte;
	if (text_escape_of(first, &byte)) {
		buf_putc(out, byte);
		rest->data++;
		rest->len--;
		return true;
	}
	int value;
	if (first == 'x') {
		rest->data++;
		rest->len--;
		if (!read_digits(rest, 16, 2, &value))
			return FAILURE(err, "string-hexadecimal");
	} else if (!read_digits(rest, 8, 3, &value)) {
		return FAILURE(err, "string-escape",
			       SLOT_PART("letter", &first, 1));
	}
	if (value > 255)
		return FAILURE(err, "string-octal");
	buf_putc(out, (char)value);
	return true;
}

bool text_unquote(struct str *rest, struct buf *out, struct err *err)
{
	assert(rest->len && rest->data[0] == '"');
	rest->data++;
	rest->len--;
	while (rest->len && rest->data[0] != '"') {
		char c = rest->data[0];
		rest->data++;
		rest->len--;
		if (c != '\\')
			buf_putc(out, c);
		else if (!read_escape(rest, out, err))
			return false;
	}
	if (!rest->len)
		return FAILURE(err, "string-not-closed");
	rest->data++;
	rest->len--;
	return true;
}
