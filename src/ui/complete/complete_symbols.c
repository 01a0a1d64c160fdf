/* complete_symbols: constants that can stand in a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

/* What most programs use. The rest of these groups is offered only where none
 * of these fits. */
static const char *const usual[] = {
	"AF_INET",	"AF_INET6",    "AF_UNIX",     "IPPROTO_IP",
	"IPPROTO_IPV6", "IPPROTO_TCP", "IPPROTO_UDP", "SOCK_DGRAM",
	"SOCK_RAW",	"SOCK_STREAM", "SOL_SOCKET",  "SOCK_SEQPACKET",
};

static bool has_usual(enum symbol_group group)
{
	return group == SYMBOL_FAMILY || group == SYMBOL_TYPE ||
	       group == SYMBOL_PROTOCOL || group == SYMBOL_LEVEL;
}

static bool is_usual(const char *name)
{
	for (size_t i = 0; i < COUNT(usual); i++) {
		if (!strcmp(usual[i], name))
			return true;
	}
	return false;
}

/* The name that a program in this notation has for the symbol's value. */
static const char *program_name(const struct symbol *symbol,
				enum notation notation)
{
	return notation == NOTATION_PYTHON
		       ? symbol_name_in_python(symbol->group, symbol->value)
		       : symbol_name_in_c(symbol->group, symbol->value);
}

static bool is_word_in(struct str text, const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i + len <= text.len; i++) {
		bool begins =
			!i || (!isalnum((unsigned char)text.data[i - 1]) &&
			       text.data[i - 1] != '_');
		bool ends = i + len == text.len ||
			    (!isalnum((unsigned char)text.data[i + len]) &&
			     text.data[i + len] != '_');
		if (begins && ends && !memcmp(text.data + i, name, len))
			return true;
	}
	return false;
}

void complete_symbols(struct answers *answers, enum symbol_group group,
		      struct str taken)
{
	size_t count;
	const struct symbol *table = symbol_table(&count);
	bool is_python = answers->notation == NOTATION_PYTHON;
	for (size_t i = 0; i < count; i++) {
		const struct symbol *symbol = &table[i];
		if (symbol->group != group || is_word_in(taken, symbol->name) ||
		    (is_python && !symbol->in_python))
			continue;
		const char *best = program_name(symbol, answers->notation);
		bool is_first = text_is(best, symbol->name) &&
				(!has_usual(group) || is_usual(best));
		const char *text =
			is_python ? arena_printf(answers->arena, "%s.%s",
						 symbol_module(group),
						 symbol->name)
				  : symbol->name;
		answers_add(answers, is_first ? RANK_FIRST : RANK_ELSE, text);
	}
}

struct str complete_flags_before(struct str text)
{
	size_t begin = text.len;
	while (begin && !strchr("(,{", text.data[begin - 1]))
		begin--;
	return (struct str){text.data + begin, text.len - begin};
}
