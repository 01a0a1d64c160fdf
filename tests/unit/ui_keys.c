/* ui_keys: the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/command/command.h"
#include "ui/command/keys.h"
#include "ui/screen/screen.h"

#include <criterion/criterion.h>
#include <string.h>

Test(keys, every_row_is_whole)
{
	size_t count;
	const struct key *rows = keys_table(&count);
	for (size_t i = 0; i < count; i++) {
		struct err err = {0};
		cr_expect(command_check(str_from(rows[i].command), &err),
			  "key %s: %s", rows[i].name, err.text);
		cr_expect(rows[i].codes[0], "key %s has no code", rows[i].name);
		cr_expect(rows[i].works, "key %s works nowhere", rows[i].name);
		cr_expect(!rows[i].help ||
				  (key_help(&rows[i])[0] && rows[i].name[0]),
			  "key %s has an empty help", rows[i].name);
		cr_expect(!rows[i].footer || rows[i].brief,
			  "key %s has nothing for the footer", rows[i].name);
		cr_expect(!(rows[i].footer & ~rows[i].works),
			  "key %s stands in a footer where it does not work",
			  rows[i].name);
	}
}

Test(keys, no_key_means_two_things_at_once)
{
	size_t count;
	const struct key *rows = keys_table(&count);
	for (size_t i = 0; i < count; i++) {
		for (size_t n = 0; n < COUNT(rows[i].codes); n++) {
			uint32_t code = rows[i].codes[n];
			for (int m = 0; code && m < MOMENT_COUNT; m++) {
				if (!(rows[i].works & 1u << m))
					continue;
				cr_expect(key_find(code, (enum moment)m) ==
						  &rows[i],
					  "code %#x, %s, moment %d", code,
					  rows[i].command, m);
			}
		}
	}
}

Test(keys, mean_what_the_moment_says)
{
	static const struct {
		uint32_t code;
		enum moment moment;
		const char *command; /* NULL: nothing */
	} cases[] = {
		{' ', MOMENT_MENU, "open"},
		{' ', MOMENT_READY, "next"},
		{' ', MOMENT_BACK, "next"},
		{' ', MOMENT_OVERLAY, "close"},
		{' ', MOMENT_BUSY, NULL},
		{'c', MOMENT_READY, "language"},
		{'c', MOMENT_ASKING, "answer c"},
		{'?', MOMENT_ASKING, "answer ?"},
		{'?', MOMENT_READY, "help"},
		{'?', MOMENT_BUSY, NULL},
		{SCREEN_KEY_F1, MOMENT_ASKING, "help"},
		{'q', MOMENT_BUSY, "quit"},
		{'q', MOMENT_OVERLAY, "close"},
		{'N', MOMENT_OVERLAY, "noise"},
		{'N', MOMENT_FOUND, "match previous"},
		{'n', MOMENT_OVERLAY, NULL},
		{'n', MOMENT_FOUND, "match next"},
		{'/', MOMENT_FOUND, "search"},
		{'a', MOMENT_READY, NULL},
		{'7', MOMENT_MENU, "digit 7"},
		{'.', MOMENT_HELD, "deliver first"},
		{'.', MOMENT_ASKING, "deliver first"},
		{'.', MOMENT_BUSY, NULL},
		{'d', MOMENT_HELD, "packet deliver"},
		{'d', MOMENT_ASKING, "answer d"},
		{' ', MOMENT_HELD, "next"},
		{'\t', MOMENT_OVERLAY, "packet held"},
		{':', MOMENT_READY, "prompt"},
		{0, MOMENT_READY, NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct key *key =
			key_find(cases[i].code, cases[i].moment);
		const char *command = key ? key->command : "nothing";
		const char *expected =
			cases[i].command ? cases[i].command : "nothing";
		cr_expect(!strcmp(command, expected),
			  "code %#x at moment %d: %s, not %s", cases[i].code,
			  cases[i].moment, command, expected);
	}
}

Test(keys, have_names)
{
	static const struct {
		const char *name;
		uint32_t code; /* 0: unknown */
	} cases[] = {
		{"space", ' '},
		{"a", 'a'},
		{"?", '?'},
		{"left", SCREEN_KEY_LEFT},
		{"enter", '\n'},
		{"ctrl-l", 12},
		{"\xc3\xa9", 0xe9},
		{"escape", 27},
		{"spcae", 0},
		{"", 0},
		{"page-down", SCREEN_KEY_PAGE_DOWN},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t code = 0;
		struct err err = {0};
		bool ok = key_from_name(str_from(cases[i].name), &code, &err);
		cr_expect(ok == (cases[i].code != 0), "%s", cases[i].name);
		cr_expect(!ok || code == cases[i].code, "%s", cases[i].name);
	}
	struct err err = {0};
	uint32_t code;
	key_from_name(str_from("spcae"), &code, &err);
	cr_expect(strstr(err.text, "such as space"), "%s", err.text);
}

/* What stands in the footer, as "key brief" joined by dots. */
static void print_footer(enum moment moment, enum keys_of of,
			 enum notation notation, struct buf *out)
{
	size_t count;
	keys_table(&count);
	AUTO_FREE struct scene_key *keys = xcalloc(count, sizeof(*keys));
	count = keys_list(moment, of, notation, false, keys);
	for (size_t i = 0; i < count; i++) {
		if (keys[i].now)
			buf_printf(out, "%s%s %s", out->len ? " · " : "",
				   keys[i].key, keys[i].brief);
	}
}

Test(keys, footer_names_what_matters_now)
{
	static const struct {
		enum moment moment;
		enum keys_of of;
		enum notation notation;
		const char *footer;
	} cases[] = {
		{MOMENT_START, KEYS_LESSON, NOTATION_C,
		 "space next · c Python · : type · q quit · ? all keys"},
		{MOMENT_READY, KEYS_LESSON, NOTATION_C,
		 "space next · ← → look back · r rewind · c Python · "
		 ": type · ? all keys"},
		{MOMENT_READY, KEYS_LESSON, NOTATION_PYTHON,
		 "space next · ← → look back · r rewind · c C · : type · "
		 "? all keys"},
		{MOMENT_HELD, KEYS_LESSON, NOTATION_C,
		 "space next · . first goes on · d deliver · X drop · "
		 "? all keys"},
		{MOMENT_TRYING, KEYS_LESSON, NOTATION_C,
		 ": type · T hint · D do it for me · ? all keys"},
		{MOMENT_FREE, KEYS_LESSON, NOTATION_C,
		 "← → look back · r rewind · : type · q quit · ? all keys"},
		{MOMENT_PROGRAMS, KEYS_PROGRAMS, NOTATION_C,
		 "space step · tab other · b until blocked · "
		 "← → look back · ? all keys"},
		{MOMENT_ENDED, KEYS_PROGRAMS, NOTATION_C,
		 "← → look back · R anew · T terminals · f findings · "
		 "q quit · ? all keys"},
		{MOMENT_ASKING, KEYS_LESSON, NOTATION_C,
		 "a-d answer · ? don't know · ← → look back · q quit"},
		{MOMENT_REPLAY, KEYS_LESSON, NOTATION_C,
		 "space next · ← → look back · c Python · q quit · "
		 "? all keys"},
		{MOMENT_REPLAY, KEYS_TALK, NOTATION_C,
		 "space next · ← → look back · O own lab · c Python · "
		 "q quit · ? all keys"},
		{MOMENT_READY, KEYS_OWN, NOTATION_C,
		 "space next · ← → look back · L the talk · r rewind · "
		 "c Python · : type · ? all keys"},
		{MOMENT_OVERLAY, KEYS_LESSON, NOTATION_C,
		 "↑ ↓ scroll · esc close · / search"},
		{MOMENT_FOUND, KEYS_LESSON, NOTATION_C,
		 "↑ ↓ scroll · esc close · / search · n N next, previous"},
		{MOMENT_OVERLAY, KEYS_MENU, NOTATION_C,
		 "↑ ↓ scroll · esc close · / search"},
		{MOMENT_MENU, KEYS_MENU, NOTATION_C,
		 "↑ ↓ choose · enter open · / search · q quit · ? all keys"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf footer = {0};
		print_footer(cases[i].moment, cases[i].of, cases[i].notation,
			     &footer);
		cr_expect(!strcmp(buf_text(&footer), cases[i].footer),
			  "moment %d: %s", cases[i].moment, buf_text(&footer));
		buf_done(&footer);
	}
}

Test(keys, ascii_names_are_ascii)
{
	size_t count;
	keys_table(&count);
	AUTO_FREE struct scene_key *keys = xcalloc(count, sizeof(*keys));
	count = keys_list(MOMENT_READY, KEYS_LESSON, NOTATION_C, true, keys);
	cr_assert(count > 10);
	for (size_t i = 0; i < count; i++) {
		for (const char *c = keys[i].key; *c; c++)
			cr_expect(*c > 0, "%s", keys[i].key);
	}
}
