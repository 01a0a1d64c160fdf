/* lab_endpoint: which actor a packet comes from and goes to.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire/endpoint.h"

#include <criterion/criterion.h>
#include <string.h>

static struct address parse(const char *text)
{
	struct address address = {0};
	struct err err = {0};
	if (*text)
		cr_assert(address_parse(str_from(text), &address, &err), "%s",
			  err.text);
	return address;
}

/* What was learned, in this order: later rows win. */
static const struct {
	const char *host, *local, *peer, *actor;
} known[] = {
	{"a", "127.0.0.1:80", "", "server"},
	{"a", "127.0.0.1:4000", "127.0.0.1:80", "client"},
	{"a", "127.0.0.1:80", "127.0.0.1:5000", "worker"},
	{"a", "0.0.0.0:90", "", "server"},
	{"a", "[::]:91", "", "server"},
	{"a", "[::ffff:10.0.0.1]:92", "[::ffff:10.0.0.1]:93", "client"},
	{"b", "10.0.0.2:80", "", "other"},
	{"a", "127.0.0.1:4000", "127.0.0.1:80", "heir"},
};

static const struct {
	const char *host, *local, *peer, *actor; /* NULL: nobody's */
} cases[] = {
	{"a", "127.0.0.1:80", "127.0.0.1:4000", "server"},
	{"a", "127.0.0.1:80", "127.0.0.1:5000", "worker"},
	{"a", "127.0.0.1:4000", "127.0.0.1:80", "heir"},
	{"a", "127.0.0.1:4000", "127.0.0.1:81", NULL},
	{"a", "127.0.0.2:80", "127.0.0.1:4000", NULL},
	{"a", "127.0.0.2:90", "127.0.0.1:4000", "server"},
	{"a", "127.0.0.2:91", "127.0.0.1:4000", "server"},
	{"a", "[fd00::1]:91", "[fd00::2]:4000", "server"},
	{"a", "10.0.0.1:92", "10.0.0.1:93", "client"},
	{"b", "127.0.0.1:80", "127.0.0.1:4000", NULL},
	{"b", "10.0.0.2:80", "10.0.0.1:4000", "other"},
	{NULL, "10.0.0.2:80", "10.0.0.1:4000", NULL},
};

Test(lab_endpoint, find)
{
	struct endpoints *endpoints = endpoints_new();
	for (size_t i = 0; i < COUNT(known); i++) {
		struct address local = parse(known[i].local);
		struct address peer = parse(known[i].peer);
		endpoints_add(endpoints, known[i].host, IPPROTO_TCP, &local,
			      &peer, known[i].actor);
	}
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct address local = parse(cases[i].local);
		struct address peer = parse(cases[i].peer);
		const char *wanted = cases[i].actor;
		const char *found = endpoints_find(endpoints, cases[i].host,
						   IPPROTO_TCP, &local, &peer);
		cr_expect(wanted ? found && !strcmp(found, wanted) : !found,
			  "%s %s from %s: %s", cases[i].host, cases[i].local,
			  cases[i].peer, found);
		cr_expect(!endpoints_find(endpoints, cases[i].host, IPPROTO_UDP,
					  &local, &peer),
			  "%s: another protocol", cases[i].local);
	}
	endpoints_free(endpoints);
}

/* A socket's actor stays known when the socket has lost its owner. */
Test(lab_endpoint, learn)
{
	struct socket_owner owner = {.actor = "client", .fd = 3};
	struct socket_state row = {
		.host = "a",
		.cookie = 1,
		.family = AF_INET,
		.type = SOCK_STREAM,
		.protocol = IPPROTO_TCP,
		.local = parse("127.0.0.1:4000"),
		.peer = parse("127.0.0.1:80"),
		.owners = &owner,
		.owner_count = 1,
	};
	struct endpoints *endpoints = endpoints_new();
	for (int i = 0; i < 2; i++) {
		struct snapshot snapshot = {0};
		snapshot_add(&snapshot, &row);
		endpoints_learn(endpoints, &snapshot);
		snapshot_done(&snapshot);
		row.owner_count = 0;
	}
	const char *found = endpoints_find(endpoints, "a", IPPROTO_TCP,
					   &row.local, &row.peer);
	cr_assert(found);
	cr_expect_str_eq(found, "client");
	endpoints_free(endpoints);
}
