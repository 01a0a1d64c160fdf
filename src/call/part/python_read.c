/* python_read: the arguments of a call as Python writes them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/python_read.h"

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
	reader_fail(reader, reader->rest.data, err, "expected `%s`, found %s",
		    left, buf_text(&found));
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
	       reader_fail(reader, begin, err,
			   "the string has no closing quote");
}

bool python_read_string(struct reader *reader, struct buf *out, bool *bytes,
			struct err *err)
{
	const char *begin = reader->rest.data;
	struct buf quoted = {0};
	*bytes = reader_take(reader, 'b') || reader_take(reader, 'B');
	char quote = reader->rest.len ? reader->rest.data[0] : 0;
	if (quote != '"' && quote != '\'')
		return reader_fail(reader, begin, err,
				   "expected a string in quotes");
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
		read = reader_fail(reader, begin, err,
				   "a socket takes bytes and no text: write "
				   "b before the quote");
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

/* --- addresses -------------------------------------------------------------
 */

/* The host of a pair. Python looks names up; only the one that every machine
 * knows is taken here. */
static bool read_host(struct reader *reader, struct buf *host, struct err *err)
{
	const char *begin = reader->rest.data;
	bool bytes;
	unsigned char number[sizeof(struct in6_addr)];
	if (!python_read_string(reader, host, &bytes, err))
		return false;
	if (!strcmp(buf_text(host), "localhost")) {
		buf_clear(host);
		buf_puts(host, "127.0.0.1");
	} else if (!host->len) {
		buf_puts(host, "0.0.0.0");
	}
	return inet_pton(AF_INET, buf_text(host), number) == 1 ||
	       inet_pton(AF_INET6, buf_text(host), number) == 1 ||
	       reader_fail(reader, begin, err,
			   "expected an address in digits such as "
			   "\"127.0.0.1\" or \"::1\"");
}

/* ", flow, scope" behind the port. */
static bool read_scope(struct reader *reader, struct address *address,
		       struct err *err)
{
	int64_t flow, scope = 0;
	if (!python_take(reader, ","))
		return true;
	reader_space(reader);
	if (!reader_number(reader, 0, 0xfffff, &flow, err))
		return false;
	address->as.in6.sin6_flowinfo = htonl((uint32_t)flow);
	if (python_take(reader, ",")) {
		reader_space(reader);
		if (!reader_number(reader, 0, UINT32_MAX, &scope, err))
			return false;
	}
	address->as.in6.sin6_scope_id = (uint32_t)scope;
	return true;
}

static bool read_pair(struct reader *reader, struct address *address,
		      struct err *err)
{
	struct buf host = {0};
	int64_t port = 0;
	reader_space(reader);
	bool read =
		read_host(reader, &host, err) && python_want(reader, ",", err);
	reader_space(reader);
	read = read && reader_number(reader, 0, UINT16_MAX, &port, err);
	*address = (struct address){0};
	if (read && strchr(buf_text(&host), ':')) {
		address->len = sizeof(address->as.in6);
		address->as.in6.sin6_family = AF_INET6;
		address->as.in6.sin6_port = htons((uint16_t)port);
		inet_pton(AF_INET6, buf_text(&host),
			  &address->as.in6.sin6_addr);
		read = read_scope(reader, address, err);
	} else if (read) {
		address->len = sizeof(address->as.in);
		address->as.in.sin_family = AF_INET;
		address->as.in.sin_port = htons((uint16_t)port);
		inet_pton(AF_INET, buf_text(&host), &address->as.in.sin_addr);
	}
	buf_done(&host);
	return read && python_want(reader, ")", err);
}

/* A path with the NUL that C gives it; a name that begins with a zero byte
 * without. */
static bool read_path(struct reader *reader, struct address *address,
		      struct err *err)
{
	struct buf path = {0};
	const char *begin = reader->rest.data;
	bool bytes, read = python_read_string(reader, &path, &bytes, err);
	struct sockaddr_un *un = &address->as.un;
	*address = (struct address){0};
	if (read && path.len > sizeof(un->sun_path)) {
		read = reader_fail(reader, begin, err,
				   "the UNIX path is too long: sun_path holds "
				   "%zu bytes",
				   sizeof(un->sun_path));
	} else if (read) {
		bool abstract = path.len && !path.data[0];
		bool nul = path.len && !abstract &&
			   path.len < sizeof(un->sun_path);
		un->sun_family = AF_UNIX;
		memcpy(un->sun_path, buf_text(&path), path.len);
		address->len =
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				    path.len + nul);
	}
	buf_done(&path);
	return read;
}

/* A path has nothing behind it; a host without the parentheses has its port. */
static bool is_half_pair(struct reader ahead)
{
	return python_take(&ahead, ", ") && reader_at_number(&ahead);
}

bool python_read_address(struct reader *reader, struct value *value,
			 struct err *err)
{
	struct address *address = arena_alloc(reader->arena, sizeof(*address));
	value->kind = VALUE_ADDRESS;
	value->address = address;
	reader_space(reader);
	if (reader_take(reader, '('))
		return read_pair(reader, address, err);
	const char *front = reader->rest.data;
	if (reader->rest.len && *front && strchr("\"'b", *front)) {
		if (!read_path(reader, address, err))
			return false;
		if (!is_half_pair(*reader))
			return true;
	}
	return reader_fail(reader, front, err,
			   "expected an address such as "
			   "(\"127.0.0.1\", 12345), in parentheses of its own");
}

bool read_python_address(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	(void)call, (void)arg;
	return python_read_address(reader, value, err);
}
