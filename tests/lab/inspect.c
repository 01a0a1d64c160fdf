/* inspect: all that is read of a socket, against the actor's own getsockopt()
 * and against ss.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actor asks the same kernel by calls of its own, ss by sock_diag(7): three
 * ways to the same numbers.
 */
#include "call/table/option.h"
#include "call/table/option_help.h"
#include "journal/latest.h"
#include "show/socket/inspect_value.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct event_inspect *look(struct stage *stage, const char *actor,
					int fd)
{
	struct err err = {0};
	size_t place = journal_count(stage->journal);
	cr_assert(lab_inspect(stage->lab, actor, fd, &err), "%s", err.text);
	for (size_t i = journal_count(stage->journal); i-- > place;) {
		const struct event *event = journal_at(stage->journal, i);
		if (event->kind == EVENT_INSPECT)
			return &event->as.inspect;
	}
	cr_assert_fail("nothing was told");
	return NULL;
}

static const struct inspect_row *find(const struct event_inspect *inspect,
				      const char *group, const char *name)
{
	for (size_t i = 0; i < inspect->count; i++) {
		const struct inspect_row *row = &inspect->rows[i];
		if (!strcmp(row->group, group) && !strcmp(row->name, name))
			return row;
	}
	return NULL;
}

static void expect(const struct event_inspect *inspect, const char *group,
		   const char *name, const char *value)
{
	struct buf text = {0};
	const struct inspect_row *row = find(inspect, group, name);
	if (row)
		inspect_value_print(row, &text);
	cr_expect_str_eq(buf_text(&text), value, "%s %s: %s", group, name,
			 buf_text(&text));
	buf_done(&text);
}

/* A connection with 5 unread bytes, and a listener in whose queue another one
 * waits. */
static void talk(struct stage *stage)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"server", "setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, 1)", 0,
		 NULL, NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 7)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM)", 3, NULL, NULL},
		{"client", "setsockopt(cli, IPPROTO_TCP, TCP_NODELAY, 1)", 0,
		 NULL, NULL},
		{"client", "setsockopt(cli, SOL_SOCKET, SO_RCVBUF, 4000)", 0,
		 NULL, NULL},
		{"client", "setsockopt(cli, SOL_SOCKET, SO_LINGER, {1, 5})", 0,
		 NULL, NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", 4, NULL, NULL},
		{"client", "send(cli, \"hello\")", 5, NULL, NULL},
		{"client", "more = socket(AF_INET, SOCK_STREAM)", 4, NULL,
		 NULL},
		{"client", "connect(more, 127.0.0.1:12345)", 0, NULL, NULL},
	};
	stage_play(stage, rows, COUNT(rows));
}

Test(inspect, tells_what_the_calls_did)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	talk(&stage);
	const struct event_inspect *cli = look(&stage, "client", 3);
	expect(cli, "SOL_SOCKET", "SO_TYPE", "SOCK_STREAM");
	expect(cli, "SOL_SOCKET", "SO_DOMAIN", "AF_INET");
	expect(cli, "SOL_SOCKET", "SO_PROTOCOL", "IPPROTO_TCP");
	expect(cli, "SOL_SOCKET", "SO_RCVBUF", "8000 bytes");
	expect(cli, "SOL_SOCKET", "SO_LINGER", "{l_onoff=1, l_linger=5}");
	expect(cli, "SOL_SOCKET", "SO_BUF_LOCK", "receive");
	expect(cli, "SOL_SOCKET", "SO_PEERNAME", "127.0.0.1:12345");
	expect(cli, "SOL_SOCKET", "SO_ERROR", "not read");
	expect(cli, "IPPROTO_TCP", "TCP_NODELAY", "1 (on)");
	expect(cli, "TCP_INFO", "state", "ESTAB");
	expect(cli, "TCP_INFO", "bytes_sent", "5 bytes");
	expect(cli, "poll", "revents", "POLLOUT");
	expect(cli, "ioctl", "FIONREAD", "0 bytes");
	cr_expect(find(cli, "IPPROTO_TCP", "TCP_NODELAY")->differs);
	cr_expect(find(cli, "SOL_SOCKET", "SO_LINGER")->differs);
	cr_expect(!find(cli, "SOL_SOCKET", "SO_KEEPALIVE")->differs);
	cr_expect(!find(cli, "SOL_SOCKET", "SO_COOKIE")->differs);
	cr_expect_null(find(cli, "IPPROTO_UDP", "UDP_CORK"));
	cr_expect_null(find(cli, "IPPROTO_IPV6", "IPV6_V6ONLY"));

	const struct event_inspect *conn = look(&stage, "server", 4);
	expect(conn, "ioctl", "FIONREAD", "5 bytes");
	expect(conn, "poll", "revents", "POLLIN|POLLOUT");

	const struct event_inspect *srv = look(&stage, "server", 3);
	expect(srv, "SOL_SOCKET", "SO_ACCEPTCONN", "1 (on)");
	expect(srv, "TCP_INFO", "state", "LISTEN");
	expect(srv, "TCP_INFO", "unacked", "1 segment");
	expect(srv, "TCP_INFO", "sacked", "7 segments");
	expect(srv, "IPPROTO_IP", "IP_MTU", "ENOTCONN");
	expect(srv, "ioctl", "FIONREAD", "EINVAL");
	stage_close(&stage);
}

/* Values that the next packet, or the clock, changes; and those that the actor
 * asks with less room. */
static bool is_moving(const char *name)
{
	static const char *const names[] = {"SO_INCOMING_CPU", "TCP_TIMESTAMP",
					    "TCP_QUICKACK", "IPV6_PATHMTU"};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!strcmp(names[i], name))
			return true;
	}
	return false;
}

/* Every number that we read, the actor reads by a call. */
static size_t compare_with_calls(struct stage *stage, const char *actor,
				 const char *variable,
				 const struct event_inspect *inspect)
{
	size_t compared = 0;
	for (size_t i = 0; i < inspect->count; i++) {
		const struct inspect_row *row = &inspect->rows[i];
		bool is_option = !strcmp(row->group, "SOL_SOCKET") ||
				 !strncmp(row->group, "IPPROTO_", 8);
		if (!is_option || row->answer == INSPECT_UNREAD ||
		    row->answer == INSPECT_BYTES || is_moving(row->name) ||
		    !strcmp(row->name, "SO_ATTACH_FILTER"))
			continue;
		AUTO_FREE char *call = xprintf("getsockopt(%s, %s, %s)",
					       variable, row->group, row->name);
		int64_t value = stage_value(stage, actor, call);
		const struct result *result =
			&stage_last(stage, actor)->call.result;
		if (row->answer == INSPECT_FAILED)
			cr_expect_eq(value, -row->error, "%s", call);
		else
			cr_expect(!value && result->option == row->number,
				  "%s: %lld, and we read %lld", call,
				  (long long)result->option,
				  (long long)row->number);
		compared++;
	}
	return compared;
}

Test(inspect, agrees_with_the_actor)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	talk(&stage);
	cr_expect_gt(compare_with_calls(&stage, "client", "cli",
					look(&stage, "client", 3)),
		     60);
	stage_call(&stage, "client", "udp = socket(AF_INET6, SOCK_DGRAM)");
	cr_expect_gt(compare_with_calls(&stage, "client", "udp",
					look(&stage, "client", 5)),
		     60);
	stage_call(&stage, "client", "un = socket(AF_UNIX, SOCK_STREAM)");
	cr_expect_gt(compare_with_calls(&stage, "client", "un",
					look(&stage, "client", 6)),
		     20);
	stage_close(&stage);
}

/* Every row has a sentence. */
Test(inspect, explains_every_row)
{
	static const char *const calls[] = {
		"a = socket(AF_INET, SOCK_STREAM)",
		"b = socket(AF_INET6, SOCK_STREAM)",
		"c = socket(AF_INET, SOCK_DGRAM)",
		"d = socket(AF_INET6, SOCK_DGRAM)",
		"e = socket(AF_UNIX, SOCK_STREAM)",
		"f = socket(AF_UNIX, SOCK_DGRAM)",
		"g = socket(AF_UNIX, SOCK_SEQPACKET)",
	};
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	for (size_t n = 0; n < COUNT(calls); n++) {
		stage_call(&stage, "client", calls[n]);
		const struct event_inspect *one =
			look(&stage, "client", 3 + (int)n);
		cr_expect_gt(one->count, 30);
		for (size_t i = 0; i < one->count; i++) {
			const struct inspect_row *row = &one->rows[i];
			cr_expect(option_help_find(row->group, row->name),
				  "%s %s", row->group, row->name);
			cr_expect(!row->differs, "%s: %s %s of a new socket",
				  calls[n], row->group, row->name);
		}
	}
	stage_close(&stage);
}

/* What ss -tinem says: a word with a number behind it. */
static const struct {
	const char *word, *group, *name;
} said[] = {
	{" mss:", "TCP_INFO", "snd_mss"},
	{" pmtu:", "TCP_INFO", "pmtu"},
	{" rcvmss:", "TCP_INFO", "rcv_mss"},
	{" advmss:", "TCP_INFO", "advmss"},
	{" cwnd:", "TCP_INFO", "snd_cwnd"},
	{" bytes_sent:", "TCP_INFO", "bytes_sent"},
	{" bytes_acked:", "TCP_INFO", "bytes_acked"},
	{" segs_out:", "TCP_INFO", "segs_out"},
	{" segs_in:", "TCP_INFO", "segs_in"},
	{" data_segs_out:", "TCP_INFO", "data_segs_out"},
	{" rcv_space:", "TCP_INFO", "rcv_space"},
	{" rcv_ssthresh:", "TCP_INFO", "rcv_ssthresh"},
	{" snd_wnd:", "TCP_INFO", "snd_wnd"},
	{" delivered:", "TCP_INFO", "delivered"},
	{"skmem:(r", "SO_MEMINFO", "rmem_alloc"},
	{",rb", "SO_MEMINFO", "rcvbuf"},
	{",t", "SO_MEMINFO", "wmem_alloc"},
	{",tb", "SO_MEMINFO", "sndbuf"},
	{",f", "SO_MEMINFO", "fwd_alloc"},
	{",w", "SO_MEMINFO", "wmem_queued"},
	{",o", "SO_MEMINFO", "optmem"},
	{",bl", "SO_MEMINFO", "backlog"},
	{",d", "SO_MEMINFO", "drops"},
};

/* The number behind the word; ",t" is not ",tb". */
static bool number_behind(const char *text, const char *word, long long *number)
{
	for (const char *at = text; (at = strstr(at, word)); at++) {
		if (sscanf(at + strlen(word), "%lld", number) == 1)
			return true;
	}
	return false;
}

Test(inspect, agrees_with_ss)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	talk(&stage);
	const struct event_inspect *cli = look(&stage, "client", 3);
	char command[80];
	snprintf(command, sizeof(command), "ss -Htinem | grep -A1 'sk:%llx '",
		 (unsigned long long)cli->cookie);
	const struct event_output *output = stage_run(&stage, NULL, command);
	if (output->status)
		cr_skip("ss does not list the socket: %s", output->text);
	size_t compared = 0;
	for (size_t i = 0; i < COUNT(said); i++) {
		long long number;
		const struct inspect_row *row =
			find(cli, said[i].group, said[i].name);
		if (!number_behind(output->text, said[i].word, &number))
			continue;
		cr_assert(row, "%s", said[i].name);
		cr_expect_eq(row->number, number, "%s: ss %lld, we %lld\n%s",
			     said[i].name, number, (long long)row->number,
			     output->text);
		compared++;
	}
	cr_expect_gt(compared, 15, "%s", output->text);
	stage_close(&stage);
}

/* It disturbs nothing: what waits to be told is still told. */
Test(inspect, takes_nothing_away)
{
	struct stage stage;
	stage_open(&stage, NULL, 0, false);
	stage_call(&stage, "client",
		   "s = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK)");
	stage_call(&stage, "client", "connect(s, 127.0.0.1:9)");
	const struct event_inspect *seen = look(&stage, "client", 3);
	expect(seen, "fcntl", "F_GETFL", "O_RDWR|O_NONBLOCK");
	stage_settle(&stage);
	seen = look(&stage, "client", 3);
	expect(seen, "poll", "revents",
	       "POLLIN|POLLOUT|POLLRDHUP|POLLERR|"
	       "POLLHUP");
	stage_call(&stage, "client", "getsockopt(s, SOL_SOCKET, SO_ERROR)");
	cr_expect_eq(stage_last(&stage, "client")->call.result.option, 111);
	stage_close(&stage);
}

/* Of an epoll instance, too, the kernel is asked. */
Test(inspect, list_of_epoll)
{
	struct stage stage;
	struct err err = {0};
	stage_open(&stage, NULL, 0, false);
	stage_call(&stage, "server", "s = socket(AF_INET, SOCK_DGRAM)");
	stage_call(&stage, "server", "ep = epoll_create1(0)");
	stage_call(&stage, "server",
		   "epoll_ctl(ep, EPOLL_CTL_ADD, s, EPOLLIN)");
	cr_assert(lab_inspect(stage.lab, "server", 4, &err), "%s", err.text);
	size_t end = journal_count(stage.journal);
	const struct event *last = journal_at(stage.journal, end - 1);
	cr_assert_eq(last->kind, EVENT_INSPECT);
	cr_expect_eq(last->as.inspect.cookie, 0);
	cr_expect_eq(last->as.inspect.fd, 4);
	const struct watch_list *list =
		journal_watched(stage.journal, end, "server", 4);
	cr_assert(list);
	cr_assert_eq(list->count, 1);
	cr_expect_eq(list->items[0].fd, 3);
	cr_expect_eq(list->items[0].inode,
		     snapshot_find_fd(&stage.snapshot, "server", 3)->inode);
	stage_close(&stage);
}

/* A blocked actor's socket can be looked at, too; what is none cannot. */
Test(inspect, of_whom)
{
	struct stage stage;
	struct err err = {0};
	stage_open(&stage, NULL, 0, false);
	talk(&stage);
	stage_call(&stage, "server", "accept(srv)");
	stage_call(&stage, "server", "accept(srv)");
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_BLOCKED);
	expect(look(&stage, "server", 3), "TCP_INFO", "unacked", "0 segments");
	cr_expect(!lab_inspect(stage.lab, "server", 77, &err));
	cr_expect_str_eq(err.text, "server has no descriptor 77");
	cr_expect(!lab_inspect(stage.lab, "server", 0, &err));
	cr_expect_str_eq(err.text, "descriptor 0 of server is neither a socket "
				   "nor an epoll instance");
	cr_expect(!lab_inspect(stage.lab, "nobody", 3, &err));
	cr_expect_str_eq(err.text, "no actor is named nobody");
	stage_close(&stage);
}
