/* show_table: which columns of the kernel's rows stay where there is no room
 * for all of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/socket/table_fit.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 58 };

/* The headings in `width` columns, when the client's row is that one behind the
 * first beat, whose words are `words`. The caller frees. */
static char *headings(const char *row, const char *words, int width)
{
	struct run run;
	struct view view;
	struct buf out = {0};
	run_open(&run, "tests/golden/screen/connected.md");
	run_beat(&run);
	run_socket(&run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_socket(&run, 2, row);
	run_over(&run);
	run.lesson->steps[0].beats[0].after = words;
	struct scene scene = run_scene(&run, 1);
	view_init(&view, &scene);
	struct table table = table_make(&view, width);
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		if (table.widths[i])
			buf_printf(&out, "%s%s", i ? " " : "",
				   table_heading((enum table_column)i));
	}
	cr_expect(table.used <= width);
	view_done(&view);
	run_close(&run);
	return buf_take(&out);
}

static void expect_headings(const char *row, const char *words, int width,
			    const char *expected)
{
	char *found = headings(row, words, width);
	cr_expect(!strcmp(found, expected), "\"%s\" in %d: %s, not %s", row,
		  width, found, expected);
	free(found);
}

/* Where the columns begin when that is the client's row. */
static void find_places(const char *row, int width, int places[TABLE_COLUMNS])
{
	struct run run;
	struct view view;
	run_open(&run, "tests/golden/screen/connected.md");
	run_beat(&run);
	run_socket(&run, 1, "server 3 LISTEN 0 5 127.0.0.1:12345 0.0.0.0:0");
	run_socket(&run, 2, "client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0");
	run_over(&run);
	run_beat(&run);
	run_socket(&run, 2, row);
	run_over(&run);
	struct scene scene = run_scene(&run, 2);
	view_init(&view, &scene);
	struct table table = table_make(&view, width);
	for (int i = 0, at = 1; i < TABLE_COLUMNS; i++) {
		places[i] = table.widths[i] ? at : 0;
		at += table.widths[i] ? table.widths[i] + 1 : 0;
	}
	view_done(&view);
	run_close(&run);
}

/* A state or an address that comes and goes moves none of the others. */
Test(table, columns_keep_their_places)
{
	static const char *const rows[] = {
		"client 3 UNCONN 0 0 0.0.0.0:0 0.0.0.0:0",
		"client 3 UNCONN 0 0 127.0.0.1:40000 0.0.0.0:0",
		"client 3 SYN-SENT 0 1 127.0.0.1:40000 127.0.0.1:12345",
		"client 3 ESTAB 0 0 127.0.0.1:40000 127.0.0.1:12345",
	};
	static const int widths[] = {78, 138};
	for (size_t w = 0; w < COUNT(widths); w++) {
		int first[TABLE_COLUMNS], places[TABLE_COLUMNS];
		find_places(rows[0], widths[w], first);
		for (size_t i = 1; i < COUNT(rows); i++) {
			find_places(rows[i], widths[w], places);
			for (int at = 0; at < TABLE_COLUMNS; at++)
				cr_expect_eq(
					places[at], first[at], "%s: %s in %d",
					rows[i],
					table_heading((enum table_column)at),
					widths[w]);
		}
	}
}

/* What a long state was goes to the note where its column has no room. */
Test(table, a_long_change_of_state_takes_no_column)
{
	struct run run;
	struct view view;
	run_open(&run, "lessons/18-half-close.md");
	run_beat(&run);
	run_socket(&run, 1,
		   "client 3 FIN-WAIT-1 0 0 127.0.0.1:40000 127.0.0.1:12345");
	run_over(&run);
	run_beat(&run);
	run_socket(&run, 1,
		   "client 3 FIN-WAIT-2 0 0 127.0.0.1:40000 127.0.0.1:12345");
	run_over(&run);
	struct scene scene = run_scene(&run, 2);
	view_init(&view, &scene);
	struct table table = table_make(&view, 78);
	for (int i = 0; i < TABLE_COLUMNS; i++)
		cr_expect(table.widths[i] || i == TABLE_NETID, "%s is gone",
			  table_heading((enum table_column)i));
	cr_expect_str_eq(table.rows[0].cells[TABLE_STATE].now, "FIN-WAIT-2");
	cr_expect(!strncmp(table.rows[0].note, "was FIN-WAIT-1", 14), "%s",
		  table.rows[0].note);
	// In 138 columns it stands in its own.
	table = table_make(&view, 138);
	cr_expect_str_eq(table.rows[0].cells[TABLE_STATE].old, "FIN-WAIT-1");
	cr_expect_null(strstr(table.rows[0].note, "was"));
	view_done(&view);
	run_close(&run);
}

/* The note of a connection when it was accepted with `queue`, and where its
 * columns are. */
static char *accepted(const char *queue, int width, int places[TABLE_COLUMNS])
{
	struct run run;
	struct view view;
	run_open(&run, "lessons/18-half-close.md");
	run_beat(&run);
	run_socket(&run, 2,
		   "kernel 0 ESTAB 832 0 127.0.0.1:12345 127.0.0.1:40000");
	run_over(&run);
	run_beat(&run);
	char *row = xprintf("server 4 ESTAB %s 0 127.0.0.1:12345 "
			    "127.0.0.1:40000",
			    queue);
	run_socket(&run, 2, row);
	run_over(&run);
	free(row);
	struct scene scene = run_scene(&run, 2);
	view_init(&view, &scene);
	struct table table = table_make(&view, width);
	for (int i = 0, at = 1; i < TABLE_COLUMNS; i++) {
		places[i] = table.widths[i] ? at : 0;
		at += table.widths[i] ? table.widths[i] + 1 : 0;
	}
	char *note = xstrdup(table.rows[0].note);
	view_done(&view);
	run_close(&run);
	return note;
}

/* Who had a connection, and what a queue was, have no column of their own in 78
 * columns: the note says so, and nothing moves. */
Test(table, what_was_goes_to_the_note_where_there_is_no_room)
{
	static const struct {
		const char *queue;
		int width;
		const char *note;
	} cases[] = {
		{"832", 78, "kernel→server"},
		{"0", 78, "kernel→server"},
		{"12345", 78, "kernel→server, Recv-Q was 832"},
		{"832", 138, ""},
		{"12345", 138, "Recv-Q was 832"},
	};
	int first[TABLE_COLUMNS], places[TABLE_COLUMNS];
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *note = accepted(cases[i].queue, cases[i].width,
				      i && cases[i].width == cases[i - 1].width
					      ? places
					      : first);
		cr_expect_str_eq(note, cases[i].note, "%s in %d: %s",
				 cases[i].queue, cases[i].width, note);
		cr_expect(!i || cases[i].width != cases[i - 1].width ||
				  !memcmp(first, places, sizeof(first)),
			  "%s in %d", cases[i].queue, cases[i].width);
		free(note);
	}
}

Test(table, an_empty_queue_gives_way_to_the_peer)
{
	static const char idle[] =
		"client 3 ESTAB 0 0 127.0.0.1:40000 127.0.0.1:12345";
	expect_headings(idle, "Words.", 80,
			"who name fd State Recv-Q Send-Q Local Peer");
	expect_headings(idle, "Words.", ROOM, "who fd State Recv-Q Local Peer");
	expect_headings(idle, "Words.", ROOM - 8, "who fd State Local Peer");
	// Where even that is not enough, all is as it was.
	expect_headings(idle, "Words.", 40, "who fd State Recv-Q Send-Q");
}

Test(table, a_queue_with_something_stays)
{
	expect_headings("client 3 ESTAB 0 7 127.0.0.1:40000 127.0.0.1:12345",
			"Words.", ROOM, "who fd State Send-Q Local Peer");
	expect_headings("client 3 ESTAB 5 7 127.0.0.1:40000 127.0.0.1:12345",
			"Words.", ROOM, "who fd State Recv-Q Send-Q Local");
}

Test(table, a_queue_that_words_name_stays)
{
	static const char idle[] =
		"client 3 ESTAB 0 0 127.0.0.1:40000 127.0.0.1:12345";
	expect_headings(idle, "Look at Send-Q.", ROOM,
			"who fd State Send-Q Local Peer");
	expect_headings(idle, "Recv-Q and Send-Q are 0.", ROOM,
			"who fd State Recv-Q Send-Q Local");
}
