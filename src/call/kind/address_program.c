/* address_program: an address in a C program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/part/print_value.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

static void declare_in(const struct address *address, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET, &address->as.in.sin_addr, host, sizeof(host));
	buf_printf(out,
		   NOTATION("struct sockaddr_in addr = {0};\n"
			    "addr.sin_family = AF_INET;\n"
			    "addr.sin_port = htons(%d);\n"
			    "inet_pton(AF_INET, \"%s\", &addr.sin_addr);\n"),
		   address_port(address), host);
}

static void declare_in6(const struct address *address, struct buf *out)
{
	const struct sockaddr_in6 *in6 = &address->as.in6;
	char host[INET6_ADDRSTRLEN];
	inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
	buf_printf(out,
		   NOTATION("struct sockaddr_in6 addr = {0};\n"
			    "addr.sin6_family = AF_INET6;\n"
			    "addr.sin6_port = htons(%d);\n"
			    "inet_pton(AF_INET6, \"%s\", &addr.sin6_addr);\n"),
		   address_port(address), host);
	if (in6->sin6_scope_id)
		buf_printf(out, "addr.sin6_scope_id = %u;\n",
			   in6->sin6_scope_id);
}

static void declare_un(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	buf_puts(out, NOTATION("struct sockaddr_un addr = {0};\n"
			       "addr.sun_family = AF_UNIX;\n"));
	if (!len)
		return;
	// A path that fills sun_path has no NUL behind it.
	bool text = !abstract && len < sizeof(address->as.un.sun_path);
	buf_puts(out,
		 text ? "strcpy(addr.sun_path, " : "memcpy(addr.sun_path, ");
	program_string(address->as.un.sun_path, len, out);
	if (!text)
		buf_printf(out, ", %zu", len);
	buf_puts(out, ");\n");
}

/* What has no structure of its own is copied in. */
static void declare_bytes(const struct address *address, struct buf *out)
{
	buf_puts(out, NOTATION("struct sockaddr_storage addr = {0};\n"));
	if (!address->len)
		return;
	buf_puts(out, NOTATION("memcpy(&addr, "));
	program_string(&address->as, address->len, out);
	buf_printf(out, ", %u);\n", address->len);
}

void program_address(const struct address *address, struct buf *out)
{
	bool has_port = address_port(address) >= 0;
	if (has_port && address_family(address) == AF_INET) {
		declare_in(address, out);
	} else if (has_port) {
		declare_in6(address, out);
	} else if (address_family(address) == AF_UNIX && address->len) {
		declare_un(address, out);
	} else {
		declare_bytes(address, out);
	}
}

/* The length of a UNIX address is that of the name in it. */
void program_address_len(const struct address *address, struct buf *out)
{
	bool abstract = false, has_port = address_port(address) >= 0;
	bool is_un = address_family(address) == AF_UNIX && address->len;
	size_t len = is_un ? address_un_path(address, &abstract) : 0;
	if (has_port || (len && !abstract))
		buf_puts(out, "sizeof(addr)");
	else if (abstract)
		buf_printf(out, "offsetof(struct sockaddr_un, sun_path) + %zu",
			   len);
	else if (is_un)
		buf_puts(out, "sizeof(sa_family_t)");
	else
		buf_printf(out, "%u", address->len);
}
