/* keys: the table of keys; each is bound to a command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table is the process's: a config file changes it before the first key is
 * read (keys_bind.c).
 */
#include "ui/command/keys.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/screen/screen.h"

#include <string.h>

/* Masks of moments, short so that a row stays on its line. */
enum {
	M = 1 << MOMENT_MENU,
	S = 1 << MOMENT_START,
	P = 1 << MOMENT_READY, /* something was played */
	H = 1 << MOMENT_HELD,
	T = 1 << MOMENT_TRYING,
	F = 1 << MOMENT_FREE,
	G = 1 << MOMENT_PROGRAMS,
	E = 1 << MOMENT_ENDED,
	R = S | P | H,
	C = 1 << MOMENT_ASKING,
	W = 1 << MOMENT_FILLING,
	A = C | W,
	B = 1 << MOMENT_BUSY,
	O = 1 << MOMENT_OVER,
	X = 1 << MOMENT_BROKEN,
	L = 1 << MOMENT_BACK, /* looking back */
	Y = 1 << MOMENT_REPLAY,
	Z = 1 << MOMENT_FOUND,
	V = 1 << MOMENT_OVERLAY | Z,
	LESSON = R | T | F | G | E | A | B | O | X | L | Y,
	NOT_ASKING = R | T | F | G | E | O | X | L, /* nor about to ask, when
						     * settled */
	STILL = R | T | F | G | E | A | O | X | L,  /* waits while a call
						     * settles */
	PLAYED = R | T | F | A | O | X | L, /* no programs, but the past */
	PROGRAMS = G | E | B | L | Y | V,   /* they are there, or were */
};

/* clang-format off */
static struct key keys[KEYS_MOST] = {
	/* --- the menu --- */
	{"↑ ↓", "up dn", {SCREEN_KEY_UP, 'k'}, "move up", "choose a lesson (also k and j)", "choose", M, M},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, "move down", NULL, NULL, M, 0},
	{"PgUp PgDn", NULL, {SCREEN_KEY_PAGE_UP}, "move page-up", "choose a lesson further away", NULL, M, 0},
	{"", NULL, {SCREEN_KEY_PAGE_DOWN}, "move page-down", NULL, NULL, M, 0},
	{"Home End", NULL, {SCREEN_KEY_HOME}, "move first", "choose the first or the last lesson", NULL, M, 0},
	{"", NULL, {SCREEN_KEY_END}, "move last", NULL, NULL, M, 0},
	{"0-9", NULL, {'0'}, "digit 0", "choose a lesson by its number", NULL, M, 0},
	{"", NULL, {'1'}, "digit 1", NULL, NULL, M, 0},
	{"", NULL, {'2'}, "digit 2", NULL, NULL, M, 0},
	{"", NULL, {'3'}, "digit 3", NULL, NULL, M, 0},
	{"", NULL, {'4'}, "digit 4", NULL, NULL, M, 0},
	{"", NULL, {'5'}, "digit 5", NULL, NULL, M, 0},
	{"", NULL, {'6'}, "digit 6", NULL, NULL, M, 0},
	{"", NULL, {'7'}, "digit 7", NULL, NULL, M, 0},
	{"", NULL, {'8'}, "digit 8", NULL, NULL, M, 0},
	{"", NULL, {'9'}, "digit 9", NULL, NULL, M, 0},
	{"enter", NULL, {SCREEN_KEY_ENTER, ' '}, "open", "open the chosen lesson (also space)", "open", M, M},
	/* --- a question --- */
	{"a-d", NULL, {'a'}, "answer a", "answer the question, and make the call", "answer", C, C},
	{"", NULL, {'b'}, "answer b", NULL, NULL, C, 0},
	{"", NULL, {'c'}, "answer c", NULL, NULL, C, 0},
	{"", NULL, {'d'}, "answer d", NULL, NULL, C, 0},
	{"e", NULL, {'e'}, "edit", "type the answer to a question, and make the call", "type the answer", W, W},
	{"?", NULL, {'?'}, "answer ?", "answer \"don't know\" when asked", "don't know", A, A},
	/* --- going on, back and anew --- */
	{"space", NULL, {' ', SCREEN_KEY_ENTER, 'n'}, "next", "make the next call (also Enter and n)", "next", PLAYED | Y, R | L | Y},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, 'n'}, "next", "let the program whose turn it is make its call (also Enter and n)", "step", G | E, G},
	{"tab", NULL, {'\t'}, "turn", "give the next turn to another program", "other", G, G},
	{"b", NULL, {'b'}, "step blocked", "let it go on until it is blocked, or ends", "until blocked", G, G},
	{"E", NULL, {'E'}, "step exit", "let it go on to its end", NULL, G, 0},
	{"G", NULL, {'G'}, "go", "let all programs go on to their ends", NULL, G, 0},
	{"I", NULL, {'I'}, "interrupt", "end the call that a program sleeps in, with EINTR", NULL, G, 0},
	{"← →", "<- ->", {SCREEN_KEY_LEFT, 'p'}, "back", "look back (also p) and forward through the calls made", "look back", STILL | Y, P | F | G | E | O | L | A | Y},
	{"", NULL, {SCREEN_KEY_RIGHT}, "forward", NULL, NULL, STILL | Y, 0},
	{"end", NULL, {SCREEN_KEY_END, '$'}, "live", "go to the last call, where a talk that you follow is", NULL, Y | A, 0},
	{"O", NULL, {'O'}, "take", "take the run of a talk over into a lab of your own, at this very step", "own lab", Y | A | V, Y | A},
	{"L", NULL, {'L'}, "talk", "come back from your own lab to the talk", "the talk", LESSON, LESSON},
	{"r", NULL, {'r'}, "rewind", "rewind the kernel itself to the place you look at", "rewind", STILL, P | F | O | X | L},
	{"R", NULL, {'R'}, "reset", "begin the lesson anew, its questions too", NULL, PLAYED, 0},
	{"R", NULL, {'R'}, "reset", "start all programs anew, in a new lab", "anew", G | E, E},
	{"g", NULL, {'g'}, "goto", "go to a step: a number, then Enter", NULL, PLAYED | Y, 0},
	{"N", NULL, {'N'}, "onward", "open the next lesson, at the end of one", NULL, O, 0},
	/* --- seeing more --- */
	{"c", NULL, {'c'}, "language", "show the calls in Python, or in C again", "Python", (PLAYED & ~A) | Y | V, S | P | O | L | Y},
	{"x", NULL, {'x'}, "expand", "show the call as the lines of a whole C program", NULL, LESSON | V, 0},
	{"m", NULL, {'m'}, "more", "read more about this step, where there is more", NULL, LESSON | V, 0},
	{"s", NULL, {'s'}, "sockets", "show every socket with all that is known of it", NULL, LESSON | V, 0},
	{"S", NULL, {'S'}, "socket", "look at the socket of the last call: every option of it", NULL, STILL | V, 0},
	{"w", NULL, {'w'}, "packets", "show every call and packet of the run", NULL, LESSON | V, 0},
	{"i", NULL, {'i'}, "fields", "look into the packet under the cursor (in the list also Enter and p)", NULL, LESSON | V, 0},
	{"", NULL, {'p'}, "fields", NULL, NULL, V, 0},
	{"t", NULL, {'t'}, "states", "show the TCP state of every socket, and its way there", NULL, LESSON | V, 0},
	{"N", NULL, {'N'}, "noise", "show what programs call besides, such as name lookups, or fold it", NULL, PROGRAMS & ~Z, 0},
	{"P", NULL, {'P'}, "pcap", "write every packet into a file for Wireshark", NULL, LESSON, 0},
	{"o", NULL, {'o'}, "output", "show the whole output of the last command", NULL, LESSON | V, 0},
	{"T", NULL, {'T'}, "terminals", "show what the programs wrote to their terminals", "terminals", PROGRAMS, E},
	{"f", NULL, {'f'}, "findings", "show the mistakes that the programs made", "findings", PROGRAMS, E},
	{"↑ ↓", "up dn", {SCREEN_KEY_UP, 'k'}, "move up", "scroll what is open (also k and j, PgUp and PgDn)", "scroll", V, V},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, "move down", NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_PAGE_UP}, "move page-up", NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_PAGE_DOWN}, "move page-down", NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_HOME}, "move first", NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_END}, "move last", NULL, NULL, V, 0},
	{"esc", NULL, {SCREEN_KEY_ESCAPE, 'q', ' '}, "close", "close what is open (also q, space and Enter)", "close", V, V},
	{"", NULL, {SCREEN_KEY_ENTER}, "choose", NULL, NULL, V, 0},
	{"/", NULL, {'/'}, "search", "search what is open, the menu, or else all calls and packets", "search", M | LESSON | V, M | V},
	{"n N", NULL, {'n'}, "match next", "go to the next place that has what was searched for, or back", "next, previous", M | Z, Z},
	{"", NULL, {'N'}, "match previous", NULL, NULL, M | Z, 0},
	/* --- the wire --- */
	{".", NULL, {'.'}, "deliver first", "let the first held packet go on", "first goes on", STILL | V, H},
	{"d", NULL, {'d'}, "packet deliver", "let the packet under the cursor go on, where nothing is asked", "deliver", NOT_ASKING | V, H},
	{"X", NULL, {'X'}, "packet drop", "drop it", "drop", STILL | V, H},
	{"2", NULL, {'2'}, "packet duplicate", "let a copy of it go on", NULL, STILL | V, 0},
	{"z", NULL, {'z'}, "packet delay 1s", "let it go on in a second", NULL, STILL | V, 0},
	{"!", NULL, {'!'}, "packet corrupt", "flip a bit of its payload", NULL, STILL | V, 0},
	{"[ ]", NULL, {'['}, "packet previous", "move the cursor to the packet before or behind", NULL, STILL | Y | V, 0},
	{"", NULL, {']'}, "packet next", NULL, NULL, STILL | Y | V, 0},
	{"tab", NULL, {'\t'}, "packet held", "move the cursor to the next held packet", NULL, PLAYED | V, 0},
	{"H", NULL, {'H'}, "freeze", "hold every packet from now on, or let all flow", NULL, STILL | V, 0},
	/* --- typing --- */
	{":", NULL, {':'}, "prompt", "type a call, a command or an order to the wire", "type", STILL | Y, S | P | T | F | O},
	{">", NULL, {'>'}, "type", "type a line into the terminal of a program", NULL, G, 0},
	{"e", NULL, {'e'}, "edit", "type the next call, which stands on the line, or an answer", NULL, R, 0},
	{"+ -", NULL, {'+'}, "knew", "say that you knew the answer of a question at the end, or did not", NULL, R | F | A | O, 0},
	{"", NULL, {'-'}, "missed", NULL, NULL, R | F | A | O, 0},
	{"T", NULL, {'T'}, "hint", "get a hint for the call that is yours to type", "hint", T, T},
	{"D", NULL, {'D'}, "do", "have that call made for you", "do it for me", T, T},
	/* --- help and leaving --- */
	{"q", NULL, {'q'}, "quit", "quit; from a lesson back to the menu, from your own lab to the talk", "quit", M | LESSON, M | S | F | E | O | X | A | Y},
	{"^L", NULL, {SCREEN_KEY_REDRAW}, "redraw", "draw the screen anew", NULL, M | LESSON | V, 0},
	{"?", NULL, {'?'}, "help", "show this list of all keys (also h and F1)", "all keys", M | NOT_ASKING | Y | V, M | NOT_ASKING | Y},
	{"", NULL, {'h', SCREEN_KEY_F1}, "help", NULL, NULL, M | LESSON | V, 0},
};

/* As they are written, and as they are shown where that differs. */
static const struct {
	const char *name;
	uint32_t code;
	const char *shown, *ascii;
} names[] = {
	{"space", ' ', NULL, NULL},
	{"enter", SCREEN_KEY_ENTER, NULL, NULL},
	{"left", SCREEN_KEY_LEFT, "←", "<-"},
	{"right", SCREEN_KEY_RIGHT, "→", "->"},
	{"up", SCREEN_KEY_UP, "↑", "up"},
	{"down", SCREEN_KEY_DOWN, "↓", "dn"},
	{"page-up", SCREEN_KEY_PAGE_UP, "PgUp", NULL},
	{"page-down", SCREEN_KEY_PAGE_DOWN, "PgDn", NULL},
	{"home", SCREEN_KEY_HOME, "Home", NULL},
	{"end", SCREEN_KEY_END, "End", NULL},
	{"escape", SCREEN_KEY_ESCAPE, "esc", NULL},
	{"f1", SCREEN_KEY_F1, "F1", NULL},
	{"tab", '\t', NULL, NULL},
	{"ctrl-l", SCREEN_KEY_REDRAW, "^L", NULL},
	{"ctrl-c", SCREEN_KEY_INTERRUPT, "^C", NULL},
	{"backspace", SCREEN_KEY_BACKSPACE, NULL, NULL},
};
/* clang-format on */

struct key *keys_rows(size_t *count)
{
	static size_t rows;
	while (rows < COUNT(keys) && keys[rows].command)
		rows++;
	*count = rows;
	return keys;
}

const struct key *keys_table(size_t *count)
{
	return keys_rows(count);
}

static size_t row_count(void)
{
	size_t count;
	keys_rows(&count);
	return count;
}

bool key_has(const struct key *key, uint32_t code)
{
	for (size_t i = 0; i < COUNT(key->codes); i++) {
		if (code && key->codes[i] == code)
			return true;
	}
	return false;
}

const struct key *key_find(uint32_t code, enum moment moment)
{
	for (size_t i = 0; i < row_count(); i++) {
		if (keys[i].works & 1u << moment && key_has(&keys[i], code))
			return &keys[i];
	}
	return NULL;
}

const struct key *key_find_on_stage(uint32_t code, enum moment moment)
{
	size_t count;
	const struct key *stage = keys_stage(&count);
	for (size_t i = 0; i < count; i++) {
		if (stage[i].works & 1u << moment && key_has(&stage[i], code))
			return &stage[i];
	}
	return moment == MOMENT_LEAVING ? NULL : key_find(code, moment);
}

bool key_from_name(struct str name, uint32_t *code, struct err *err)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_is(name, names[i].name)) {
			*code = names[i].code;
			return true;
		}
	}
	if (name.len && text_decode(name.data, name.len, code) == name.len)
		return true;
	char *word = xprintf("%.*s", (int)name.len, name.data);
	const char *all[COUNT(names)], *nearest;
	for (size_t i = 0; i < COUNT(names); i++)
		all[i] = names[i].name;
	bool has_near = text_nearest(word, all, COUNT(names), &nearest, 1);
	FAILURE(err, "key-unknown", SLOT_TEXT("key", word),
		SLOT_TEXT("nearest", has_near ? nearest : names[0].name));
	free(word);
	return false;
}

void key_print_name(uint32_t code, struct buf *out)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].code == code) {
			buf_puts(out, names[i].name);
			return;
		}
	}
	text_encode(out, code);
}

void key_print(uint32_t code, bool ascii, struct buf *out)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].code != code)
			continue;
		const char *shown = names[i].shown;
		if (ascii && names[i].ascii)
			shown = names[i].ascii;
		buf_puts(out, shown ? shown : names[i].name);
		return;
	}
	text_encode(out, code);
}

const char *key_of(const char *command)
{
	for (size_t i = 0; i < row_count(); i++) {
		if (!strcmp(keys[i].command, command) && keys[i].name[0])
			return keys[i].name;
	}
	return command;
}

/* Keys of who follows a talk are told to nobody else. */
static bool is_elsewhere(const struct key *key, enum keys_of of)
{
	static const struct {
		const char *command;
		enum keys_of of;
	} rows[] = {
		{"live", KEYS_TALK},
		{"take", KEYS_TALK},
		{"talk", KEYS_OWN},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!strcmp(rows[i].command, key->command))
			return rows[i].of != of;
	}
	return false;
}

/* The keys of overlays are told with those of the lesson. */
static bool is_listed(const struct key *key, enum keys_of of)
{
	if (is_elsewhere(key, of))
		return false;
	if (of == KEYS_TALK || of == KEYS_OWN)
		of = KEYS_LESSON;
	enum { LESSONS = PLAYED & ~L, OF_PROGRAMS = G | E };
	unsigned only =
		key->works & (of == KEYS_LESSON ? LESSONS : OF_PROGRAMS);
	unsigned others =
		key->works & (of == KEYS_LESSON ? OF_PROGRAMS : LESSONS);
	if (of == KEYS_STAGE)
		return key->help && key->works & (PLAYED | Y | V);
	if (of == KEYS_MENU)
		return key->help && (key->works & M || !(key->works & ~V));
	return key->help && key->works & (LESSON | V) && (only || !others);
}

/* Whether a presenter's key has taken the place of the row's first. */
static bool is_hidden(const struct key *key)
{
	size_t count;
	const struct key *stage = keys_stage(&count);
	for (size_t i = 0; i < count; i++) {
		unsigned usual = stage[i].works & ~(1u << MOMENT_LEAVING);
		if (usual && !(key->works & ~usual) &&
		    key_has(&stage[i], key->codes[0]))
			return true;
	}
	return false;
}

static size_t list_stage(enum moment moment, bool ascii, struct scene_key *out)
{
	size_t count, listed = 0;
	const struct key *stage = keys_stage(&count);
	for (size_t i = 0; i < count; i++) {
		if (!stage[i].help && !stage[i].brief)
			continue;
		out[listed++] = (struct scene_key){
			.key = ascii && stage[i].ascii ? stage[i].ascii
						       : stage[i].name,
			.command = stage[i].command,
			.help = stage[i].help,
			.brief = stage[i].brief,
			.now = stage[i].footer & 1u << moment,
		};
	}
	return listed;
}

size_t keys_list(enum moment moment, enum keys_of of, enum notation notation,
		 bool ascii, struct scene_key *out)
{
	bool on_stage = of == KEYS_STAGE;
	size_t count = on_stage ? list_stage(moment, ascii, out) : 0;
	for (size_t i = 0; i < row_count(); i++) {
		const struct key *key = &keys[i];
		if (!is_listed(key, of) || (on_stage && is_hidden(key)))
			continue;
		bool back_to_c = notation == NOTATION_PYTHON &&
				 !strcmp(key->command, "language");
		out[count++] = (struct scene_key){
			.key = ascii && key->ascii ? key->ascii : key->name,
			.command = key->command,
			.help = key->help,
			.brief = back_to_c ? "C" : key->brief,
			.now = key->brief && key->footer & 1u << moment &&
			       (!on_stage || moment == MOMENT_OVERLAY ||
				moment == MOMENT_FOUND || key->footer == H),
		};
	}
	return count;
}
