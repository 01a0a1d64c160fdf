/* lab_command: real programs run inside the lab and see it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static const struct play listening[] = {
	{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
	{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
	{"server", "listen(srv, 5)", 0, NULL, NULL},
};

Test(lab_command, tools_see_the_actors)
{
	static const struct {
		const char *command, *says;
	} cases[] = {
		{"ss -tanp", "users:((\"server\",pid=2,fd=3))"},
		{"lsof -n -P -i -a -p 2", "TCP 127.0.0.1:12345 (LISTEN)"},
		{"ls -l /proc/2/fd", "3 -> socket:["},
		{"cat /proc/net/tcp", "0100007F:3039 00000000:0000 0A"},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, listening, COUNT(listening));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct event_output *output =
			stage_run(&stage, NULL, cases[i].command);
		cr_expect(strstr(output->text, cases[i].says), "%s: %s",
			  cases[i].command, output->text);
		cr_expect_eq(output->status, 0, "%s", cases[i].command);
	}
	stage_close(&stage);
}

Test(lab_command, outcome)
{
	static const struct {
		const char *command, *text;
		int status;
	} cases[] = {
		{"echo out; echo err >&2; exit 3", "out\nerr\n", 3},
		{"kill -TERM $$", "", 143},
		{"cat", "", 0},
		{"sleep 1000 & echo left", "left\n", 0},
		{"no-such-program 2> /dev/null", "", 127},
	};
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct event_output *output =
			stage_run(&stage, NULL, cases[i].command);
		cr_expect_str_eq(output->text, cases[i].text, "%s",
				 cases[i].command);
		cr_expect_eq(output->status, cases[i].status, "%s: %d",
			     cases[i].command, output->status);
		cr_expect_str_eq(output->command, cases[i].command);
	}
	stage_close(&stage);
}

Test(lab_command, too_much_output)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	const struct event_output *output = stage_run(
		&stage, NULL, "head -c 1000000 /dev/zero | tr '\\0' x");
	size_t len = output->len;
	cr_expect(len > 256 * 1024 && len < 257 * 1024, "%zu bytes", len);
	cr_expect(strstr(output->text, "cut: more than 256 KiB"));
	cr_expect_eq(output->status, 0);
	stage_close(&stage);
}

/* The whole group is killed, the shell's child too. */
Test(lab_command, too_long)
{
	struct stage stage;
	stage_open_limited(&stage, 1);
	const struct event_output *output =
		stage_run(&stage, NULL, "sleep 1000; echo never");
	cr_expect_str_eq(output->text,
			 "[killed: it still ran after 1 second]\n");
	cr_expect_eq(output->status, 137);
	// A killed process needs a moment to go; one that stays is found each
	// time. A machine may be too slow for this command, too.
	static const char find[] = "grep -qs sleep /proc/[0-9]*/comm";
	int status = lab_missing(stage.lab) ? 1 : 0;
	for (int i = 0; i < 100 && (status == 0 || status == 137); i++)
		status = stage_run(&stage, NULL, find)->status;
	cr_expect_gt(status, 0, "the shell's child is still there");
	cr_expect_neq(status, 137, "no command ends within a second");
	stage_close(&stage);
}

/* A client that is a real program, and settling waits for the command. */
Test(lab_command, talks_to_an_actor)
{
	static const struct play accepting[] = {
		{"server", "conn = accept(srv)", PLAY_BLOCKS, NULL, NULL},
	};
	struct stage stage;
	struct err err = {0};
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, listening, COUNT(listening));
	stage_play(&stage, accepting, COUNT(accepting));
	size_t place = journal_count(stage.journal);
	cr_assert(lab_run(stage.lab, NULL,
			  "python3 -c 'import socket; "
			  "socket.create_connection((\"localhost\", 12345))"
			  ".send(b\"hello\")'",
			  &err));
	stage_settle(&stage);
	const struct event *output =
		stage_await_event(&stage, place, EVENT_OUTPUT);
	cr_expect_str_eq(output->as.output.text, "");
	cr_expect_eq(stage_last(&stage, "server")->call.result.value, 4);
	stage_call(&stage, "server", "recv(conn, 100, 0)");
	cr_expect_eq(stage_last(&stage, "server")->call.result.value, 5);
	stage_close(&stage);
}

Test(lab_command, what_cannot_be_run)
{
	struct stage stage;
	struct err err = {0};
	AUTO_FREE char *text = xmalloc(100001);
	memset(text, 'x', 100000);
	text[100000] = '\0';
	stage_open(&stage, NULL, 0, false);
	cr_expect(!lab_run(stage.lab, "mars", "true", &err));
	cr_expect(strstr(err.text, "no host named mars"), "%s", err.text);
	cr_expect(!lab_run(stage.lab, NULL, text, &err));
	cr_expect(strstr(err.text, "too long"), "%s", err.text);
	stage_close(&stage);
}
