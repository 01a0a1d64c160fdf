/* in_python: the words of a lesson for who reads its calls in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons say what the kernel answers: "It returns 0", "-1 with EAGAIN". In
 * Python the first is None of most calls and b'' of recv(), and the second is
 * an exception. Four forms are put in other words, and only those of which it
 * is known what they mean:
 *
 *     -1 with EAGAIN       anywhere
 *     the result is -1     the same
 *     0: it is free        a text that begins with a result
 *     recv returns 0       of the call that is named before it, or of "it"
 *     `listen(srv, 5)`     a whole call in backquotes
 *         listen(srv, 5);  a line of a listing that is a call
 *
 * The options of a question are about the call that its last sentence names. A
 * 0 that is a number in Python, too, or that of which nobody says whose it is,
 * stays as it is; so does a call that is named alone, listen() or `listen`, for
 * that is its name in both.
 */
#include "show/view/in_python.h"

#include "call/part/python_repr.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *call, *zero;
} zeros[] = {
	{"bind", "None"},	{"close", "None"},    {"connect", "None"},
	{"epoll_wait", "[]"},	{"kill", "None"},     {"listen", "None"},
	{"poll", "[]"},		{"read", "b''"},      {"recv", "b''"},
	{"setsockopt", "None"}, {"shutdown", "None"},
};

const char *in_python_zero(const struct syscall *syscall)
{
	for (size_t i = 0; syscall && i < COUNT(zeros); i++) {
		if (!strcmp(zeros[i].call, syscall->name))
			return zeros[i].zero;
	}
	return NULL;
}

/* --- reading words ----------------------------------------------------------
 */

static bool is_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The word at `at`, without what stands around it. */
static struct str word_at(const char *at)
{
	size_t len = 0;
	while (is_of_word(at[len]))
		len++;
	return (struct str){at, len};
}

/* The call that was named last in `begin` up to `end`; where only "it" is,
 * `otherwise`; NULL: none is named. */
static const struct syscall *subject_of(const char *begin, const char *end,
					const struct syscall *otherwise)
{
	const struct syscall *subject = NULL;
	for (const char *at = begin; at < end; at++) {
		struct str word = word_at(at);
		if (!word.len)
			continue;
		const struct syscall *named = syscall_find(word);
		// A socket is what lessons speak of, seldom the call.
		if (named && strcmp(named->name, "socket") != 0)
			subject = named;
		else if (!subject && (str_is(word, "It") || str_is(word, "it")))
			subject = otherwise;
		at += word.len - 1;
	}
	return subject;
}

/* The begin of the sentence that goes on at `at`. */
static const char *sentence_around(const char *text, const char *at)
{
	while (at > text && !strchr(".?!", at[-1]))
		at--;
	return at;
}

/* --- results ---------------------------------------------------------------
 */

struct words {
	const char *text;
	const struct syscall *subject;
	struct buf out;
};

/* Whether a result ends at `at`: 0 and not 0.5 or 0 bytes. */
static bool ends_result(const char *at)
{
	return !*at || strchr(":,\n", *at) ||
	       (strchr(".?!;", *at) && !isdigit((unsigned char)at[1]));
}

/* "-1 with EAGAIN", and at the begin of a text -1 alone. */
static size_t put_error(struct words *words, const char *at)
{
	static const char lead[] = "-1 with ";
	int64_t error;
	if (!strncmp(at, lead, strlen(lead))) {
		struct str name = word_at(at + strlen(lead));
		if (!symbol_value(SYMBOL_ERRNO, name, &error) || error <= 0)
			return 0;
		if (!strncmp(name.data + name.len, " or E", 5))
			return 0;
		struct buf class = {0};
		python_repr_error((int)error, true, &class);
		size_t len = strcspn(buf_text(&class), ":");
		buf_printf(&words->out, "%.*s (%.*s)", (int)len,
			   buf_text(&class), (int)name.len, name.data);
		buf_done(&class);
		return strlen(lead) + name.len;
	}
	if (at != words->text || strncmp(at, "-1", 2) != 0 ||
	    !ends_result(at + 2))
		return 0;
	buf_puts(&words->out, "OSError");
	return 2;
}

/* An error that is not named. */
static size_t put_phrase(struct words *words, const char *at)
{
	static const struct {
		const char *said, *put;
	} phrases[] = {
		{"result is -1", "result is an exception"},
		{"The -1 was", "The exception was"},
		{"-1 and an errno", "An exception and an errno"},
	};
	for (size_t i = 0; i < COUNT(phrases); i++) {
		size_t len = strlen(phrases[i].said);
		if (strncmp(at, phrases[i].said, len) != 0)
			continue;
		buf_puts(&words->out, phrases[i].put);
		return len;
	}
	return 0;
}

/* The 0 of "returns 0". */
static size_t put_returned(struct words *words, const char *at)
{
	static const char *const leads[] = {"returns ", "return ", "returned "};
	for (size_t i = 0; i < COUNT(leads); i++) {
		size_t len = strlen(leads[i]);
		if (strncmp(at, leads[i], len) != 0 || at[len] != '0' ||
		    is_of_word(at[len + 1]) ||
		    (at > words->text && is_of_word(at[-1])))
			continue;
		const char *zero = in_python_zero(subject_of(
			sentence_around(words->text, at), at, words->subject));
		if (!zero)
			return 0;
		buf_printf(&words->out, "%s%s", leads[i], zero);
		return len + 1;
	}
	return 0;
}

/* Whether the 0 that a text begins with is said to be an end of file, which
 * that of the subject is not: then it is the result of another call. */
static bool is_other_end(const struct words *words, const char *zero)
{
	return strstr(words->text, "end of file") && strcmp(zero, "b''") != 0;
}

/* The 0 that a text begins with. */
static size_t put_first(struct words *words, const char *at)
{
	const char *zero = in_python_zero(words->subject);
	if (at != words->text || !zero || *at != '0' || !ends_result(at + 1) ||
	    is_other_end(words, zero))
		return 0;
	buf_puts(&words->out, zero);
	return 1;
}

/* --- calls -------------------------------------------------------------------
 */

/* Adds the call that `text` is, behind `lead`; nothing where it is none. */
static bool put_whole(struct words *words, struct str lead, struct str text)
{
	struct arena arena = {0};
	struct call call;
	struct err err;
	bool is_call = call_parse(text, &arena, &call, NULL, &err);
	if (is_call) {
		buf_add(&words->out, lead.data, lead.len);
		call_print(&call, NOTATION_PYTHON, &words->out);
	}
	arena_done(&arena);
	return is_call;
}

/* A call in backquotes; the second of them stays. */
static size_t put_marked(struct words *words, const char *at)
{
	const char *end = *at == '`' ? strchr(at + 1, '`') : NULL;
	if (!end)
		return 0;
	size_t len = (size_t)(end - at);
	return put_whole(words, (struct str){at, 1},
			 (struct str){at + 1, len - 1})
		       ? len
		       : 0;
}

/* A line of a listing, up to its semicolon. */
static size_t put_listed(struct words *words, const char *at)
{
	size_t blank = strspn(at, " "), len = strcspn(at, ";\n");
	bool is_listed = (at == words->text || at[-1] == '\n') && blank >= 4 &&
			 at[len] == ';';
	return is_listed && put_whole(words, (struct str){at, blank},
				      (struct str){at + blank, len - blank})
		       ? len + 1
		       : 0;
}

const char *in_python(struct arena *arena, const char *text,
		      const struct syscall *subject)
{
	typedef size_t put_fn(struct words * words, const char *at);
	static put_fn *const puts[] = {put_marked, put_listed,	 put_error,
				       put_phrase, put_returned, put_first};
	struct words words = {.text = text, .subject = subject};
	bool changed = false;
	if (!text)
		return NULL;
	for (const char *at = text; *at;) {
		size_t len = 0;
		for (size_t i = 0; !len && i < COUNT(puts); i++)
			len = puts[i](&words, at);
		changed |= len > 0;
		if (!len) {
			buf_putc(&words.out, *at);
			len = 1;
		}
		at += len;
	}
	if (changed)
		text = arena_strdup(arena, buf_text(&words.out));
	buf_done(&words.out);
	return text;
}

const char *words_in_notation(struct arena *arena, enum notation notation,
			      const char *text)
{
	return notation == NOTATION_PYTHON ? in_python(arena, text, NULL)
					   : text;
}

/* --- a beat ------------------------------------------------------------------
 */

static const struct prediction *
in_python_question(struct arena *arena, const struct prediction *asked,
		   const struct syscall *made)
{
	struct prediction *copy = arena_alloc(arena, sizeof(*copy));
	const char *end = asked->question + strlen(asked->question);
	const char *last = sentence_around(
		asked->question, end > asked->question ? end - 1 : end);
	const struct syscall *named = subject_of(last, end, NULL);
	const struct syscall *subject = named ? named : made;
	*copy = *asked;
	copy->question = in_python(arena, asked->question, made);
	copy->why = in_python(arena, asked->why, subject);
	for (size_t i = 0; i < copy->option_count; i++) {
		struct option *option = &copy->options[i];
		option->reply = in_python(arena, option->reply, subject);
		if (asked->kind == ASKED_CHOICE)
			option->text = in_python(arena, option->text, subject);
	}
	return copy;
}

const struct beat *in_notation(struct arena *arena, enum notation notation,
			       const struct beat *beat)
{
	if (notation != NOTATION_PYTHON)
		return beat;
	struct beat *copy = arena_alloc(arena, sizeof(*copy));
	bool calls = beat->kind == BEAT_CALL || beat->kind == BEAT_TRY;
	const struct syscall *made = calls ? beat->call.syscall : NULL;
	*copy = *beat;
	copy->before = in_python(arena, beat->before, NULL);
	copy->after = in_python(arena, beat->after, made);
	copy->more = in_python(arena, beat->more, NULL);
	for (size_t i = 0; i < beat->hint_count; i++)
		copy->hints[i] = in_python(arena, beat->hints[i], NULL);
	copy->question = in_python(arena, beat->question, NULL);
	copy->answer = in_python(arena, beat->answer, NULL);
	if (beat->prediction)
		copy->prediction =
			in_python_question(arena, beat->prediction, made);
	return copy;
}
