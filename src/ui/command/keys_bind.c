/* keys_bind: other keys than the usual ones.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the table may stand for some more behind it, which have no name and
 * no help ("← →" for back and forward). When one of them gets other keys, the
 * name is made anew from the first key of each, and what the help says of
 * further keys, "(also k and j)", from the rest.
 *
 * A row without a name for the command of a row above it is a second way, such
 * as F1 for help: it keeps its keys.
 *
 * A key that is given to a command leaves the commands that have others; one
 * that would be left with none keeps it, which keys_clash() tells.
 */
#include "ui/command/keys_bind.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/screen/screen.h"

#include <string.h>

/* By the index of the row. */
static bool is_bound[KEYS_MOST];

static bool same_command(const struct key *a, const struct key *b)
{
	return !strcmp(a->command, b->command);
}

static bool is_second(const struct key *rows, size_t at)
{
	for (size_t i = 0; i < at && !rows[at].name[0]; i++) {
		if (same_command(&rows[i], &rows[at]) &&
		    rows[i].works & rows[at].works)
			return true;
	}
	return false;
}

static void set_codes(struct key *rows, size_t at, const uint32_t *codes,
		      size_t count)
{
	struct key *row = &rows[at];
	memset(row->codes, 0, sizeof(row->codes));
	for (size_t i = 0; i < count && i < COUNT(row->codes); i++)
		row->codes[i] = codes[i];
	is_bound[at] = true;
}

/* Where a command without a key of its own gets one: as that of `history`. */
static unsigned works_usually(void)
{
	size_t count;
	const struct key *rows = keys_rows(&count);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(rows[i].command, "prompt"))
			return rows[i].works;
	}
	return 0;
}

bool keys_bind(const char *command, const char *help, const uint32_t *codes,
	       size_t count, struct err *err)
{
	static struct arena texts; // of rows that were added
	size_t row_count;
	bool is_found = false;
	for (size_t i = 0; i < count; i++)
		if (codes[i] == SCREEN_KEY_INTERRUPT)
			return FAILURE(err, "bind-ctrl-c",
				       SLOT_TEXT("command", command));
	struct key *rows = keys_rows(&row_count);
	for (size_t i = 0; i < row_count; i++) {
		if (strcmp(rows[i].command, command) != 0 || is_second(rows, i))
			continue;
		set_codes(rows, i, codes, count);
		is_found = true;
	}
	if (is_found)
		return true;
	// The row behind the last ends the table.
	if (row_count + 1 >= KEYS_MOST)
		return FAILURE(err, "bind-most");
	rows[row_count] = (struct key){.name = "",
				       .command = arena_strdup(&texts, command),
				       .works = works_usually()};
	keys_tell(row_count, arena_strdup(&texts, help));
	set_codes(rows, row_count, codes, count);
	return true;
}

/* --- what others lose ------------------------------------------------------
 */

/* A key of both at a moment at which both work; 0 for none. */
static uint32_t shared(const struct key *a, const struct key *b)
{
	for (size_t i = 0; a->works & b->works && i < COUNT(a->codes); i++) {
		if (a->codes[i] && key_has(b, a->codes[i]))
			return a->codes[i];
	}
	return 0;
}

/* Takes `code` away from a row that has another, or need not have any. */
static bool lose(struct key *row, uint32_t code, bool may_be_none)
{
	size_t kept = 0, count = 0;
	for (size_t i = 0; i < COUNT(row->codes); i++)
		count += row->codes[i] != 0;
	if (count < 2 && !may_be_none)
		return false;
	for (size_t i = 0; i < COUNT(row->codes); i++) {
		uint32_t own = row->codes[i];
		row->codes[i] = 0;
		if (own && own != code)
			row->codes[kept++] = own;
	}
	return true;
}

/* Takes from a row what bound ones have. Returns whether it had any of it. */
static bool yield_to_bound(struct key *rows, size_t count, size_t at)
{
	struct key *row = &rows[at];
	bool is_changed = false;
	for (size_t i = 0; !is_bound[at] && i < count; i++) {
		uint32_t code;
		while (is_bound[i] && !same_command(row, &rows[i]) &&
		       (code = shared(row, &rows[i])) &&
		       lose(row, code, is_second(rows, at)))
			is_changed = true;
	}
	return is_changed;
}

/* --- names -----------------------------------------------------------------
 */

/* How many rows the name of this one stands for: it and those behind it. */
static size_t group_size(const struct key *rows, size_t count, size_t at)
{
	size_t end = at + 1;
	while (end < count && !key_help(&rows[end]) && !rows[end].name[0])
		end++;
	return end - at;
}

/* "← →" names two, "0-9" all. */
static size_t named(const char *name, size_t size)
{
	size_t words = 1;
	if (strlen(name) == 3 && name[1] == '-')
		return size;
	for (const char *c = name; *c; c++)
		words += *c == ' ';
	return words < size ? words : size;
}

static char *make_name(const struct key *rows, size_t size, bool ascii)
{
	struct buf out = {0};
	for (size_t i = 0; i < named(rows[0].name, size); i++) {
		buf_puts(&out, i ? " " : "");
		key_print(rows[i].codes[0], ascii, &out);
	}
	return buf_take(&out);
}

/* The keys besides the first: "n and Enter". */
static char *other_keys(const struct key *row)
{
	struct buf name = {0};
	char *keys = NULL;
	for (size_t i = 1; i < COUNT(row->codes) && row->codes[i]; i++) {
		AUTO_FREE char *before = keys;
		buf_clear(&name);
		key_print(row->codes[i], false, &name);
		keys = before ? SENTENCE_NEW("key-and",
					     SLOT_TEXT("keys", before),
					     SLOT_TEXT("key", buf_text(&name)))
			      : xstrdup(buf_text(&name));
	}
	buf_done(&name);
	return keys;
}

/* The help without what it says in brackets of keys that were there before, and
 * with what is true of it now. */
static char *make_help(const struct key *row)
{
	struct buf out = {0};
	const char *help = key_help(row), *open = strstr(help, " (");
	const char *close = open ? strchr(open, ')') : NULL;
	if (close)
		buf_printf(&out, "%.*s%s", (int)(open - help), help, close + 1);
	else
		buf_puts(&out, help);
	AUTO_FREE char *keys = other_keys(row);
	if (keys)
		SENTENCE_LINE(&out, " ", "", "key-also",
			      SLOT_TEXT("keys", keys));
	return buf_take(&out);
}

static void rename_group(struct key *rows, size_t size)
{
	size_t count;
	char *ascii = make_name(rows, size, true);
	rows[0].name = make_name(rows, size, false);
	rows[0].ascii = ascii;
	if (key_help(&rows[0]))
		keys_tell((size_t)(rows - keys_rows(&count)),
			  make_help(&rows[0]));
}

void keys_settle(void)
{
	size_t count;
	struct key *rows = keys_rows(&count);
	bool is_changed[KEYS_MOST] = {0};
	for (size_t i = 0; i < count; i++)
		is_changed[i] = yield_to_bound(rows, count, i) || is_bound[i];
	for (size_t i = 0; i < count; i++) {
		size_t size = group_size(rows, count, i);
		bool is_any = false;
		for (size_t n = 0; n < size; n++)
			is_any |= is_changed[i + n];
		if (is_any)
			rename_group(&rows[i], size);
		i += size - 1;
	}
}

const char *keys_clash(const char *command, uint32_t *code)
{
	size_t count;
	const struct key *rows = keys_rows(&count);
	for (size_t a = 0; a < count; a++) {
		if (strcmp(rows[a].command, command) != 0)
			continue;
		for (size_t b = 0; b < count; b++) {
			*code = same_command(&rows[a], &rows[b])
					? 0
					: shared(&rows[a], &rows[b]);
			if (*code)
				return rows[b].command;
		}
	}
	return NULL;
}
