/* table_note: what is said of a socket beside its columns.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row that is marked as changed must show what changed: whatever has no
 * column of its own is named here.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "show/socket/table.h"

#include <string.h>

static void add(struct buf *out, const char *text)
{
	if (out->len)
		buf_puts(out, ", ");
	buf_puts(out, text);
}

static const struct socket_option *
find_option(const struct socket_state *row, const struct socket_option *wanted)
{
	for (size_t i = 0; row && i < row->option_count; i++) {
		const struct socket_option *option = &row->options[i];
		if (option->level == wanted->level &&
		    option->name == wanted->name)
			return option;
	}
	return NULL;
}

/* Options that were set in this beat. */
static void add_options(const struct change *change, struct buf *out)
{
	const struct socket_state *now = change->after;
	for (size_t i = 0; i < now->option_count; i++) {
		const struct socket_option *option = &now->options[i];
		const struct socket_option *old =
			find_option(change->before, option);
		if (old && old->value == option->value)
			continue;
		struct buf text = {0};
		socket_print_option(option, &text);
		add(out, buf_text(&text));
		buf_done(&text);
	}
}

static void add_flags(const struct change *change, struct buf *out)
{
	static const struct socket_state none = {0};
	const struct socket_state *now = change->after;
	const struct socket_state *old =
		change->before ? change->before : &none;
	if (now->shut_rd && !old->shut_rd)
		add(out, sentence_text("note-reading-shut"));
	if (now->shut_wr && !old->shut_wr)
		add(out, sentence_text("note-writing-shut"));
	if (now->owner_count && now->nonblock != old->nonblock)
		add(out,
		    sentence_text(now->nonblock
					  ? SENTENCE_ID("note-non-blocking")
					  : SENTENCE_ID("note-blocking")));
}

/* A timer that began or stopped, when the annotation does not say so. */
static void add_timer(const struct change *change, struct buf *out)
{
	static const char *const timers[SOCKET_TIMER_COUNT] = {
		[SOCKET_TIMER_ON] = SENTENCE_ID("note-timer-on"),
		[SOCKET_TIMER_KEEPALIVE] = SENTENCE_ID("note-timer-keepalive"),
		[SOCKET_TIMER_TIMEWAIT] = SENTENCE_ID("note-timer-timewait"),
		[SOCKET_TIMER_PERSIST] = SENTENCE_ID("note-timer-began"),
	};
	const char *now = timers[change->after->timer];
	bool same =
		change->before && change->before->timer == change->after->timer;
	if (now && !same && !socket_tells_timer(change->after))
		add(out, sentence_text(now));
}

/* What holds while nothing changes. */
static void describe(const struct socket_state *row, struct buf *out)
{
	struct buf owners = {0};
	socket_annotate(row, out);
	table_note_owners(row, &owners);
	if (owners.len)
		add(out, buf_text(&owners));
	buf_done(&owners);
}

bool table_note(const struct change *change, struct buf *out)
{
	if (change->kind == CHANGE_GONE) {
		buf_puts(out, sentence_text("note-gone"));
		return true;
	}
	struct buf old = {0}, note = {0};
	describe(change->after, &note);
	if (change->before)
		describe(change->before, &old);
	bool news = strcmp(buf_text(&old), buf_text(&note)) != 0;
	size_t known = note.len;
	if (change->kind != CHANGE_SAME) {
		add_flags(change, &note);
		add_options(change, &note);
		add_timer(change, &note);
	}
	news |= note.len != known;
	buf_puts(out, buf_text(&note));
	buf_done(&note);
	buf_done(&old);
	return news && change->kind != CHANGE_SAME;
}
