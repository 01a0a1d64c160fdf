/* show_grid: cells, clipping, wide and combining characters, words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "show/canvas/grid.h"
#include "show/canvas/search.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

static void use_utf8(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
}

TestSuite(grid, .init = use_utf8);

static void expect_grid(const struct grid *grid, const char *expected,
			const char *what)
{
	struct buf text = {0};
	grid_print(grid, false, &text);
	cr_expect_str_eq(buf_text(&text), expected, "%s: got\n%s", what,
			 buf_text(&text));
	buf_done(&text);
}

/* Text at (x, y) of a grid of 6 by 2. */
static const struct {
	int x, y;
	const char *text, *expected;
	int took;
} texts[] = {
	{0, 0, "abc", "abc\n\n", 3},
	{4, 1, "abc", "\n    ab\n", 3},
	{-2, 0, "abc", "c\n\n", 3},
	{0, 2, "abc", "\n\n", 3},
	{0, -1, "abc", "\n\n", 3},
	{0, 0, "é→b", "é→b\n\n", 3},
	{0, 0, "日本", "日本\n\n", 4},
	{5, 0, "日", "\n\n", 2},
	{-1, 0, "日x", " x\n\n", 3},
	{0, 0, "e\u0301x", "e\u0301x\n\n", 2},
	{0, 0, "日\u0301x", "日\u0301x\n\n", 3},
	{0, 0, "\u0301x", "x\n\n", 1},
	{0, 0, "a\tb\nc", "a\\tb\\n\n\n", 7},
	{0, 0, "\u202e", "\\u202e\n\n", 6},
	{0, 0, "a\u200b\u0301", "a\\u200\n\n", 7},
	{0, 0, "a\xff", "a\\377\n\n", 5},
	{0, 0, "", "\n\n", 0},
};

Test(grid, text_is_clipped)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct grid grid;
		grid_init(&grid, 6, 2);
		int took = area_text(area_of(&grid), texts[i].x, texts[i].y,
				     STYLE_PLAIN, texts[i].text);
		expect_grid(&grid, texts[i].expected, texts[i].text);
		cr_expect_eq(took, texts[i].took, "%s took %d", texts[i].text,
			     took);
		grid_done(&grid);
	}
}

Test(grid, overwriting_half_of_a_wide_character_blanks_the_other)
{
	struct grid grid;
	grid_init(&grid, 6, 1);
	struct area area = area_of(&grid);
	area_text(area, 0, 0, STYLE_PLAIN, "日本語");
	area_text(area, 3, 0, STYLE_PLAIN, "x");
	expect_grid(&grid, "日 x語\n", "right half");
	area_text(area, 0, 0, STYLE_PLAIN, "y");
	expect_grid(&grid, "y  x語\n", "left half");
	area_text(area, 3, 0, STYLE_PLAIN, "本");
	expect_grid(&grid, "y  本\n", "wide over wide");
	grid_done(&grid);
}

static const struct {
	int room;
	const char *text, *expected;
} fits[] = {
	{5, "abcde", "abcde\n"}, {4, "abcde", "abc…\n"}, {1, "abcde", "…\n"},
	{0, "abcde", "\n"},	 {4, "日本語", "日…\n"}, {-3, "a", "\n"},
};

Test(grid, long_text_ends_in_an_ellipsis)
{
	for (size_t i = 0; i < COUNT(fits); i++) {
		struct grid grid;
		grid_init(&grid, 6, 1);
		int took = area_fit(area_of(&grid), 0, 0, fits[i].room,
				    STYLE_PLAIN, fits[i].text);
		expect_grid(&grid, fits[i].expected, fits[i].text);
		cr_expect(took <= 6 &&
				  (fits[i].room < 0 || took <= fits[i].room),
			  "%s took %d", fits[i].text, took);
		grid_done(&grid);
	}
}

/* Words in 12 columns, with the letters of their styles. */
static const struct {
	const char *words, *expected;
	int rows;
} words[] = {
	{"one two three four", "one two\nthree four\n\n", 2},
	{"`a b` c", "a b c\n\n\n", 1},
	{"an *em* word", "an em word\n\n\n", 1},
	{"0.0.0.0:* x *", "0.0.0.0:* x\n*\n\n", 2},
	{"a * b", "a * b\n\n\n", 1},
	{"one\ntwo", "one two\n\n\n", 1},
	{"one\n\ntwo", "one\ntwo\n\n", 2},
	{"- one\n- two", "- one\n- two\n\n", 2},
	{"abcdefghijklmnop", "abcdefghijkl\nmnop\n\n", 2},
	{"a lone ` stays", "a lone `\nstays\n\n", 2},
	{"one two three four five six seven", "one two\nthree four\nfive six\n",
	 4},
	{"", "\n\n\n", 0},
};

Test(grid, words_are_wrapped_without_their_marks)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		struct grid grid;
		grid_init(&grid, 12, 3);
		int rows =
			area_words(area_of(&grid), STYLE_PLAIN, words[i].words);
		expect_grid(&grid, words[i].expected, words[i].words);
		cr_expect_eq(rows, words[i].rows, "%s took %d rows",
			     words[i].words, rows);
		cr_expect_eq(rows, words_rows(words[i].words, 12), "%s",
			     words[i].words);
		grid_done(&grid);
	}
}

Test(grid, code_and_emphasis_have_styles)
{
	struct grid grid;
	grid_init(&grid, 12, 1);
	area_words(area_of(&grid), STYLE_PLAIN, "a `b *c` *d e*");
	struct buf text = {0};
	grid_print(&grid, true, &text);
	cr_expect_str_eq(buf_text(&text),
			 "a b *c d e\n--- style\n..cccc.EEE..\n");
	buf_done(&text);
	grid_done(&grid);
}

/* Cuts of an area of 10 by 4, as x, y, width, height of what is left. */
static const struct {
	int x, y, width, height;
	int left[4];
} cuts[] = {
	{2, 1, 5, 2, {2, 1, 5, 2}},   {8, 3, 5, 5, {8, 3, 2, 1}},
	{20, 9, 5, 5, {10, 4, 0, 0}}, {0, 0, -3, -1, {0, 0, 0, 0}},
	{-4, -4, 3, 3, {0, 0, 3, 3}},
};

Test(grid, cuts_stay_inside)
{
	struct grid grid;
	grid_init(&grid, 10, 4);
	for (size_t i = 0; i < COUNT(cuts); i++) {
		struct area cut = area_cut(area_of(&grid), cuts[i].x, cuts[i].y,
					   cuts[i].width, cuts[i].height);
		cr_expect(cut.x == cuts[i].left[0] &&
				  cut.y == cuts[i].left[1] &&
				  cut.width == cuts[i].left[2] &&
				  cut.height == cuts[i].left[3],
			  "cut %zu gave %d,%d %dx%d", i, cut.x, cut.y,
			  cut.width, cut.height);
	}
	grid_done(&grid);
}

Test(grid, ascii_has_a_stand_in_for_everything)
{
	struct grid grid;
	grid_init(&grid, 20, 1);
	area_text(area_of(&grid), 0, 0, STYLE_PLAIN,
		  "├─▶│◀ … “é” 日 · e\u0301");
	grid_to_ascii(&grid);
	expect_grid(&grid, "|->|< ~ \"?\" ?  - e\n", "stand-ins");
	for (int i = 0; i < 20; i++)
		cr_expect(grid.cells[i].c >= ' ' && grid.cells[i].c < 0x7f);
	grid_done(&grid);
}

Test(grid, empty_grids_take_anything)
{
	struct grid grid;
	grid_init(&grid, 0, -1);
	area_text(area_of(&grid), 0, 0, STYLE_PLAIN, "x");
	area_fill(area_of(&grid), 0, 0, 5, STYLE_PLAIN, '-');
	area_words(area_of(&grid), STYLE_PLAIN, "x y");
	expect_grid(&grid, "", "empty");
	grid_done(&grid);
}

Test(grid, styles_have_letters_of_their_own)
{
	for (int i = 0; i < STYLE_COUNT; i++) {
		for (int k = 0; k < i; k++)
			cr_expect(style_look((enum style)i)->letter !=
					  style_look((enum style)k)->letter,
				  "%d and %d", i, k);
	}
}

/* What a style is printed as is what it can be set to. */
Test(grid, styles_are_read_as_they_are_printed)
{
	static const char *const looks[] = {
		"red",
		"bright-red",
		"own",
		"black",
		"bold dim white",
		"bright-white on black",
		"16",
		"underline 255",
		"reverse blue on bright-cyan",
		"bright-magenta",
	};
	const char *name = style_words(STYLE_TITLE)->name;
	for (size_t i = 0; i < COUNT(looks); i++) {
		struct err err;
		struct buf out = {0};
		cr_assert(style_choose("dark", &err));
		cr_assert(style_set(name, looks[i], &err), "%s", err.text);
		style_print(STYLE_TITLE, &out);
		cr_expect_str_eq(buf_text(&out), looks[i]);
		buf_done(&out);
	}
}

/* Rows are "accept", "日 bind", "", "ACCEPT accept". */
static const struct {
	const char *text;
	long from;
	int step;
	struct search_hit hit;
} searches[] = {
	{"accept", 0, 1, {0, 1, 2}},   {"Accept", 1, 1, {3, 2, 2}},
	{"accept", 4, 1, {0, 1, 2}},   {"accept", 2, -1, {0, 1, 2}},
	{"accept", -1, -1, {3, 2, 2}}, {"bind", 3, 1, {1, 1, 1}},
	{"bind", 1, -1, {1, 1, 1}},    {"日 b", 0, 1, {1, 1, 1}},
	{"nothing", 0, 1, {-1, 0, 0}}, {"", 0, 1, {-1, 0, 0}},
};

static void draw_searched(struct grid *grid)
{
	grid_init(grid, 14, 4);
	area_text(area_of(grid), 0, 0, STYLE_PLAIN, "accept");
	area_text(area_of(grid), 0, 1, STYLE_PLAIN, "日 bind");
	area_text(area_of(grid), 0, 3, STYLE_PLAIN, "ACCEPT accept");
}

Test(grid, rows_are_searched)
{
	struct grid grid, none;
	draw_searched(&grid);
	grid_init(&none, 14, 0);
	for (size_t i = 0; i < COUNT(searches); i++) {
		const struct search_hit hit =
			search_rows(&grid, searches[i].text, searches[i].from,
				    searches[i].step);
		const struct search_hit *want = &searches[i].hit;
		cr_expect(hit.row == want->row && hit.nth == want->nth &&
				  hit.count == want->count,
			  "case %zu: row %ld, %zu of %zu", i, hit.row, hit.nth,
			  hit.count);
		cr_expect_eq(search_rows(&none, searches[i].text, 0, 1).row,
			     -1);
	}
	grid_done(&none);
	grid_done(&grid);
}

Test(grid, what_is_searched_for_is_marked)
{
	struct grid grid;
	draw_searched(&grid);
	search_mark(area_cut(area_of(&grid), 0, 1, 14, 3), "accept");
	search_mark(area_of(&grid), "bind");
	struct buf text = {0};
	grid_print(&grid, true, &text);
	cr_expect(strstr(buf_text(&text), "--- style\n"
					  "..............\n"
					  "...////.......\n"
					  "..............\n"
					  "//////.//////.\n"),
		  "%s", buf_text(&text));
	buf_done(&text);
	grid_done(&grid);
}
