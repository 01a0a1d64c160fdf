/* session_stage: a session that plays a lesson, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session_stage.h"

#include "call/whole/parse.h"

#include <criterion/criterion.h>
#include <string.h>

void session_stage_open_lesson(struct session_stage *stage,
			       struct lesson *lesson)
{
	struct session_options options = {0};
	*stage = (struct session_stage){.lesson = lesson};
	stage->loop = loop_new(&stage->err);
	stage->session =
		session_new(lesson, stage->loop, &options, &stage->err);
	cr_assert(stage->session, "%s", stage->err.text);
	if (session_missing(stage->session))
		cr_skip_test("%s", session_missing(stage->session));
}

void session_stage_open(struct session_stage *stage, const char *text)
{
	struct faults faults = {0};
	struct lesson *lesson =
		lesson_parse("played.md", text, strlen(text), &faults);
	cr_assert(lesson, "line %d: %s", faults.items[0].line,
		  faults.items[0].text);
	faults_done(&faults);
	session_stage_open_lesson(stage, lesson);
}

void session_stage_close(struct session_stage *stage)
{
	session_free(stage->session);
	lesson_free(stage->lesson);
	loop_free(stage->loop);
	arena_done(&stage->arena);
}

void session_stage_play(struct session_stage *stage, size_t beats)
{
	struct err *err = &stage->err;
	while (beats-- > 0) {
		cr_assert(session_advance(stage->session, err), "%s",
			  err->text);
		cr_assert(session_wait(stage->session, err), "%s", err->text);
	}
}

bool session_stage_call(struct session_stage *stage, const char *actor,
			const char *text)
{
	struct call call;
	struct err *err = &stage->err;
	cr_assert(call_parse(str_from(text), &stage->arena, &call, NULL, err),
		  "%s: %s", text, err->text);
	return session_call(stage->session, actor, &call, err) &&
	       session_wait(stage->session, err);
}

bool session_stage_run(struct session_stage *stage, const char *command)
{
	return session_run(stage->session, NULL, command, &stage->err) &&
	       session_wait(stage->session, &stage->err);
}

char *session_stage_sockets(const struct session_stage *stage)
{
	size_t first, last;
	session_view(stage->session, &first, &last);
	struct snapshot snapshot = {0};
	journal_snapshot(session_journal(stage->session), last, &snapshot);
	struct buf out = {0};
	buf_puts(&out, "");
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		int port = address_port(&row->local);
		buf_printf(&out, "%s %s%s%d %u %u port %d\n",
			   socket_state_word(row),
			   row->owner_count ? row->owners[0].actor : "kernel",
			   row->owner_count ? " fd " : " ",
			   row->owner_count ? row->owners[0].fd : 0,
			   row->recv_q, row->send_q, port == 12345 ? port : 0);
	}
	snapshot_done(&snapshot);
	return buf_take(&out);
}

int64_t session_stage_value(const struct session_stage *stage,
			    const char *actor)
{
	size_t first, last;
	session_view(stage->session, &first, &last);
	const struct event_call *call = journal_last_call(
		session_journal(stage->session), 0, last, actor);
	cr_assert(call && call->phase == CALL_RETURN,
		  "%s has no call that returned", actor);
	const struct result *result = &call->call.result;
	return result->error ? -result->error : result->value;
}

size_t session_stage_count(const struct session_stage *stage,
			   enum event_kind kind)
{
	const struct journal *journal = session_journal(stage->session);
	size_t count = 0;
	for (size_t i = 0; i < journal_count(journal); i++)
		count += journal_at(journal, i)->kind == kind;
	return count;
}
