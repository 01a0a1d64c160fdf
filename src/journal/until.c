/* until: how far a traced program is to go.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/until.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "journal/socket/socket.h"

#include <limits.h>

static const struct {
	const char *word;
	enum until_kind kind;
} words[] = {
	{"next", UNTIL_NEXT},
	{"blocked", UNTIL_BLOCKED},
	{"exit", UNTIL_EXIT},
};

static bool read_word(struct str text, struct until *until)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!str_is(text, words[i].word))
			continue;
		until->kind = words[i].kind;
		return true;
	}
	return false;
}

static bool read_call(struct str text, struct until *until)
{
	const struct syscall *syscall = syscall_find(text);
	if (!syscall)
		return false;
	until->kind = UNTIL_NAME;
	until->name = syscall->name;
	return true;
}

static bool read_symbol(struct str text, struct until *until)
{
	int64_t number;
	if (symbol_value(SYMBOL_ERRNO, text, &number)) {
		until->kind = UNTIL_ERROR;
		until->number = (int)number;
		return true;
	}
	until->kind = UNTIL_STATE;
	until->number = socket_state_from_word(text);
	return until->number >= 0;
}

static bool read_fd(struct str text, struct until *until)
{
	struct str word = {0};
	str_next_word(&text, &word);
	text = str_trim(text);
	uint64_t number = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c < '0' || c > '9' || number > INT_MAX / 10)
			return false;
		number = number * 10 + (unsigned)(c - '0');
	}
	until->kind = UNTIL_FD;
	until->number = (int)number;
	return str_is(word, "fd") && text.len;
}

bool until_parse(struct str text, struct until *until, struct err *err)
{
	text = str_trim(text);
	*until = (struct until){.kind = UNTIL_NEXT};
	if (!text.len || read_word(text, until) || read_call(text, until) ||
	    read_fd(text, until) || read_symbol(text, until))
		return true;
	size_t count, n = 0;
	const struct syscall *table = syscall_table(&count);
	const char **names = xcalloc(count + COUNT(words), sizeof(*names)),
		   *nearest;
	for (size_t i = 0; i < count; i++)
		names[n++] = table[i].name;
	for (size_t i = 0; i < COUNT(words); i++)
		names[n++] = words[i].word;
	AUTO_FREE char *word = xprintf("%.*s", (int)text.len, text.data);
	bool near = text_nearest(word, names, n, &nearest, 1);
	if (near)
		FAILURE(err, "until-unknown-near", SLOT_TEXT("word", word),
			SLOT_TEXT("nearest", nearest));
	else
		FAILURE(err, "until-unknown", SLOT_TEXT("word", word));
	free(names);
	return false;
}

void until_print(const struct until *until, struct buf *out)
{
	const struct socket_state row = {.state = until->number,
					 .protocol = IPPROTO_TCP};
	switch (until->kind) {
	case UNTIL_NAME:
		buf_puts(out, until->name);
		break;
	case UNTIL_ERROR:
		buf_puts(out, symbol_name(SYMBOL_ERRNO, until->number));
		break;
	case UNTIL_FD:
		buf_printf(out, "fd %d", until->number);
		break;
	case UNTIL_STATE:
		buf_puts(out, socket_state_word(&row));
		break;
	default:
		for (size_t i = 0; i < COUNT(words); i++) {
			if (words[i].kind == until->kind)
				buf_puts(out, words[i].word);
		}
	}
}
