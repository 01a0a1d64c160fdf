/* address: a socket address as a value, in the notation of lessons and of ss.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* `len` is the length that the kernel was given or gave; 0 means no address.
 * A UNIX address of only its family (an unnamed socket) has length 2. What is
 * shorter than its family wants, or of a family without notation, is read and
 * printed as raw:HEX; unspec: is AF_UNSPEC, which dissolves a connection. */
struct address {
	socklen_t len;
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_storage storage;
	} as;
};

/* Reads 127.0.0.1:12345, [::1]:80, unix:/tmp/s or unix:@name (the whole of
 * `text`); a path that has other than plain characters in quotes, a scope as a
 * number: unix:"/tmp/a b", [fe80::1%2]:80. Names are not looked up. Fails with
 * what was expected. */
bool address_parse(struct str text, struct address *address, struct err *err);

/* Adds the same notation; address_parse() reads it back. An unnamed UNIX
 * address is "unix:". */
void address_print(const struct address *address, struct buf *out);

/* Adds the way ss(8) prints it: port 0 is "*", so a socket without a peer has
 * 0.0.0.0:* or [::]:*; UNIX paths stand alone, abstract names begin with "@",
 * no name is "*". */
void address_print_ss(const struct address *address, struct buf *out);

/* Adds the way strace(1) prints the structure:
 * {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")} */
void address_print_strace(const struct address *address, struct buf *out);

bool address_same(const struct address *a, const struct address *b);
int address_family(const struct address *address); /* AF_UNSPEC when empty */
int address_port(const struct address *address);   /* -1: has no port */
bool address_is_wildcard(const struct address *address);
bool address_is_multicast(const struct address *address);

/* Whether an address can stand for several hosts: a multicast group, or one of
 * IPv4 that ends with 255. Of what network that is the last, if of any, only
 * its prefix says. */
bool address_may_be_many(const struct address *address);

/* The bytes of sun_path that count: a path without its NUL, or an abstract
 * name with the zero byte in front (then *abstract is set). */
size_t address_un_path(const struct address *address, bool *abstract);
