/* prompt: a line that is typed on the screen's message line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/prompt.h"

#include "ui/screen.h"

#include <stdio.h>
#include <string.h>

void prompt_open(struct prompt *prompt, const char *label, const char *command,
		 bool only_digits)
{
	*prompt = (struct prompt){.is_open = true,
				  .only_digits = only_digits,
				  .command = command};
	snprintf(prompt->label, sizeof(prompt->label), "%s", label);
}

static bool is_character(const struct prompt *prompt, uint32_t code)
{
	if (prompt->only_digits)
		return code >= '0' && code <= '9';
	return code >= ' ' && code != 0x7f && code < SCREEN_KEY_UP;
}

/* What does not fit is not taken. */
static void add(struct prompt *prompt, uint32_t code)
{
	struct buf character = {0};
	size_t len = strlen(prompt->text);
	text_encode(&character, code);
	if (len + character.len < sizeof(prompt->text))
		memcpy(prompt->text + len, character.data, character.len + 1);
	buf_done(&character);
}

/* Takes the last character away, however many bytes it has. */
static void take_back(struct prompt *prompt)
{
	size_t len = strlen(prompt->text);
	while (len && (prompt->text[len - 1] & 0xc0) == 0x80)
		len--;
	prompt->text[len ? len - 1 : 0] = '\0';
}

enum prompt_answer prompt_press(struct prompt *prompt, uint32_t code)
{
	bool is_empty = !prompt->text[0];
	if (is_character(prompt, code)) {
		add(prompt, code);
		return PROMPT_TYPING;
	}
	if (code == SCREEN_KEY_BACKSPACE && !is_empty) {
		take_back(prompt);
		return PROMPT_TYPING;
	}
	bool leaves = code == SCREEN_KEY_ESCAPE || code == SCREEN_KEY_BACKSPACE;
	if (code != SCREEN_KEY_ENTER && !leaves && !prompt->only_digits)
		return PROMPT_TYPING;
	prompt->is_open = false;
	return code == SCREEN_KEY_ENTER && !is_empty ? PROMPT_ENTERED
						     : PROMPT_LEFT;
}

void prompt_print(const struct prompt *prompt, struct buf *out)
{
	buf_printf(out, "%s%s_", prompt->label, prompt->text);
}
