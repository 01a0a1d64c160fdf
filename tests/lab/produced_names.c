/* produced_names: errors of the resolver, as far as no name server is asked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "produced.h"

#include <netdb.h>

static const struct produced rows[] = {
	{"a name of a lab's host", "client getaddrinfo(\"a\", \"80\")\n",
	 "client", 0, NULL},
	{"neither a name nor a service", "client getaddrinfo(NULL, NULL)\n",
	 "client", EAI_NONAME, "Neither a name nor a service was given"},
	{"a name that must be a number",
	 "client getaddrinfo(\"localhost\", \"80\", "
	 "{AF_UNSPEC, SOCK_STREAM, AI_NUMERICHOST})\n",
	 "client", EAI_NONAME,
	 "\"localhost\" is no address in numbers, and with AI_NUMERICHOST "
	 "names "
	 "are not looked up."},
	{"an IPv6 address as IPv4",
	 "client getaddrinfo(\"::1\", \"80\", {AF_INET})\n", "client",
	 EAI_ADDRFAMILY,
	 "\"::1\" is an address of AF_INET6, and the hints ask for AF_INET."},
	{"a family that does not exist",
	 "client getaddrinfo(\"localhost\", \"80\", {99})\n", "client",
	 EAI_FAMILY, "Family 99 has no names"},
	{"a type that does not exist",
	 "client getaddrinfo(\"localhost\", \"80\", {AF_INET, 99})\n", "client",
	 EAI_SOCKTYPE, "99 is no type of socket."},
	{"flags that do not exist",
	 "client getaddrinfo(\"localhost\", \"80\", "
	 "{AF_INET, SOCK_STREAM, 0x4000000})\n",
	 "client", EAI_BADFLAGS, "0x4000000: no flag has that number."},
	{"a service that nobody knows",
	 "client getaddrinfo(\"localhost\", \"no-such-service\", "
	 "{AF_INET, SOCK_STREAM})\n",
	 "client", EAI_SERVICE,
	 "\"no-such-service\" is no number, and /etc/services does not have it "
	 "for SOCK_STREAM."},
	{"a port behind the name",
	 "client getaddrinfo(\"127.0.0.1:80\", \"80\")\n", "client", EAI_NONAME,
	 "\"127.0.0.1:80\" has a port behind it"},
	{"a URL", "client getaddrinfo(\"http://a/\", \"80\")\n", "client",
	 EAI_NONAME, "\"http://a/\" is a URL"},
	{"a name of two words", "client getaddrinfo(\"local host\", \"80\")\n",
	 "client", EAI_NONAME, "there is a blank in it."},
	{"a service that must be a number",
	 "client getaddrinfo(\"a\", \"http\", "
	 "{AF_INET, SOCK_STREAM, AI_NUMERICSERV})\n",
	 "client", EAI_NONAME,
	 "\"http\" is no number, and with AI_NUMERICSERV"},
	{"a name for a raw socket",
	 "client getaddrinfo(\"a\", \"http\", {AF_INET, SOCK_RAW})\n", "client",
	 EAI_SERVICE, "SOCK_RAW has no ports"},
	{"the name of nobody",
	 "client getaddrinfo(NULL, \"80\", "
	 "{AF_INET, SOCK_STREAM, AI_CANONNAME})\n",
	 "client", EAI_BADFLAGS, "AI_CANONNAME asks for the full name"},
	{"a port of too many bits",
	 "client getaddrinfo(\"a\", \"99999\", {AF_INET, SOCK_STREAM})\n",
	 "client", 0, "of 99999 they are 34463"},
	{"the name of an address", "client getnameinfo(127.0.0.1:80)\n",
	 "client", 0, NULL},
	{"a name that must not be one",
	 "client getnameinfo(127.0.0.1:80, NI_NUMERICHOST|NI_NAMEREQD)\n",
	 "client", EAI_NONAME, "NI_NUMERICHOST asks for the number"},
	{"the name of no address", "client getnameinfo(unspec:)\n", "client",
	 EAI_FAMILY, NULL},
	{"names with flags that do not exist",
	 "client getnameinfo(127.0.0.1:80, 0x4000000)\n", "client",
	 EAI_BADFLAGS, "0x4000000: no flag has that number."},
};

const struct produced *produced_names(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
