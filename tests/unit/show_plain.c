/* show_plain: a run as lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "golden.h"
#include "show/plain/plain.h"
#include "show_run.h"

#include <criterion/criterion.h>
#include <string.h>

static void play(struct run *run, enum notation notation, struct buf *out)
{
	struct scene scene = run_scene(run, 0);
	scene.live = scene.live_beats = 0;
	scene.notation = notation;
	plain_begin(&scene, out);
	for (size_t i = 0; i < run->played; i++) {
		plain_before(&scene, i, out);
		scene = run_scene(run, i + 1);
		scene.live = scene.live_beats = i + 1;
		scene.notation = notation;
		scene.answer = i == 2 ? 0 : -2;
		plain_after(&scene, out);
	}
	plain_end(&scene, 2, out);
}

Test(plain, a_whole_run)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	play(&run, NOTATION_C, &text);
	golden_check("tests/golden/screen/connected.plain", buf_text(&text));
	buf_done(&text);
	run_close(&run);
}

/* What a screen reader must not meet: boxes, arrows, colour, cursor. */
Test(plain, is_only_lines_of_text)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	play(&run, NOTATION_PYTHON, &text);
	for (size_t i = 0; i < text.len; i++)
		cr_expect(text.data[i] == '\n' ||
				  (text.data[i] >= ' ' && text.data[i] < 0x7f),
			  "byte %zu is %d", i, text.data[i]);
	buf_done(&text);
	run_close(&run);
}

Test(plain, results_are_those_of_strace)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	play(&run, NOTATION_C, &text);
	const char *const lines[] = {
		"\nserver: listen(3, 5) = 0\n",
		"\nclient: connect(4, {sa_family=AF_INET, "
		"sin_port=htons(12346), sin_addr=inet_addr(\"127.0.0.1\")}, "
		"16) = -1 ECONNREFUSED (Connection refused)\n",
	};
	for (size_t i = 0; i < COUNT(lines); i++)
		cr_expect(strstr(buf_text(&text), lines[i]), "%s", lines[i]);
	buf_done(&text);
	run_close(&run);
}

/* Orders name a packet by its number, so what is or was held has one. */
Test(plain, fates_are_told)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	size_t begin = journal_count(run.journal);
	run_packet(&run, "client server SYN 0 0 0", PACKET_HELD);
	run_packet(&run, "server client RST 0 0 0", PACKET_DROPPED);
	run_packet(&run, "client server ACK 0 1 0", PACKET_DELIVERED);
	struct event late = *journal_at(run.journal, begin);
	late.as.packet.fate = PACKET_DELIVERED;
	unsigned number = late.as.packet.number;
	struct scene scene = run_scene(&run, run.played);
	scene.begin = begin;
	scene.end = journal_count(run.journal);
	plain_after(&scene, &text);
	AUTO_FREE char *held = xprintf("packets:\n"
				       "  client -> server SYN seq 0 (held, "
				       "packet %u)\n"
				       "  server -> client RST seq 0 "
				       "(dropped)\n"
				       "  client -> server ACK ack 1\n",
				       number);
	cr_expect(strstr(buf_text(&text), held), "%s", buf_text(&text));
	buf_clear(&text);
	scene.begin = scene.end;
	run_event(&run, &late);
	scene.end = journal_count(run.journal);
	plain_after(&scene, &text);
	AUTO_FREE char *gone =
		xprintf("SYN seq 0 (delivered, packet %u)\n", number);
	cr_expect(strstr(buf_text(&text), gone), "%s", buf_text(&text));
	buf_done(&text);
	run_close(&run);
}

Test(plain, unmet_expectations_are_told)
{
	struct run run;
	struct buf text = {0};
	run_connected(&run);
	struct event event = {.kind = EVENT_CHECK};
	event.as.check = (struct event_check){.file = "x.md",
					      .line = 7,
					      .text = "returns 5",
					      .found = "returns 4"};
	journal_append(run.journal, &event);
	struct scene scene = run_scene(&run, run.played);
	plain_after(&scene, &text);
	cr_expect(strstr(buf_text(&text),
			 "expected: returns 5 found: returns 4 (x.md:7)\n"),
		  "%s", buf_text(&text));
	buf_done(&text);
	run_close(&run);
}
