/* prompt: a line that is typed on the screen, edited by GNU readline.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Readline's callback interface takes one byte at a time (rl_getc_function),
 * so its key bindings, its vi mode and ~/.inputrc work as everywhere. What it
 * would write goes nowhere (rl_outstream); the redisplay function does nothing
 * and the screen draws rl_line_buffer after the round.
 *
 * Some bytes are not for readline, or not yet. It reads a paste in one go and
 * would wait for its end, so a paste is gathered here first. It reads the rest
 * of a character at once while it searches, so half a character waits. An
 * Escape may be a key or the beginning of one: only time tells (prompt_is_-
 * escaping()). ^C, ^G on an empty line, and Escape on an empty line or twice
 * leave the prompt; where an argument is asked for, one Escape does.
 */
#include "ui/prompt/prompt.h"

#include "base/mem.h"
#include "ui/prompt/prompt_readline.h"
#include "ui/screen/signals.h"

#include <readline/readline.h>
#include <stdio.h>
#include <string.h>

enum {
	CONTROL_C = 3,
	CONTROL_G = 7,
	CONTROL_L = 12,
	CONTROL_Z = 26,
	ESCAPE = 27,
	PASTE_MOST = 65536,
};

static const char paste_begin[] = "\033[200~", paste_end[] = "\033[201~";

/* Readline's functions get no data of ours. */
static struct prompt *current;

/* --- what readline asks ----------------------------------------------------
 */

static struct str unread(const struct prompt *prompt)
{
	struct str rest = {prompt->typed.data, prompt->typed.len};
	if (rest.len) {
		rest.data += prompt->read;
		rest.len -= prompt->read;
	}
	return rest;
}

static int next_byte(FILE *file)
{
	(void)file;
	struct str rest = unread(current);
	if (!rest.len)
		return EOF;
	current->read++;
	return (unsigned char)rest.data[0];
}

/* Readline asks whether an Escape has something behind it. Otherwise it must
 * not know, or it would read on, over keys that are not its own. */
static int has_byte(void)
{
	const struct prompt *prompt = current;
	return unread(prompt).len && prompt->read &&
	       prompt->typed.data[prompt->read - 1] == ESCAPE;
}

static void draw_nothing(void)
{
}

/* A paste can bring several lines, which are then entered together. */
static void add_lines(struct prompt *prompt, const char *text)
{
	struct str rest = str_from(text), line;
	bool is_empty = true;
	while (str_next_line(&rest, &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		is_empty = false;
		AUTO_FREE char *copy =
			xprintf("%.*s", (int)line.len, line.data);
		if (prompt->history)
			history_note(prompt->history, copy);
		buf_printf(&prompt->entered, "%s\n", copy);
	}
	if (is_empty)
		prompt->is_left = true;
}

/* NULL: ^D on an empty line. */
static void take_line(char *line)
{
	if (!line)
		current->is_left = true;
	else
		add_lines(current, line);
	free(line);
}

/* The list is drawn by the screen. */
static void keep_list(char **words, int count, int longest)
{
	(void)longest;
	buf_clear(&current->listed);
	for (int i = 1; i <= count; i++)
		buf_printf(&current->listed, "%s\n", words[i]);
}

/* --- opening and closing ---------------------------------------------------
 */

/* The bell is written by Readline itself, at once. */
static void read_char(void)
{
	signals_write_begin();
	rl_callback_read_char();
	signals_write_end();
}

/* Ends what is only begun: a search, a key of several bytes. Readline frees
 * what belongs to the latter only when it ends. */
static void end_begun(struct prompt *prompt)
{
	if (RL_ISSTATE(RL_STATE_MULTIKEY)) {
		buf_clear(&prompt->typed);
		prompt->read = 0;
		buf_putc(&prompt->typed, CONTROL_G);
		read_char();
	}
	RL_SETSTATE(RL_STATE_CALLBACK);
	rl_callback_sigcleanup();
	RL_UNSETSTATE(RL_STATE_CALLBACK);
}

static void set_up(void)
{
	static FILE *nowhere;
	if (!nowhere)
		nowhere = fopen("/dev/null", "we");
	rl_outstream = nowhere;
	rl_catch_signals = rl_catch_sigwinch = rl_change_environment = 0;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_getc_function = next_byte;
	rl_input_available_hook = has_byte;
	rl_redisplay_function = draw_nothing;
	rl_completion_display_matches_hook = keep_list;
	rl_completion_query_items = 0;
	rl_tty_set_echoing(1);
}

void prompt_open(struct prompt *prompt, const char *label, const char *text)
{
	if (current)
		prompt_close(current);
	current = prompt;
	set_up();
	readline_complete_with(prompt->help);
	rl_callback_handler_install(label, take_line);
	rl_bind_keyseq_if_unbound("\\e[3~", rl_delete);
	rl_insert_text(text);
	prompt->is_open = true;
	prompt->is_left = false;
	prompt->escape_before = false;
	buf_clear(&prompt->listed);
}

void prompt_close(struct prompt *prompt)
{
	if (!prompt->is_open)
		return;
	end_begun(prompt);
	rl_callback_handler_remove();
	current = NULL;
	readline_complete_with(NULL);
	buf_done(&prompt->typed);
	buf_done(&prompt->entered);
	buf_done(&prompt->listed);
	*prompt = (struct prompt){
		.history = prompt->history,
		.help = prompt->help,
	};
}

void prompt_set_label(struct prompt *prompt, const char *label)
{
	if (prompt->is_open && !RL_ISSTATE(RL_STATE_ISEARCH))
		rl_set_prompt(label);
}

/* --- typing ----------------------------------------------------------------
 */

void prompt_type(struct prompt *prompt, const void *bytes, size_t len)
{
	// What was used is thrown away here, where nobody points into it.
	struct str rest = unread(prompt);
	if (prompt->read) {
		memmove(prompt->typed.data, rest.data, rest.len);
		prompt->typed.len = rest.len;
		prompt->read = 0;
	}
	buf_add(&prompt->typed, bytes, len);
}

/* Bytes that the first character of `text` has according to its first. */
static size_t character_length(struct str text)
{
	unsigned char c = (unsigned char)text.data[0];
	return c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
}

/* Whether `text` is only the beginning of a character or of a paste's mark. */
static bool is_half(const struct prompt *prompt, struct str text)
{
	size_t mark = sizeof(paste_begin) - 1;
	if (text.data[0] == ESCAPE && !prompt->escape_is_alone)
		return text.len < mark &&
		       !memcmp(text.data, paste_begin, text.len);
	size_t len = character_length(text);
	for (size_t i = 1; i < len && i < text.len; i++) {
		if ((text.data[i] & 0xc0) != 0x80)
			return false;
	}
	return text.len < len;
}

bool prompt_is_escaping(const struct prompt *prompt)
{
	struct str rest = unread(prompt);
	return prompt->is_open && rest.len && rest.data[0] == ESCAPE &&
	       is_half(prompt, rest);
}

void prompt_end_escape(struct prompt *prompt)
{
	prompt->escape_is_alone = true;
}

/* A paste stands on the line as it is, with its newlines inside, but for those
 * at its end. Returns false while its end was not typed. */
static bool take_paste(struct prompt *prompt, struct str text)
{
	size_t mark = sizeof(paste_begin) - 1;
	const char *end =
		memmem(text.data, text.len, paste_end, sizeof(paste_end) - 1);
	if (!end && text.len < PASTE_MOST)
		return false;
	size_t len = end ? (size_t)(end - text.data) : text.len;
	struct str pasted =
		str_trim((struct str){text.data + mark, len - mark});
	AUTO_FREE char *copy = xprintf("%.*s", (int)pasted.len, pasted.data);
	for (char *c = copy; *c; c++) {
		if (*c == '\r')
			*c = '\n';
		else if (*c == '\t')
			*c = ' ';
	}
	prompt->read += end ? len + mark : len;
	rl_insert_text(copy);
	return true;
}

static bool is_searching(void)
{
	return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH |
			  RL_STATE_NUMERICARG | RL_STATE_MULTIKEY |
			  RL_STATE_MOREINPUT);
}

static bool is_alone(const struct prompt *prompt)
{
	return prompt->escape_is_alone && unread(prompt).len == 1;
}

/* Escape, alone: whether that leaves. */
static bool escape_leaves(struct prompt *prompt)
{
	bool again = prompt->escape_before;
	bool inserts =
		rl_editing_mode == 0 && rl_get_keymap() == vi_insertion_keymap;
	prompt->escape_before = true;
	return prompt->command || again ||
	       (!rl_end && !inserts && !is_searching());
}

static void begin_anew(struct prompt *prompt)
{
	struct buf rest = {0};
	buf_add(&rest, unread(prompt).data, unread(prompt).len);
	end_begun(prompt);
	buf_done(&prompt->typed);
	prompt->typed = rest;
	prompt->read = 0;
	rl_clear_message();
	rl_delete_text(0, rl_end);
	rl_point = 0;
}

/* Keys that are not readline's. Returns whether this was one. */
static bool take_own(struct prompt *prompt, char c)
{
	switch (c) {
	case CONTROL_C:
		prompt->is_left = !rl_end && !is_searching();
		begin_anew(prompt);
		return true;
	case CONTROL_G:
		prompt->is_left = !rl_end && !is_searching();
		return prompt->is_left;
	case CONTROL_L:
		return prompt->wants_redraw = true;
	case CONTROL_Z:
		return prompt->wants_stop = true;
	case ESCAPE:
		prompt->is_left = is_alone(prompt) && escape_leaves(prompt);
		return prompt->is_left;
	default:
		return false;
	}
}

static bool is_digit_or_editing(char c)
{
	return (c >= '0' && c <= '9') || c == '\r' || c == '\n' || c == 127 ||
	       c == '\b';
}

/* Returns false when nothing more can be done with what was typed. */
static bool edit_once(struct prompt *prompt)
{
	struct str rest = unread(prompt);
	if (!rest.len || is_half(prompt, rest))
		return false;
	size_t mark = sizeof(paste_begin) - 1;
	if (rest.len >= mark && !memcmp(rest.data, paste_begin, mark))
		return take_paste(prompt, rest);
	char c = rest.data[0];
	bool is_escape = c == ESCAPE && is_alone(prompt);
	buf_clear(&prompt->listed);
	bool erases_nothing = (c == 127 || c == '\b') && !rl_end;
	if ((prompt->only_digits && !is_digit_or_editing(c)) ||
	    (erases_nothing && !is_searching())) {
		prompt->is_left = true;
		prompt->read++;
		return true;
	}
	if (take_own(prompt, c))
		prompt->read++;
	else
		read_char();
	prompt->escape_is_alone = false;
	if (!is_escape)
		prompt->escape_before = false;
	return true;
}

void prompt_edit(struct prompt *prompt)
{
	while (prompt->is_open && !prompt->is_left && !prompt->entered.len &&
	       edit_once(prompt))
		;
}

bool prompt_take(struct prompt *prompt, struct buf *line)
{
	struct str rest = {prompt->entered.data, prompt->entered.len}, first;
	if (!rest.len || !str_next_line(&rest, &first))
		return false;
	buf_clear(line);
	buf_add(line, first.data, first.len);
	struct buf later = {0};
	buf_add(&later, rest.data, rest.len);
	buf_done(&prompt->entered);
	prompt->entered = later;
	return true;
}

bool prompt_is_left(const struct prompt *prompt)
{
	return prompt->is_open && prompt->is_left && !prompt->entered.len;
}

struct prompt_line prompt_line(const struct prompt *prompt)
{
	if (!prompt->is_open)
		return (struct prompt_line){.label = ""};
	return (struct prompt_line){
		.label = rl_display_prompt ? rl_display_prompt : "",
		.text = {rl_line_buffer, (size_t)rl_end},
		.cursor = (size_t)rl_point,
	};
}
