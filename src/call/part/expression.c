/* expression: htons() and its family, wherever a number can stand.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The C library's own functions are called, so what comes out is what this
 * machine's programs get.
 */
#include "call/part/expression.h"

#include "base/sentence.h"

#include <arpa/inet.h>
#include <inttypes.h>

static uint32_t apply_htons(uint32_t num)
{
	return htons((uint16_t)num);
}

static uint32_t apply_htonl(uint32_t num)
{
	return htonl(num);
}

static uint32_t apply_ntohs(uint32_t num)
{
	return ntohs((uint16_t)num);
}

static uint32_t apply_ntohl(uint32_t num)
{
	return ntohl(num);
}

/* `apply` is NULL for the one whose operand is a string. */
struct function {
	const char *name;
	size_t bytes; /* of the operand and of the value */
	uint32_t (*apply)(uint32_t num);
};

static const struct function functions[] = {
	{"htonl", 4, apply_htonl}, {"htons", 2, apply_htons},
	{"inet_addr", 4, NULL},	   {"ntohl", 4, apply_ntohl},
	{"ntohs", 2, apply_ntohs},
};

/* Takes the function and its parenthesis off the front; NULL when there is
 * none. */
static const struct function *take_function(struct reader *reader)
{
	struct reader begin = *reader;
	struct str name;
	bool read = reader_name(reader, &name);
	if (read && str_is(name, "socket") && reader_take(reader, '.'))
		read = reader_name(reader, &name);
	reader_space(reader);
	for (size_t i = 0; read && i < COUNT(functions); i++) {
		if (str_is(name, functions[i].name) && reader_take(reader, '('))
			return &functions[i];
	}
	*reader = begin;
	return NULL;
}

bool expression_is_at(const struct reader *reader)
{
	struct reader ahead = *reader;
	return take_function(&ahead) != NULL;
}

static bool read_host(struct reader *reader, int64_t *num, struct err *err)
{
	struct buf text = {0};
	struct in_addr address = {0};
	const char *at = reader->rest.data;
	bool is_string = reader->rest.len && *at == '"';
	bool read = is_string && text_unquote(&reader->rest, &text, err) &&
		    inet_pton(AF_INET, buf_text(&text), &address) == 1;
	*num = address.s_addr;
	buf_done(&text);
	return read || READER_FAIL(reader, at, err, "expected-inet-addr");
}

static bool read_function(struct reader *reader,
			  const struct function *function, int64_t *num,
			  struct err *err)
{
	struct buf found = {0};
	int64_t most = function->bytes == 2 ? UINT16_MAX : UINT32_MAX;
	reader_space(reader);
	const char *at = reader->rest.data;
	if (function->apply && !reader_at_number(reader)) {
		reader_found(reader, &found);
		READER_FAIL(reader, at, err, "expected-operand",
			    SLOT_TEXT("function", function->name),
			    SLOT_TEXT("found", buf_text(&found)));
		buf_done(&found);
		return false;
	}
	if (!function->apply ? !read_host(reader, num, err)
			     : !reader_number(reader, 0, most, num, err))
		return false;
	if (function->apply)
		*num = function->apply((uint32_t)*num);
	reader_space(reader);
	return reader_take(reader, ')') ||
	       READER_FAIL(reader, reader->rest.data, err,
			   "expected-operand-end",
			   SLOT_TEXT("function", function->name));
}

bool expression_read(struct reader *reader, int64_t *num, struct err *err)
{
	const struct function *function = take_function(reader);
	if (!function)
		return READER_FAIL(reader, reader->rest.data, err,
				   "expected-function");
	// An operand can be an expression again, and again.
	if (reader->depth >= READER_DEPTH_MOST)
		return READER_FAIL(reader, reader->rest.data, err,
				   "functions-most",
				   SLOT_NUMBER("most", READER_DEPTH_MOST));
	reader->depth++;
	bool read = read_function(reader, function, num, err);
	reader->depth--;
	return read;
}

bool expression_begins(struct str text)
{
	struct reader reader = {.all = text, .rest = str_trim(text)};
	return expression_is_at(&reader);
}

static void print_value(const struct function *function, int64_t num,
			struct buf *out)
{
	uint32_t value = (uint32_t)num;
	uint16_t half = (uint16_t)num;
	const unsigned char *bytes = function->bytes == 2
					     ? (const unsigned char *)&half
					     : (const unsigned char *)&value;
	struct buf memory = {0};
	AUTO_FREE char *hexadecimal =
		xprintf("0x%0*" PRIx32, (int)function->bytes * 2, value);
	for (size_t i = 0; i < function->bytes; i++)
		buf_printf(&memory, "%s%02x", i ? " " : "", bytes[i]);
	SENTENCE(out, "gives-memory", SLOT_NUMBER("value", num),
		 SLOT_TEXT("hexadecimal", hexadecimal),
		 SLOT_TEXT("bytes", buf_text(&memory)));
	buf_done(&memory);
}

bool expression_print(struct str text, struct buf *out, struct err *err)
{
	struct reader reader = {.all = text, .rest = text};
	int64_t num = 0;
	reader_space(&reader);
	struct reader ahead = reader;
	const struct function *function = take_function(&ahead);
	bool read = expression_read(&reader, &num, err);
	reader_space(&reader);
	if (read && reader.rest.len)
		read = READER_FAIL(&reader, reader.rest.data, err,
				   "expected-nothing-more");
	if (!read)
		return FAILURE_IN(
			err, "at-column",
			SLOT_NUMBER("column", (reader.fault - text.data) + 1));
	print_value(function, num, out);
	return true;
}
