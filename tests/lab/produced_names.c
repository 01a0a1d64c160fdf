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
	 "client", EAI_NONAME, NULL},
	{"a name that must be a number",
	 "client getaddrinfo(\"localhost\", \"80\", "
	 "{AF_UNSPEC, SOCK_STREAM, AI_NUMERICHOST})\n",
	 "client", EAI_NONAME, NULL},
	{"an IPv6 address as IPv4",
	 "client getaddrinfo(\"::1\", \"80\", {AF_INET})\n", "client",
	 EAI_ADDRFAMILY, NULL},
	{"a family that does not exist",
	 "client getaddrinfo(\"localhost\", \"80\", {99})\n", "client",
	 EAI_FAMILY, NULL},
	{"a type that does not exist",
	 "client getaddrinfo(\"localhost\", \"80\", {AF_INET, 99})\n", "client",
	 EAI_SOCKTYPE, NULL},
	{"flags that do not exist",
	 "client getaddrinfo(\"localhost\", \"80\", "
	 "{AF_INET, SOCK_STREAM, 0x4000000})\n",
	 "client", EAI_BADFLAGS, NULL},
	{"a service that nobody knows",
	 "client getaddrinfo(\"localhost\", \"no-such-service\", "
	 "{AF_INET, SOCK_STREAM})\n",
	 "client", EAI_SERVICE, NULL},
	{"the name of an address", "client getnameinfo(127.0.0.1:80)\n",
	 "client", 0, NULL},
	{"a name that must not be one",
	 "client getnameinfo(127.0.0.1:80, NI_NUMERICHOST|NI_NAMEREQD)\n",
	 "client", EAI_NONAME, NULL},
	{"the name of no address", "client getnameinfo(unspec:)\n", "client",
	 EAI_FAMILY, NULL},
	{"names with flags that do not exist",
	 "client getnameinfo(127.0.0.1:80, 0x4000000)\n", "client",
	 EAI_BADFLAGS, NULL},
};

const struct produced *produced_names(size_t *count)
{
	*count = COUNT(rows);
	return rows;
}
