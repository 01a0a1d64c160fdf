/* tell: what a learner reads of a check that failed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it is read from the journal: the beats that were played and their
 * words, the expectation that was not met and what was found, the call that the
 * program is in or how it ended, its rows in the kernel's tables, and what the
 * findings say. Bytes of the program are shown with escapes, and never many.
 */
#include "check/tell.h"

#include "base/clock.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"

#include <errno.h>
#include <string.h>

enum { ROWS_MOST = 3, STEPS_MOST = 6, CALL_MOST = 200 };

struct teller {
	const struct failure *failure;
	const struct journal *journal;
	const struct lesson *lesson; /* as it was played: one check */
	struct arena *arena;
	struct buf *out;
	size_t lines, most; /* written, and how many can be */
};

/* --- lines -----------------------------------------------------------------
 */

/* A paragraph behind `label`, its further lines indented as far; marks of
 * `code` stay. The last lines give way to the limit. */
static void put(struct teller *teller, const char *label, const char *text)
{
	struct str rest = str_from(text), line;
	size_t indent = text_width(label, strlen(label));
	bool is_first = true;
	while (teller->lines < teller->most &&
	       text_wrap(&rest, TELL_COLUMNS - indent, &line)) {
		buf_printf(teller->out, "%*s%.*s\n", (int)indent,
			   is_first ? label : "", (int)line.len, line.data);
		is_first = false;
		teller->lines++;
	}
}

/* What a program has: "program zombies 2" is "your program's zombies: 2". */
static bool is_noun(const char *text)
{
	static const char *const nouns[] = {"sockets ",	    "threads ",
					    "descriptors ", "children ",
					    "zombies ",	    "memory "};
	for (size_t i = 0; i < COUNT(nouns); i++) {
		if (!strncmp(text, nouns[i], strlen(nouns[i])))
			return true;
	}
	return false;
}

/* "program runs" is "your program runs" for who wrote it, and where the
 * notation has a noun there is a verb. */
static char *address_learner(const char *text)
{
	static const char name[] = LESSON_PROGRAM, data[] = "data ";
	struct buf out = {0};
	size_t len = strlen(name);
	bool is_begin = !strncmp(text, name, len);
	if (is_begin && text[len] == ' ' && is_noun(text + len + 1))
		buf_printf(&out, "your program's %.*s:%s",
			   (int)strcspn(text + len + 1, " "), text + len + 1,
			   strchr(text + len + 1, ' '));
	else if (is_begin && !strcmp(text + len, " idle"))
		buf_puts(&out, "your program sleeps while it waits");
	else if (is_begin && text[len] == ' ')
		buf_printf(&out, "your program%s", text + len);
	else if (!strncmp(text, data, strlen(data)))
		buf_printf(&out, "gets %s", text + strlen(data));
	else if (is_begin && text[len] == '.')
		buf_printf(&out, "your program's socket %s", text + len + 1);
	else
		buf_puts(&out, text);
	return buf_take(&out);
}

/* --- what was done ---------------------------------------------------------
 */

static const struct beat *beat_at(const struct teller *teller, size_t index)
{
	size_t step, beat;
	lesson_beat_at(teller->lesson, index, &step, &beat);
	return &teller->lesson->steps[step].beats[beat];
}

static size_t played(const struct teller *teller)
{
	const struct session *session = teller->failure->session;
	return session_beats(session, session_live(session));
}

/* The sentences of the blocks so far; of many only the last. */
static void put_done(struct teller *teller)
{
	size_t count = 0, number = 0, beats = played(teller);
	for (size_t i = 0; i < beats; i++)
		count += beat_at(teller, i)->before != NULL;
	for (size_t i = 0; i < beats; i++) {
		const char *words = beat_at(teller, i)->before;
		if (!words || ++number + STEPS_MOST <= count)
			continue;
		AUTO_FREE char *label = xprintf("%2zu. ", number);
		put(teller, label, words);
	}
}

/* --- what was expected -----------------------------------------------------
 */

/* The first expectation of the last beat that was not met, or NULL. */
static const struct event_check *first_unmet(const struct teller *teller)
{
	size_t count = journal_count(teller->journal);
	for (size_t i = 0; i < count; i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_CHECK && !event->as.check.met &&
		    journal_is_unmet(teller->journal, i, count))
			return &event->as.check;
	}
	return NULL;
}

/* "client's recv(cli, 100)" of the beat that was played last, or nothing. */
static void print_call_of(const struct teller *teller, struct buf *out)
{
	const struct beat *beat = beat_at(teller, played(teller) - 1);
	if (beat->kind != BEAT_CALL)
		return;
	buf_printf(out, "%s's ", beat->actor);
	call_print(&beat->call, NOTATION_C, out);
	buf_putc(out, ' ');
}

/* "it blocks", "it is killed by SIGPIPE". */
static char *say_of_call(const char *found)
{
	static const char killed[] = "killed ";
	size_t len = strlen(killed);
	return !strncmp(found, killed, len)
		       ? xprintf("it is killed by %s", found + len)
		       : xprintf("it %s", found);
}

/* Whether the line is about the beat's own call, and names nobody. */
static bool is_about_call(const struct teller *teller,
			  const struct event_check *check)
{
	const struct beat *beat = beat_at(teller, played(teller) - 1);
	for (size_t i = 0; i < beat->expect_count; i++) {
		if (beat->expects[i].line == check->line &&
		    !strcmp(beat->expects[i].text, check->text))
			return expect_needs_call(&beat->expects[i]);
	}
	return false;
}

static void put_expected(struct teller *teller, const char **brief)
{
	const struct event_check *check = first_unmet(teller);
	struct buf wanted = {0};
	if (teller->failure->too_long) {
		*brief = "the check took longer than 20 seconds";
		put(teller, "Found     ", *brief);
		return;
	}
	if (!check) {
		*brief = session_loss(teller->failure->session);
		put(teller, "Found     ", *brief);
		return;
	}
	bool is_call = is_about_call(teller, check);
	if (is_call)
		print_call_of(teller, &wanted);
	AUTO_FREE char *text = address_learner(check->text);
	const char *raw =
		check->found && check->found[0] ? check->found : "nothing";
	AUTO_FREE char *own = address_learner(raw);
	AUTO_FREE char *found = is_call ? say_of_call(own) : xstrdup(own);
	buf_puts(&wanted, text);
	put(teller, "Expected  ", buf_text(&wanted));
	put(teller, "Found     ", found);
	*brief = arena_printf(teller->arena, "expected %s, found %s",
			      buf_text(&wanted), found);
	buf_done(&wanted);
}

/* --- what shows it ---------------------------------------------------------
 */

static bool is_of(const char *actor, const char *program)
{
	size_t len = strlen(program);
	return actor && !strncmp(actor, program, len) &&
	       (!actor[len] || actor[len] == '.');
}

static bool is_learners(const char *actor)
{
	return is_of(actor, LESSON_PROGRAM);
}

/* The run that is told of: the second one when there are two. */
static const char *last_run(const struct teller *teller)
{
	for (size_t i = 0; i < played(teller); i++) {
		const struct beat *beat = beat_at(teller, i);
		if (beat->kind == BEAT_LAUNCH &&
		    !strcmp(beat->actor, LESSON_PROGRAM_AGAIN))
			return beat->actor;
	}
	return LESSON_PROGRAM;
}

/* "client.c:12" without the learner's folder. */
static void print_source(const struct teller *teller,
			 const struct event_source *source, struct buf *out)
{
	const char *folder = teller->failure->folder, *file = source->file;
	size_t len = folder ? strlen(folder) : 0;
	if (!file || !source->line)
		return;
	if (len && !strncmp(file, folder, len) && file[len] == '/')
		file += len + 1;
	buf_printf(out, ", at %s:%d", file, source->line);
}

/* That it ended is told anyway. */
static bool is_exit(const struct event_call *call)
{
	return call->call.syscall->flags & SYSCALL_ENDS_ACTOR;
}

/* Of the program itself; what its children and threads did comes second. */
static const struct event *last_of(const struct teller *teller,
				   enum event_kind kind, bool of_itself)
{
	const char *run = last_run(teller);
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		const char *actor = kind == EVENT_CALL ? event->as.call.actor
						       : event->as.actor.actor;
		if (event->kind == kind &&
		    (of_itself ? !strcmp(actor, run) : is_of(actor, run)) &&
		    !(kind == EVENT_CALL && is_exit(&event->as.call)))
			return event;
	}
	return NULL;
}

static void print_end(const struct event_actor *end, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, end->signal);
	if (end->signal)
		buf_printf(out, "Your program was killed by %s",
			   name ? name : "a signal");
	else
		buf_printf(out, "Your program ended with status %d",
			   end->status);
}

/* "accept(3,  <unfinished ...>" is "accept(3)" here: that it is not over is
 * said in front of it. */
static void close_call(struct buf *out, size_t begin)
{
	char *end = strstr(out->data + begin, " <unfinished ...>");
	if (!end)
		return;
	out->len = (size_t)(end - out->data);
	while (out->len > begin && strchr(", ", out->data[out->len - 1]))
		out->len--;
	buf_putc(out, ')');
}

/* A list of hundred descriptors would leave no room for the rest: a call that
 * is too long ends behind one of its parts. */
static void shorten_call(struct buf *out, size_t begin)
{
	if (out->len - begin <= CALL_MOST)
		return;
	out->len = begin + CALL_MOST;
	while (out->len > begin && out->data[out->len - 1] != ' ')
		out->len--;
	buf_puts(out, "...");
}

/* What stands in front of the call; behind how the program ended, if it did. */
static const char *lead_of(const struct event_call *call, bool has_ended)
{
	if (has_ended)
		return "; its last call was ";
	if (call->phase == CALL_RETURN)
		return "Your program's last call was ";
	return call->phase == CALL_BLOCKED ? "Your program sleeps in "
					   : "Your program is in ";
}

static void print_call(const struct teller *teller, const struct event *event,
		       const char *lead, struct buf *out)
{
	const struct event_call *call = &event->as.call;
	uint64_t since = journal_now(teller->journal) - event->time;
	bool is_inside = call->phase != CALL_RETURN;
	buf_puts(out, lead);
	size_t begin = out->len;
	call_print_strace(&call->call, out);
	if (is_inside)
		close_call(out, begin);
	shorten_call(out, begin);
	print_source(teller, &call->source, out);
	if (is_inside && since >= CLOCK_SECOND)
		buf_printf(out, ", for %u s", (unsigned)(since / CLOCK_SECOND));
}

/* How the program stands: its end, and its last call. */
static void put_state(struct teller *teller)
{
	const struct event *born = last_of(teller, EVENT_ACTOR, true);
	const struct event *call = last_of(teller, EVENT_CALL, true);
	struct buf out = {0};
	if (!call)
		call = last_of(teller, EVENT_CALL, false);
	if (!born)
		return;
	bool has_ended = born->as.actor.phase == ACTOR_ENDED;
	if (has_ended)
		print_end(&born->as.actor, &out);
	if (call) {
		print_call(teller, call, lead_of(&call->as.call, has_ended),
			   &out);
	} else if (!has_ended) {
		buf_puts(&out, "Your program runs and has made no socket "
			       "call");
	}
	put(teller, "Evidence  ", buf_text(&out));
	buf_done(&out);
}

static bool is_owned(const struct socket_state *row)
{
	for (size_t i = 0; i < row->owner_count; i++) {
		if (is_learners(row->owners[i].actor))
			return true;
	}
	return false;
}

static void print_row(const struct socket_state *row, struct buf *out)
{
	buf_printf(out, "%s %s ", socket_netid(row), socket_state_word(row));
	socket_print_end(row, &row->local, out);
	if (row->peer.len) {
		buf_puts(out, " to ");
		socket_print_end(row, &row->peer, out);
	}
	if (!row->no_recv_q && !row->no_send_q)
		buf_printf(out, "  Recv-Q %u Send-Q %u", row->recv_q,
			   row->send_q);
}

static void put_rows(struct teller *teller)
{
	struct snapshot snapshot = {0};
	size_t count = 0;
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; i < snapshot.count && count < ROWS_MOST; i++) {
		if (!is_owned(&snapshot.rows[i]))
			continue;
		struct buf row = {0};
		print_row(&snapshot.rows[i], &row);
		put(teller, count++ ? "          " : "Kernel    ",
		    buf_text(&row));
		buf_done(&row);
	}
	snapshot_done(&snapshot);
}

/* Where in the learner's own files Python says that it went wrong: the last
 * line `File "PATH", line N` of a traceback. */
static void print_trace_place(const struct teller *teller, const char *said,
			      struct buf *out)
{
	static const char lead[] = "File \"", behind[] = "\", line ";
	const char *folder = teller->failure->folder;
	size_t len = folder ? strlen(folder) : 0;
	struct event_source place = {0};
	AUTO_FREE char *path = NULL;
	while (len && (said = strstr(said, lead))) {
		said += strlen(lead);
		size_t used = strcspn(said, "\"\n");
		if (strncmp(said, folder, len) != 0 || said[len] != '/' ||
		    strncmp(said + used, behind, strlen(behind)) != 0)
			continue;
		free(path);
		path = xprintf("%.*s", (int)used, said);
		place.line =
			(int)strtol(said + used + strlen(behind), NULL, 10);
	}
	place.file = path;
	print_source(teller, &place, out);
}

/* The end of what somebody wrote to standard error, on one line. */
static void put_said(struct teller *teller, const char *actor,
		     const char *label)
{
	enum { TAIL = 200 };
	struct buf said = {0}, shown = {0};
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_terminal *bytes = &event->as.terminal;
		if (event->kind == EVENT_TERMINAL &&
		    bytes->stream == OUTLET_ERRORS &&
		    !strcmp(bytes->actor, actor))
			buf_add(&said, bytes->bytes, bytes->len);
	}
	struct str text = str_trim((struct str){buf_text(&said), said.len});
	struct str last = text;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			last = (struct str){text.data + i + 1,
					    text.len - i - 1};
	}
	struct buf line = {0};
	text_show(&line, last.data, last.len, TAIL);
	if (line.len)
		print_trace_place(teller, buf_text(&said), &line);
	text_show(&shown, buf_text(&line), line.len, SIZE_MAX);
	if (shown.len)
		put(teller, label, buf_text(&shown));
	buf_done(&said);
	buf_done(&line);
	buf_done(&shown);
}

/* What the peers say that did not get what they should. */
static void put_peers(struct teller *teller)
{
	for (size_t i = 0; i < played(teller); i++) {
		const struct beat *beat = beat_at(teller, i);
		if (beat->kind != BEAT_LAUNCH || !beat->launch->code)
			continue;
		AUTO_FREE char *label = xprintf("%-8.8s  ", beat->actor);
		put_said(teller, beat->actor, label);
	}
}

/* --- the cause -------------------------------------------------------------
 */

static const struct event_finding *find_cause(const struct teller *teller)
{
	const char *run = last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_FINDING &&
		    is_of(event->as.finding.actor, run))
			return &event->as.finding;
	}
	return NULL;
}

/* What no rule has a sentence for: the program's last call that failed, unless
 * that only says that it would have waited. */
static void put_failed(struct teller *teller)
{
	const char *run = last_run(teller);
	size_t count = journal_count(teller->journal);
	for (size_t i = count; i-- > 0;) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *call = &event->as.call;
		int error = call->call.result.error;
		if (event->kind != EVENT_CALL || call->phase != CALL_RETURN ||
		    call->noise || !error || error == EAGAIN ||
		    error == EINPROGRESS || error == EINTR ||
		    !is_of(call->actor, run))
			continue;
		struct buf out = {0};
		print_call(teller, event, "", &out);
		put(teller, "Failed    ", buf_text(&out));
		buf_done(&out);
		return;
	}
}

/* What of a finding is for the learner: where a peer listens is so because the
 * task has it so, and what its author could do is no advice. */
static const char *text_of(const struct event_finding *cause, const char *run)
{
	bool is_another = cause->fact && !is_of(cause->listener, run);
	return is_another ? cause->fact : cause->text;
}

static void put_cause(struct teller *teller, const char **lesson)
{
	const struct event_finding *cause = find_cause(teller);
	const struct lesson *exercise = teller->failure->exercise;
	*lesson = exercise->requires_count ? exercise->requires[0] : NULL;
	if (!cause) {
		put_failed(teller);
		return;
	}
	struct buf text = {0};
	buf_puts(&text, text_of(cause, last_run(teller)));
	// Most name the line themselves.
	if (!strstr(buf_text(&text), " in line "))
		print_source(teller, &cause->source, &text);
	AUTO_FREE char *own = address_learner(buf_text(&text));
	put(teller, "Cause     ", own);
	buf_done(&text);
	if (cause->lesson)
		*lesson = arena_strdup(teller->arena, cause->lesson);
}

void tell_failure(const struct failure *failure, struct arena *arena,
		  struct buf *out, const char **brief, const char **lesson)
{
	struct teller teller = {
		.failure = failure,
		.journal = session_journal(failure->session),
		.lesson = session_lesson(failure->session),
		.arena = arena,
		.out = out,
		.most = TELL_LINES - 1, /* the last is the lesson's */
	};
	put_done(&teller);
	put_expected(&teller, brief);
	put_peers(&teller);
	put_state(&teller);
	put_rows(&teller);
	put_said(&teller, last_run(&teller), "It wrote  ");
	put_cause(&teller, lesson);
	if (*lesson) {
		AUTO_FREE char *run = xprintf("sockstep run %s", *lesson);
		teller.most = TELL_LINES;
		put(&teller, "Lesson    ", run);
	}
}
