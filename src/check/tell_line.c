/* tell_line: the lines of what is told, and what of the journal they are about.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"

#include <ctype.h>
#include <string.h>

void tell_put(struct teller *teller, const char *label, const char *text)
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

const struct beat *tell_beat_at(const struct teller *teller, size_t index)
{
	size_t step, beat;
	lesson_beat_at(teller->lesson, index, &step, &beat);
	return &teller->lesson->steps[step].beats[beat];
}

size_t tell_played(const struct teller *teller)
{
	const struct session *session = teller->failure->session;
	return session_beats(session, session_live(session));
}

bool tell_is_of(const char *actor, const char *program)
{
	size_t len = strlen(program);
	return actor && !strncmp(actor, program, len) &&
	       (!actor[len] || actor[len] == '.');
}

const char *tell_last_run(const struct teller *teller)
{
	for (size_t i = 0; i < tell_played(teller); i++) {
		const struct beat *beat = tell_beat_at(teller, i);
		if (beat->kind == BEAT_LAUNCH &&
		    !strcmp(beat->actor, LESSON_PROGRAM_AGAIN))
			return beat->actor;
	}
	return LESSON_PROGRAM;
}

const char *tell_own_file(const struct teller *teller, const char *file)
{
	const char *folder = teller->failure->folder;
	size_t len = folder ? strlen(folder) : 0;
	return file && len && !strncmp(file, folder, len) && file[len] == '/'
		       ? file + len + 1
		       : NULL;
}

void tell_source(const struct teller *teller, const struct event_source *source,
		 struct buf *out)
{
	const char *own = tell_own_file(teller, source->file);
	const char *file = own ? own : source->file;
	if (!file || !source->line)
		return;
	buf_printf(out, ", at %s:%d", file, source->line);
}

const struct event_call *tell_call_at(const struct teller *teller, size_t place)
{
	const struct event *event = journal_at(teller->journal, place);
	return event->kind == EVENT_CALL && !event->as.call.noise &&
			       tell_is_of(event->as.call.actor,
					  tell_last_run(teller))
		       ? &event->as.call
		       : NULL;
}

const struct event_call *tell_returned_at(const struct teller *teller,
					  size_t place)
{
	const struct event_call *call = tell_call_at(teller, place);
	return call && call->phase == CALL_RETURN ? call : NULL;
}

int64_t tell_fd_of(const struct event_call *call)
{
	int arg = call_fd_arg(&call->call);
	return arg >= 0 && (size_t)arg < call->call.argc
		       ? call->call.args[arg].num
		       : -1;
}

char *tell_place(const struct teller *teller, const struct event_call *call)
{
	struct buf place = {0};
	buf_printf(&place, "%s()", call->call.syscall->name);
	tell_source(teller, &call->source, &place);
	return buf_take(&place);
}

void tell_put_cause(struct teller *teller, struct buf *text)
{
	tell_put(teller, "Cause     ", buf_text(text));
	buf_done(text);
}

const struct event_check *tell_unmet(const struct teller *teller)
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

bool tell_peers_call_is(const struct teller *teller, unsigned flag,
			const char *words)
{
	size_t played = tell_played(teller);
	const struct beat *beat =
		played ? tell_beat_at(teller, played - 1) : NULL;
	const struct event_check *check = tell_unmet(teller);
	return beat && beat->kind == BEAT_CALL &&
	       beat->call.syscall->flags & flag && check && check->found &&
	       strstr(check->found, words);
}

/* --- words for who wrote the program ---------------------------------------
 */

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

char *tell_address(const char *text)
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

/* The length of the name of an actor that the text begins with, of the
 * learner's program or what it made; 0: it begins with none. */
static size_t name_length(const char *text)
{
	size_t len = strlen(LESSON_PROGRAM);
	if (strncmp(text, LESSON_PROGRAM, len) != 0 ||
	    isalnum((unsigned char)text[len]))
		return 0;
	while (text[len] == '.' && isalnum((unsigned char)text[len + 1])) {
		do
			len++;
		while (isalnum((unsigned char)text[len]));
	}
	return len;
}

/* What that actor is to who wrote the program; NULL: there is none. */
static const char *word_of(const struct teller *teller, struct str name)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_actor *life = &event->as.actor;
		if (event->kind != EVENT_ACTOR || life->phase != ACTOR_BORN ||
		    !str_is(name, life->actor))
			continue;
		if (life->is_thread)
			return sentence_text(SENTENCE_ID("own-thread"));
		return sentence_text(life->parent ? SENTENCE_ID("own-child")
						  : SENTENCE_ID("own-program"));
	}
	return NULL;
}

/* Whether a name can begin there: not within one, nor where "your program" has
 * the word already. */
static bool can_begin(const char *text, size_t place)
{
	static const char your[] = NOTATION("your ");
	size_t len = sizeof(your) - 1;
	if (place && text[place - 1] != ' ' && text[place - 1] != '(')
		return false;
	return place < len || strncmp(text + place - len, your, len) != 0;
}

char *tell_own_words(const struct teller *teller, const char *text)
{
	struct buf out = {0};
	bool is_quoted = false;
	for (size_t i = 0; text[i];) {
		size_t len = is_quoted || !can_begin(text, i)
				     ? 0
				     : name_length(text + i);
		const char *word =
			len ? word_of(teller, (struct str){text + i, len})
			    : NULL;
		is_quoted ^= text[i] == '"' && (!i || text[i - 1] != '\\');
		if (word)
			buf_puts(&out, word);
		else
			buf_add(&out, text + i, len ? len : 1);
		i += len ? len : 1;
	}
	return buf_take(&out);
}
