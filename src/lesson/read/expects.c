/* expects: the expect blocks of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each line is an expectation of the beat before it; expect.h has the notation.
 */
#include "lesson/read/reader.h"

#include <string.h>

static void check_expect(struct reader *reader, const struct expect *expect)
{
	const struct beat *beat = reader->last;
	bool calls = beat->kind == BEAT_CALL || beat->kind == BEAT_TRY;
	if (!calls && expect_needs_call(expect))
		faults_add(reader->faults, expect->line,
			   "this beat makes no call: %s needs an actor's name "
			   "before it",
			   expect->text);
	else if (beat->kind != BEAT_COMMAND && expect_needs_command(expect))
		faults_add(reader->faults, expect->line,
			   "this beat runs no command: expected %s behind a "
			   "sh block",
			   expect->text);
	naming_expect(reader, expect, beat);
}

/* A limit is no expectation of its own. Returns whether the line was one. */
static bool read_limit(struct reader *reader, const struct expect *expect)
{
	struct beat *beat = reader->last;
	if (!expect_within(expect))
		return false;
	if (beat->kind == BEAT_WIRE && beat->order.kind == ORDER_WAIT)
		faults_add(reader->faults, expect->line,
			   "a wait says its time itself; expected no within");
	else if (beat->within)
		faults_add(reader->faults, expect->line,
			   "a second within; expected one for all "
			   "expectations of the beat");
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
		faults_add(reader->faults, number, "%s", err.text);
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
		faults_add(reader->faults, line,
			   "an expect block without a beat; expected it "
			   "behind a c, %s, sh or wire block of the same step",
			   reader->lesson->is_exercise ? "program, peer"
						       : "try");
		return;
	}
	struct str rest = text, expect;
	size_t count = 0, limits = 0;
	for (int number = line + 1; str_next_line(&rest, &expect); number++) {
		if (block_is_comment(str_trim(expect)))
			continue;
		count++;
		limits += read_expect_line(reader, expect, number);
	}
	if (!count)
		faults_add(reader->faults, line,
			   "an expect block without an expectation; expected "
			   "one on each line");
	else if (count == limits)
		faults_add(reader->faults, line,
			   "a within that nothing waits for; expected an "
			   "expectation beside it");
}
