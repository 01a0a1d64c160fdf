/* address: reading and comparing socket addresses; address_print.c prints.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/address.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

enum { UN_PATH = offsetof(struct sockaddr_un, sun_path) };

static const char *expected(void)
{
	return sentence_text(SENTENCE_ID("wants-address-127-0"));
}

static bool parse_port(struct str text, struct address *address,
		       struct err *err)
{
	unsigned port = 0;
	if (!text.len)
		return FAILURE(err, "address-no-port",
			       SLOT_TEXT("expected", expected()));
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c < '0' || c > '9')
			return FAILURE(err, "port-no-number",
				       SLOT_STR("port", text));
		port = port * 10 + (unsigned)(c - '0');
		if (port > 65535)
			return FAILURE(err, "port-too-large",
				       SLOT_STR("port", text));
	}
	if (address->as.any.sa_family == AF_INET)
		address->as.in.sin_port = htons((uint16_t)port);
	else
		address->as.in6.sin6_port = htons((uint16_t)port);
	return true;
}

/* inet_pton(3) for a view. */
static bool parse_host(int family, struct str text, void *host)
{
	char copy[INET6_ADDRSTRLEN];
	if (text.len >= sizeof(copy) || memchr(text.data, 0, text.len))
		return false;
	memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	return inet_pton(family, copy, host) == 1;
}

/* What is most likely meant by what is no address; NULL: nobody knows. */
static const char *remark(struct str text)
{
	char first = (char)(text.len ? text.data[0] : '\0');
	size_t digits = 0;
	while (digits < text.len && text.data[digits] >= '0' &&
	       text.data[digits] <= '9')
		digits++;
	if (first == '"')
		return SENTENCE_ID("address-without-quotes");
	if (first == '(')
		return SENTENCE_ID("address-pair");
	if (first == '*' || first == ':')
		return SENTENCE_ID("address-every");
	if (digits && digits == text.len)
		return SENTENCE_ID("address-port-alone");
	if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))
		return SENTENCE_ID("address-name");
	return NULL;
}

static bool fail_address(struct str text, struct err *err)
{
	const char *id = remark(text);
	if (!id)
		return FAILURE(err, "address-none", SLOT_STR("address", text),
			       SLOT_TEXT("expected", expected()));
	return FAILURE(err, "address-none-so", SLOT_STR("address", text),
		       SLOT_TEXT("expected", expected()),
		       SLOT_TEXT("remark", sentence_text(id)));
}

static bool parse_in(struct str text, struct address *address, struct err *err)
{
	const char *colon = memrchr(text.data, ':', text.len);
	struct str host = text, port = {"", 0};
	if (colon) {
		host.len = (size_t)(colon - text.data);
		port = (struct str){colon + 1, text.len - host.len - 1};
	}
	address->len = sizeof(address->as.in);
	address->as.in.sin_family = AF_INET;
	if (!parse_host(AF_INET, host, &address->as.in.sin_addr))
		return fail_address(text, err);
	return parse_port(port, address, err);
}

/* A scope is the number of an interface: [fe80::1%2]:80. */
static bool parse_scope(struct str *host, uint32_t *scope)
{
	const char *percent = memchr(host->data, '%', host->len);
	if (!percent)
		return true;
	uint64_t value = 0;
	const char *end = host->data + host->len;
	for (const char *c = percent + 1; c < end; c++) {
		if (*c < '0' || *c > '9')
			return false;
		value = value * 10 + (uint64_t)(*c - '0');
		if (value > UINT32_MAX)
			return false;
	}
	*scope = (uint32_t)value;
	host->len = (size_t)(percent - host->data);
	return percent + 1 < end;
}

static bool parse_in6(struct str text, struct address *address, struct err *err)
{
	struct sockaddr_in6 *in6 = &address->as.in6;
	const char *close = memchr(text.data, ']', text.len);
	if (!close)
		return FAILURE(err, "address-no-bracket",
			       SLOT_TEXT("expected", expected()));
	struct str host = {text.data + 1, (size_t)(close - text.data) - 1};
	address->len = sizeof(*in6);
	in6->sin6_family = AF_INET6;
	if (!parse_scope(&host, &in6->sin6_scope_id))
		return FAILURE(err, "address-no-scope",
			       SLOT_STR("address", text));
	if (!parse_host(AF_INET6, host, &in6->sin6_addr))
		return FAILURE(err, "address-no-ipv6",
			       SLOT_STR("address", text),
			       SLOT_TEXT("expected", expected()));
	struct str port = {close + 1, text.len - host.len - 2};
	port.len = (size_t)(text.data + text.len - close) - 1;
	if (!port.len || port.data[0] != ':')
		return FAILURE(err, "address-no-port",
			       SLOT_TEXT("expected", expected()));
	port.data++;
	port.len--;
	return parse_port(port, address, err);
}

/* "unix:" alone is an unnamed socket; a path or name with other than plain
 * characters stands in quotes. */
static bool parse_un(struct str text, struct address *address, struct err *err)
{
	struct str path = {text.data + 5, text.len - 5};
	bool abstract = path.len && path.data[0] == '@';
	struct buf bytes = {0};
	if (abstract) {
		path.data++;
		path.len--;
	}
	if (path.len && path.data[0] == '"') {
		if (!text_unquote(&path, &bytes, err)) {
			buf_done(&bytes);
			return false;
		}
	} else {
		buf_add(&bytes, path.data, path.len);
		path.len = 0;
	}
	size_t most = sizeof(address->as.un.sun_path) - abstract;
	bool fits = bytes.len <= most;
	bool clean = abstract || !memchr(buf_text(&bytes), 0, bytes.len);
	if (fits) {
		struct sockaddr_un *un = &address->as.un;
		un->sun_family = AF_UNIX;
		memcpy(un->sun_path + abstract, buf_text(&bytes), bytes.len);
		size_t used = abstract + bytes.len;
		// A path is given with its NUL where that fits.
		if (!abstract && used && used < sizeof(un->sun_path))
			used++;
		address->len = (socklen_t)(UN_PATH + used);
	}
	buf_done(&bytes);
	if (!fits)
		return FAILURE(err,
			       abstract ? "unix-name-too-long"
					: "unix-path-too-long",
			       SLOT_NUMBER("most", most));
	if (!clean)
		return FAILURE(err, "unix-zero-byte");
	if (path.len)
		return FAILURE(err, "unix-rest", SLOT_STR("rest", path));
	return true;
}

static int digit_of(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* "raw:" and the bytes of the structure in hexadecimal: the way to write what
 * has no notation of its own. */
static bool parse_raw(struct str text, struct address *address, struct err *err)
{
	struct str hex = {text.data + 4, text.len - 4};
	unsigned char bytes[sizeof(address->as)];
	if (hex.len % 2 || hex.len / 2 > sizeof(bytes) || !hex.len)
		return FAILURE(err, "raw-digits-most",
			       SLOT_NUMBER("most", sizeof(bytes)));
	for (size_t i = 0; i < hex.len; i += 2) {
		int high = digit_of(hex.data[i]),
		    low = digit_of(hex.data[i + 1]);
		if (high < 0 || low < 0)
			return FAILURE(err, "raw-no-digits",
				       SLOT_PART("pair", hex.data + i, 2));
		bytes[i / 2] = (unsigned char)(high << 4 | low);
	}
	address->len = (socklen_t)(hex.len / 2);
	memcpy(&address->as, bytes, address->len);
	return true;
}

bool address_parse(struct str text, struct address *address, struct err *err)
{
	memset(address, 0, sizeof(*address));
	if (str_has_prefix(text, "unix:"))
		return parse_un(text, address, err);
	if (str_has_prefix(text, "raw:"))
		return parse_raw(text, address, err);
	if (str_is(text, "unspec:")) {
		// AF_UNSPEC is 0: the structure is there already.
		address->len = sizeof(address->as.any);
		return true;
	}
	if (text.len && text.data[0] == '[')
		return parse_in6(text, address, err);
	return parse_in(text, address, err);
}

int address_family(const struct address *address)
{
	return address->len < sizeof(sa_family_t) ? AF_UNSPEC
						  : address->as.any.sa_family;
}

/* Whether the structure is as long as its family wants it to be. */
static bool is_in(const struct address *address)
{
	return address_family(address) == AF_INET &&
	       address->len >= sizeof(address->as.in);
}

static bool is_in6(const struct address *address)
{
	return address_family(address) == AF_INET6 &&
	       address->len >= sizeof(address->as.in6);
}

int address_port(const struct address *address)
{
	if (is_in(address))
		return ntohs(address->as.in.sin_port);
	if (is_in6(address))
		return ntohs(address->as.in6.sin6_port);
	return -1;
}

bool address_is_wildcard(const struct address *address)
{
	if (is_in(address))
		return address->as.in.sin_addr.s_addr == htonl(INADDR_ANY);
	return is_in6(address) &&
	       IN6_IS_ADDR_UNSPECIFIED(&address->as.in6.sin6_addr);
}

bool address_is_multicast(const struct address *address)
{
	if (is_in(address))
		return IN_MULTICAST(ntohl(address->as.in.sin_addr.s_addr));
	return is_in6(address) &&
	       IN6_IS_ADDR_MULTICAST(&address->as.in6.sin6_addr);
}

bool address_may_be_many(const struct address *address)
{
	return address_is_multicast(address) ||
	       (is_in(address) &&
		(ntohl(address->as.in.sin_addr.s_addr) & 0xff) == 0xff);
}

size_t address_un_path(const struct address *address, bool *abstract)
{
	const char *path = address->as.un.sun_path;
	size_t room = address->len > UN_PATH ? address->len - UN_PATH : 0;
	if (room > sizeof(address->as.un.sun_path))
		room = sizeof(address->as.un.sun_path);
	*abstract = room && path[0] == '\0';
	return *abstract ? room : strnlen(path, room);
}

static bool same_in6(const struct sockaddr_in6 *a, const struct sockaddr_in6 *b)
{
	return a->sin6_port == b->sin6_port &&
	       a->sin6_scope_id == b->sin6_scope_id &&
	       a->sin6_flowinfo == b->sin6_flowinfo &&
	       IN6_ARE_ADDR_EQUAL(&a->sin6_addr, &b->sin6_addr);
}

static bool same_un(const struct address *a, const struct address *b)
{
	bool abstract_a, abstract_b;
	size_t len = address_un_path(a, &abstract_a);
	return len == address_un_path(b, &abstract_b) &&
	       abstract_a == abstract_b &&
	       !memcmp(a->as.un.sun_path, b->as.un.sun_path, len);
}

bool address_same(const struct address *a, const struct address *b)
{
	if (is_in(a) && is_in(b))
		return a->as.in.sin_port == b->as.in.sin_port &&
		       a->as.in.sin_addr.s_addr == b->as.in.sin_addr.s_addr;
	if (is_in6(a) && is_in6(b))
		return same_in6(&a->as.in6, &b->as.in6);
	if (address_family(a) == AF_UNIX && address_family(b) == AF_UNIX &&
	    a->len && b->len)
		return same_un(a, b);
	return a->len == b->len && !memcmp(&a->as, &b->as, a->len);
}
