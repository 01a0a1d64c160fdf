/* calls: the lines of a block that are calls of one actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "lesson/read/reader.h"

/* A line that is no call makes a beat as well, so that what follows it is not
 * at fault too; a lesson with a fault is never played. */
struct call calls_line(struct reader *reader, const char *actor,
		       struct str line, int number)
{
	struct err err;
	struct call call = {0};
	if (call_parse(line, &reader->lesson->arena, &call, NULL, &err)) {
		naming_call(reader, actor, &call, number);
		if (syscall_makes_actor(call.syscall))
			naming_fork(reader, actor, &call);
		return call;
	}
	faults_pass(reader->faults, number, &err);
	naming_broken(reader, actor, line);
	return (struct call){0};
}

static void add_setup(struct reader *reader, const char *actor,
		      const struct call *call, int line)
{
	struct lesson *lesson = reader->lesson;
	lesson->setups =
		list_grow(&lesson->arena, lesson->setups, lesson->setup_count,
			  sizeof(*lesson->setups));
	lesson->setups[lesson->setup_count++] =
		(struct setup){line, actor, *call};
}

static void add_call(struct reader *reader, const char *actor,
		     const struct call *call, int line)
{
	naming_reach(reader, actor, line);
	naming_end(reader, actor, call, line);
	struct beat *beat = reader_add_beat(reader, BEAT_CALL, line);
	beat->actor = actor;
	beat->call = *call;
}

void calls_read(struct reader *reader, const char *actor, struct str text,
		int line, bool setup)
{
	size_t count = 0;
	struct str rest = text, raw;
	for (int number = line + 1; str_next_line(&rest, &raw); number++) {
		struct str trimmed = str_trim(raw);
		if (reader_is_comment(trimmed))
			continue;
		count++;
		struct call call = calls_line(reader, actor, trimmed, number);
		if (setup)
			add_setup(reader, actor, &call, number);
		else if (reader->step)
			add_call(reader, actor, &call, number);
	}
	if (!count)
		FAULT(reader->faults, line, "fault-c-empty");
}
