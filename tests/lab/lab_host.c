/* lab_host: hosts have networks, addresses and names, and a wire joins them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/latest.h"
#include "show/reason/situation.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct lab_host two[] = {
	{"alpha", "10.0.0.1/24 fd00::1/64"},
	{"beta", "10.0.0.2/24 fd00::2/64"},
};

Test(lab_host, two_hosts_talk)
{
	// clang-format off
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "bind(srv, 10.0.0.1:8080)", 0, NULL, NULL},
		{"server", "listen(srv, 5)", 0, "srv", "LISTEN"},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "bind(cli, 10.0.0.1:0)", -EADDRNOTAVAIL, NULL, NULL},
		{"client", "connect(cli, 10.0.0.1:8080)", 0, "cli", "ESTAB"},
		{"server", "conn = accept(srv)", 4, "conn", "ESTAB"},
		{"client", "u = socket(AF_INET6, SOCK_DGRAM)", 4, NULL, NULL},
		{"client", "sendto(u, \"hi\", 0, [fd00::1]:9)", 2, NULL, NULL},
		{"client", "lost = socket(AF_INET, SOCK_STREAM)", 5, NULL, NULL},
		{"client", "connect(lost, 127.0.0.1:8080)", -ECONNREFUSED, NULL, NULL},
		{"client", "connect(lost, 10.0.0.9:8080)", PLAY_BLOCKS, "lost", "SYN-SENT"},
	};
	// clang-format on
	struct stage stage;
	stage_open_whole(&stage, two, COUNT(two));
	stage_play(&stage, rows, COUNT(rows));
	const struct event *last = NULL;
	for (size_t i = 0; i < journal_count(stage.journal); i++) {
		const struct event *event = journal_at(stage.journal, i);
		if (event->kind == EVENT_PACKET)
			last = event;
		if (event->kind == EVENT_PACKET &&
		    event->as.packet.number == 1) {
			cr_expect_str_eq(event->as.packet.from_host, "beta");
			cr_expect_str_eq(event->as.packet.to_host, "alpha");
		}
	}
	cr_assert(last);
	cr_expect(!last->as.packet.to_host, "10.0.0.9 is nobody");
	cr_expect_eq(last->as.packet.fate, PACKET_DROPPED);
	AUTO_FREE char *packets = stage_packets(&stage, 0);
	cr_expect_str_eq(packets,
			 "SYN client>server, SYN-ACK server>client, "
			 "ACK client>server, udp client>-, icmp6 ->client, "
			 "SYN client>-, RST-ACK ->client, SYN client>-");
	stage_close(&stage);
}

/* What a dump of the sockets costs goes by the size of the tables: a lab has
 * its own, the kernel says a number below zero where they are the machine's. */
Test(lab_host, tables_of_its_own)
{
	if (access("/proc/sys/net/ipv4/tcp_child_ehash_entries", F_OK) < 0)
		cr_skip_test("this kernel has one table for all");
	struct stage stage;
	stage_open_whole(&stage, two, COUNT(two));
	for (size_t i = 0; i < COUNT(two); i++) {
		const struct event_output *output =
			stage_run(&stage, two[i].name,
				  "cat /proc/sys/net/ipv4/tcp_ehash_entries");
		cr_expect_str_eq(output->text, "1024\n", "%s: %s", two[i].name,
				 output->text);
	}
	stage_close(&stage);
}

Test(lab_host, names)
{
	struct stage stage;
	stage_open_whole(&stage, two, COUNT(two));
	const struct event_output *output =
		stage_run(&stage, "beta",
			  "getent ahostsv4 alpha | head -1 | cut -d' ' -f1; "
			  "getent ahostsv4 beta | head -1 | cut -d' ' -f1; "
			  "getent ahostsv4 localhost | head -1 | cut -d' ' -f1;"
			  "ip -o -4 addr show wire0 | grep -o '10[.][.0-9/]*' |"
			  "head -1");
	cr_expect_str_eq(output->text,
			 "10.0.0.1\n10.0.0.2\n127.0.0.1\n10.0.0.2/24\n");
	cr_expect_str_eq(output->host, "beta");
	stage_close(&stage);
}

Test(lab_host, faulty_configuration)
{
	static const struct {
		struct lab_host host;
		const char *actor_host;
		const char *says;
	} cases[] = {
		{{"a", "10.0.0.1"}, NULL, "no address with a prefix"},
		{{"a", "10.0.0.1/33"}, NULL, "10.0.0.1/33"},
		{{"a", "fd00::1/"}, NULL, "fd00::1/"},
		{{"a", "10.0.0/8"}, NULL, "10.0.0/8"},
		{{"", ""}, NULL, "cannot name a host"},
		{{"a b", ""}, NULL, "cannot name a host"},
		{{"a", "10.0.0.1/24"}, "b", "no host named b"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = {0};
		struct lab_actor actor = {"server", cases[i].actor_host};
		struct lab_config config = {
			.hosts = &cases[i].host,
			.host_count = 1,
			.actors = &actor,
			.actor_count = 1,
		};
		struct loop *loop = loop_new(&err);
		cr_expect(!lab_open(&config, loop, NULL, NULL, &err), "%s",
			  cases[i].says);
		cr_expect(strstr(err.text, cases[i].says), "%s: %s",
			  cases[i].says, err.text);
		loop_free(loop);
	}
}

/* Of all hosts, as the kernel has them when a call fails for want of one. */
Test(lab_host, addresses_are_told_when_one_is_missing)
{
	struct stage stage;
	stage_open_whole(&stage, two, COUNT(two));
	stage_call(&stage, "server", "s = socket(AF_INET, SOCK_STREAM)");
	stage_call(&stage, "server", "bind(s, 10.0.0.2:12345)");
	size_t end = journal_count(stage.journal);
	const struct event_call *call = stage_last(&stage, "server");
	struct buf said = {0};
	cr_expect_eq(call->call.result.error, EADDRNOTAVAIL);
	situation_explain(stage.journal,
			  situation_entry(stage.journal, end, call), end, call,
			  &said);
	cr_expect_str_eq(
		buf_text(&said),
		"No interface of host alpha has the address 10.0.0.2. "
		"It has 127.0.0.1/8, 10.0.0.1/24, ::1/128 and fd00::1/64. "
		"10.0.0.2 is an address of host beta.");
	const struct event_host *beta =
		journal_host(stage.journal, end, "beta");
	cr_assert(beta);
	cr_assert_eq(beta->address_count, 4);
	cr_expect_str_eq(beta->addresses[1], "10.0.0.2/24");
	buf_done(&said);
	stage_close(&stage);
}
