/* call_address: addresses in, out and compared.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "call/address.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
	const char *text;
	const char *ss;
	const char *strace;
	int family, port;
	socklen_t len;
	bool wildcard;
} rows[] = {
	{"127.0.0.1:12345", "127.0.0.1:12345",
	 "{sa_family=AF_INET, sin_port=htons(12345), "
	 "sin_addr=inet_addr(\"127.0.0.1\")}",
	 AF_INET, 12345, 16, false},
	{"0.0.0.0:0", "0.0.0.0:*",
	 "{sa_family=AF_INET, sin_port=htons(0), "
	 "sin_addr=inet_addr(\"0.0.0.0\")}",
	 AF_INET, 0, 16, true},
	{"[::1]:80", "[::1]:80",
	 "{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), "
	 "inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}",
	 AF_INET6, 80, 28, false},
	{"[::]:0", "[::]:*",
	 "{sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), "
	 "inet_pton(AF_INET6, \"::\", &sin6_addr), sin6_scope_id=0}",
	 AF_INET6, 0, 28, true},
	{"[fe80::1%2]:65535", "[fe80::1]:65535",
	 "{sa_family=AF_INET6, sin6_port=htons(65535), sin6_flowinfo=htonl(0), "
	 "inet_pton(AF_INET6, \"fe80::1\", &sin6_addr), sin6_scope_id=2}",
	 AF_INET6, 65535, 28, false},
	{"unix:/tmp/s", "/tmp/s", "{sa_family=AF_UNIX, sun_path=\"/tmp/s\"}",
	 AF_UNIX, -1, 9, false},
	{"unix:@name", "@name", "{sa_family=AF_UNIX, sun_path=@\"name\"}",
	 AF_UNIX, -1, 7, false},
	{"unix:", "*", "{sa_family=AF_UNIX}", AF_UNIX, -1, 2, false},
	{"unix:@\"a b\\0c\"", "@a b@c",
	 "{sa_family=AF_UNIX, sun_path=@\"a b\\0c\"}", AF_UNIX, -1, 8, false},
	{"unix:\"/s\\nx\"", "/s\\nx",
	 "{sa_family=AF_UNIX, sun_path=\"/s\\nx\"}", AF_UNIX, -1, 7, false},
	{"unix:\"@x\"", "@x", "{sa_family=AF_UNIX, sun_path=\"@x\"}", AF_UNIX,
	 -1, 5, false},
	{"unspec:", "*",
	 "{sa_family=AF_UNSPEC, "
	 "sa_data=\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"}",
	 AF_UNSPEC, -1, 16, false},
	{"raw:020030", "*", "{sa_family=AF_INET, sa_data=\"0\"}", AF_INET, -1,
	 3, false},
};

Test(address, goes_both_ways)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address, again;
		struct err err;
		struct buf out = {0};
		bool read =
			address_parse(str_from(rows[i].text), &address, &err);
		cr_assert(read, "%s: %s", rows[i].text, err.text);
		address_print(&address, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].text);
		cr_expect(address_parse((struct str){out.data, out.len}, &again,
					&err) &&
				  address_same(&address, &again),
			  "%s", rows[i].text);
		cr_expect_eq(address.len, rows[i].len, "%s has length %u",
			     rows[i].text, address.len);
		buf_done(&out);
	}
}

Test(address, is_printed_for_ss_and_strace)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address;
		struct err err;
		struct buf out = {0};
		cr_assert(
			address_parse(str_from(rows[i].text), &address, &err));
		address_print_ss(&address, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].ss);
		buf_clear(&out);
		address_print_strace(&address, &out);
		cr_expect_str_eq(buf_text(&out), rows[i].strace);
		buf_done(&out);
	}
}

Test(address, knows_family_port_and_wildcard)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address;
		struct err err;
		cr_assert(
			address_parse(str_from(rows[i].text), &address, &err));
		cr_expect_eq(address_family(&address), rows[i].family, "%s",
			     rows[i].text);
		cr_expect_eq(address_port(&address), rows[i].port, "%s",
			     rows[i].text);
		cr_expect_eq(address_is_wildcard(&address), rows[i].wildcard,
			     "%s", rows[i].text);
	}
}

Test(address, says_what_was_expected)
{
	static const struct {
		const char *text, *says;
	} faults[] = {
		{"", "`` is no address: expected an address such as"},
		{"localhost:80", "; a name is none, getaddrinfo() finds"},
		{"8080", "; a port alone is none"},
		{"*:80", "; 0.0.0.0 stands for every address"},
		{"(\"::1\"", "; a pair is for Python"},
		{"\"127.0.0.1:80\"", "; an address stands without quotes"},
		{"127.0.0.1", "the address has no port"},
		{"127.0.0.1:", "the address has no port"},
		{"127.0.0.1:65536", "port 65536 does not fit in 16 bits"},
		{"127.0.0.1:99999999999999999999", "does not fit"},
		{"127.0.0.1:8o", "`8o` is no port"},
		{"256.0.0.1:80", "is no address"},
		{"1.2.3.4.5.6.7.8.9.1.2.3.4.5.6.7.8.9.1.2.3:80", "no address"},
		{"[::1:80", "the address has no `]`"},
		{"[::1]", "the address has no port"},
		{"[::1]80", "the address has no port"},
		{"[::g]:80", "is no IPv6 address"},
		{"[fe80::1%lo]:80", "expected the number of an interface"},
		{"[fe80::1%]:80", "expected the number of an interface"},
		{"unix:\"/tmp/s", "the string has no closing quote"},
		{"unix:\"a\"b", "`b` stands behind the UNIX path"},
		{"unix:\"a\\0b\"", "cannot contain a zero byte"},
		{"raw:0", "raw: needs"},
		{"raw:", "raw: needs"},
		{"raw:0g", "`0g` is no pair of hexadecimal digits"},
	};
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct address address;
		struct err err = {0};
		bool read =
			address_parse(str_from(faults[i].text), &address, &err);
		cr_expect(!read && strstr(err.text, faults[i].says), "%s: %s",
			  faults[i].text, err.text);
	}
}

Test(address, takes_a_unix_path_as_long_as_sun_path)
{
	struct address address, again;
	struct err err;
	struct buf text = {0};
	buf_puts(&text, "unix:");
	for (int i = 0; i < 108; i++)
		buf_putc(&text, 'a');
	cr_assert(address_parse(str_from(buf_text(&text)), &address, &err));
	cr_expect_eq(address.len, 110);
	struct buf out = {0};
	address_print(&address, &out);
	cr_expect_str_eq(buf_text(&out), buf_text(&text));
	buf_putc(&text, 'a');
	cr_expect(!address_parse(str_from(buf_text(&text)), &again, &err));
	cr_expect_str_eq(err.text, "the UNIX path is too long: sun_path holds "
				   "108 bytes");
	buf_done(&text);
	buf_done(&out);
}

Test(address, compares_what_counts)
{
	struct address a, b;
	struct err err;
	cr_assert(address_parse(str_from("unix:/tmp/s"), &a, &err));
	b = a;
	// As programs give it: the whole structure, or without the NUL.
	b.len = sizeof(b.as.un);
	cr_expect(address_same(&a, &b));
	b.len = a.len - 1;
	cr_expect(address_same(&a, &b));
	b.as.un.sun_path[5] = 't';
	cr_expect(!address_same(&a, &b));
	cr_assert(address_parse(str_from("127.0.0.1:80"), &a, &err));
	cr_expect(!address_same(&a, &b));
	b = a;
	memset(b.as.in.sin_zero, 7, sizeof(b.as.in.sin_zero));
	cr_expect(address_same(&a, &b));
	b.as.in.sin_port = 0;
	cr_expect(!address_same(&a, &b));
	cr_expect(address_same(&(struct address){0}, &(struct address){0}));
}
