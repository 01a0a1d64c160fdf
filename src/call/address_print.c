/* address_print: socket addresses as text, ours, that of ss and of strace.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/address.h"
#include "call/table/symbol.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { AF_PLAIN = 1 << 16, DATA = offsetof(struct sockaddr, sa_data) };

/* The family where the structure is long enough for it, AF_PLAIN elsewhere. */
static int shape_of(const struct address *address)
{
	int family = address_family(address);
	if (address->len < sizeof(sa_family_t))
		return AF_PLAIN;
	if (family == AF_INET && address->len < sizeof(address->as.in))
		return AF_PLAIN;
	if (family == AF_INET6 && address->len < sizeof(address->as.in6))
		return AF_PLAIN;
	if (family == AF_NETLINK && address->len < sizeof(struct sockaddr_nl))
		return AF_PLAIN;
	return family;
}

static const char *host_text(const struct address *address,
			     char text[INET6_ADDRSTRLEN])
{
	const void *host = &address->as.in.sin_addr;
	if (address_family(address) == AF_INET6)
		host = &address->as.in6.sin6_addr;
	return inet_ntop(address_family(address), host, text, INET6_ADDRSTRLEN);
}

/* Whether text stands for itself in a call, without quotes. */
static bool is_plain(const char *text, size_t len)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./+-~%=:@#";
	for (size_t i = 0; i < len; i++)
		if (!text[i] || !strchr(plain, text[i]))
			return false;
	return len > 0;
}

static void print_un(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	const char *path = address->as.un.sun_path + abstract;
	buf_puts(out, abstract ? "unix:@" : "unix:");
	len -= abstract;
	if (!len && !abstract)
		return;
	if (is_plain(path, len) && (abstract || path[0] != '@'))
		buf_add(out, path, len);
	else
		text_quote(out, path, len, SIZE_MAX);
}

static void print_raw(const struct address *address, struct buf *out)
{
	static const struct address unspec = {.len = sizeof(unspec.as.any)};
	if (address_same(address, &unspec)) {
		buf_puts(out, "unspec:");
		return;
	}
	unsigned char bytes[sizeof(address->as)];
	size_t len =
		address->len < sizeof(bytes) ? address->len : sizeof(bytes);
	memcpy(bytes, &address->as, len);
	buf_puts(out, "raw:");
	for (size_t i = 0; i < len; i++)
		buf_printf(out, "%02x", bytes[i]);
}

void address_print(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	switch (shape_of(address)) {
	case AF_INET:
		buf_printf(out, "%s:%d", host_text(address, host),
			   address_port(address));
		break;
	case AF_INET6:
		buf_printf(out, "[%s", host_text(address, host));
		if (address->as.in6.sin6_scope_id)
			buf_printf(out, "%%%u", address->as.in6.sin6_scope_id);
		buf_printf(out, "]:%d", address_port(address));
		break;
	case AF_UNIX:
		print_un(address, out);
		break;
	default:
		if (address->len)
			print_raw(address, out);
	}
}

/* On one line, whatever the path is: it stands in a row of a table. */
static void print_un_ss(const struct address *address, struct buf *out)
{
	bool abstract;
	char path[sizeof(address->as.un.sun_path)];
	size_t len = address_un_path(address, &abstract);
	for (size_t i = 0; i < len; i++) {
		char c = address->as.un.sun_path[i];
		path[i] = c ? c : '@';
	}
	text_show(out, path, len, sizeof(path));
	if (!len)
		buf_putc(out, '*');
}

void address_print_ss(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	switch (shape_of(address)) {
	case AF_INET:
	case AF_INET6:
		host_text(address, host);
		if (address_family(address) == AF_INET6 &&
		    address_is_wildcard(address))
			buf_puts(out, "[::]");
		else if (address_family(address) == AF_INET6)
			buf_printf(out, "[%s]", host);
		else
			buf_puts(out, host);
		if (address_port(address))
			buf_printf(out, ":%d", address_port(address));
		else
			buf_puts(out, ":*");
		break;
	case AF_UNIX:
		print_un_ss(address, out);
		break;
	default:
		buf_putc(out, '*');
	}
}

static void strace_in6(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	const struct sockaddr_in6 *in6 = &address->as.in6;
	buf_printf(out,
		   "sin6_port=htons(%u), sin6_flowinfo=htonl(%u), "
		   "inet_pton(AF_INET6, \"%s\", &sin6_addr), sin6_scope_id=%u",
		   ntohs(in6->sin6_port), ntohl(in6->sin6_flowinfo),
		   host_text(address, host), in6->sin6_scope_id);
}

static void strace_un(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	buf_puts(out, abstract ? "sun_path=@" : "sun_path=");
	text_quote(out, address->as.un.sun_path + abstract, len - abstract,
		   SIZE_MAX);
}

/* Of a netlink address: a port, by habit the number of the process, and a mask
 * of groups. */
static void strace_nl(const struct address *address, struct buf *out)
{
	struct sockaddr_nl nl;
	memcpy(&nl, &address->as, sizeof(nl));
	buf_printf(out, "nl_pid=%d, nl_groups=%#08x", (int)nl.nl_pid,
		   nl.nl_groups);
}

static void strace_family(const struct address *address, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_FAMILY, address_family(address));
	buf_puts(out, "sa_family=");
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%#x /* AF_??? */", address_family(address));
}

void address_print_strace(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	buf_putc(out, '{');
	strace_family(address, out);
	if (address->len > DATA)
		buf_puts(out, ", ");
	switch (address->len > DATA ? shape_of(address) : -1) {
	case -1:
		break;
	case AF_INET:
		buf_printf(out,
			   "sin_port=htons(%d), sin_addr=inet_addr(\"%s\")",
			   address_port(address), host_text(address, host));
		break;
	case AF_INET6:
		strace_in6(address, out);
		break;
	case AF_UNIX:
		strace_un(address, out);
		break;
	case AF_NETLINK:
		strace_nl(address, out);
		break;
	default:
		buf_puts(out, "sa_data=");
		text_quote(out, (const char *)&address->as + DATA,
			   address->len - DATA, SIZE_MAX);
	}
	buf_putc(out, '}');
}
