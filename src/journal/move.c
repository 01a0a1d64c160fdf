/* move: one thing that was done in a run, in a text notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table has the word of each kind, how what is behind it is read, and how
 * it is printed. What other notations say already (a call, how far a program
 * goes, a fault) stands there as they say it, up to the end of the line.
 * Words that a learner chose freely are quoted, so that no word of ours can be
 * mistaken for one of theirs.
 */
#include "journal/move.h"

#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "call/whole/parse.h"
#include "journal/move_parts.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

/* --- each kind -------------------------------------------------------------
 */

static bool read_nothing(struct words *words, struct move *move)
{
	(void)words;
	(void)move;
	return true;
}

static void print_nothing(const struct move *move, struct buf *out)
{
	(void)move;
	(void)out;
}

static bool read_call(struct words *words, struct move *move)
{
	return move_read_actor(words, move) &&
	       call_parse(move_take_rest(words), words->arena, &move->call,
			  NULL, words->err);
}

static void print_call(const struct move *move, struct buf *out)
{
	move_print_actor(move, out);
	buf_putc(out, ' ');
	call_print(&move->call, NOTATION_C, out);
}

static bool read_run(struct words *words, struct move *move)
{
	return move_read_text(words, &move->command) &&
	       move_read_host(words, move);
}

static void print_run(const struct move *move, struct buf *out)
{
	move_print_text(move->command, out);
	move_print_host(move, out);
}

static bool read_add(struct words *words, struct move *move)
{
	return move_read_actor(words, move) && move_read_host(words, move);
}

static void print_add(const struct move *move, struct buf *out)
{
	move_print_actor(move, out);
	move_print_host(move, out);
}

/* Real-time signals have no name; all can be said as a number. */
static bool read_signal(struct words *words, struct move *move)
{
	enum { SIGNAL_MOST = 64 };
	uint64_t number;
	int64_t value;
	if (!move_read_actor(words, move))
		return false;
	if (words_at_number(words)) {
		if (!words_number(words, 1, SIGNAL_MOST,
				  sentence_text(SENTENCE_ID("order-signal")),
				  &number))
			return false;
		move->signal = (int)number;
		return true;
	}
	struct str word = words_take(words);
	if (!symbol_value(SYMBOL_SIGNAL, word, &value))
		return words_fail(
			words, word,
			sentence_text(SENTENCE_ID("wants-signal-sigterm")));
	move->signal = (int)value;
	return true;
}

static void print_signal(const struct move *move, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, move->signal);
	move_print_actor(move, out);
	if (name)
		buf_printf(out, " %s", name);
	else
		buf_printf(out, " %d", move->signal);
}

static bool read_words(struct words *words, struct move *move)
{
	const char **list = NULL;
	size_t count = 0, cap = 0;
	bool ok = true;
	do {
		list = xgrow(list, &cap, count + 2, sizeof(*list));
		ok = move_read_text(words, &list[count]);
		list[++count] = NULL;
	} while (ok && move_at_quote(words));
	if (ok)
		move->words = arena_copy(words->arena, list,
					 (count + 1) * sizeof(*list));
	free(list);
	return ok;
}

static bool read_trace(struct words *words, struct move *move)
{
	uint64_t port = 0;
	if (!move_read_actor(words, move) || !read_words(words, move) ||
	    !move_read_host(words, move))
		return false;
	move->waits = words_take_if(words, "waits");
	if (move->waits && move_at_quote(words))
		return move_read_text(words, &move->path);
	if (move->waits &&
	    !words_number(words, 0, 65535,
			  sentence_text(SENTENCE_ID("order-port")), &port))
		return false;
	move->number = (int)port;
	return true;
}

static void print_trace(const struct move *move, struct buf *out)
{
	move_print_actor(move, out);
	for (size_t i = 0; move->words[i]; i++)
		move_print_text(move->words[i], out);
	move_print_host(move, out);
	if (move->waits)
		buf_puts(out, " waits");
	if (move->waits && move->path)
		move_print_text(move->path, out);
	else if (move->waits)
		buf_printf(out, " %d", move->number);
}

static bool read_attach(struct words *words, struct move *move)
{
	uint64_t pid;
	if (!move_read_actor(words, move) ||
	    !words_number(words, 1, INT_MAX,
			  sentence_text(SENTENCE_ID("order-process-id")), &pid))
		return false;
	move->number = (int)pid;
	return true;
}

static void print_attach(const struct move *move, struct buf *out)
{
	move_print_actor(move, out);
	buf_printf(out, " %d", move->number);
}

static bool read_go(struct words *words, struct move *move)
{
	if (words_take_if(words, "only") && !move_read_actor(words, move))
		return false;
	if (!words_take_if(words, "to"))
		return words_fail(words, words_peek(words),
				  sentence_text(SENTENCE_ID("order-it")));
	return until_parse(move_take_rest(words), &move->until, words->err);
}

static void print_go(const struct move *move, struct buf *out)
{
	if (move->actor)
		buf_printf(out, " only %s", move->actor);
	buf_puts(out, " to ");
	until_print(&move->until, out);
}

static bool read_release(struct words *words, struct move *move)
{
	return !words_peek(words).len || move_read_actor(words, move);
}

static void print_release(const struct move *move, struct buf *out)
{
	if (move->actor)
		move_print_actor(move, out);
}

static bool read_type(struct words *words, struct move *move)
{
	return move_read_bytes(words, &move->bytes) &&
	       (!words_take_if(words, "to") || move_read_actor(words, move));
}

static void print_type(const struct move *move, struct buf *out)
{
	buf_putc(out, ' ');
	text_quote(out, move->bytes.data, move->bytes.len, SIZE_MAX);
	if (move->actor)
		buf_printf(out, " to %s", move->actor);
}

static bool read_fault(struct words *words, struct move *move)
{
	struct call_faults faults = {0};
	if (words_take_if(words, "none"))
		return true;
	if (!call_faults_parse(move_take_rest(words), words->arena, &faults,
			       words->err))
		return false;
	if (faults.count != 1)
		return FAILURE(words->err, "move-faults",
			       SLOT_NUMBER("faults", faults.count));
	move->fault = faults.items[0];
	return true;
}

static void print_fault(const struct move *move, struct buf *out)
{
	buf_putc(out, ' ');
	if (move->fault.call)
		call_fault_print(&move->fault, out);
	else
		buf_puts(out, "none");
}

/* --- the table -------------------------------------------------------------
 */

static const struct {
	const char *word;
	bool (*read)(struct words *words, struct move *move);
	void (*print)(const struct move *move, struct buf *out);
} rows[] = {
	[MOVE_BEAT] = {"beat", read_nothing, print_nothing},
	[MOVE_CALL] = {"call", read_call, print_call},
	[MOVE_RUN] = {"sh", read_run, print_run},
	[MOVE_ADD_ACTOR] = {"add", read_add, print_add},
	[MOVE_SIGNAL] = {"kill", read_signal, print_signal},
	[MOVE_INTERRUPT] = {"interrupt", move_read_actor, move_print_actor},
	[MOVE_TRACE] = {"trace", read_trace, print_trace},
	[MOVE_ATTACH] = {"attach", read_attach, print_attach},
	[MOVE_GO] = {"go", read_go, print_go},
	[MOVE_RELEASE] = {"detach", read_release, print_release},
	[MOVE_TYPE] = {"type", read_type, print_type},
	[MOVE_FAULT] = {"inject", read_fault, print_fault},
};
static_assert(COUNT(rows) == MOVE_KIND_COUNT, "a move has no notation");

const char *move_word(enum move_kind kind)
{
	assert(kind < MOVE_KIND_COUNT);
	return rows[kind].word;
}

static bool read_kind(struct words *words, enum move_kind *kind)
{
	const char *known[MOVE_KIND_COUNT];
	struct str word = words_take(words);
	for (size_t i = 0; i < MOVE_KIND_COUNT; i++) {
		known[i] = rows[i].word;
		*kind = (enum move_kind)i;
		if (str_is(word, known[i]))
			return true;
	}
	return words_fail_near(
		words, word, sentence_text(SENTENCE_ID("order-move-beat-call")),
		known, MOVE_KIND_COUNT);
}

bool move_parse(struct str text, struct arena *arena, struct move *move,
		struct err *err)
{
	struct words words = {text, arena, err};
	*move = (struct move){.kind = MOVE_BEAT};
	if (!read_kind(&words, &move->kind))
		return false;
	if (rows[move->kind].read(&words, move) &&
	    (!words_peek(&words).len ||
	     words_fail(&words, words_peek(&words),
			sentence_text(SENTENCE_ID("order-end")))))
		return true;
	return err_wrap(err, "%s", move_word(move->kind));
}

bool move_parse_head(struct str text, struct arena *arena, struct move *move,
		     struct err *err)
{
	struct words words = {text, arena, err};
	*move = (struct move){.kind = MOVE_BEAT};
	if (!read_kind(&words, &move->kind))
		return false;
	return move->kind == MOVE_CALL ? move_read_actor(&words, move)
				       : move_parse(text, arena, move, err);
}

void move_print(const struct move *move, struct buf *out)
{
	buf_puts(out, move_word(move->kind));
	rows[move->kind].print(move, out);
}
