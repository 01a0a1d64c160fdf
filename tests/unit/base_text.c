/* base_text: quoting, reading quotes, widths, wrapping, nearest names.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/count.h"
#include "base/mem.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

#define BYTES(text) text, sizeof(text) - 1

Test(text, a_part_is_of_a_whole_by_a_dot)
{
	cr_assert(text_is_of("server", "server"));
	cr_assert(text_is_of("server.2", "server"));
	cr_assert_not(text_is_of("server2", "server"));
	cr_assert_not(text_is_of("serve", "server"));
}

Test(text, quotes_as_strace_does)
{
	static const struct {
		const char *bytes;
		size_t len, most;
		const char *quoted;
	} cases[] = {
		{BYTES("hello"), 32, "\"hello\""},
		{BYTES(""), 32, "\"\""},
		{BYTES("a\nb\tc\r"), 32, "\"a\\nb\\tc\\r\""},
		{BYTES("say \"hi\"\\"), 32, "\"say \\\"hi\\\"\\\\\""},
		{BYTES("\0"), 32, "\"\\0\""},
		{BYTES("\0001"), 32, "\"\\0001\""},
		{BYTES("\x1b[0m"), 32, "\"\\33[0m\""},
		{BYTES("\xe2\x82\xac"), 32, "\"\\342\\202\\254\""},
		{BYTES("0123456789"), 4, "\"0123\"..."},
		{BYTES("0123"), 4, "\"0123\""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = {0};
		text_quote(&out, cases[i].bytes, cases[i].len, cases[i].most);
		cr_expect_str_eq(buf_text(&out), cases[i].quoted);
		buf_done(&out);
	}
}

Test(text, a_message_shows_what_a_terminal_does_not_obey)
{
	static const struct {
		const char *bytes;
		size_t len, most;
		const char *shown;
	} cases[] = {
		{"word", 4, 9, "word"},
		{"a\tb\033[2J", 7, 9, "a\\tb\\033[2J"},
		{"\xff\xc3", 2, 9, "\\377\\303"},
		{"é\xc2\x9b", 4, 9, "é\\u009b"},
		{"ééé", 6, 3, "éé..."},
		{"", 0, 9, ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = {0};
		text_show(&out, cases[i].bytes, cases[i].len, cases[i].most);
		cr_expect_str_eq(buf_text(&out), cases[i].shown);
		buf_done(&out);
	}
}

/* The twins stand beside them: what is drawn, and is no control. */
Test(text, only_what_is_drawn_comes_out_as_it_is)
{
	static const struct {
		const char *bytes, *shown;
	} cases[] = {
		{"\033]0;x\a", "\\033]0;x\\007"},
		{"\xc2\x9b"
		 "2J",
		 "\\u009b2J"},
		{"\x9b", "\\233"},
		{"\u202e\u2066\u061c", "\\u202e\\u2066\\u061c"},
		{"\u200b\u200d\u2060\ufeff", "\\u200b\\u200d\\u2060\\ufeff"},
		{"\u2028\u2029\u00ad", "\\u2028\\u2029\\u00ad"},
		{"\U000e0041", "\\U000e0041"},
		{"\xed\xa0\x80", "\\355\\240\\200"},
		{"é 漢 שלום e\u0301 \ufffd 🙂",
		 "é 漢 שלום e\u0301 \ufffd 🙂"},
		{"⚠\ufe0f ─\u00a0", "⚠\ufe0f ─\u00a0"},
		{"\u1112\u1161\u11ab", "\u1112\u1161\u11ab"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf out = {0};
		size_t len = strlen(cases[i].bytes);
		text_show(&out, cases[i].bytes, len, len);
		cr_expect_str_eq(buf_text(&out), cases[i].shown);
		buf_clear(&out);
		text_show_lines(&out, cases[i].bytes, len);
		cr_expect_str_eq(buf_text(&out), cases[i].shown);
		buf_done(&out);
	}
	struct buf out = {0};
	text_show_lines(&out, BYTES("a\tb\r\n\0c"));
	cr_expect_str_eq(buf_text(&out), "a\tb\\r\n\\000c");
	buf_done(&out);
}

Test(text, every_byte_survives_quoting)
{
	unsigned char bytes[512];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7);
	struct buf quoted = {0}, back = {0};
	text_quote(&quoted, bytes, sizeof(bytes), sizeof(bytes));
	struct str rest = str_from(buf_text(&quoted));
	struct err err;
	cr_assert(text_unquote(&rest, &back, &err), "%s", err.text);
	cr_expect_eq(rest.len, 0);
	cr_assert_eq(back.len, sizeof(bytes));
	cr_expect_arr_eq(back.data, bytes, sizeof(bytes));
	buf_done(&quoted);
	buf_done(&back);
}

Test(text, refuses_bad_strings)
{
	static const char *const cases[][2] = {
		{"\"abc", "no closing quote"},
		{"\"abc\\", "after a backslash"},
		{"\"\\q\"", "unknown escape \\q"},
		{"\"\\xzz\"", "hexadecimal"},
		{"\"\\777\"", "at most"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str rest = str_from(cases[i][0]);
		struct buf out = {0};
		struct err err = {0};
		cr_expect(!text_unquote(&rest, &out, &err), "%s", cases[i][0]);
		cr_expect(strstr(err.text, cases[i][1]), "%s: %s", cases[i][0],
			  err.text);
		buf_done(&out);
	}
}

Test(text, wraps_at_spaces)
{
	static const char *const expected[] = {"one two", "three", "incompreh",
					       "ensible", "",	   "end"};
	struct str rest = str_from("one two three incomprehensible\n\nend"),
		   line;
	for (size_t i = 0; i < COUNT(expected); i++) {
		cr_assert(text_wrap(&rest, 9, &line), "line %zu", i);
		cr_expect(str_is(line, expected[i]), "line %zu: \"%.*s\"", i,
			  (int)line.len, line.data);
	}
	cr_expect(!text_wrap(&rest, 9, &line));
}

Test(text, wrapping_loses_no_word)
{
	const char *words =
		"the kernel shook hands by itself, and nobody asked";
	for (size_t width = 1; width < 60; width++) {
		struct str rest = str_from(words), line;
		size_t letters = 0;
		while (text_wrap(&rest, width, &line)) {
			cr_expect_leq(line.len, width);
			for (size_t i = 0; i < line.len; i++)
				letters += line.data[i] != ' ';
		}
		cr_expect_eq(letters, 42, "width %zu: %zu", width, letters);
	}
}

Test(text, counts_columns)
{
	cr_expect_eq(text_width(BYTES("abc")), 3);
	cr_expect_eq(text_width(BYTES("─│▶")), 3);
	cr_expect_eq(text_width(BYTES("漢字")), 4);
	cr_expect_eq(text_width(BYTES("e\xcc\x81")), 1, "combining accent");
	cr_expect_eq(text_width(BYTES("\xff\xfe")), 8, "bad bytes");
}

Test(text, decodes_only_utf8)
{
	static const struct {
		const char *bytes;
		size_t len, size;
		uint32_t c;
	} cases[] = {
		{BYTES("a"), 1, 'a'},
		{BYTES("\xc3\xa9"), 2, 0xe9},
		{BYTES("\xe2\x82\xac"), 3, 0x20ac},
		{BYTES("\xf0\x9f\x98\x80"), 4, 0x1f600},
		{BYTES("\xc0\x80"), 1, 0xfffd},		// overlong
		{BYTES("\xed\xa0\x80"), 1, 0xfffd},	// surrogate
		{BYTES("\xf4\x90\x80\x80"), 1, 0xfffd}, // too large
		{BYTES("\xe2\x82"), 1, 0xfffd},		// cut short
		{BYTES(""), 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t c = 0;
		size_t size = text_decode(cases[i].bytes, cases[i].len, &c);
		cr_expect_eq(size, cases[i].size, "case %zu: %zu", i, size);
		cr_expect_eq(c, cases[i].c, "case %zu: %x", i, c);
	}
}

Test(text, suggests_the_nearest_name)
{
	static const char *const names[] = {"accept", "bind", "connect",
					    "listen", "send", "recv"};
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{"lisen", "listen"},
		{"Listen", "listen"},
		{"conect", "connect"},
		{"acecpt", "accept"},
		{"bnid", "bind"},
		{"xyzzy", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *nearest[3] = {NULL};
		size_t count = text_nearest(cases[i].word, names, COUNT(names),
					    nearest, COUNT(nearest));
		cr_expect(cases[i].nearest ? count && !strcmp(nearest[0],
							      cases[i].nearest)
					   : !count,
			  "%s: %s", cases[i].word, nearest[0]);
	}
}

Test(text, tells_none_from_another)
{
	static const struct {
		const char *a, *b;
		bool is, same;
	} cases[] = {
		{"a", "a", true, true},	   {"a", "b", false, false},
		{"a", NULL, false, false}, {NULL, "a", false, false},
		{NULL, NULL, false, true}, {"", "", true, true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_expect_eq(text_is(cases[i].a, cases[i].b), cases[i].is,
			     "case %zu", i);
		cr_expect_eq(text_same(cases[i].a, cases[i].b), cases[i].same,
			     "case %zu", i);
	}
}

Test(text, a_suffix_is_not_all_of_a_name)
{
	cr_expect(text_has_suffix("a.md", ".md"));
	cr_expect(!text_has_suffix(".md", ".md"));
	cr_expect(!text_has_suffix("a.md.c", ".md"));
	cr_expect(!text_has_suffix("d", ".md"));
}

Test(text, words_agree_with_a_number)
{
	cr_expect_str_eq(count_s(0), "s");
	cr_expect_str_eq(count_s(1), "");
	cr_expect_str_eq(count_s(2), "s");
	cr_expect_str_eq(count_word(1, "is", "are"), "is");
	cr_expect_str_eq(count_word(0, "is", "are"), "are");
}
