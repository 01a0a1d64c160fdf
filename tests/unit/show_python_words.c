/* show_python_words: no word of a lesson calls in C where Python is asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole call in backquotes is told in Python, and so is a line of a listing.
 * A call with arguments that stands anywhere else in a lesson would be C.
 */
#include "call/table/syscalls.h"
#include "lesson/catalogue.h"
#include "show/view/in_python.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

/* Whether `name` is that of a call; a manual page, recv(2), has a digit in its
 * parentheses, and what is called by a module or a socket has a dot before it.
 */
static bool is_in_c(const char *text, struct str name)
{
	const char *behind = name.data + name.len;
	return *behind == '(' && behind[1] != ')' &&
	       !(isdigit((unsigned char)behind[1]) && behind[2] == ')') &&
	       (name.data == text || name.data[-1] != '.') &&
	       syscall_find(name);
}

static const char *call_in_c(const char *text)
{
	for (const char *at = text; at && *at; at++) {
		size_t len = 0;
		while (isalnum((unsigned char)at[len]) || at[len] == '_')
			len++;
		if (!len)
			continue;
		if (is_in_c(text, (struct str){at, len}))
			return at;
		at += len - 1;
	}
	return NULL;
}

static void expect_python(const struct lesson *lesson, const char *text)
{
	const char *call = call_in_c(text);
	cr_expect_null(call,
		       "%s: \"%.40s\" is C; put the whole call in "
		       "backquotes, or write it in words",
		       lesson->file, call);
}

static void expect_question(const struct lesson *lesson,
			    const struct prediction *asked)
{
	if (!asked)
		return;
	expect_python(lesson, asked->question);
	expect_python(lesson, asked->why);
	for (size_t i = 0; i < asked->option_count; i++) {
		expect_python(lesson, asked->options[i].reply);
		if (asked->kind == ASKED_CHOICE)
			expect_python(lesson, asked->options[i].text);
	}
}

static void expect_beat(const struct lesson *lesson, const struct beat *beat)
{
	struct arena arena = {0};
	const struct beat *told = in_notation(&arena, NOTATION_PYTHON, beat);
	const char *const texts[] = {told->before, told->after, told->more,
				     told->question, told->answer};
	for (size_t i = 0; i < COUNT(texts); i++)
		expect_python(lesson, texts[i]);
	for (size_t i = 0; i < told->hint_count; i++)
		expect_python(lesson, told->hints[i]);
	expect_question(lesson, told->prediction);
	arena_done(&arena);
}

static void expect_introduction(const struct lesson *lesson)
{
	struct arena arena = {0};
	expect_python(lesson, words_in_notation(&arena, NOTATION_PYTHON,
						lesson->introduction));
	arena_done(&arena);
}

Test(show_python_words, no_call_is_in_c)
{
	struct catalogue catalogue = {0};
	struct err err;
	setenv("SOCKSTEP_LESSONS", "lessons", 1);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	cr_assert(catalogue.count > 30);
	for (size_t i = 0; i < catalogue.count; i++) {
		const struct lesson *lesson = catalogue.lessons[i];
		expect_introduction(lesson);
		for (size_t j = 0; j < lesson_beats(lesson); j++) {
			size_t step, beat;
			lesson_beat_at(lesson, j, &step, &beat);
			expect_beat(lesson, &lesson->steps[step].beats[beat]);
		}
	}
	catalogue_close(&catalogue);
}

/* What the test looks for, and what it must not take for that. */
Test(show_python_words, a_call_in_c_is_found)
{
	cr_expect_not_null(call_in_c("Call listen(srv, 0) and look."));
	cr_expect_not_null(call_in_c("recv(1024) comes back"));
	cr_expect_null(call_in_c("See recv(2) and listen()."));
	cr_expect_null(call_in_c("Call `srv.listen(0)` and look."));
	cr_expect_null(call_in_c("a socket (of TCP)"));
}
