/* journal_save: what is saved loads again, and bad files are refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/message.h"
#include "call/print.h"
#include "call/whole/fault.h"
#include "call/whole/parse.h"
#include "call_golden.h"
#include "golden.h"
#include "journal/latest.h"
#include "journal/save/save.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

static bool load(struct journal *journal, const char *text, struct err *err)
{
	FILE *file = fmemopen((char *)(uintptr_t)text, strlen(text), "r");
	cr_assert(file);
	setvbuf(file, NULL, _IONBF, 0);
	bool good = journal_load(journal, file, "run.jsonl", err);
	fclose(file);
	return good;
}

static char *save(const struct journal *journal)
{
	struct buf out = {0};
	for (size_t i = 0; i < journal_count(journal); i++)
		event_save(journal_at(journal, i), &out);
	return buf_take(&out);
}

static const char *const goldens[] = {
	"tests/golden/journal/tcp-conversation.jsonl",
	"tests/golden/journal/udp-unix.jsonl",
	"tests/golden/journal/fork.jsonl",
};

Test(save, a_recorded_journal_saves_to_the_same_bytes)
{
#ifndef __x86_64__
	cr_skip_test("recorded on x86-64, whose C library sets SA_RESTORER");
#endif
	for (size_t i = 0; i < COUNT(goldens); i++) {
		AUTO_FREE char *text = golden_read(goldens[i]);
		cr_assert(text, "%s", goldens[i]);
		struct journal *journal = journal_new();
		struct err err;
		cr_assert(load(journal, text, &err), "%s: %s", goldens[i],
			  err.text);
		AUTO_FREE char *again = save(journal);
		golden_check(goldens[i], again);
		journal_free(journal);
	}
}

/* NULs among them; and what a terminal would obey stands in no file. */
Test(save, an_output_is_kept_with_every_character)
{
	static const char text[] =
		"a\0b\033[2J\x7f\xc2\x9b\u202e\U000e0041 é\n";
	struct event event = {.kind = EVENT_OUTPUT};
	event.as.output = (struct event_output){
		.host = "host\u202e",
		.command = "x",
		.text = text,
		.len = sizeof(text) - 1,
	};
	struct journal *journal = journal_new(), *other = journal_new();
	journal_append(journal, &event);
	AUTO_FREE char *saved = save(journal);
	cr_expect(strstr(saved, "\"a\\u0000b\\u001b[2J\\u007f\\u009b\\u202e"
				"\\udb40\\udc41 é\\n\""),
		  "%s", saved);
	struct err err;
	cr_assert(load(other, saved, &err), "%s", err.text);
	const struct event_output *output = &journal_at(other, 0)->as.output;
	cr_expect_eq(output->len, sizeof(text) - 1);
	cr_expect_eq(memcmp(output->text, text, sizeof(text)), 0);
	cr_expect_str_eq(output->host, "host\u202e");
	journal_free(journal);
	journal_free(other);
}

/* That it was no kernel that said so. */
Test(save, what_was_made_to_go_wrong_is_kept)
{
#ifndef __GLIBC__
	cr_skip_test("recorded with glibc, whose words for errors these are");
#endif
	const unsigned faults = 1U << FAULT_ERROR | 1U << FAULT_DELAY;
	struct arena arena = {0};
	struct event event = {
		.kind = EVENT_CALL,
		.time = 1000,
		.as.call = {.id = 1, .phase = CALL_RETURN, .actor = "client"}};
	struct err err;
	size_t column;
	cr_assert(call_parse(str_from("close(3)"), &arena, &event.as.call.call,
			     &column, &err),
		  "%s", err.text);
	struct journal *journal = journal_new(), *loaded = journal_new();
	event.as.call.call.result = (struct result){
		.done = true, .value = -1, .error = EIO, .faults = faults};
	journal_append(journal, &event);
	AUTO_FREE char *text = save(journal);
	cr_expect(strstr(text, "= -1 EIO (Input/output error) (INJECTED) "
			       "(DELAYED)\""),
		  "%s", text);
	cr_assert(load(loaded, text, &err), "%s", err.text);
	cr_expect_eq(journal_at(loaded, 0)->as.call.call.result.faults, faults);
	journal_free(journal);
	journal_free(loaded);
	arena_done(&arena);
}

/* Megabytes that are sent stand once, and each phase has them again. */
Test(save, a_long_call_stands_where_it_is_entered)
{
	enum { SENT = 100000, OTHER = 2000 };
	static unsigned char sent[SENT];
	static const enum call_phase phases[] = {CALL_ENTER, CALL_BLOCKED,
						 CALL_RETURN};
	struct arena arena = {0};
	struct event event = {.kind = EVENT_CALL,
			      .time = 1000,
			      .as.call = {.id = 7, .actor = "client"}};
	struct err err;
	size_t column;
	for (size_t i = 0; i < SENT; i++)
		sent[i] = (unsigned char)('a' + i % 26);
	cr_assert(call_parse(str_from("send(3, \"\", 0)"), &arena,
			     &event.as.call.call, &column, &err),
		  "%s", err.text);
	struct call *call = &event.as.call.call;
	call->args[1].bytes = (struct bytes){sent, SENT, 0, 0};
	struct journal *journal = journal_new(), *loaded = journal_new();
	for (size_t i = 0; i < COUNT(phases); i++) {
		event.as.call.phase = phases[i];
		if (phases[i] == CALL_RETURN)
			call->result = (struct result){.done = true,
						       .value = SENT - 1};
		journal_append(journal, &event);
	}
	AUTO_FREE char *text = save(journal);
	cr_expect_lt(strlen(text), SENT + OTHER);
	cr_assert(load(loaded, text, &err), "%s", err.text);
	for (size_t i = 0; i < COUNT(phases); i++) {
		const struct call *now = &journal_at(loaded, i)->as.call.call;
		cr_expect(call_same(now, call), "%zu", i);
		cr_expect_eq(now->result.done, phases[i] == CALL_RETURN);
	}
	AUTO_FREE char *again = save(loaded);
	cr_expect_str_eq(again, text);
	journal_free(journal);
	journal_free(loaded);
	arena_done(&arena);
}

/* All that was read of a socket, each sort of answer. */
Test(save, what_was_read_of_a_socket_is_kept)
{
	static const struct inspect_row rows[] = {
		{.group = "SOL_SOCKET",
		 .name = "SO_KEEPALIVE",
		 .number = 1,
		 .differs = true},
		{.group = "SOL_SOCKET",
		 .name = "SO_LINGER",
		 .answer = INSPECT_BYTES,
		 .bytes = {(const unsigned char *)"\1\0\0\0\5\0\0\0", 8, 0, 0}},
		{.group = "IPPROTO_IP",
		 .name = "IP_OPTIONS",
		 .answer = INSPECT_BYTES},
		{.group = "IPPROTO_IP",
		 .name = "IP_MTU",
		 .answer = INSPECT_FAILED,
		 .error = 107},
		{.group = "SOL_SOCKET",
		 .name = "SO_ERROR",
		 .answer = INSPECT_UNREAD},
		{.group = "TCP_INFO", .name = "max_pacing_rate", .number = -1},
	};
	struct event event = {.kind = EVENT_INSPECT, .time = 1000};
	event.as.inspect = (struct event_inspect){
		.actor = "server",
		.host = "host",
		.fd = 4,
		.cookie = 77,
		.rows = rows,
		.count = COUNT(rows),
	};
	struct journal *journal = journal_new(), *loaded = journal_new();
	struct err err;
	journal_append(journal, &event);
	AUTO_FREE char *text = save(journal);
	cr_assert(load(loaded, text, &err), "%s", err.text);
	AUTO_FREE char *again = save(loaded);
	cr_expect_str_eq(again, text);
	const struct event_inspect *found = &journal_at(loaded, 0)->as.inspect;
	cr_assert_eq(found->count, COUNT(rows));
	cr_expect_eq(found->rows[0].number, 1);
	cr_expect(found->rows[0].differs);
	cr_expect_eq(found->rows[1].bytes.len, 8);
	cr_expect_eq(found->rows[1].bytes.data[4], 5);
	cr_expect_eq(found->rows[3].error, 107);
	cr_expect_eq(found->rows[4].answer, INSPECT_UNREAD);
	cr_expect_eq(found->rows[5].number, -1);
	journal_free(journal);
	journal_free(loaded);
}

/* Saves a journal of the one event, loads that and saves it again. The caller
 * frees the journal. */
static struct journal *save_and_load(const struct event *event)
{
	struct journal *journal = journal_new(), *loaded = journal_new();
	struct err err;
	journal_append(journal, event);
	AUTO_FREE char *text = save(journal);
	cr_assert(load(loaded, text, &err), "%s", err.text);
	AUTO_FREE char *again = save(loaded);
	cr_expect_str_eq(again, text);
	journal_free(journal);
	return loaded;
}

Test(save, what_epoll_watches_is_kept)
{
	const struct watched items[] = {{3, 25, 77, 1 << 20},
					{4, 0x80000001, UINT64_MAX, 99}};
	struct event event = {.kind = EVENT_WATCH, .time = 1000};
	event.as.watch.list = (struct watch_list){"server", 5, items, 2};
	struct journal *loaded = save_and_load(&event);
	const struct watch_list *list = journal_watched(loaded, 1, "server", 5);
	cr_assert(list);
	cr_assert_eq(list->count, 2);
	cr_expect_eq(list->items[1].fd, 4);
	cr_expect_eq(list->items[1].events, 0x80000001);
	cr_expect_eq(list->items[1].data, UINT64_MAX);
	cr_expect_eq(list->items[0].inode, 1 << 20);
	cr_expect_null(journal_watched(loaded, 1, "server", 4));
	cr_expect_null(journal_watched(loaded, 1, "client", 5));
	event.as.watch = (struct event_watch){.gone = true,
					      .list = {"server", 5, NULL, 0}};
	journal_append(loaded, &event);
	cr_expect_null(journal_watched(loaded, 2, "server", 5));
	cr_expect(journal_watched(loaded, 1, "server", 5), "it was, before");
	journal_free(loaded);
}

Test(save, what_a_host_has_is_kept)
{
	const char *const addresses[] = {"127.0.0.1/8", "fd00::1/64"};
	const struct host_name names[] = {{"localhost", "127.0.0.1"}};
	const char *const servers[] = {"10.0.0.53"};
	struct event event = {.kind = EVENT_HOST, .time = 1000};
	event.as.host = (struct event_host){
		.host = "alpha",
		.addresses = addresses,
		.address_count = COUNT(addresses),
		.names = names,
		.name_count = COUNT(names),
		.servers = servers,
		.server_count = COUNT(servers),
	};
	struct journal *loaded = save_and_load(&event);
	const struct event_host *host = journal_host(loaded, 1, "alpha");
	cr_assert(host);
	cr_assert_eq(host->address_count, 2);
	cr_expect_str_eq(host->addresses[1], "fd00::1/64");
	cr_assert_eq(host->name_count, 1);
	cr_expect_str_eq(host->names[0].name, "localhost");
	cr_assert_eq(host->server_count, 1);
	cr_expect_str_eq(host->servers[0], "10.0.0.53");
	cr_expect_null(journal_host(loaded, 0, "alpha"));
	cr_expect_null(journal_host(loaded, 1, "beta"));
	journal_free(loaded);
}

/* The place in a program of which a call was made. */
Test(save, the_place_of_a_call_is_kept)
{
	struct event event = {.kind = EVENT_CALL, .time = 1000};
	struct arena arena = {0};
	struct err err;
	cr_assert(call_parse(str_from("listen(3, 5)"), &arena,
			     &event.as.call.call, NULL, &err));
	event.as.call.actor = "server";
	event.as.call.source = (struct event_source){
		.file = "/home/server.c", .function = "main", .line = 12};
	struct buf text = {0};
	event_save(&event, &text);
	struct journal *journal = journal_new();
	cr_assert(load(journal, buf_text(&text), &err), "%s", err.text);
	const struct event_source *source =
		&journal_at(journal, 0)->as.call.source;
	cr_expect_str_eq(source->file, "/home/server.c");
	cr_expect_str_eq(source->function, "main");
	cr_expect_eq(source->line, 12);
	journal_free(journal);
	buf_done(&text);
	arena_done(&arena);
}

/* Fails with the first line that differs. */
static void expect_same_lines(const char *actual, const char *expected)
{
	struct str a = str_from(actual), b = str_from(expected), x, y;
	while (str_next_line(&b, &y)) {
		cr_assert(str_next_line(&a, &x), "lines are missing");
		cr_assert(x.len == y.len && !memcmp(x.data, y.data, x.len),
			  "%.*s\nis not\n%.*s", (int)x.len, x.data, (int)y.len,
			  y.data);
	}
	cr_assert_eq(a.len, 0, "there are more lines");
}

/* Loads what `journal` saves, and compares what both hold. */
static void check_round_trip(const struct journal *journal)
{
	AUTO_FREE char *text = save(journal);
	struct journal *back = journal_new();
	struct err err;
	cr_assert(load(back, text, &err), "%s\n%s", err.text, text);
	AUTO_FREE char *again = save(back);
	expect_same_lines(again, text);
	size_t count = journal_count(journal), changes;
	cr_assert_eq(journal_count(back), count);
	for (size_t place = 0; place <= count; place++) {
		struct snapshot a = {0}, b = {0};
		journal_snapshot(journal, place, &a);
		journal_snapshot(back, place, &b);
		AUTO_FREE struct change *change =
			snapshot_compare(&a, &b, &changes);
		cr_expect_eq(changes, a.count);
		for (size_t i = 0; i < changes; i++)
			cr_expect_eq(change[i].kind, CHANGE_SAME, "place %zu",
				     place);
		snapshot_done(&a);
		snapshot_done(&b);
	}
	journal_free(back);
}

Test(save, a_recorded_journal_gives_the_same_snapshots)
{
	for (size_t i = 0; i < COUNT(goldens); i++) {
		AUTO_FREE char *text = golden_read(goldens[i]);
		struct journal *journal = journal_new();
		struct err err;
		cr_assert(load(journal, text, &err), "%s", err.text);
		check_round_trip(journal);
		journal_free(journal);
	}
}

Test(save, a_recorded_journal_answers_questions)
{
	AUTO_FREE char *text = golden_read(goldens[0]);
	struct journal *journal = journal_new();
	struct err err;
	int64_t num = 0;
	const char *host;
	cr_assert(load(journal, text, &err), "%s", err.text);
	size_t count = journal_count(journal), begin, end;
	cr_expect(journal_variable(journal, count, "server", "conn", &num));
	cr_expect_eq(num, 4);
	cr_expect_eq(journal_socket_of(journal, count, "server", "conn", &host),
		     3);
	cr_expect_str_eq(host, "host");
	cr_expect_eq(journal_socket_of(journal, count, "client", "cli", &host),
		     2);
	cr_assert(journal_beat(journal, 2, 1, &begin, &end));
	const struct event_call *call =
		journal_last_call(journal, begin, end, NULL);
	cr_assert(call);
	cr_expect_eq(call->call.result.data.len, 18);
	cr_expect(
		!memcmp(call->call.result.data.data, "Hello from client!", 18));
	cr_assert(journal_beat(journal, 1, 0, &begin, &end));
	cr_expect(journal_open_call(journal, end, "server"));
	journal_free(journal);
}

static struct address address_of(const char *text)
{
	struct address address = {0};
	struct err err;
	cr_assert(address_parse(str_from(text), &address, &err));
	return address;
}

Test(save, the_beginning_is_told_by_the_wall_clock)
{
	struct journal *journal = journal_new(), *back = journal_new();
	struct event event = {.kind = EVENT_NOTE, .time = 1, .as.note = "a"};
	struct buf text = {0};
	struct err err;
	uint64_t wall = journal_wall(journal);
	cr_expect(wall > UINT64_C(1700000000000000000), "it is now");
	cr_expect_eq(wall % 1000, 0);
	journal_save_begin(journal, &text);
	event_save(&event, &text);
	journal_set_wall(journal, 1000);
	journal_save_begin(journal, &text);
	event_save(&event, &text);
	cr_assert(load(back, buf_text(&text), &err), "%s", err.text);
	cr_expect_eq(journal_count(back), 2, "it is no event");
	cr_expect_eq(journal_wall(back), wall, "that of the first event");
	journal_free(back);
	back = journal_new();
	cr_assert(load(back, "", &err), "%s", err.text);
	cr_expect_eq(journal_wall(back), 0, "not known");
	buf_done(&text);
	journal_free(journal);
	journal_free(back);
}

Test(save, every_field_of_a_socket)
{
	static const struct socket_owner owners[] = {{"s\"\\\n", 4},
						     {"caf\xc3\xa9", 5}};
	static const struct socket_option options[] = {
		{SOL_SOCKET, SO_REUSEADDR, 1},
		{IPPROTO_TCP, 1, 1},
		{12345, 678, -5},
	};
	static const struct tcp_info info = {
		.tcpi_state = 1,
		.tcpi_snd_wscale = 10,
		.tcpi_rcv_wscale = 7,
		.tcpi_delivery_rate_app_limited = 1,
		.tcpi_fastopen_client_fail = 3,
		.tcpi_rto = 204000,
		.tcpi_max_pacing_rate = UINT64_MAX,
		.tcpi_bytes_acked = 1234567890123,
		.tcpi_snd_wnd = 65536,
	};
	struct event event = {.kind = EVENT_SOCKET, .time = 1234567890};
	event.as.socket.state = (struct socket_state){
		.host = "alpha",
		.cookie = UINT64_MAX - 5,
		.inode = UINT32_MAX,
		.source = SOCKET_FROM_FD,
		.family = AF_INET6,
		.type = SOCK_STREAM,
		.protocol = 200,
		.state = SOCKET_CLOSING,
		.local = address_of("[::1]:80"),
		.peer = address_of("[fe80::1%2]:90"),
		.peer_inode = 3,
		.recv_q = UINT32_MAX,
		.send_q = 5,
		.no_recv_q = true,
		.no_send_q = true,
		.unbound = true,
		.next_size = 70000,
		.drops = 6,
		.timer = SOCKET_TIMER_PERSIST,
		.timer_ms = 7,
		.retransmits = 8,
		.shut_rd = true,
		.shut_wr = true,
		.nonblock = true,
		.owners = owners,
		.owner_count = COUNT(owners),
		.options = options,
		.option_count = COUNT(options),
		.tcp_info = &info,
	};
	struct journal *journal = journal_new();
	journal_append(journal, &event);
	event.as.socket.change = CHANGE_CHANGED;
	event.as.socket.state.state = 77;
	event.as.socket.state.family = 78;
	event.as.socket.state.type = 79;
	event.as.socket.state.tcp_info = NULL;
	event.as.socket.state.local = address_of("unix:@a b\"\n");
	journal_append(journal, &event);
	check_round_trip(journal);
	journal_free(journal);
}

static bool same_out(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->num != b->num || a->count != b->count ||
	    a->bytes.len != b->bytes.len)
		return false;
	if (a->bytes.len && memcmp(a->bytes.data, b->bytes.data, a->bytes.len))
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!same_out(&a->items[i], &b->items[i]))
			return false;
	return true;
}

/* What the kernel wrote for each of the calls that strace was asked about. */
Test(save, results_of_all_calls_come_back)
{
	struct arena arena = {0};
	struct journal *journal = journal_new(), *back = journal_new();
	AUTO_FREE char *lines = golden_read(GOLDEN_LINES);
	struct str rest = str_from(lines), line;
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	size_t lists = 0;
	*call = (struct event_call){
		.phase = CALL_RETURN, .actor = "a", .pid = 2};
	while (golden_traced(&rest, &arena, &call->call, &line)) {
		call->id++;
		journal_append(journal, &event);
		lists += call->call.result.out.kind == VALUE_LIST;
	}
	cr_expect_gt(lists, 10);
	check_round_trip(journal);
	AUTO_FREE char *text = save(journal);
	cr_assert(load(back, text, &err), "%s", err.text);
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct call *a = &journal_at(journal, i)->as.call.call;
		const struct call *b = &journal_at(back, i)->as.call.call;
		struct buf x = {0}, y = {0};
		call_print_strace(a, &x);
		call_print_strace(b, &y);
		cr_expect_str_eq(buf_text(&x), buf_text(&y));
		cr_expect(same_out(&a->result.out, &b->result.out), "%s",
			  buf_text(&x));
		cr_expect_eq(a->result.option, b->result.option, "%s",
			     buf_text(&x));
		buf_done(&x);
		buf_done(&y);
	}
	journal_free(journal);
	journal_free(back);
	arena_done(&arena);
}

static bool number_of(void *data, struct value *name)
{
	(void)data;
	name->num = name->name[0];
	return true;
}

Test(save, names_in_lists_keep_their_numbers)
{
	struct arena arena = {0};
	struct journal *journal = journal_new(), *back = journal_new();
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	int64_t num;
	*call = (struct event_call){
		.phase = CALL_RETURN, .id = 1, .actor = "a", .pid = 2};
	cr_assert(call_parse(str_from("recvmsg(s, {iov={9}, rights={x, y}})"),
			     &arena, &call->call, NULL, &err));
	cr_assert(call_bind(&call->call, &arena, number_of, NULL, &err));
	call->call.result = (struct result){.done = true, .value = 0};
	journal_append(journal, &event);
	call->id++;
	cr_assert(call_parse(
		str_from("sendmsg(s, {iov={}, rights={p, q}, credentials})"),
		&arena, &call->call, NULL, &err));
	cr_assert(call_bind(&call->call, &arena, number_of, NULL, &err));
	journal_append(journal, &event);
	check_round_trip(journal);
	AUTO_FREE char *saved = save(journal);
	cr_expect(strstr(saved, "\"bound\": {\"s\": 115}"), "%s", saved);
	cr_expect(strstr(saved, "\"bound\": {\"s\": 115, \"p\": 112, "
				"\"q\": 113, \"getpid()\": 103"),
		  "%s", saved);
	cr_assert(load(back, saved, &err), "%s", err.text);
	const struct call *read = &journal_at(back, 1)->as.call.call;
	cr_expect_eq(read->args[1].items[MESSAGE_RIGHTS].items[1].num, 'q');
	cr_expect(!journal_variable(back, 1, "a", "x", &num), "none came");
	journal_free(journal);
	journal_free(back);
	arena_done(&arena);
}

static const char *const sources[] = {
	"s = socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)",
	"bind(3, 127.0.0.1:80)",
	"sendto(3, \"a\\0b\\377\\\"\", MSG_DONTWAIT, [::1]:9)",
	"send(3, \"xy\" * 40000)",
	"setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0})",
	"getsockopt(3, SOL_SOCKET, SO_RCVTIMEO)",
	"recvfrom(3, 10, 0)",
	"c = accept4(3, SOCK_NONBLOCK)",
	"close(3)",
};

Test(save, hints_and_names)
{
	static const struct event events[] = {
		{.kind = EVENT_HINT,
		 .time = 1000,
		 .as.hint = {1, 2, 0, false, "Look at \"Recv-Q\"."}},
		{.kind = EVENT_HINT,
		 .time = 1000,
		 .as.hint = {1, 2, 3, true, NULL}},
		{.kind = EVENT_ALIAS,
		 .time = 1000,
		 .as.alias = {"client", "cli", "mine"}},
	};
	struct journal *journal = journal_new();
	for (size_t i = 0; i < COUNT(events); i++)
		journal_append(journal, &events[i]);
	AUTO_FREE char *text = save(journal);
	expect_same_lines(
		text,
		"{\"event\": \"hint\", \"t\": 0.000001, \"step\": 1, "
		"\"beat\": 2, \"level\": 0, \"done\": false, \"text\": "
		"\"Look at \\\"Recv-Q\\\".\"}\n"
		"{\"event\": \"hint\", \"t\": 0.000001, \"step\": 1, "
		"\"beat\": 2, \"level\": 3, \"done\": true, \"text\": null}\n"
		"{\"event\": \"alias\", \"t\": 0.000001, \"actor\": "
		"\"client\", \"name\": \"cli\", \"meant\": \"mine\"}\n");
	check_round_trip(journal);
	journal_free(journal);
}

Test(save, labs_and_moves)
{
	static const struct event events[] = {
		{.kind = EVENT_LAB,
		 .time = 1000,
		 .as.lab = {.number = 1,
			    .title = "Two",
			    .lesson = "two",
			    .file = "2-two.md",
			    .digest = UINT64_MAX,
			    .shuffled = 7}},
		{.kind = EVENT_LAB,
		 .time = 1000,
		 .as.lab = {.phase = LAB_STANDS,
			    .number = 1,
			    .loopback = "127.1.2.3",
			    .missing = "no wire"}},
		{.kind = EVENT_MOVE,
		 .time = 1000,
		 .as.move = {.lab = 1, .number = 2, .text = "kill a SIGTERM"}},
		{.kind = EVENT_MOVE,
		 .time = 1000,
		 .as.move = {MOVE_OVER, 1, 2, NULL, 5, true}},
		{.kind = EVENT_LAB,
		 .time = 1000,
		 .as.lab = {.phase = LAB_BROKEN, .number = 1, .loss = "a"}},
		{.kind = EVENT_MOVE,
		 .time = 1000,
		 .as.move = {.phase = MOVE_BACK, .lab = 1, .number = 1}},
		{.kind = EVENT_LAB, .time = 1000, .as.lab.number = 2},
		{.kind = EVENT_LAB,
		 .time = 1000,
		 .as.lab = {.number = 3, .hosts = "far 10.0.0.3/24; bare "}},
	};
	struct journal *journal = journal_new();
	for (size_t i = 0; i < COUNT(events); i++)
		journal_append(journal, &events[i]);
	AUTO_FREE char *text = save(journal);
	expect_same_lines(
		text,
		"{\"event\": \"lab\", \"t\": 0.000001, \"phase\": "
		"\"begun\", \"lab\": 1, \"title\": \"Two\", \"lesson\": "
		"\"two\", \"file\": "
		"\"2-two.md\", \"digest\": -1, \"shuffled\": 7}\n"
		"{\"event\": \"lab\", \"t\": 0.000001, \"phase\": "
		"\"stands\", \"lab\": 1, \"loopback\": \"127.1.2.3\", "
		"\"missing\": \"no wire\"}\n"
		"{\"event\": \"move\", \"t\": 0.000001, \"phase\": "
		"\"begun\", \"lab\": 1, \"number\": 2, \"move\": "
		"\"kill a SIGTERM\"}\n"
		"{\"event\": \"move\", \"t\": 0.000001, \"phase\": "
		"\"over\", \"lab\": 1, \"number\": 2, \"beats\": 5, "
		"\"solves\": true}\n"
		"{\"event\": \"lab\", \"t\": 0.000001, \"phase\": "
		"\"broken\", \"lab\": 1, \"why\": \"a\"}\n"
		"{\"event\": \"move\", \"t\": 0.000001, \"phase\": "
		"\"back\", \"lab\": 1, \"number\": 1}\n"
		"{\"event\": \"lab\", \"t\": 0.000001, \"phase\": "
		"\"begun\", \"lab\": 2, \"title\": null, \"lesson\": null}\n"
		"{\"event\": \"lab\", \"t\": 0.000001, \"phase\": "
		"\"begun\", \"lab\": 3, \"title\": null, \"lesson\": null, "
		"\"hosts\": \"far 10.0.0.3/24; bare \"}\n");
	check_round_trip(journal);
	journal_free(journal);
}

/* A log without a version is an old one. */
Test(save, a_log_of_a_newer_program_is_refused)
{
	static const struct {
		const char *text, *fault;
	} rows[] = {
		{"{\"event\": \"begin\", \"t\": 0, \"wall\": 5}\n", NULL},
		{"{\"event\": \"begin\", \"t\": 0, \"version\": 2, "
		 "\"wall\": 5}\n",
		 NULL},
		{"{\"event\": \"begin\", \"t\": 0, \"version\": 4, "
		 "\"wall\": 5}\n",
		 "run.jsonl:1: version: 4 is of a newer sockstep; this one "
		 "reads logs up to 3"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct journal *journal = journal_new();
		struct err err = {0};
		bool good = load(journal, rows[i].text, &err);
		cr_expect_eq(good, !rows[i].fault, "%zu", i);
		if (rows[i].fault)
			cr_expect_str_eq(err.text, rows[i].fault);
		journal_free(journal);
	}
}

static const struct result results[] = {
	{.done = false},
	{.done = true, .value = 0, .elapsed = 123456789012},
	{.done = true, .value = -1, .error = EAGAIN, .elapsed = 1},
	{.done = true, .value = -1, .error = 4000},
	{.done = true, .value = -1, .signal = SIGPIPE, .elapsed = 999},
	{.done = true,
	 .value = 3,
	 .option = -7,
	 .data = {(const unsigned char *)"\0\1\xff\"\\7", 6, 0, 0}},
};

Test(save, every_result_of_every_call)
{
	struct journal *journal = journal_new();
	struct arena arena = {0};
	struct event event = {.kind = EVENT_CALL, .time = 1000};
	struct event_call *call = &event.as.call;
	struct err err;
	call->actor = "a";
	for (size_t i = 0; i < COUNT(sources); i++) {
		cr_assert(call_parse(str_from(sources[i]), &arena, &call->call,
				     NULL, &err),
			  "%s: %s", sources[i], err.text);
		call->phase = CALL_ENTER;
		journal_append(journal, &event);
		call->phase = CALL_BLOCKED;
		call->where = i % 2 ? "inet_csk_accept" : NULL;
		journal_append(journal, &event);
		call->phase = CALL_RETURN;
		call->where = NULL;
		for (size_t n = 0; n < COUNT(results); n++) {
			call->call.result = results[n];
			if (i % 2)
				call->call.result.address =
					address_of("unix:/tmp/s");
			journal_append(journal, &event);
		}
	}
	check_round_trip(journal);
	journal_free(journal);
	arena_done(&arena);
}

Test(save, bytes_that_are_no_text_become_signs)
{
	struct journal *journal = journal_new();
	journal_append(journal, &(struct event){.kind = EVENT_NOTE,
						.time = 1,
						.as.note = "a\xff\x01\x7f\t"});
	AUTO_FREE char *text = save(journal);
	cr_expect_str_eq(text,
			 "{\"event\": \"note\", \"t\": 0.000000, \"note\": "
			 "\"a\xef\xbf\xbd\\u0001\\u007f\\t\"}\n");
	check_round_trip(journal);
	journal_free(journal);
}

Test(save, the_first_moment_stays)
{
	struct journal *journal = journal_new();
	struct err err;
	const char *line = "{\"event\": \"note\", \"t\": 0.000000, \"note\": "
			   "\"x\"}\n";
	cr_assert(load(journal, line, &err), "%s", err.text);
	AUTO_FREE char *text = save(journal);
	cr_expect_str_eq(text, line);
	journal_free(journal);
}

#define CALL                                                                   \
	"{\"event\": \"call\", \"t\": 1, \"phase\": \"return\", \"id\": 1, "   \
	"\"actor\": \"a\", \"pid\": 2, "
/* Each is four characters of a source. */
#define DELETES_64                                                             \
	"\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177"     \
	"\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177"     \
	"\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177"     \
	"\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177\177"
#define DELETES DELETES_64 DELETES_64 DELETES_64 DELETES_64
#define NOTE "{\"event\": \"note\", \"t\": 1, \"note\": \"x\"}\n"

/* clang-format off */
static const struct {
	const char *text, *message;
} faults[] = {
	{"{", "run.jsonl:1: column 1: string or '}' expected near end of file"},
	{"\n\n7\n", "run.jsonl:3: column 1: '[' or '{' expected near '7'"},
	{"[]", "run.jsonl:1: line: expected an object"},
	{"{}", "run.jsonl:1: event: is missing"},
	{NOTE "{\"event\": 7}", "run.jsonl:2: event: expected a string"},
	{"{\"event\": \"pocket\", \"t\": 1}",
	 "run.jsonl:1: event: unknown word \"pocket\", perhaps \"socket\""},
	{"{\"event\": \"note\"}", "run.jsonl:1: t: is missing"},
	{"{\"event\": \"begin\", \"t\": 0}",
	 "run.jsonl:1: wall: is missing"},
	{"{\"event\": \"begin\", \"t\": 0, \"wall\": -1}",
	 "run.jsonl:1: wall: -1 is not between 0 and 4e+09"},
	{"{\"event\": \"note\", \"t\": \"1\"}",
	 "run.jsonl:1: t: expected a number of seconds"},
	{"{\"event\": \"note\", \"t\": -1}",
	 "run.jsonl:1: t: -1 is not between 0 and 4e+09"},
	{"{\"event\": \"note\", \"t\": 1, \"note\": null}",
	 "run.jsonl:1: note: expected a string"},
	{"{\"event\": \"note\", \"event\": \"note\"}",
	 "run.jsonl:1: column 25: duplicate object key near '\"event\"'"},
	{"{\"event\": \"answer\", \"t\": 1, \"step\": 1.5}",
	 "run.jsonl:1: step: expected a whole number"},
	{"{\"event\": \"answer\", \"t\": 1, \"step\": 3000000000}",
	 "run.jsonl:1: step: 3000000000 is not between -2147483648 and "
	 "2147483647"},
	{"{\"event\": \"answer\", \"t\": 1, \"step\": 1, \"beat\": 1, "
	 "\"choice\": 1, \"right\": 1}",
	 "run.jsonl:1: right: expected true or false"},
	{CALL "\"source\": \"close(\"}",
	 "run.jsonl:1: source: "},
	{CALL "\"source\": \"send(3, \\\"" DELETES "\\\", 0)\"}",
	 "run.jsonl:1: source: it is long, and the call was not entered"},
	{CALL "\"source\": \"close(x)\"}",
	 "run.jsonl:1: bound: is missing"},
	{CALL "\"source\": \"close(x)\", \"bound\": [3]}",
	 "run.jsonl:1: bound: expected an object"},
	{CALL "\"source\": \"close(3)\", \"result\": -1, \"errno\": \"EWHAT\"}",
	 "run.jsonl:1: errno: unknown name \"EWHAT\""},
	{CALL "\"source\": \"recv(3, 9)\", \"result\": 1, \"data\": \"\\\\q\"}",
	 "run.jsonl:1: data: unknown escape \\q"},
	{CALL "\"source\": \"recv(3, 9)\", \"result\": 1, \"data\": \"\\\"\"}",
	 "run.jsonl:1: data: a quote needs a backslash before it"},
	{CALL "\"source\": \"close(3)\", \"result\": 0}",
	 "run.jsonl:1: elapsed: is missing"},
	{"{\"event\": \"packet\", \"t\": 1, \"number\": 1, "
	 "\"fate\": \"held\", \"bytes\": \"4\"}",
	 "run.jsonl:1: bytes: expected two digits 0-9 and a-f for each byte, "
	 "found 4"},
	{"{\"event\": \"packet\", \"t\": 1, \"number\": 1, "
	 "\"fate\": \"held\", \"bytes\": \"4x\"}",
	 "run.jsonl:1: bytes: expected two digits 0-9 and a-f for each byte, "
	 "found 4x"},
	{"{\"event\": \"packet\", \"t\": 1, \"number\": 1, "
	 "\"fate\": \"held\", \"bytes\": \"45\"}",
	 "run.jsonl:1: bytes: cut short in the IPv4 header: 1 of 20 bytes"},
	{"{\"event\": \"socket\", \"t\": 1, \"change\": \"same\"}",
	 "run.jsonl:1: change: unknown word \"same\""},
	{"{\"event\": \"socket\", \"t\": 1, \"change\": \"new\", "
	 "\"cookie\": 1, \"inode\": 1, \"family\": 2, \"type\": 1, "
	 "\"protocol\": 6, \"source\": \"diag\", \"state\": \"OPEN\"}",
	 "run.jsonl:1: state: unknown word \"OPEN\""},
	{"{\"event\": \"socket\", \"t\": 1, \"change\": \"new\", "
	 "\"cookie\": 1, \"inode\": 1, \"family\": 2, \"type\": 1, "
	 "\"protocol\": 6, \"source\": \"diag\", \"state\": \"ESTAB\", "
	 "\"local_address\": \"127.0.0.1\"}",
	 "run.jsonl:1: local_address: "},
};
/* clang-format on */

Test(save, says_what_is_wrong)
{
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct journal *journal = journal_new();
		struct err err = {0};
		cr_expect(!load(journal, faults[i].text, &err), "%s",
			  faults[i].text);
		cr_expect(!strncmp(err.text, faults[i].message,
				   strlen(faults[i].message)),
			  "%s\n\"%s\" is not \"%s\"", faults[i].text, err.text,
			  faults[i].message);
		journal_free(journal);
	}
}

Test(save, keeps_what_came_before_a_fault)
{
	struct journal *journal = journal_new();
	struct err err = {0};
	cr_expect(!load(journal, NOTE NOTE "{\n" NOTE, &err));
	cr_expect_eq(journal_count(journal), 2);
	journal_free(journal);
}

/* Every line of the recorded journals, cut at every place. */
Test(save, no_cut_line_is_a_crash)
{
	AUTO_FREE char *text = golden_read(goldens[1]);
	struct str rest = str_from(text), line;
	while (str_next_line(&rest, &line)) {
		for (size_t n = 1; n < line.len; n += 7) {
			AUTO_FREE char *cut =
				xprintf("%.*s}", (int)n, line.data);
			struct journal *journal = journal_new();
			struct err err = {0};
			load(journal, cut, &err);
			journal_free(journal);
		}
	}
}

Test(save, votes_are_kept)
{
	struct journal *journal = journal_new();
	for (unsigned by = 0; by < VOTE_SOURCE_COUNT; by++) {
		for (int choice = -1; choice < 3; choice++) {
			struct event event = {.kind = EVENT_VOTE};
			event.as.vote = (struct event_vote){
				1, 2, by, choice, (unsigned)choice + 8};
			journal_append(journal, &event);
		}
	}
	check_round_trip(journal);
	AUTO_FREE char *text = save(journal);
	cr_expect(strstr(text, "\"by\": \"followers\", \"choice\": -1"), "%s",
		  text);
	journal_free(journal);
}

Test(save, orders_and_what_the_wire_did)
{
	static const unsigned marks[] = {PACKET_INJECTED, PACKET_DUPLICATE,
					 PACKET_CORRUPTED | PACKET_DUPLICATE};
	static const unsigned char bytes[] = {0x45, 0,	0,   20, 0, 0, 0,
					      0,    64, 253, 0,	 0, 1, 2,
					      3,    4,	5,   6,	 7, 8};
	struct journal *journal = journal_new();
	struct event order = {.kind = EVENT_ORDER,
			      .as.order.text = "inject 127.0.0.1:1 "
					       "127.0.0.1:2 PSH-ACK \"a\""};
	journal_append(journal, &order);
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct event event = {.kind = EVENT_PACKET};
		struct err err;
		event.as.packet.number = (unsigned)i + 1;
		event.as.packet.fate = PACKET_HELD;
		event.as.packet.bytes = bytes;
		event.as.packet.len = sizeof(bytes);
		packet_decode(bytes, sizeof(bytes), &event.as.packet.packet,
			      &err);
		event.as.packet.packet.marks = marks[i];
		journal_append(journal, &event);
	}
	check_round_trip(journal);
	AUTO_FREE char *text = save(journal);
	cr_expect(strstr(text, "\"marks\":[\"duplicate\",\"corrupted\"]") ||
			  strstr(text, "\"duplicate\", \"corrupted\""),
		  "%s", text);
	journal_free(journal);
}

static void add_call(struct journal *journal, const char *text,
		     struct result result, struct arena *arena)
{
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	*call = (struct event_call){
		.phase = CALL_RETURN, .id = 1, .actor = "a", .pid = 2};
	call->id = (unsigned)journal_count(journal) + 1;
	cr_assert(call_parse(str_from(text), arena, &call->call, NULL, &err));
	cr_assert(call_bind(&call->call, arena, number_of, NULL, &err));
	call->call.result = result;
	call->call.result.done = true;
	journal_append(journal, &event);
}

/* Which is nowhere in a log: it follows from the calls before. */
Test(save, what_is_a_number_in_python_is_one_again)
{
	static const char *const python[] = {
		"r, w = os.pipe()", "os.write(w, b\"x\")", "s.send(b\"x\")"};
	static const struct value ends[] = {{.kind = VALUE_INT, .num = 'r'},
					    {.kind = VALUE_INT, .num = 'w'}};
	struct value pair = {.kind = VALUE_LIST, .items = ends, .count = 2};
	struct arena arena = {0};
	struct journal *journal = journal_new(), *back = journal_new();
	struct err err;
	add_call(journal, "pipe({r, w})", (struct result){.out = pair}, &arena);
	add_call(journal, "write(w, \"x\")", (struct result){.value = 1},
		 &arena);
	add_call(journal, "send(s, \"x\", 0)", (struct result){.value = 1},
		 &arena);
	AUTO_FREE char *saved = save(journal);
	cr_assert(load(back, saved, &err), "%s", err.text);
	for (size_t i = 0; i < COUNT(python); i++) {
		struct buf text = {0};
		call_print(&journal_at(back, i)->as.call.call, NOTATION_PYTHON,
			   &text);
		cr_expect_str_eq(buf_text(&text), python[i]);
		buf_done(&text);
	}
	cr_expect(journal_holds_number(back, 3, "a", "w"));
	cr_expect(!journal_holds_number(back, 3, "a", "s"));
	cr_expect(!journal_holds_number(back, 0, "a", "w"));
	journal_free(journal);
	journal_free(back);
	arena_done(&arena);
}
