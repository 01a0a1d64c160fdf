/* expects: the expect blocks of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each line is an expectation of the beat before it; expect.h has the notation.
 */
#include "base/sentence.h"
#include "lesson/read/reader.h"

#include <string.h>

static void check_expect(struct reader *reader, const struct expect *expect)
{
	const struct beat *beat = reader->last;
	bool calls = beat->kind == BEAT_CALL || beat->kind == BEAT_TRY;
	if (!calls && expect_needs_call(expect))
		FAULT(reader->faults, expect->line, "fault-expect-call",
		      SLOT_TEXT("expectation", expect->text));
	else if (beat->kind != BEAT_COMMAND && expect_needs_command(expect))
		FAULT(reader->faults, expect->line, "fault-expect-command",
		      SLOT_TEXT("expectation", expect->text));
	naming_expect(reader, expect, beat);
}

/* A limit is no expectation of its own. Returns whether the line was one. */
static bool read_limit(struct reader *reader, const struct expect *expect)
{
	struct beat *beat = reader->last;
	if (!expect_within(expect))
		return false;
	if (beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT)
		FAULT(reader->faults, expect->line, "fault-wait-within");
	else if (beat->within)
		FAULT(reader->faults, expect->line, "fault-within-second");
	beat->within = expect_within(expect);
	return true;
}

/* Returns whether the line says how long the others may take. */
static bool read_expect_line(struct reader *reader, struct str line, int number)
{
	struct lesson *lesson = reader->lesson;
	struct beat *beat = reader->last;
	const char *names[READER_NAMES_MAX];
	size_t count = reader_actors(reader, names);
	struct expect expect;
	struct err err;
	if (!expect_parse(line, number, names, count, &lesson->arena, &expect,
			  &err)) {
		faults_pass(reader->faults, number, &err);
		return false;
	}
	if (read_limit(reader, &expect))
		return true;
	check_expect(reader, &expect);
	struct expect *expects =
		list_grow(&lesson->arena, (void *)beat->expects,
			  beat->expect_count, sizeof(*expects));
	expects[beat->expect_count++] = expect;
	beat->expects = expects;
	return false;
}

void expects_read(struct reader *reader, struct str text, int line)
{
	if (!reader->last || !beat_acts(reader->last)) {
		FAULT(reader->faults, line,
		      reader->lesson->is_exercise
			      ? "fault-expect-alone-exercise"
			      : "fault-expect-alone");
		return;
	}
	struct str rest = text, expect;
	size_t count = 0, limits = 0;
	for (int number = line + 1; str_next_line(&rest, &expect); number++) {
		if (reader_is_comment(str_trim(expect)))
			continue;
		count++;
		limits += read_expect_line(reader, expect, number);
	}
	if (!count)
		FAULT(reader->faults, line, "fault-expect-empty");
	else if (count == limits)
		FAULT(reader->faults, line, "fault-within-alone");
}
