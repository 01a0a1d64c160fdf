/* reader: the words that calls are made of: names, numbers, strings.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/reader.h"

#include "base/sentence.h"
#include "call/part/expression.h"

#include <inttypes.h>
#include <string.h>

void reader_space(struct reader *reader)
{
	while (reader->rest.len && strchr(" \t\r\n", reader->rest.data[0]) &&
	       reader->rest.data[0]) {
		reader->rest.data++;
		reader->rest.len--;
	}
}

bool reader_take(struct reader *reader, char c)
{
	if (!reader->rest.len || reader->rest.data[0] != c)
		return false;
	reader->rest.data++;
	reader->rest.len--;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool reader_name(struct reader *reader, struct str *name)
{
	struct str *rest = &reader->rest;
	*name = (struct str){rest->data, 0};
	while (name->len < rest->len &&
	       (is_letter(rest->data[name->len]) ||
		(name->len && is_digit(rest->data[name->len]))))
		name->len++;
	rest->data += name->len;
	rest->len -= name->len;
	return name->len > 0;
}

bool reader_fail(struct reader *reader, const char *at, struct err *err,
		 const char *id, const struct slot *slots, size_t count)
{
	reader->fault = at;
	return sentence_fail(err, id, slots, count);
}

void reader_found(const struct reader *reader, struct buf *out)
{
	struct str rest = reader->rest;
	size_t len = 0;
	if (!rest.len) {
		SENTENCE(out, "found-end");
		return;
	}
	while (len < rest.len && len < 20 &&
	       (is_letter(rest.data[len]) || is_digit(rest.data[len])))
		len++;
	if (len) {
		buf_printf(out, "`%.*s`", (int)len, rest.data);
	} else if (rest.data[0] > ' ' && rest.data[0] < 0x7f) {
		buf_printf(out, "`%c`", rest.data[0]);
	} else {
		struct buf byte = {0};
		text_quote(&byte, rest.data, 1, 1);
		SENTENCE(out, "found-byte", SLOT_TEXT("byte", buf_text(&byte)));
		buf_done(&byte);
	}
}

void reader_suggest(struct str word, const char *const *names, size_t count,
		    struct buf *out)
{
	const char *nearest[2];
	// A name that is longer than any has no near one.
	char copy[64];
	if (word.len >= sizeof(copy))
		return;
	memcpy(copy, word.data, word.len);
	copy[word.len] = '\0';
	size_t found = text_nearest(copy, names, count, nearest, 2);
	if (found == 1)
		SENTENCE(out, "did-you-mean", SLOT_TEXT("name", nearest[0]));
	else if (found == 2)
		SENTENCE(out, "did-you-mean-one", SLOT_TEXT("name", nearest[0]),
			 SLOT_TEXT("other", nearest[1]));
}

bool reader_number(struct reader *reader, int64_t least, int64_t most,
		   int64_t *num, struct err *err)
{
	const char *begin = reader->rest.data;
	if (expression_is_at(reader))
		return expression_read(reader, num, err) &&
		       ((*num >= least && *num <= most) ||
			READER_FAIL(reader, begin, err, "value-out-of-range",
				    SLOT_NUMBER("value", *num),
				    SLOT_NUMBER("least", least),
				    SLOT_NUMBER("most", most)));
	bool minus = reader_take(reader, '-');
	struct str *rest = &reader->rest;
	uint64_t value = 0;
	unsigned base = 10;
	if (rest->len > 1 && rest->data[0] == '0') {
		bool hex = (rest->data[1] | 0x20) == 'x';
		base = hex ? 16 : 8;
		rest->data += hex ? 2 : 1;
		rest->len -= hex ? 2 : 1;
	}
	// The 0 of an octal number, or of 0 itself, is its first digit.
	bool any = base == 8, fits = true;
	for (; rest->len; rest->data++, rest->len--) {
		char c = rest->data[0];
		unsigned digit = is_digit(c) ? (unsigned)(c - '0')
				 : is_letter(c)
					 ? (unsigned)(c | 0x20) - 'a' + 10
					 : base;
		if (digit >= base)
			break;
		any = true;
		value = value * base + digit;
		if (value > (uint64_t)INT64_MAX / 32) {
			fits = false;
			value = 0;
		}
	}
	const char *end = rest->data;
	if (!any || (rest->len && (is_letter(*end) || is_digit(*end))))
		return READER_FAIL(
			reader, begin, err, "no-number-at",
			SLOT_PART("text", begin,
				  (int)(end - begin) + (rest->len > 0)));
	*num = minus ? -(int64_t)value : (int64_t)value;
	if (!fits || *num < least || *num > most)
		return READER_FAIL(reader, begin, err, "number-out-of-range",
				   SLOT_PART("text", begin, (int)(end - begin)),
				   SLOT_NUMBER("least", least),
				   SLOT_NUMBER("most", most));
	return true;
}

bool reader_at_number(const struct reader *reader)
{
	const struct str *rest = &reader->rest;
	return rest->len && (is_digit(rest->data[0]) || rest->data[0] == '-' ||
			     expression_is_at(reader));
}

struct bytes reader_repeat(struct reader *reader, const struct buf *unit,
			   size_t count, size_t repeat)
{
	size_t len = unit->len;
	unsigned char *data = arena_alloc(reader->arena, count * len + 1);
	for (size_t i = 0; i < count && len; i++)
		memcpy(data + i * len, unit->data, len);
	return (struct bytes){data, count * len, repeat, 0};
}

bool reader_bytes(struct reader *reader, struct bytes *bytes, struct err *err)
{
	struct buf unit = {0};
	const char *begin = reader->rest.data;
	if (!text_unquote(&reader->rest, &unit, err)) {
		buf_done(&unit);
		reader->fault = begin;
		return false;
	}
	size_t count = 1;
	bool fits = true;
	reader_space(reader);
	if (reader_take(reader, '*')) {
		int64_t num = 0;
		int64_t most =
			READER_BYTES_MOST / (int64_t)(unit.len ? unit.len : 1);
		reader_space(reader);
		fits = reader_number(reader, 0, most, &num, err);
		count = bytes->repeat = (size_t)num;
	}
	if (fits)
		*bytes = reader_repeat(reader, &unit, count, bytes->repeat);
	buf_done(&unit);
	return fits;
}
