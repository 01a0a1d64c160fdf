/* python_read: the arguments of a call as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/python_read.h"

#include "base/sentence.h"
#include "call/part/parse_value.h"

#include <arpa/inet.h>
#include <string.h>

/* Moves the reader as far as it agrees with `text`; returns the rest of it. */
static const char *agree(struct reader *reader, const char *text)
{
	for (; *text; text++) {
		reader_space(reader);
		if (*text != ' ' && !reader_take(reader, *text))
			break;
	}
	return text;
}

bool python_take(struct reader *reader, const char *text)
{
	struct reader ahead = *reader;
	if (*agree(&ahead, text))
		return false;
	*reader = ahead;
	return true;
}

bool python_want(struct reader *reader, const char *text, struct err *err)
{
	struct buf found = {0};
	const char *left = agree(reader, text);
	if (!*left)
		return true;
	reader_found(reader, &found);
	READER_FAIL(reader, reader->rest.data, err, "expected-sign",
		    SLOT_TEXT("sign", left),
		    SLOT_TEXT("found", buf_text(&found)));
	buf_done(&found);
	return false;
}

/* --- strings ---------------------------------------------------------------
 */

/* The string with quotes as C has them, for text_unquote(). */
static bool cut_string(struct reader *reader, char quote, struct buf *out,
		       struct err *err)
{
	const char *begin = reader->rest.data;
	reader_take(reader, quote);
	buf_putc(out, '"');
	while (reader->rest.len && reader->rest.data[0] != quote) {
		char c = reader->rest.data[0];
		bool escape = c == '\\' && reader->rest.len > 1;
		if (c == '"')
			buf_putc(out, '\\');
		buf_add(out, reader->rest.data, 1 + escape);
		reader->rest.data += 1 + escape;
		reader->rest.len -= 1 + escape;
	}
	buf_putc(out, '"');
	return reader_take(reader, quote) ||
	       READER_FAIL(reader, begin, err, "string-not-closed");
}

bool python_read_string(struct reader *reader, struct buf *out, bool *bytes,
			struct err *err)
{
	const char *begin = reader->rest.data;
	struct buf quoted = {0};
	*bytes = reader_take(reader, 'b') || reader_take(reader, 'B');
	char quote = reader->rest.len ? reader->rest.data[0] : 0;
	if (quote != '"' && quote != '\'')
		return READER_FAIL(reader, begin, err, "expected-string");
	bool read = cut_string(reader, quote, &quoted, err);
	struct str text = {quoted.data, quoted.len};
	if (read && !text_unquote(&text, out, err)) {
		reader->fault = begin;
		read = false;
	}
	buf_done(&quoted);
	return read;
}

bool python_read_bytes(struct reader *reader, struct value *value,
		       struct err *err)
{
	struct buf unit = {0};
	const char *begin = reader->rest.data;
	bool bytes;
	int64_t count = 1;
	value->kind = VALUE_BYTES;
	bool read = python_read_string(reader, &unit, &bytes, err);
	bytes = bytes || (read && (python_take(reader, ".encode()") ||
				   python_take(reader, ".encode(\"utf-8\")") ||
				   python_take(reader, ".encode('utf-8')")));
	if (read && !bytes)
		read = READER_FAIL(reader, begin, err, "socket-takes-bytes");
	reader_space(reader);
	if (read && reader_take(reader, '*')) {
		int64_t most =
			READER_BYTES_MOST / (int64_t)(unit.len ? unit.len : 1);
		reader_space(reader);
		read = reader_number(reader, 0, most, &count, err);
		value->bytes.repeat = (size_t)count;
	}
	if (read)
		value->bytes = reader_repeat(reader, &unit, (size_t)count,
					     value->bytes.repeat);
	buf_done(&unit);
	return read;
}

bool read_python_data(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	(void)call, (void)arg;
	return python_read_bytes(reader, value, err);
}

/* --- descriptors -----------------------------------------------------------
 */

/* s, 3, s.fileno() or socket.socket(fileno=3) */
bool read_python_fd(struct reader *reader, const struct call *call, size_t arg,
		    struct value *value, struct err *err)
{
	if (python_take(reader, "socket.socket(fileno=")) {
		value->kind = VALUE_INT;
		return reader_number(reader, INT32_MIN, INT32_MAX, &value->num,
				     err) &&
		       python_want(reader, ")", err);
	}
	if (!parse_fd(reader, call, arg, value, err))
		return false;
	python_take(reader, ".fileno()");
	return true;
}

bool python_read_truth(struct reader *reader, bool *truth, struct err *err)
{
	*truth = python_take(reader, "True");
	return *truth || python_take(reader, "False") ||
	       READER_FAIL(reader, reader->rest.data, err, "expected-truth");
}
