/* lab_resolve: the resolver of the C library, in the lab's own /etc/hosts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "show/reason/situation.h"
#include "stage.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

static const struct lab_host hosts[] = {{"alpha", "10.0.0.1/24"},
					{"beta", "10.0.0.2/24"}};

static const struct value *answer(const struct stage *stage)
{
	const struct result *result = &stage_last(stage, "client")->call.result;
	cr_assert_eq(result->value, 0);
	cr_assert_eq(result->out.kind, VALUE_LIST);
	return &result->out;
}

Test(lab_resolve, addresses_of_a_host)
{
	struct stage stage;
	struct buf text = {0};
	stage_open_whole(&stage, hosts, COUNT(hosts));
	stage_call(&stage, "client",
		   "getaddrinfo(\"beta\", \"8080\", {AF_INET, SOCK_STREAM})");
	const struct value *found = answer(&stage);
	cr_assert_eq(found->count, 1);
	address_print(found->items[0].items[0].address, &text);
	cr_expect_str_eq(buf_text(&text), "10.0.0.2:8080");
	cr_expect_eq(found->items[0].items[1].num, SOCK_STREAM);
	// What the resolver opened, it closed.
	cr_expect_eq(stage_value(&stage, "client",
				 "s = socket(AF_INET, SOCK_STREAM)"),
		     3);
	buf_done(&text);
	stage_close(&stage);
}

Test(lab_resolve, name_of_an_address)
{
	struct stage stage;
	stage_open_whole(&stage, hosts, COUNT(hosts));
	stage_call(&stage, "client",
		   "getnameinfo(10.0.0.1:80, NI_NUMERICSERV)");
	const struct value *names = answer(&stage);
	cr_assert_eq(names->count, 2);
	const struct bytes *name = &names->items[0].bytes;
	const struct bytes *service = &names->items[1].bytes;
	cr_expect(name->len == 5 && !memcmp(name->data, "alpha", 5));
	cr_expect(service->len == 2 && !memcmp(service->data, "80", 2));
	stage_close(&stage);
}

Test(lab_resolve, errors_are_no_errno)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_call(&stage, "client", "getaddrinfo(NULL, NULL)");
	const struct result *result =
		&stage_last(&stage, "client")->call.result;
	cr_expect_eq(result->value, EAI_NONAME);
	cr_expect_eq(result->error, EAI_NONAME);
	cr_expect_eq(result->out.kind, VALUE_NONE);
	stage_close(&stage);
}

/* The first name server that the library would ask, as a host's address in
 * `config`; empty when every host has it. Skips the test for one of IPv6. */
static void find_server(char *config, size_t size)
{
	char line[256], server[64] = "127.0.0.1";
	struct in_addr number;
	FILE *file = fopen("/etc/resolv.conf", "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, " nameserver %63s", server) == 1)
			break;
	}
	if (file)
		fclose(file);
	if (inet_pton(AF_INET, server, &number) != 1)
		cr_skip_test("the name server %s is not of IPv4", server);
	config[0] = '\0';
	if (ntohl(number.s_addr) >> 24 != IN_LOOPBACKNET)
		snprintf(config, size, "%s/32", server);
}

/* What is explained of the client's last call. */
static void expect_said(const struct stage *stage, const char *text)
{
	struct buf said = {0};
	const struct event_call *call = stage_last(stage, "client");
	size_t end = journal_count(stage->journal);
	situation_explain(stage->journal,
			  situation_entry(stage->journal, end, call), end, call,
			  &said);
	cr_expect(strstr(buf_text(&said), text), "says: %s\nnot: %s",
		  buf_text(&said), text);
	buf_done(&said);
}

static void await_return(struct stage *stage, size_t place)
{
	while (stage_last(stage, "client")->phase != CALL_RETURN) {
		stage_await_event(stage, place, EVENT_CALL);
		place = journal_count(stage->journal);
	}
}

Test(lab_resolve, waits_for_the_name_server)
{
	struct stage stage;
	char address[80];
	find_server(address, sizeof(address));
	const struct lab_host host[] = {{"alpha", address}};
	stage_open_whole(&stage, host, *address ? 1 : 0);
	stage_order(&stage, "hold all");
	stage_call(&stage, "client", "getaddrinfo(\"name.example\", \"80\")");
	AUTO_FREE char *held = stage_held(&stage);
	if (!*held) {
		stage_close(&stage);
		cr_skip_test("names are not asked for over the network");
	}
	cr_expect_eq(stage_last(&stage, "client")->phase, CALL_BLOCKED);
	cr_expect_eq(lab_actor_state(stage.lab, "client"), LAB_ACTOR_BLOCKED);
	expect_said(&stage,
		    ":53, which the C library asks through client's fd");
	expect_said(&stage, ") is held on the wire.");
	// Another actor can make its calls meanwhile.
	cr_expect_eq(stage_value(&stage, "server",
				 "s = socket(AF_INET, SOCK_STREAM)"),
		     3);
	// Nobody has port 53.
	size_t place = journal_count(stage.journal);
	stage_order(&stage, "flow");
	await_return(&stage, place);
	const struct result *result =
		&stage_last(&stage, "client")->call.result;
	cr_expect_eq(result->value, EAI_AGAIN);
	expect_said(&stage, "\"name.example\" is not in /etc/hosts, which has "
			    "localhost, ip6-localhost, ip6-loopback, alpha.");
	expect_said(&stage, "was answered with ICMP port unreachable");
	stage_close(&stage);
}
