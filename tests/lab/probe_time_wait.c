/* probe_time_wait: a connection that goes on in TIME_WAIT while its socket is
 * still open is a row of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stage.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LOOKS = 1000 };

static size_t rows_in(const struct stage *stage, const char *state)
{
	struct snapshot snapshot = {0};
	journal_snapshot(stage->journal, journal_count(stage->journal),
			 &snapshot);
	size_t count = 0;
	for (size_t i = 0; i < snapshot.count; i++)
		count += !strcmp(socket_state_word(&snapshot.rows[i]), state);
	snapshot_done(&snapshot);
	return count;
}

Test(probe_time_wait, both_rows_stay)
{
	static const struct play rows[] = {
		{"server", "srv = socket(AF_INET, SOCK_STREAM, 0)", 3, NULL,
		 NULL},
		{"server", "bind(srv, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "listen(srv, 1)", 0, NULL, NULL},
		{"client", "cli = socket(AF_INET, SOCK_STREAM, 0)", 3, NULL,
		 NULL},
		{"client", "connect(cli, 127.0.0.1:12345)", 0, NULL, NULL},
		{"server", "conn = accept(srv)", 4, NULL, NULL},
		{"client", "shutdown(cli, SHUT_WR)", 0, NULL, NULL},
		{"server", "shutdown(conn, SHUT_WR)", 0, NULL, NULL},
	};
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	stage_play(&stage, rows, sizeof(rows) / sizeof(rows[0]));
	// The last ACK may come later than the call that caused it.
	for (int i = 0; i < LOOKS && !rows_in(&stage, "TIME-WAIT"); i++)
		stage_settle(&stage);
	cr_expect_eq(rows_in(&stage, "TIME-WAIT"), 1);
	cr_expect_eq(rows_in(&stage, "UNCONN"), 2, "the sockets left behind");
	size_t place = journal_count(stage.journal);
	stage_settle(&stage);
	for (size_t i = place; i < journal_count(stage.journal); i++)
		cr_expect_neq(journal_at(stage.journal, i)->kind, EVENT_SOCKET,
			      "nothing changed, and nothing is told");
	stage_close(&stage);
}
