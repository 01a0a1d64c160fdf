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
	{"↑ ↓", NOTATION("up dn"), {SCREEN_KEY_UP, 'k'}, NOTATION("move up"), SENTENCE_ID("key-move-up"), SENTENCE_ID("brief-choose"), M, M},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, NOTATION("move down"), NULL, NULL, M, 0},
	{"PgUp PgDn", NULL, {SCREEN_KEY_PAGE_UP}, NOTATION("move page-up"), SENTENCE_ID("key-move-page-up"), NULL, M, 0},
	{"", NULL, {SCREEN_KEY_PAGE_DOWN}, NOTATION("move page-down"), NULL, NULL, M, 0},
	{"Home End", NULL, {SCREEN_KEY_HOME}, NOTATION("move first"), SENTENCE_ID("key-move-first"), NULL, M, 0},
	{"", NULL, {SCREEN_KEY_END}, NOTATION("move last"), NULL, NULL, M, 0},
	{"0-9", NULL, {'0'}, NOTATION("digit 0"), SENTENCE_ID("key-digit-0"), NULL, M, 0},
	{"", NULL, {'1'}, NOTATION("digit 1"), NULL, NULL, M, 0},
	{"", NULL, {'2'}, NOTATION("digit 2"), NULL, NULL, M, 0},
	{"", NULL, {'3'}, NOTATION("digit 3"), NULL, NULL, M, 0},
	{"", NULL, {'4'}, NOTATION("digit 4"), NULL, NULL, M, 0},
	{"", NULL, {'5'}, NOTATION("digit 5"), NULL, NULL, M, 0},
	{"", NULL, {'6'}, NOTATION("digit 6"), NULL, NULL, M, 0},
	{"", NULL, {'7'}, NOTATION("digit 7"), NULL, NULL, M, 0},
	{"", NULL, {'8'}, NOTATION("digit 8"), NULL, NULL, M, 0},
	{"", NULL, {'9'}, NOTATION("digit 9"), NULL, NULL, M, 0},
	{"enter", NULL, {SCREEN_KEY_ENTER, ' '}, "open", SENTENCE_ID("key-open"), SENTENCE_ID("brief-open"), M, M},
	/* --- a question --- */
	{"a-d", NULL, {'a'}, NOTATION("answer a"), SENTENCE_ID("key-answer-a"), SENTENCE_ID("brief-answer"), C, C},
	{"", NULL, {'b'}, NOTATION("answer b"), NULL, NULL, C, 0},
	{"", NULL, {'c'}, NOTATION("answer c"), NULL, NULL, C, 0},
	{"", NULL, {'d'}, NOTATION("answer d"), NULL, NULL, C, 0},
	{"e", NULL, {'e'}, "edit", SENTENCE_ID("key-edit"), SENTENCE_ID("brief-type-the-answer"), W, W},
	{"?", NULL, {'?'}, NOTATION("answer ?"), SENTENCE_ID("key-answer-unknown"), SENTENCE_ID("brief-dont-know"), A, A},
	/* --- going on, back and anew --- */
	{"space", NULL, {' ', SCREEN_KEY_ENTER, 'n'}, "next", SENTENCE_ID("key-next"), SENTENCE_ID("brief-next"), PLAYED | Y, R | L | Y},
	{"space", NULL, {' ', SCREEN_KEY_ENTER, 'n'}, "next", SENTENCE_ID("key-next-let-the"), SENTENCE_ID("brief-step"), G | E, G},
	{"tab", NULL, {'\t'}, "turn", SENTENCE_ID("key-turn"), SENTENCE_ID("brief-other"), G, G},
	{"b", NULL, {'b'}, NOTATION("step blocked"), SENTENCE_ID("key-step-blocked"), SENTENCE_ID("brief-until-blocked"), G, G},
	{"E", NULL, {'E'}, NOTATION("step exit"), SENTENCE_ID("key-step-exit"), NULL, G, 0},
	{"G", NULL, {'G'}, "go", SENTENCE_ID("key-go"), NULL, G, 0},
	{"I", NULL, {'I'}, "interrupt", SENTENCE_ID("key-interrupt"), NULL, G, 0},
	{"← →", "<- ->", {SCREEN_KEY_LEFT, 'p'}, "back", SENTENCE_ID("key-back"), SENTENCE_ID("brief-look-back"), STILL | Y, P | F | G | E | O | L | A | Y},
	{"", NULL, {SCREEN_KEY_RIGHT}, "forward", NULL, NULL, STILL | Y, 0},
	{"end", NULL, {SCREEN_KEY_END, '$'}, "live", SENTENCE_ID("key-live"), NULL, Y | A, 0},
	{"O", NULL, {'O'}, "take", SENTENCE_ID("key-take"), SENTENCE_ID("brief-own-lab"), Y | A | V, Y | A},
	{"L", NULL, {'L'}, "talk", SENTENCE_ID("key-talk"), SENTENCE_ID("brief-the-talk"), LESSON, LESSON},
	{"r", NULL, {'r'}, "rewind", SENTENCE_ID("key-rewind"), SENTENCE_ID("brief-rewind"), STILL, P | F | O | X | L},
	{"R", NULL, {'R'}, "reset", SENTENCE_ID("key-reset"), NULL, PLAYED, 0},
	{"R", NULL, {'R'}, "reset", SENTENCE_ID("key-reset-start-all"), SENTENCE_ID("brief-anew"), G | E, E},
	{"g", NULL, {'g'}, "goto", SENTENCE_ID("key-goto"), NULL, PLAYED | Y, 0},
	{"N", NULL, {'N'}, "onward", SENTENCE_ID("key-onward"), NULL, O, 0},
	/* --- seeing more --- */
	{"c", NULL, {'c'}, "language", SENTENCE_ID("key-language"), SENTENCE_ID("brief-python"), (PLAYED & ~A) | Y | V, S | P | O | L | Y},
	{"x", NULL, {'x'}, "expand", SENTENCE_ID("key-expand"), NULL, LESSON | V, 0},
	{"m", NULL, {'m'}, "more", SENTENCE_ID("key-more"), NULL, LESSON | V, 0},
	{"s", NULL, {'s'}, "sockets", SENTENCE_ID("key-sockets"), NULL, LESSON | V, 0},
	{"S", NULL, {'S'}, "socket", SENTENCE_ID("key-socket"), NULL, STILL | V, 0},
	{"w", NULL, {'w'}, "packets", SENTENCE_ID("key-packets"), NULL, LESSON | V, 0},
	{"i", NULL, {'i'}, "fields", SENTENCE_ID("key-fields"), NULL, LESSON | V, 0},
	{"", NULL, {'p'}, "fields", NULL, NULL, V, 0},
	{"t", NULL, {'t'}, "states", SENTENCE_ID("key-states"), NULL, LESSON | V, 0},
	{"N", NULL, {'N'}, "noise", SENTENCE_ID("key-noise"), NULL, PROGRAMS & ~Z, 0},
	{"P", NULL, {'P'}, "pcap", SENTENCE_ID("key-pcap"), NULL, LESSON, 0},
	{"o", NULL, {'o'}, "output", SENTENCE_ID("key-output"), NULL, LESSON | V, 0},
	{"T", NULL, {'T'}, "terminals", SENTENCE_ID("key-terminals"), SENTENCE_ID("brief-terminals"), PROGRAMS, E},
	{"f", NULL, {'f'}, "findings", SENTENCE_ID("key-findings"), SENTENCE_ID("brief-findings"), PROGRAMS, E},
	{"↑ ↓", NOTATION("up dn"), {SCREEN_KEY_UP, 'k'}, NOTATION("move up"), SENTENCE_ID("key-move-up-scroll-what"), SENTENCE_ID("brief-scroll"), V, V},
	{"", NULL, {SCREEN_KEY_DOWN, 'j'}, NOTATION("move down"), NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_PAGE_UP}, NOTATION("move page-up"), NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_PAGE_DOWN}, NOTATION("move page-down"), NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_HOME}, NOTATION("move first"), NULL, NULL, V, 0},
	{"", NULL, {SCREEN_KEY_END}, NOTATION("move last"), NULL, NULL, V, 0},
	{"esc", NULL, {SCREEN_KEY_ESCAPE, 'q', ' '}, "close", SENTENCE_ID("key-close"), SENTENCE_ID("brief-close"), V, V},
	{"", NULL, {SCREEN_KEY_ENTER}, "choose", NULL, NULL, V, 0},
	{"/", NULL, {'/'}, "search", SENTENCE_ID("key-search"), SENTENCE_ID("brief-search"), M | LESSON | V, M | V},
	{"n N", NULL, {'n'}, NOTATION("match next"), SENTENCE_ID("key-match-next"), SENTENCE_ID("brief-next-previous"), M | Z, Z},
	{"", NULL, {'N'}, NOTATION("match previous"), NULL, NULL, M | Z, 0},
	/* --- the wire --- */
	{".", NULL, {'.'}, NOTATION("deliver first"), SENTENCE_ID("key-deliver-first"), SENTENCE_ID("brief-first-goes-on"), STILL | V, H},
	{"d", NULL, {'d'}, NOTATION("packet deliver"), SENTENCE_ID("key-packet-deliver"), SENTENCE_ID("brief-deliver"), NOT_ASKING | V, H},
	{"X", NULL, {'X'}, NOTATION("packet drop"), SENTENCE_ID("key-packet-drop"), SENTENCE_ID("brief-drop"), STILL | V, H},
	{"2", NULL, {'2'}, NOTATION("packet duplicate"), SENTENCE_ID("key-packet-duplicate"), NULL, STILL | V, 0},
	{"z", NULL, {'z'}, NOTATION("packet delay 1s"), SENTENCE_ID("key-packet-delay-1s"), NULL, STILL | V, 0},
	{"!", NULL, {'!'}, NOTATION("packet corrupt"), SENTENCE_ID("key-packet-corrupt"), NULL, STILL | V, 0},
	{"[ ]", NULL, {'['}, NOTATION("packet previous"), SENTENCE_ID("key-packet-previous"), NULL, STILL | Y | V, 0},
	{"", NULL, {']'}, NOTATION("packet next"), NULL, NULL, STILL | Y | V, 0},
	{"tab", NULL, {'\t'}, NOTATION("packet held"), SENTENCE_ID("key-packet-held"), NULL, PLAYED | V, 0},
	{"H", NULL, {'H'}, "freeze", SENTENCE_ID("key-freeze"), NULL, STILL | V, 0},
	/* --- typing --- */
	{":", NULL, {':'}, "prompt", SENTENCE_ID("key-prompt"), SENTENCE_ID("brief-type"), STILL | Y, S | P | T | F | O},
	{">", NULL, {'>'}, "type", SENTENCE_ID("key-type"), NULL, G, 0},
	{"e", NULL, {'e'}, "edit", SENTENCE_ID("key-edit-type-the"), NULL, R, 0},
	{"+ -", NULL, {'+'}, "knew", SENTENCE_ID("key-knew"), NULL, R | F | A | O, 0},
	{"", NULL, {'-'}, "missed", NULL, NULL, R | F | A | O, 0},
	{"T", NULL, {'T'}, "hint", SENTENCE_ID("key-hint"), SENTENCE_ID("brief-hint"), T, T},
	{"D", NULL, {'D'}, "do", SENTENCE_ID("key-do"), SENTENCE_ID("brief-do-it-for-me"), T, T},
	/* --- help and leaving --- */
	{"q", NULL, {'q'}, "quit", SENTENCE_ID("key-quit"), SENTENCE_ID("brief-quit"), M | LESSON, M | S | F | E | O | X | A | Y},
	{"^L", NULL, {SCREEN_KEY_REDRAW}, "redraw", SENTENCE_ID("key-redraw"), NULL, M | LESSON | V, 0},
	{"?", NULL, {'?'}, "help", SENTENCE_ID("key-help"), SENTENCE_ID("brief-all-keys"), M | NOT_ASKING | Y | V, M | NOT_ASKING | Y},
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
	{"f2", SCREEN_KEY_F1 + 1, "F2", NULL},
	{"f3", SCREEN_KEY_F1 + 2, "F3", NULL},
	{"f4", SCREEN_KEY_F1 + 3, "F4", NULL},
	{"f5", SCREEN_KEY_F1 + 4, "F5", NULL},
	{"f6", SCREEN_KEY_F1 + 5, "F6", NULL},
	{"f7", SCREEN_KEY_F1 + 6, "F7", NULL},
	{"f8", SCREEN_KEY_F1 + 7, "F8", NULL},
	{"f9", SCREEN_KEY_F1 + 8, "F9", NULL},
	{"f10", SCREEN_KEY_F1 + 9, "F10", NULL},
	{"f11", SCREEN_KEY_F1 + 10, "F11", NULL},
	{"f12", SCREEN_KEY_F1 + 11, "F12", NULL},
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

/* What is said of rows that a config file has changed, or added. */
static const char *told[KEYS_MOST];

void keys_tell(size_t at, const char *text)
{
	told[at] = text;
}

const char *key_help(const struct key *key)
{
	bool is_usual = key >= keys && key < keys + KEYS_MOST;
	const char *own = is_usual ? told[key - keys] : NULL;
	return own || !key->help ? own : sentence_text(key->help);
}

static const char *key_brief(const struct key *key)
{
	return key->brief ? sentence_text(key->brief) : NULL;
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
		return key_help(key) && key->works & (PLAYED | Y | V);
	if (of == KEYS_MENU)
		return key_help(key) && (key->works & M || !(key->works & ~V));
	return key_help(key) && key->works & (LESSON | V) && (only || !others);
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
			.help = key_help(&stage[i]),
			.brief = key_brief(&stage[i]),
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
			.help = key_help(key),
			.brief = back_to_c ? "C" : key_brief(key),
			.now = key->brief && key->footer & 1u << moment &&
			       (!on_stage || moment == MOMENT_OVERLAY ||
				moment == MOMENT_FOUND || key->footer == H),
		};
	}
	return count;
}
