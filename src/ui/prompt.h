/* prompt: a line that is typed on the screen's message line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"

#include <stdint.h>

/* Closed when zeroed. */
struct prompt {
	bool is_open;
	bool only_digits;    /* anything else ends it */
	const char *command; /* that the line is the argument of; "" for none */
	char label[48];	     /* shown before it */
	char text[256];	     /* UTF-8 */
};

enum prompt_answer {
	PROMPT_TYPING,
	PROMPT_LEFT,	/* closed, and nothing is to be done */
	PROMPT_ENTERED, /* closed, and the line stands in `text` */
};

void prompt_open(struct prompt *prompt, const char *label, const char *command,
		 bool only_digits);

/* Takes a key: a character, backspace, Enter, or Escape to leave. */
enum prompt_answer prompt_press(struct prompt *prompt, uint32_t code);

/* Adds the line as it is shown. */
void prompt_print(const struct prompt *prompt, struct buf *out);
