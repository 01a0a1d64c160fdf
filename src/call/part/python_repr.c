/* python_repr: values as Python's interpreter prints them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Python says of a socket beyond its number is what the rows of the screen
 * say too, so it is left out.
 */
#include "call/part/python_repr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <string.h>

/* --- strings --------------------------------------------------------------
 */

/* Single quotes, unless that would need a backslash. */
static char quote_for(const unsigned char *data, size_t len)
{
	return memchr(data, '\'', len) && !memchr(data, '"', len) ? '"' : '\'';
}

static void print_byte(unsigned char byte, char quote, bool text,
		       struct buf *out)
{
	static const char named[] = "\n\t\r\\", letters[] = "ntr\\";
	const char *escape = byte ? strchr(named, byte) : NULL;
	if (escape)
		buf_printf(out, "\\%c", letters[escape - named]);
	else if (byte == (unsigned char)quote)
		buf_printf(out, "\\%c", quote);
	else if ((byte >= ' ' && byte < 0x7f) || (text && byte >= 0x80))
		buf_putc(out, (char)byte);
	else
		buf_printf(out, "\\x%02x", byte);
}

bool python_repr_bytes(const unsigned char *data, size_t len, size_t room,
		       struct buf *out)
{
	char quote = len ? quote_for(data, len) : '\'';
	size_t i = 0, begin = out->len + 2;
	buf_printf(out, "b%c", quote);
	for (; i < len && out->len - begin < room; i++)
		print_byte(data[i], quote, false, out);
	buf_printf(out, "%s%c", i < len ? "..." : "", quote);
	return i == len;
}

static void print_text(const unsigned char *data, size_t len, struct buf *out)
{
	char quote = len ? quote_for(data, len) : '\'';
	buf_putc(out, quote);
	for (size_t i = 0; i < len; i++)
		print_byte(data[i], quote, true, out);
	buf_putc(out, quote);
}

/* --- addresses --------------------------------------------------------------
 */

static void print_path(const struct address *address, struct buf *out)
{
	bool abstract;
	size_t len = address_un_path(address, &abstract);
	const unsigned char *path =
		(const unsigned char *)address->as.un.sun_path;
	if (abstract)
		python_repr_bytes(path, len, SIZE_MAX, out);
	else
		print_text(path, strnlen((const char *)path, len), out);
}

void python_repr_address(const struct address *address, struct buf *out)
{
	const struct sockaddr_in6 *in6 = &address->as.in6;
	char host[INET6_ADDRSTRLEN];
	if (!address->len) {
		buf_puts(out, "None");
	} else if (address_family(address) == AF_INET) {
		inet_ntop(AF_INET, &address->as.in.sin_addr, host,
			  sizeof(host));
		buf_printf(out, "('%s', %d)", host, address_port(address));
	} else if (address_family(address) == AF_INET6) {
		inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
		buf_printf(out, "('%s', %d, %u, %u)", host,
			   address_port(address), ntohl(in6->sin6_flowinfo),
			   in6->sin6_scope_id);
	} else if (address_family(address) == AF_UNIX) {
		print_path(address, out);
	} else {
		buf_puts(out, "(...)");
	}
}

void python_repr_socket(int64_t fd, bool brief, struct buf *out)
{
	if (brief)
		buf_printf(out, "fd %" PRId64, fd);
	else
		buf_printf(out, "<socket.socket fd=%" PRId64 ", ...>", fd);
}

/* --- exceptions -------------------------------------------------------------
 */

/* Classes that Python has for an errno (PEP 3151); `many`: the class does not
 * say which. The others are OSError. */
static const struct {
	int error;
	const char *class;
	bool many;
} classes[] = {
	{EAGAIN, "BlockingIOError", true},
	{EALREADY, "BlockingIOError", true},
	{EINPROGRESS, "BlockingIOError", true},
	{ECHILD, "ChildProcessError", false},
	{EPIPE, "BrokenPipeError", true},
	{ESHUTDOWN, "BrokenPipeError", true},
	{ECONNABORTED, "ConnectionAbortedError", false},
	{ECONNREFUSED, "ConnectionRefusedError", false},
	{ECONNRESET, "ConnectionResetError", false},
	{EEXIST, "FileExistsError", false},
	{ENOENT, "FileNotFoundError", false},
	{EINTR, "InterruptedError", false},
	{EISDIR, "IsADirectoryError", false},
	{ENOTDIR, "NotADirectoryError", false},
	{EACCES, "PermissionError", true},
	{EPERM, "PermissionError", true},
	{ESRCH, "ProcessLookupError", false},
	{ETIMEDOUT, "TimeoutError", false},
};

void python_repr_error(int error, bool brief, struct buf *out)
{
	const char *class = error < 0 ? "socket.gaierror" : "OSError";
	bool many = true;
	for (size_t i = 0; i < COUNT(classes); i++) {
		if (classes[i].error != error)
			continue;
		class = classes[i].class;
		many = classes[i].many;
	}
	buf_puts(out, class);
	if (!brief || many)
		buf_printf(out, ": [Errno %d]", error);
	if (!brief)
		buf_printf(out, " %s",
			   error < 0 ? gai_strerror(error) : strerror(error));
}
