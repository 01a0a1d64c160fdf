/* ui_prompt: a line as it is typed, key by key.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "ui/prompt.h"
#include "ui/screen.h"

#include <criterion/criterion.h>
#include <string.h>

/* In the texts < is backspace, ^ is Escape and $ is Enter. */
static uint32_t code_of(uint32_t c)
{
	return c == '<'	  ? (uint32_t)SCREEN_KEY_BACKSPACE
	       : c == '^' ? (uint32_t)SCREEN_KEY_ESCAPE
	       : c == '$' ? (uint32_t)SCREEN_KEY_ENTER
			  : c;
}

Test(prompt, takes_keys)
{
	static const struct {
		const char *keys;
		bool only_digits;
		const char *text;
		enum prompt_answer answer; /* to the last key */
	} cases[] = {
		{"hold SYN$", false, "hold SYN", PROMPT_ENTERED},
		{"hold", false, "hold", PROMPT_TYPING},
		{"hi<<ok$", false, "ok", PROMPT_ENTERED},
		{"\xc3\xa9<x", false, "x", PROMPT_TYPING},
		{"a<", false, "", PROMPT_TYPING},
		{"a<<", false, "", PROMPT_LEFT},
		{"$", false, "", PROMPT_LEFT},
		{"ab^", false, "ab", PROMPT_LEFT},
		{"a\tb$", false, "ab", PROMPT_ENTERED},
		{"12$", true, "12", PROMPT_ENTERED},
		{"1x", true, "1", PROMPT_LEFT},
		{"1<2$", true, "2", PROMPT_ENTERED},
		{"$", true, "", PROMPT_LEFT},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct prompt prompt = {0};
		enum prompt_answer answer = PROMPT_TYPING;
		prompt_open(&prompt, ": ", "", cases[i].only_digits);
		const char *rest = cases[i].keys;
		uint32_t c;
		for (size_t len;
		     (len = text_decode(rest, strlen(rest), &c)) > 0;
		     rest += len)
			answer = prompt_press(&prompt, code_of(c));
		cr_expect(answer == cases[i].answer, "%s", cases[i].keys);
		cr_expect(!strcmp(prompt.text, cases[i].text), "%s: '%s'",
			  cases[i].keys, prompt.text);
		cr_expect(prompt.is_open == (answer == PROMPT_TYPING), "%s",
			  cases[i].keys);
	}
}

Test(prompt, is_never_too_long)
{
	struct prompt prompt = {0};
	struct buf out = {0};
	prompt_open(&prompt, "say: ", "", false);
	for (int i = 0; i < 1000; i++)
		prompt_press(&prompt, i % 2 ? 'x' : 0x20ac);
	cr_expect(strlen(prompt.text) < sizeof(prompt.text));
	prompt_print(&prompt, &out);
	cr_expect(str_has_prefix(str_from(buf_text(&out)), "say: \xe2\x82\xac"
							   "x"));
	cr_expect(out.data[out.len - 1] == '_');
	buf_done(&out);
}
