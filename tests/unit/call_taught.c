/* call_taught: what is taught, against the lessons themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/table/option_help.h"
#include "call/table/syscalls.h"
#include "call/table/taught.h"
#include "lesson/catalogue.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

static bool is_part(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether the text has it as a whole word. */
static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		if ((at == text || !is_part(at[-1])) && !is_part(at[len]))
			return true;
	}
	return false;
}

/* All calls of a lesson, as they are written. */
static void print_calls(const struct lesson *lesson, struct buf *out)
{
	for (size_t i = 0; i < lesson->setup_count; i++) {
		call_print(&lesson->setups[i].call, NOTATION_C, out);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < lesson->step_count; i++) {
		const struct step *step = &lesson->steps[i];
		for (size_t k = 0; k < step->beat_count; k++) {
			if (!step->beats[k].call.syscall)
				continue;
			call_print(&step->beats[k].call, NOTATION_C, out);
			buf_putc(out, '\n');
		}
	}
}

static void check_rows(const struct lesson *lesson, const char *calls)
{
	size_t count;
	const struct taught *rows = taught_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(rows[i].lesson, lesson->id))
			cr_expect(has_word(calls, rows[i].word),
				  "taught.txt: the lesson %s does not call %s",
				  lesson->id, rows[i].word);
	}
}

static void check_known(const struct lesson *lesson, const char *calls)
{
	size_t count;
	const struct syscall *syscalls = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		cr_expect(!has_word(calls, syscalls[i].name) ||
				  taught_in(syscalls[i].name),
			  "taught.txt has no %s, which %s calls",
			  syscalls[i].name, lesson->id);
	const struct option_help *options = option_help_table(&count);
	for (size_t i = 0; i < count; i++)
		cr_expect(!isupper((unsigned char)options[i].name[0]) ||
				  !has_word(calls, options[i].name) ||
				  taught_in(options[i].name),
			  "taught.txt has no %s, which %s uses",
			  options[i].name, lesson->id);
}

Test(taught, lessons_are_those_that_call_it)
{
	struct catalogue catalogue = {0};
	struct err err;
	size_t count, found = 0;
	const struct taught *rows = taught_table(&count);
	cr_assert(catalogue_open(&catalogue, &err), "%s", err.text);
	for (size_t i = 0; i < catalogue.count; i++) {
		const struct lesson *lesson = catalogue.lessons[i];
		struct buf calls = {0};
		print_calls(lesson, &calls);
		check_rows(lesson, buf_text(&calls));
		check_known(lesson, buf_text(&calls));
		buf_done(&calls);
		for (size_t k = 0; k < count; k++)
			found += !strcmp(rows[k].lesson, lesson->id);
	}
	cr_expect_eq(found, count, "a row names a lesson that is none");
	catalogue_close(&catalogue);
}
