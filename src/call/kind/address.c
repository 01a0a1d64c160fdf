/* address: a socket address that the kernel reads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/part/host_name.h"
#include "call/part/print_value.h"
#include "call/part/row.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* --- C notation ---------------------------------------------------------
 */

/* An address ends at the ",", ")" or "}" outside quotes. */
static struct str cut_address(struct reader *reader)
{
	struct str *rest = &reader->rest, text = {rest->data, 0};
	bool quoted = false;
	while (text.len < rest->len) {
		char c = text.data[text.len];
		if (quoted && c == '\\' && text.len + 1 < rest->len)
			text.len++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ',' || c == ')' || c == '}'))
			break;
		text.len++;
	}
	rest->data += text.len;
	rest->len -= text.len;
	return str_trim(text);
}

bool parse_address(struct reader *reader, const struct call *call, size_t arg,
		   struct value *value, struct err *err)
{
	struct reader begin = *reader;
	struct str text = cut_address(reader);
	value->kind = VALUE_ADDRESS;
	// Control characters must not reach a message.
	bool clean = text.len > 0;
	for (size_t i = 0; i < text.len; i++)
		clean = clean && (unsigned char)text.data[i] >= ' ' &&
			text.data[i] != 0x7f;
	if (!clean) {
		*reader = begin;
		return parse_fail(reader, call, arg, err);
	}
	struct address address = {0};
	reader->fault = text.data;
	bool done = reader->finder && host_name_begins(text)
			    ? host_name_find(reader, text, &address, err)
			    : address_parse(text, &address, err);
	value->address = arena_copy(reader->arena, &address, sizeof(address));
	return done;
}

static void c_address(const struct call *call, size_t arg, struct buf *out)
{
	address_print(value_address(&call->args[arg]), out);
}

/* --- Python -------------------------------------------------------------
 */

static void print_path(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	struct buf bytes = {0};
	python_print_bytes((const unsigned char *)address->as.un.sun_path, len,
			   &bytes);
	// ASCII is a str; other bytes stay bytes, which Python takes too.
	const char *text = buf_text(&bytes);
	bool ascii = true;
	for (size_t i = 0; i < len; i++)
		ascii = ascii &&
			(unsigned char)address->as.un.sun_path[i] < 0x80;
	if (abstract && ascii &&
	    (len < 2 || address->as.un.sun_path[1] < '0' ||
	     address->as.un.sun_path[1] > '7'))
		buf_printf(out, "\"\\0%s", text + strlen("b\"\\x00"));
	else
		buf_puts(out, ascii ? text + 1 : text);
	buf_done(&bytes);
}

void python_print_address(const struct address *address, struct buf *out)
{
	const struct sockaddr_in6 *in6 = &address->as.in6;
	char host[INET6_ADDRSTRLEN];
	switch (address_port(address) < 0 ? -1 : address_family(address)) {
	case AF_INET:
		inet_ntop(AF_INET, &address->as.in.sin_addr, host,
			  sizeof(host));
		buf_printf(out, "(\"%s\", %d)", host, address_port(address));
		break;
	case AF_INET6:
		inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
		buf_printf(out, "(\"%s\", %d", host, address_port(address));
		if (in6->sin6_scope_id)
			buf_printf(out, ", %u, %u", ntohl(in6->sin6_flowinfo),
				   in6->sin6_scope_id);
		buf_putc(out, ')');
		break;
	default:
		print_path(address, out);
	}
}

void python_address(const struct call *call, size_t arg, struct buf *out)
{
	python_print_address(value_address(&call->args[arg]), out);
}

/* The host of a pair in digits, or "" for every address. */
static bool take_digits(const char *host, int port, struct address *address)
{
	*address = (struct address){0};
	if (inet_pton(AF_INET6, host, &address->as.in6.sin6_addr) == 1) {
		address->len = sizeof(address->as.in6);
		address->as.in6.sin6_family = AF_INET6;
		address->as.in6.sin6_port = htons((uint16_t)port);
		return true;
	}
	if (inet_pton(AF_INET, *host ? host : "0.0.0.0",
		      &address->as.in.sin_addr) != 1)
		return false;
	address->len = sizeof(address->as.in);
	address->as.in.sin_family = AF_INET;
	address->as.in.sin_port = htons((uint16_t)port);
	return true;
}

/* As Python does it: what is not in digits is a name, which is looked up. */
static bool take_host(struct reader *reader, const char *begin,
		      const struct buf *host, int port, struct address *address,
		      struct err *err)
{
	if (take_digits(buf_text(host), port, address))
		return true;
	AUTO_FREE char *text = xprintf("%s:%d", buf_text(host), port);
	reader->fault = begin;
	if (reader->finder && host_name_begins(str_from(buf_text(host))) &&
	    !strchr(buf_text(host), ':'))
		return host_name_find(reader, str_from(text), address, err);
	return READER_FAIL(reader, begin, err, "expected-address-digits");
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
	bool bytes;
	reader_space(reader);
	const char *begin = reader->rest.data;
	bool read = python_read_string(reader, &host, &bytes, err) &&
		    python_want(reader, ",", err);
	reader_space(reader);
	read = read && reader_number(reader, 0, UINT16_MAX, &port, err) &&
	       take_host(reader, begin, &host, (int)port, address, err) &&
	       (address_family(address) != AF_INET6 ||
		read_scope(reader, address, err));
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
		read = READER_FAIL(reader, begin, err, "unix-path-too-long",
				   SLOT_NUMBER("most", sizeof(un->sun_path)));
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
	return READER_FAIL(reader, front, err, "expected-address-python");
}

static bool read_python_address(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	(void)call, (void)arg;
	return python_read_address(reader, value, err);
}

/* --- strace(1) ----------------------------------------------------------
 */

static void strace_address(const struct call *call, size_t arg, size_t part,
			   struct buf *out)
{
	const struct address *address = value_address(&call->args[arg]);
	if (part)
		buf_printf(out, "%u", address->len);
	else if (address->len < sizeof(sa_family_t))
		buf_puts(out, address->len ? STRACE_UNKNOWN : "NULL");
	else
		address_print_strace(address, out);
}

static void strace_no_address(const struct call *call, size_t arg, size_t part,
			      struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, part ? "0" : "NULL");
}

/* --- a C program --------------------------------------------------------
 */

static void declare_address(const struct call *call, size_t arg,
			    struct buf *out)
{
	program_address(value_address(&call->args[arg]), out);
}

static void express_address(const struct call *call, size_t arg,
			    struct buf *out)
{
	buf_puts(out, "(struct sockaddr *)&addr, ");
	program_address_len(value_address(&call->args[arg]), out);
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_address(const struct call *call, size_t arg,
			   struct arena *arena, struct raw_word *words,
			   struct err *err)
{
	const struct address *address = value_address(&call->args[arg]);
	if (address->len > sizeof(address->as))
		return FAILURE(err, "address-bytes-most",
			       SLOT_TEXT("call", call->syscall->name),
			       SLOT_NUMBER("bytes", address->len),
			       SLOT_NUMBER("most", sizeof(address->as)));
	words[0] = raw_memory(RAW_IN, arena, &address->as, address->len);
	words[1] = raw_number(address->len);
	return true;
}

static bool decode_address(const struct raw_word *words, struct arena *arena,
			   struct call *call, size_t arg)
{
	struct address *address = arena_alloc(arena, sizeof(*address));
	size_t len = words[0].kind == RAW_IN ? words[0].len : 0;
	if (len > sizeof(address->as))
		len = sizeof(address->as);
	call->args[arg].kind = VALUE_ADDRESS;
	call->args[arg].address = address;
	address->len = (socklen_t)len;
	if (len)
		memcpy(&address->as, words[0].data, len);
	return true;
}

/* The length is an int to the kernel. */
static bool fetch_address(const uint64_t *words, const struct fetch *fetch,
			  struct raw_word *out)
{
	uint32_t len = (uint32_t)words[1];
	out[0] = (struct raw_word){.kind = RAW_IN};
	out[1] = (struct raw_word){.word = len};
	return words[0] && len <= sizeof(struct sockaddr_storage) &&
	       fetch_memory(words[0], len, fetch, &out[0]);
}

/* Python's socket module refuses an address of any other family, AF_UNSPEC
 * among them. */
static bool is_odd(const struct call *call, size_t arg)
{
	const struct address *address = value_address(&call->args[arg]);
	bool is_path = address_family(address) == AF_UNIX && address->len;
	return address_port(address) < 0 && !is_path;
}

static void python_words(const struct call *call, size_t arg, struct buf *out)
{
	const struct address *address = value_address(&call->args[arg]);
	python_print_bytes((const unsigned char *)&address->as, address->len,
			   out);
	buf_printf(out, ", %u", address->len);
}

/* clang-format off */
const struct kind kind_address = {
	.expected = SENTENCE_ID("wants-address-127-0"),
	.words = 2, .counts_int = true, .parse = parse_address,
	.print_c = c_address, .python = python_address,
	.strace = strace_address,
	.declare = declare_address, .expression = express_address,
	.encode = encode_address, .decode = decode_address,
	.fetch = fetch_address,
	.read_python = read_python_address,
	.expected_python = SENTENCE_ID("wants-pair-127-0"),
	.python_cannot = is_odd, .python_words = python_words,
};

const struct kind kind_no_address = {
	.expected = SENTENCE_ID("wants-no-address"), .hidden = true, .words = 2,
	.strace = strace_no_address,
	.encode = encode_nothing, .decode = decode_nothing,
	.fetch = fetch_nothing,
};
/* clang-format on */
