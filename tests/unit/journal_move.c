/* journal_move: moves are read, printed and refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/move.h"

#include <criterion/criterion.h>
#include <string.h>

/* What is printed in another way than it is written; NULL: the same. */
static const struct {
	enum move_kind kind;
	const char *text, *printed;
} good[] = {
	{MOVE_BEAT, "beat", NULL},
	{MOVE_BEAT, "  beat ", "beat"},
	{MOVE_CALL, "call client s = socket(AF_INET, SOCK_STREAM, 0)", NULL},
	{MOVE_CALL, "call client send(s, \"a\\n\")", NULL},
	{MOVE_CALL, "call call close(s)", NULL},
	{MOVE_RUN, "sh \"ss -tn | grep \\\"x\\\"\"", NULL},
	{MOVE_RUN, "sh \"true\" on h1", NULL},
	{MOVE_RUN, "sh \"echo on h2\"", NULL},
	{MOVE_RUN, "sh \"\"", NULL},
	{MOVE_ADD_ACTOR, "add third", NULL},
	{MOVE_ADD_ACTOR, "add on on on", NULL},
	{MOVE_SIGNAL, "kill third SIGTERM", NULL},
	{MOVE_SIGNAL, "kill third 15", "kill third SIGTERM"},
	{MOVE_SIGNAL, "kill third 40", NULL},
	{MOVE_INTERRUPT, "interrupt server", NULL},
	{MOVE_TRACE, "trace server \"./server\" \"-p\" \"80\"", NULL},
	{MOVE_TRACE, "trace cli \"./c\" \"on\" on h2 waits 0", NULL},
	{MOVE_TRACE, "trace cli \"./c\" waits 8080", NULL},
	{MOVE_TRACE, "trace cli \"./c\" waits \"/tmp/s\"", NULL},
	{MOVE_ATTACH, "attach daemon 4711", NULL},
	{MOVE_GO, "go to next", NULL},
	{MOVE_GO, "go to", "go to next"},
	{MOVE_GO, "go to fd 3", NULL},
	{MOVE_GO, "go only server to accept", NULL},
	{MOVE_GO, "go only to to ECONNRESET", NULL},
	{MOVE_GO, "go only server.2 to next", NULL},
	{MOVE_SIGNAL, "kill server.2.13 SIGKILL", NULL},
	{MOVE_GO, "go to blocked", NULL},
	{MOVE_GO, "go only only to exit", NULL},
	{MOVE_RELEASE, "detach", NULL},
	{MOVE_RELEASE, "detach server", NULL},
	{MOVE_TYPE, "type \"hello\\n\" to client", NULL},
	{MOVE_TYPE, "type \"a\\0b\"", NULL},
	{MOVE_FAULT, "inject none", NULL},
	{MOVE_FAULT, "inject send:error=EPIPE:when=2", NULL},
};

static void check_good(enum move_kind kind, const char *text,
		       const char *printed)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct move move;
	struct err err = {0};
	cr_assert(move_parse(str_from(text), &arena, &move, &err), "%s: %s",
		  text, err.text);
	cr_expect_eq(move.kind, kind, "%s", text);
	move_print(&move, &out);
	cr_expect_str_eq(buf_text(&out), printed);
	buf_done(&out);
	arena_done(&arena);
}

Test(move, reads_what_it_prints)
{
	bool seen[MOVE_KIND_COUNT] = {false};
	for (size_t i = 0; i < COUNT(good); i++) {
		const char *printed =
			good[i].printed ? good[i].printed : good[i].text;
		check_good(good[i].kind, good[i].text, printed);
		check_good(good[i].kind, printed, printed);
		seen[good[i].kind] = true;
	}
	for (unsigned i = 0; i < MOVE_KIND_COUNT; i++)
		cr_expect(seen[i], "%s is not tried", move_word(i));
}

/* `why` is a part of the sentence. */
static const struct {
	const char *text, *why;
} bad[] = {
	{"", "expected a move such as beat, call or go"},
	{"bet", "beat"},
	{"beat 2", "beat: "},
	{"call", "expected the name of an actor"},
	{"call client", "call: "},
	{"call client sockt(AF_INET, SOCK_STREAM, 0)", "socket"},
	{"sh true", "expected text in quotes"},
	{"sh \"true", "sh: "},
	{"sh \"tr\\0ue\"", "expected text without one"},
	{"sh \"true\" on", "expected the name of a host"},
	{"sh \"true\" h1", "expected the end"},
	{"add", "expected the name of an actor"},
	{"add a/b", "expected the name of an actor"},
	{"kill third. SIGKILL", "expected the name of an actor"},
	{"kill .2 SIGKILL", "expected the name of an actor"},
	{"kill third", "expected a signal such as SIGTERM"},
	{"kill third SIGNOPE", "expected a signal such as SIGTERM"},
	{"kill third 65", "a signal"},
	{"trace server", "expected text in quotes"},
	{"trace server \"a\" waits", "a port"},
	{"trace server \"a\" waits 65536", "a port"},
	{"attach daemon", "a process id"},
	{"attach daemon 0", "a process id"},
	{"attach daemon 2147483648", "a process id"},
	{"go", "expected `to`"},
	{"go server to next", "expected `to`"},
	{"go to nowhere", "until nowhere"},
	{"detach a b", "expected the end"},
	{"type hello", "expected text in quotes"},
	{"inject", "inject: "},
	{"inject none now", "expected the end"},
	{"inject send,recv:error=EPIPE", "expected one for each move"},
};

Test(move, refuses)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct arena arena = {0};
		struct move move;
		struct err err = {0};
		cr_expect(
			!move_parse(str_from(bad[i].text), &arena, &move, &err),
			"%s", bad[i].text);
		cr_expect(strstr(err.text, bad[i].why), "%s: %s", bad[i].text,
			  err.text);
		arena_done(&arena);
	}
}
