/* show_stream: a recorded run of three programs, line by line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tests/golden/journal/stream.jsonl: a server, a client, and a program that
 * looks up a name. The server's recv() is back before the client's send().
 * tests/golden/journal/threads.jsonl: both ends of a connection in one process.
 * tests/golden/journal/nagle.jsonl: messages written in two parts, whose second
 * waits for a late ACK; nodelay.jsonl: the same with TCP_NODELAY.
 */
#include "golden.h"
#include "show/plain/stream.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <string.h>

#define JOURNAL "tests/golden/journal/stream.jsonl"
#define THREADS "tests/golden/journal/threads.jsonl"

/* So many events at a time; 0: all at once. */
static char *tell(bool noise, size_t at_a_time)
{
	struct journal *journal = run_load(JOURNAL);
	struct stream stream = {.noise = noise};
	struct buf out = {0};
	size_t count = journal_count(journal);
	size_t most = at_a_time ? at_a_time : count;
	for (size_t begin = 0; begin < count; begin += most)
		stream_print(&stream, journal, begin,
			     begin + most < count ? begin + most : count, &out);
	stream_flush(&stream, &out);
	stream_done(&stream);
	journal_free(journal);
	return buf_take(&out);
}

Test(stream, folds_what_is_noise)
{
	AUTO_FREE char *text = tell(false, 0);
	golden_check("tests/golden/screen/stream.plain", text);
}

Test(stream, shows_what_is_noise)
{
	AUTO_FREE char *text = tell(true, 0);
	golden_check("tests/golden/screen/stream-noise.plain", text);
}

static char *tell_all(const char *file)
{
	struct journal *journal = run_load(file);
	struct stream stream = {0};
	struct buf out = {0};
	stream_print(&stream, journal, 0, journal_count(journal), &out);
	stream_flush(&stream, &out);
	stream_done(&stream);
	journal_free(journal);
	return buf_take(&out);
}

/* A packet stands behind the call of the thread that sent it. */
Test(stream, tells_what_threads_cause)
{
	AUTO_FREE char *text = tell_all(THREADS);
	golden_check("tests/golden/screen/stream-threads.plain", text);
}

/* Both runs wait for what is sent late on purpose, and one for an ACK. */
Test(stream, tells_what_took_time)
{
	AUTO_FREE char *late = tell_all("tests/golden/journal/nagle.jsonl");
	golden_check("tests/golden/screen/stream-nagle.plain", late);
	cr_expect(strstr(late, "(Nagle's algorithm)"));
	cr_expect(strstr(late, "here: It waited 0.3 s for bytes."));
	AUTO_FREE char *soon = tell_all("tests/golden/journal/nodelay.jsonl");
	cr_expect(!strstr(soon, "Nagle"), "%s", soon);
	cr_expect(strstr(soon, "here: It waited 0.3 s for bytes."));
}

/* What is told does not depend on when it is told. */
Test(stream, says_the_same_in_pieces)
{
	AUTO_FREE char *whole = tell(false, 0);
	for (size_t most = 1; most < 9; most++) {
		AUTO_FREE char *pieces = tell(false, most);
		cr_expect_str_eq(pieces, whole, "%zu events at a time:\n%s",
				 most, pieces);
	}
}

/* Each call that was cut in two has both its halves, in that order. */
Test(stream, joins_what_it_cuts)
{
	AUTO_FREE char *text = tell(false, 0);
	size_t open = 0, cut = 0;
	char *rest = NULL;
	for (char *line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		open += strstr(line, "<unfinished ...>") != NULL;
		cut += strstr(line, " resumed>") != NULL;
		cr_expect_geq(open, cut, "resumed before it began: %s", line);
	}
	cr_expect_eq(open, cut);
	cr_expect_eq(cut, 2, "%zu calls are cut", cut);
}

/* Where nothing more comes for now, what waits is told at once. */
Test(stream, keeps_nothing_back_when_flushed)
{
	struct journal *journal = run_load(JOURNAL);
	struct stream stream = {0};
	struct buf out = {0};
	size_t packets = 0, told = 0;
	for (size_t i = 0; i < journal_count(journal); i++) {
		packets += journal_at(journal, i)->kind == EVENT_PACKET;
		stream_print(&stream, journal, i, i + 1, &out);
		stream_flush(&stream, &out);
	}
	// A socket's line has a sign behind the two blanks, a reason a word.
	for (const char *at = buf_text(&out); (at = strstr(at, "\n  ")); at++)
		told += !strchr("+*-", at[3]) &&
			strncmp(at, "\n  here: ", 9) != 0;
	cr_expect_eq(told, packets, "%zu of %zu packets:\n%s", told, packets,
		     buf_text(&out));
	buf_done(&out);
	stream_done(&stream);
	journal_free(journal);
}

/* So many calls of lines that are told one after the other, each a letter;
 * small letters are no calls. */
static char *repeat(const char *letters)
{
	struct stream_repeat repeat = {0};
	struct buf out = {0};
	for (const char *c = letters; *c; c++) {
		struct buf lines = {0};
		if (*c != '-')
			buf_printf(&lines, "%c\n", *c);
		stream_repeat_add(&repeat, &lines, *c < 'a', &out);
		buf_done(&lines);
	}
	stream_repeat_end(&repeat, &out);
	stream_repeat_done(&repeat);
	return buf_take(&out);
}

Test(stream, counts_equal_calls_in_a_row)
{
	// clang-format off
	static const char *const cases[][2] = {
		{"A", "A\n"},
		{"AAA", "A\nA\nA\n"},
		{"AAAA", "A\nA\nA\n  the same 1 time more\n"},
		{"AAAAAAB", "A\nA\nA\n  the same 3 times more\nB\n"},
		// What tells nothing is nothing between them.
		{"AA-A-A", "A\nA\nA\n  the same 1 time more\n"},
		// No two are equal in a row, or something else was told.
		{"ABABABAB", "A\nB\nA\nB\nA\nB\nA\nB\n"},
		{"AAAxAA", "A\nA\nA\nx\nA\nA\n"},
		{"xxxxx", "x\nx\nx\nx\nx\n"},
	};
	// clang-format on
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *text = repeat(cases[i][0]);
		cr_expect_str_eq(text, cases[i][1], "%s: %s", cases[i][0],
				 text);
	}
}

/* Who never stops is told of all the same. */
Test(stream, counts_while_it_goes_on)
{
	char letters[1502] = "";
	memset(letters, 'A', sizeof(letters) - 1);
	AUTO_FREE char *text = repeat(letters);
	cr_expect_str_eq(text,
			 "A\nA\nA\n  the same 997 times more\n"
			 "  the same 501 times more\n",
			 "%s", text);
}
