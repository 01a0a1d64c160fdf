/* base_sentence: every record can be said, and a translation can say no more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"

#include <criterion/criterion.h>
#include <string.h>

enum { SLOTS_MOST = 16, NUMBER = 7 };

static char *filled(const char *text, const struct slot *slots, size_t count)
{
	struct buf out = {0};
	bool is_whole = sentence_fill(&out, text, slots, count, sentence_form);
	char *said = is_whole ? xstrdup(buf_text(&out)) : NULL;
	buf_done(&out);
	return said;
}

static void expect_fill(const char *text, int64_t n, const char *wanted)
{
	const struct slot slots[] = {SLOT_TEXT("who", "{n} %s"),
				     SLOT_NUMBER("n", n)};
	AUTO_FREE char *said = filled(text, slots, COUNT(slots));
	if (wanted)
		cr_expect_str_eq(said, wanted);
	else
		cr_expect_null(said, "%s", said);
}

Test(sentence, slots_are_filled)
{
	expect_fill("no slot, 100%", 1, "no slot, 100%");
	expect_fill("{n} {n|byte|bytes}", 1, "1 byte");
	expect_fill("{n} {n|byte|bytes}", 0, "0 bytes");
	expect_fill("{n|one|few|many}", 5, "few");
	expect_fill("{n|only}", 5, "only");
	expect_fill("{n|one waits|# wait}, #", 1, "one waits, #");
	expect_fill("{n|one waits|# wait}", 12, "12 wait");
	expect_fill("{n|#}{n|#,|#.}", -1, "-1-1.");
	expect_fill("{n|}.", 5, ".");
	expect_fill("-{n}", -3, "--3");
	expect_fill("{{n} of {who}.", 2, "{n} of {n} %s.");
	expect_fill("", 2, "");
}

Test(sentence, a_translation_has_the_slots_of_its_record_and_no_others)
{
	static const char *const faulty[] = {"{other}",	  "{}",	    "{n",
					     "{who|a|b}", "{n |a}", "{",
					     "{who}{",	  "{|a|b}", "{%s}"};
	for (size_t i = 0; i < COUNT(faulty); i++)
		expect_fill(faulty[i], 1, NULL);
}

/* The slots that a text asks for, each with a value of its sort: where words
 * depend on it, a number. */
static size_t slots_of(const char *text, struct slot *slots,
		       struct arena *arena)
{
	size_t count = 0;
	while ((text = strchr(text, '{'))) {
		if (*++text == '{') { // a brace of the sentence's own
			text++;
			continue;
		}
		size_t len = strcspn(text, "|}");
		cr_assert(count < SLOTS_MOST);
		const char *name = arena_strndup(arena, text, len);
		bool is_number = text[len] == '|', is_known = false;
		for (size_t i = 0; i < count; i++) {
			if (strcmp(slots[i].name, name) != 0)
				continue;
			is_known = true;
			if (is_number)
				slots[i] = SLOT_NUMBER(name, NUMBER);
		}
		if (!is_known)
			slots[count++] = is_number ? SLOT_NUMBER(name, NUMBER)
						   : SLOT_TEXT(name, "<slot>");
	}
	return count;
}

Test(sentence, every_record_can_be_said)
{
	const struct sentence *records;
	size_t count, seen = 0;
	for (size_t at = 0; (records = sentence_family(at, &count)); at++) {
		for (size_t i = 0; i < count; i++, seen++) {
			struct slot slots[SLOTS_MOST];
			struct arena arena = {0};
			struct buf out = {0};
			const char *text = records[i].text;
			size_t own = slots_of(text, slots, &arena);
			sentence_add(&out, records[i].id, slots, own);
			bool is_whole = strstr(text, "{{") ||
					!strchr(buf_text(&out), '{');
			cr_expect(out.len > 0 && is_whole, "%s: %s",
				  records[i].id, buf_text(&out));
			for (size_t k = 0; k < own; k++) {
				struct slot kept = slots[k];
				slots[k].name = "";
				AUTO_FREE char *less = filled(text, slots, own);
				cr_expect_null(less, "%s", less);
				slots[k] = kept;
			}
			buf_done(&out);
			arena_done(&arena);
		}
	}
	cr_expect(seen > 0);
}
