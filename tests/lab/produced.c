/* produced: every error that a lab can produce, and what is explained there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "produced.h"

#include "base/clock.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "patience.h"
#include "show/reason/situation.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void await(struct stage *stage, const char *actor)
{
	uint64_t deadline = clock_now() + PATIENCE_SECONDS * CLOCK_SECOND;
	while (stage_last(stage, actor)->phase != CALL_RETURN) {
		cr_assert(clock_now() < deadline, "%s does not return", actor);
		stage_settle(stage);
	}
}

static void await_state(struct stage *stage, const char *line)
{
	char actor[16], variable[16], state[16];
	cr_assert_eq(sscanf(line, "%15s %15s %15s", actor, variable, state), 3,
		     "%s", line);
	stage_await(stage, actor, variable, state);
}

static void send_signal(struct stage *stage, const char *line)
{
	char actor[16], name[16];
	int64_t number;
	struct err err;
	cr_assert_eq(sscanf(line, "%15s %15s", actor, name), 2, "%s", line);
	cr_assert(symbol_value(SYMBOL_SIGNAL, str_from(name), &number));
	cr_assert(lab_signal(stage->lab, actor, (int)number, &err), "%s",
		  err.text);
	stage_settle(stage);
}

static void interrupt(struct stage *stage, const char *actor)
{
	struct err err;
	cr_assert(lab_interrupt(stage->lab, actor, &err), "%s", err.text);
	stage_settle(stage);
}

static void run(struct stage *stage, const char *command)
{
	stage_run(stage, NULL, command);
}

static void play_line(struct stage *stage, const char *line)
{
	static const struct {
		const char *word;
		void (*act)(struct stage *stage, const char *rest);
	} words[] = {
		{"wire ", stage_order},	  {"run ", run},
		{"await ", await},	  {"state ", await_state},
		{"signal ", send_signal}, {"interrupt ", interrupt},
	};
	for (size_t i = 0; i < COUNT(words); i++) {
		size_t len = strlen(words[i].word);
		if (!strncmp(line, words[i].word, len)) {
			words[i].act(stage, line + len);
			return;
		}
	}
	const char *space = strchr(line, ' ');
	AUTO_FREE char *actor = xprintf("%.*s", (int)(space - line), line);
	stage_call(stage, actor, space + 1);
}

static void play(struct stage *stage, const char *script)
{
	struct str rest = str_from(script), line;
	while (str_next_line(&rest, &line)) {
		AUTO_FREE char *text =
			xprintf("%.*s", (int)line.len, line.data);
		play_line(stage, text);
	}
}

static int error_of(const struct event_call *call)
{
	return call->phase == CALL_RETURN ? call->call.result.error
					  : PRODUCED_BLOCKED;
}

static size_t foretold;

static const struct event_call *ended(const struct journal *journal,
				      const struct event_call *entered)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		if (event->kind == EVENT_CALL &&
		    event->as.call.id == entered->id &&
		    event->as.call.phase == CALL_RETURN)
			return &event->as.call;
	}
	return NULL;
}

static bool is_error(const char *text, int error)
{
	const char *name = error ? symbol_name(SYMBOL_ERRNO, error) : "none";
	size_t len = strlen(name);
	return !strncmp(text, name, len) && text[len] == '.';
}

static void check(const struct stage *stage, const struct produced *row)
{
	const struct event_call *call = stage_last(stage, row->actor);
	struct buf said = {0};
	size_t end = journal_count(stage->journal);
	bool says = situation_explain(
		stage->journal, situation_entry(stage->journal, end, call), end,
		call, &said);
	int error = error_of(call);
	cr_expect_eq(error, row->error, "%s: the error is %d (%s), not %d",
		     row->name, error, strerror(error), row->error);
	cr_expect_eq(says, said.len > 0, "%s", row->name);
	if (row->says)
		cr_expect(strstr(buf_text(&said), row->says),
			  "%s: says: %s\nnot: %s", row->name, buf_text(&said),
			  row->says);
	else
		cr_expect_str_empty(buf_text(&said), "%s: says: %s", row->name,
				    buf_text(&said));
	if (getenv("SHOW_SAID"))
		fprintf(stderr, "%s:\n\t%s\n", row->name, buf_text(&said));
	buf_done(&said);
}

/* Of each call that was made: what is foretold is what happens. */
static void check_fates(const struct stage *stage, const struct produced *row)
{
	static const char begins[] = "The call will fail with ";
	const struct journal *journal = stage->journal;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		struct buf said = {0};
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_ENTER)
			continue;
		situation_foresee(journal, i, &event->as.call, &said);
		const char *word = strstr(buf_text(&said), begins);
		const struct event_call *end = ended(journal, &event->as.call);
		if (word && end)
			cr_expect(is_error(word + strlen(begins),
					   end->call.result.error),
				  "%s: %s() is foretold: %s\nand has %d",
				  row->name, end->call.syscall->name,
				  buf_text(&said), end->call.result.error);
		foretold += word && end;
		buf_done(&said);
	}
}

static void produce(const struct produced *rows, size_t count)
{
	static const struct lab_host hosts[] = {
		{.name = "a", .addresses = "10.0.0.1/24 fd00::1/64"}};
	for (size_t i = 0; i < count; i++) {
		struct stage stage;
		stage_open_whole(&stage, hosts, COUNT(hosts));
		play(&stage, rows[i].script);
		check(&stage, &rows[i]);
		check_fates(&stage, &rows[i]);
		stage_close(&stage);
	}
}

Test(produced, by_addresses)
{
	size_t count;
	const struct produced *rows = produced_addresses(&count);
	produce(rows, count);
}

Test(produced, by_arguments)
{
	size_t count;
	const struct produced *rows = produced_arguments(&count);
	produce(rows, count);
}

Test(produced, by_connections)
{
	size_t count;
	const struct produced *rows = produced_connections(&count);
	produce(rows, count);
	cr_expect_geq(foretold, 5, "only %zu errors are foretold", foretold);
}

Test(produced, by_processes)
{
	size_t count;
	const struct produced *rows = produced_processes(&count);
	produce(rows, count);
}

Test(produced, by_waits)
{
	size_t count;
	const struct produced *rows = produced_waits(&count);
	produce(rows, count);
}

Test(produced, by_amounts)
{
	size_t count;
	const struct produced *rows = produced_amounts(&count);
	produce(rows, count);
}

Test(produced, by_names)
{
	size_t count;
	const struct produced *rows = produced_names(&count);
	produce(rows, count);
}

Test(produced, by_descriptors)
{
	size_t count;
	const struct produced *rows = produced_descriptors(&count);
	produce(rows, count);
}

Test(produced, by_readiness)
{
	size_t count;
	const struct produced *rows = produced_ready(&count);
	produce(rows, count);
}
