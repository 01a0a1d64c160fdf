/* session_wire: orders to the wire, by a lesson and by the learner.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "journal/held.h"
#include "session/session.h"

#include <criterion/criterion.h>
#include <string.h>

#define FRONT(id, more)                                                        \
	"---\n"                                                                \
	"id: " id "\n"                                                         \
	"title: A lesson for this test\n"                                      \
	"module: 9 Tests\n"                                                    \
	"kind: extension\n"                                                    \
	"objective: Be played.\n"                                              \
	"requires: []\n"                                                       \
	"minutes: {demo: 1, lab: 1}\n" more                                    \
	"actors: {server: {}, client: {}}\n"                                   \
	"---\n\n"                                                              \
	"## Get ready: a listener\n\n"                                         \
	"```c server setup\n"                                                  \
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"                             \
	"bind(srv, 127.0.0.1:12345);\n"                                        \
	"listen(srv, 5);\n"                                                    \
	"```\n\n"                                                              \
	"```c client\ncli = socket(AF_INET, SOCK_STREAM, 0);\n```\n\n"

static const char handshake[] = FRONT(
	"handshake",
	"needs: [wire]\n") "## Reach the server: packet by packet\n\n"
			   "```wire\nhold SYN\n```\n\n"
			   "```expect\nheld: none\nwire: nothing\n```\n\n"
			   "```c client\nconnect(cli, "
			   "127.0.0.1:12345);\n```\n\n"
			   "```expect\nblocks\nheld: SYN\nwire: SYN held\ncli: "
			   "SYN-SENT\n```\n\n"
			   "```wire\nhold SYN-ACK\ndeliver first\n```\n\n"
			   "```expect\nheld: SYN-ACK\nwire: SYN-ACK held\n"
			   "kernel: SYN-RECV\ncli: SYN-SENT\n```\n\n"
			   "```wire\ndrop SYN-ACK\n```\n\n"
			   "```expect\nheld: none\nwire: nothing\ncli: "
			   "SYN-SENT\n```\n\n"
			   "```wire\nwait 60s\n```\n\n"
			   "```expect\nwire: includes SYN-ACK retransmission "
			   "held\n```\n\n"
			   "```wire\nflow\n```\n\n"
			   "```expect\nclient returns 0\ncli: ESTAB\nheld: "
			   "none\n```\n";

enum { HANDSHAKE_BEATS = 8 };

static const char plain[] = FRONT(
	"plain", "") "## Reach the server: a call\n\n"
		     "```c client\nconnect(cli, 127.0.0.1:12345);\n```\n\n"
		     "```c client\nsend(cli, \"hello\");\n```\n";

enum { SOCKET = 1, CONNECT = 2 }; /* beats played */

struct fixture {
	struct loop *loop;
	struct lesson *lesson;
	struct session *session;
	struct arena arena;
	struct err err;
};

/* Without namespaces a session reads the lesson's file again. */
static void begin_with(struct fixture *fixture, const char *text,
		       bool no_namespaces)
{
	struct faults faults = {0};
	struct session_options options = {.no_namespaces = no_namespaces};
	char path[] = "/tmp/sockstep-wire-XXXXXX";
	AUTO_CLOSE int fd = mkstemp(path);
	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	*fixture = (struct fixture){0};
	fixture->loop = loop_new(&fixture->err);
	fixture->lesson = lesson_parse(path, text, strlen(text), &faults);
	cr_assert(fixture->lesson, "line %d: %s", faults.items[0].line,
		  faults.items[0].text);
	faults_done(&faults);
	fixture->session = session_new(fixture->lesson, fixture->loop, &options,
				       &fixture->err);
	unlink(path);
	if (!fixture->session && strstr(fixture->err.text, "needs the wire"))
		cr_skip_test("%s", fixture->err.text);
	cr_assert(fixture->session, "%s", fixture->err.text);
}

static void begin(struct fixture *fixture, const char *text)
{
	begin_with(fixture, text, false);
	if (session_missing(fixture->session))
		cr_skip_test("%s", session_missing(fixture->session));
}

static void end(struct fixture *fixture)
{
	session_free(fixture->session);
	lesson_free(fixture->lesson);
	loop_free(fixture->loop);
	arena_done(&fixture->arena);
}

static void play(struct fixture *fixture, size_t beats)
{
	struct err *err = &fixture->err;
	while (beats-- > 0) {
		cr_assert(session_next(fixture->session, err), "%s", err->text);
		cr_assert(session_wait(fixture->session, err), "%s", err->text);
	}
}

static bool order(struct fixture *fixture, const char *text)
{
	struct order order;
	struct err *err = &fixture->err;
	cr_assert(order_parse(str_from(text), &fixture->arena, &order, err),
		  "%s: %s", text, err->text);
	return session_order(fixture->session, &order, err) &&
	       session_wait(fixture->session, err);
}

/* What is held now: "SYN 1, SYN 2". The caller frees. */
static char *held_of(const struct fixture *fixture)
{
	const struct journal *journal = session_journal(fixture->session);
	struct buf out = {0};
	size_t count;
	const struct event_packet **held =
		journal_held(journal, journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		buf_puts(&out, i ? ", " : "");
		packet_print_flags(&held[i]->packet, &out);
		buf_printf(&out, " %u", held[i]->number);
	}
	free(held);
	buf_puts(&out, "");
	return out.data ? buf_take(&out) : xstrdup("");
}

static void expect_held(const struct fixture *fixture, const char *wanted)
{
	AUTO_FREE char *held = held_of(fixture);
	cr_expect_str_eq(held, wanted);
}

static void expect_state(const struct fixture *fixture, const char *wanted)
{
	const struct journal *journal = session_journal(fixture->session);
	size_t place = journal_count(journal);
	const char *host;
	uint64_t cookie =
		journal_socket_of(journal, place, "client", "cli", &host);
	struct snapshot snapshot = {0};
	journal_snapshot(journal, place, &snapshot);
	const struct socket_state *row =
		cookie ? snapshot_find(&snapshot, host, cookie) : NULL;
	cr_assert(row, "there is no socket cli");
	cr_expect_str_eq(socket_state_word(row), wanted);
	snapshot_done(&snapshot);
}

/* The orders of the journal from `place` on, joined by semicolons. */
static char *orders_of(const struct fixture *fixture, size_t place)
{
	const struct journal *journal = session_journal(fixture->session);
	struct buf out = {0};
	for (size_t i = place; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_ORDER)
			buf_printf(&out, "%s%s", out.len ? "; " : "",
				   event->as.order.text);
	}
	return out.data ? buf_take(&out) : xstrdup("");
}

Test(session_wire, a_lesson_holds_and_delivers)
{
	struct fixture fixture;
	begin(&fixture, handshake);
	uint64_t start = clock_now();
	play(&fixture, HANDSHAKE_BEATS);
	cr_expect_eq(session_state(fixture.session), SESSION_OVER);
	const struct journal *journal = session_journal(fixture.session);
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event_check *check =
			&journal_at(journal, i)->as.check;
		if (journal_at(journal, i)->kind == EVENT_CHECK)
			cr_expect(check->met, "line %d: %s, found %s",
				  check->line, check->text, check->found);
	}
	cr_expect(clock_now() - start < 60 * CLOCK_SECOND,
		  "a wait ends when what it waits for is there");
	AUTO_FREE char *orders = orders_of(&fixture, 0);
	cr_expect_str_eq(orders, "hold SYN; hold SYN-ACK; deliver first; "
				 "drop SYN-ACK; wait 60s; flow");
	end(&fixture);
}

/* The same orders in a new lab: numbers that a lesson names are the lab's. */
Test(session_wire, a_lesson_is_rewound)
{
	struct fixture fixture;
	begin(&fixture, handshake);
	play(&fixture, 4);
	cr_assert(session_rewind(fixture.session, 4, &fixture.err), "%s",
		  fixture.err.text);
	play(&fixture, HANDSHAKE_BEATS - 4);
	cr_expect_eq(session_failures(fixture.session), 0);
	end(&fixture);
}

Test(session_wire, waits_as_long_as_it_says)
{
	static const char lesson[] = FRONT(
		"waits", "needs: [wire]\n") "```wire\nwait 400ms\n```\n\n"
					    "```wire\nwait 400ms\n```\n\n"
					    "```expect\nheld: SYN\n```\n\n"
					    "```wire\nhold all\n```\n\n"
					    "```c client\nconnect(cli, "
					    "127.0.0.1:12345);\n```\n\n"
					    "```wire\ndrop first\n```\n\n"
					    "```expect\nwire: includes SYN "
					    "retransmission\n"
					    "within 20s\n```\n";
	struct fixture fixture;
	begin(&fixture, lesson);
	play(&fixture, 1);
	for (size_t failures = 0; failures < 2; failures++) {
		uint64_t start = clock_now();
		play(&fixture, 1);
		cr_expect(clock_now() - start >= 400 * CLOCK_MS);
		cr_expect_eq(session_failures(fixture.session), failures);
	}
	play(&fixture, 3);
	cr_expect_eq(session_failures(fixture.session), 1,
		     "within gave it more than 300 ms");
	end(&fixture);
}

Test(session_wire, the_learner_holds_and_delivers)
{
	struct fixture fixture;
	begin(&fixture, plain);
	play(&fixture, SOCKET);
	cr_assert(order(&fixture, "hold SYN"), "%s", fixture.err.text);
	play(&fixture, 1);
	expect_held(&fixture, "SYN 1");
	expect_state(&fixture, "SYN-SENT");
	cr_assert(order(&fixture, "deliver 1"), "%s", fixture.err.text);
	expect_held(&fixture, "");
	expect_state(&fixture, "ESTAB");
	cr_expect_eq(session_live(fixture.session), CONNECT);
	size_t first, last;
	session_view(fixture.session, &first, &last);
	AUTO_FREE char *orders = orders_of(&fixture, first);
	cr_expect_str_eq(orders, "deliver 1", "it belongs to the beat before");
	end(&fixture);
}

/* Packets are counted from 1 in the new lab: the order that is given again
 * means the packet that has come in the place of the first one. */
Test(session_wire, a_rewind_gives_the_orders_again)
{
	struct fixture fixture;
	begin(&fixture, plain);
	struct session *session = fixture.session;
	play(&fixture, SOCKET);
	order(&fixture, "hold SYN");
	play(&fixture, 1);
	cr_assert(order(&fixture, "deliver 1"), "%s", fixture.err.text);
	order(&fixture, "flow");
	size_t place = journal_count(session_journal(session));
	cr_assert(session_rewind(session, CONNECT, &fixture.err));
	expect_state(&fixture, "ESTAB");
	AUTO_FREE char *again = orders_of(&fixture, place);
	cr_expect_str_eq(again, "hold SYN; deliver 1; flow");
	end(&fixture);
}

Test(session_wire, a_rewind_forgets_the_orders_behind_it)
{
	struct fixture fixture;
	begin(&fixture, plain);
	struct session *session = fixture.session;
	play(&fixture, SOCKET);
	order(&fixture, "hold SYN");
	play(&fixture, 1);
	cr_assert(order(&fixture, "drop 1"), "%s", fixture.err.text);
	cr_assert(session_rewind(session, SOCKET, &fixture.err));
	play(&fixture, 1);
	expect_held(&fixture, "SYN 1");
	cr_expect(!order(&fixture, "deliver 2"));
	cr_expect_str_eq(fixture.err.text,
			 "packet 2 is not held: the wire holds 1");
	cr_assert(order(&fixture, "deliver 1"), "%s", fixture.err.text);
	expect_state(&fixture, "ESTAB");
	cr_assert(session_rewind(session, 0, &fixture.err));
	play(&fixture, CONNECT);
	expect_state(&fixture, "ESTAB");
	expect_held(&fixture, "");
	end(&fixture);
}

Test(session_wire, refuses_what_cannot_be)
{
	struct fixture fixture;
	begin(&fixture, plain);
	struct session *session = fixture.session;
	play(&fixture, SOCKET);
	size_t place = journal_count(session_journal(session));
	cr_expect(!order(&fixture, "drop 7"));
	cr_expect_str_eq(fixture.err.text,
			 "packet 7 is not held: the wire holds nothing");
	cr_expect(!order(&fixture, "hold from nobody"));
	cr_expect(strstr(fixture.err.text, "nobody"), "%s", fixture.err.text);
	cr_assert(session_look(session, -1, &fixture.err));
	cr_expect(!order(&fixture, "hold all"));
	cr_expect(strstr(fixture.err.text, "look forward"), "%s",
		  fixture.err.text);
	cr_expect_eq(journal_count(session_journal(session)), place,
		     "nothing happened");
	cr_assert(session_look(session, 1, &fixture.err));
	cr_assert(session_next(session, &fixture.err));
	cr_expect(!order(&fixture, "hold all"), "while the call settles");
	cr_expect(session_wait(session, &fixture.err));
	end(&fixture);
}

static const char probes[] = FRONT(
	"probes", "needs: [wire]\n") "## Reach the server: no room\n\n"
				     "```c server\n"
				     "setsockopt(srv, SOL_SOCKET, "
				     "SO_RCVBUF, 4096);\n```\n\n"
				     "```c client\nconnect(cli, "
				     "127.0.0.1:12345);\n```\n\n"
				     "```c client\nsend(cli, \"x\" * "
				     "3000000, 0);\n```\n\n"
				     "```expect\nblocks\nwire: includes ACK "
				     "zero-window\nwithin 60s\n```\n";

/* However quickly one comes behind the other. */
Test(session_wire, every_window_probe_is_answered)
{
	enum { PROBES = 2, WAITS_MOST = 100 };
	struct fixture fixture;
	begin(&fixture, probes);
	const struct journal *journal = session_journal(fixture.session);
	int probed = 0, waits = 0;
	bool is_open = false;
	play(&fixture, 4);
	for (size_t i = 0; probed < PROBES || is_open; i++) {
		while (i == journal_count(journal) && waits++ < WAITS_MOST)
			cr_assert(order(&fixture, "wait 200ms"), "%s",
				  fixture.err.text);
		cr_assert(i < journal_count(journal), "%d probes", probed);
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_PACKET)
			continue;
		bool is_probe =
			event->as.packet.packet.marks & PACKET_WINDOW_PROBE;
		cr_expect(!is_probe || !is_open, "probe %d was not answered",
			  probed);
		probed += is_probe;
		is_open = is_probe;
	}
	end(&fixture);
}

Test(session_wire, is_not_there_without_namespaces)
{
	struct fixture fixture;
	begin_with(&fixture, plain, true);
	cr_expect(!order(&fixture, "hold all"));
	cr_expect(strstr(fixture.err.text, "no wire"), "%s", fixture.err.text);
	cr_expect(order(&fixture, "wait 1ms"), "%s", fixture.err.text);
	end(&fixture);
}
