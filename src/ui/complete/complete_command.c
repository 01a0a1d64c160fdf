/* complete_command: what can stand in a command's argument.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments as the help shows them are the grammar: words in small letters
 * stand for themselves, those in capitals for what the table below says, words
 * in brackets can be left out, "..." stands behind a word that can come again.
 * "|" in brackets stands between words of which one is chosen, otherwise
 * between whole arguments: ACTOR|add NAME [HOST].
 */
#include "base/text.h"
#include "call/table/syscalls.h"
#include "journal/order/order.h"
#include "lesson/catalogue.h"
#include "ui/command/command.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

enum { TOKENS_MAX = 16 };

/* One word of a grammar. Where it can be left out, what follows it is at
 * `skip`. */
struct token {
	struct str words; /* with "|" between */
	size_t skip;
	bool repeats;
};

struct grammar {
	struct token tokens[TOKENS_MAX];
	size_t count;
};

static void add_token(struct grammar *grammar, const char *text, size_t len)
{
	struct token *token = &grammar->tokens[grammar->count++];
	token->words = (struct str){text, len};
	if (len > 3 && !memcmp(text + len - 3, "...", 3)) {
		token->repeats = true;
		token->words.len -= 3;
	}
}

/* Reads up to the next "|" outside brackets, and moves *text behind it. */
static struct grammar grammar_read(const char **text)
{
	struct grammar grammar = {0};
	size_t open = 0;
	bool is_open = false;
	for (; **text && grammar.count < TOKENS_MAX; (*text)++) {
		if (**text == '|' && !is_open) {
			(*text)++;
			break;
		}
		if (**text == '[') {
			is_open = true;
			open = grammar.count;
		} else if (**text == ']' && is_open) {
			grammar.tokens[open].skip = grammar.count;
			is_open = false;
		} else if (**text != ' ') {
			size_t len = strcspn(*text, is_open ? "[] " : "[]| ");
			add_token(&grammar, *text, len);
			*text += len - 1;
		}
	}
	return grammar;
}

/* Cuts the next of the words of which one is chosen. */
static bool next_choice(struct str *rest, struct str *word)
{
	if (!rest->len)
		return false;
	const char *bar = memchr(rest->data, '|', rest->len);
	size_t len = bar ? (size_t)(bar - rest->data) : rest->len;
	*word = (struct str){rest->data, len};
	len += bar != NULL;
	*rest = (struct str){rest->data + len, rest->len - len};
	return true;
}

/* --- what the words in capitals stand for -----------------------------------
 */

static void fill_actors(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_actors(answers, "");
}

static void fill_hosts(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_hosts(answers, "");
}

static void fill_at_hosts(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_hosts(answers, "@");
}

static void fill_descriptors(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_descriptors(answers);
}

static void fill_packets(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_packets(answers);
}

static void fill_addresses(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_addresses(answers, AF_UNSPEC);
}

static void fill_files(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_files(answers);
}

static void fill_calls(struct answers *answers, struct str previous)
{
	(void)previous;
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		answers_add(answers, RANK_FIRST, table[i].name);
}

static void fill_commands(struct answers *answers, struct str previous)
{
	(void)previous;
	const struct complete_context *context = answers->context;
	for (size_t i = 0; i < context->command_count; i++)
		answers_add(answers, RANK_FIRST, context->commands[i].name);
}

static void fill_errnos(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_symbols(answers, SYMBOL_ERRNO, (struct str){"", 0});
}

static void fill_signals(struct answers *answers, struct str previous)
{
	(void)previous;
	complete_symbols(answers, SYMBOL_SIGNAL, (struct str){"", 0});
}

static void add_words(struct answers *answers, const char *const *words,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		answers_add(answers, RANK_FIRST, words[i]);
}

static void fill_flags(struct answers *answers, struct str previous)
{
	(void)previous;
	static const char *const words[] = {"SYN",     "SYN-ACK", "ACK",
					    "FIN-ACK", "RST",	  "RST-ACK",
					    "PSH-ACK", "FIN",	  "none"};
	add_words(answers, words, COUNT(words));
}

static void fill_filter(struct answers *answers, struct str previous)
{
	static const char *const words[] = {"all",  "tcp",   "udp",  "icmp",
					    "data", "empty", "from", "to"};
	if (str_is(previous, "from") || str_is(previous, "to")) {
		complete_actors(answers, "");
		complete_hosts(answers, "");
		return;
	}
	add_words(answers, words, COUNT(words));
	fill_flags(answers, previous);
}

static void fill_which(struct answers *answers, struct str previous)
{
	static const char *const words[] = {"first", "last"};
	fill_filter(answers, previous);
	if (str_is(previous, "from") || str_is(previous, "to"))
		return;
	add_words(answers, words, COUNT(words));
	complete_packets(answers);
}

static void fill_orders(struct answers *answers, struct str previous)
{
	(void)previous;
	size_t count;
	const struct order_row *rows = order_table(&count);
	for (size_t i = 0; i < count; i++)
		answers_add(answers, RANK_FIRST, rows[i].word);
}

static void fill_lessons(struct answers *answers, struct str previous)
{
	(void)previous;
	const struct catalogue *catalogue = answers->context->catalogue;
	for (size_t i = 0; catalogue && i < catalogue->count; i++)
		answers_add(answers, RANK_FIRST, catalogue->lessons[i]->id);
}

static void fill_steps(struct answers *answers, struct str previous)
{
	(void)previous;
	const struct lesson *lesson = answers->context->lesson;
	for (size_t i = 0; lesson && i < lesson->step_count; i++)
		answers_add(answers, RANK_FIRST,
			    arena_printf(answers->arena, "%zu", i + 1));
}

/* `repeats`: more of it can follow without "...". */
static const struct source {
	const char *word;
	void (*fill)(struct answers *answers, struct str previous);
	bool repeats;
} sources[] = {
	{"@HOST", fill_at_hosts, false},  {"ACTOR", fill_actors, false},
	{"CALL", fill_calls, false},	  {"COMMAND", fill_commands, false},
	{"ERRNO", fill_errnos, false},	  {"FILE", fill_files, false},
	{"FILTER", fill_filter, true},	  {"FLAGS", fill_flags, false},
	{"FROM", fill_addresses, false},  {"HOST", fill_hosts, false},
	{"LESSON", fill_lessons, false},  {"NUMBER", fill_packets, true},
	{"ORDER", fill_orders, false},	  {"SIGNAL", fill_signals, false},
	{"STEP", fill_steps, false},	  {"TO", fill_addresses, false},
	{"VAR", fill_descriptors, false}, {"WHICH", fill_which, true},
};

static const struct source *source_find(struct str word)
{
	for (size_t i = 0; i < COUNT(sources); i++) {
		if (str_is(word, sources[i].word))
			return &sources[i];
	}
	return NULL;
}

static bool is_literal(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (isupper((unsigned char)word.data[i]))
			return false;
	}
	return true;
}

/* --- which words of the grammar can come next --------------------------------
 */

static bool token_repeats(const struct token *token)
{
	struct str rest = token->words, choice;
	bool repeats = token->repeats;
	while (next_choice(&rest, &choice)) {
		const struct source *source = source_find(choice);
		repeats = repeats || (source && source->repeats);
	}
	return repeats;
}

static bool token_takes(const struct answers *answers,
			const struct token *token, struct str word)
{
	struct str rest = token->words, choice;
	while (next_choice(&rest, &choice)) {
		bool takes = is_literal(choice) ? str_same(choice, word)
			     : str_is(choice, "ACTOR")
				     ? complete_is_actor(answers->context, word)
			     : str_is(choice, "@HOST")
				     ? str_has_prefix(word, "@")
				     : true;
		if (takes)
			return true;
	}
	return false;
}

/* A set of tokens is a mask; what follows those that can be left out is in it,
 * too. */
static unsigned widen(const struct grammar *grammar, unsigned set)
{
	for (size_t i = 0; i < grammar->count; i++) {
		if (set & 1u << i && grammar->tokens[i].skip)
			set |= 1u << grammar->tokens[i].skip;
	}
	return set;
}

static unsigned step(const struct answers *answers,
		     const struct grammar *grammar, unsigned set,
		     struct str word)
{
	unsigned next = 0;
	for (size_t i = 0; i < grammar->count; i++) {
		const struct token *token = &grammar->tokens[i];
		if (!(set & 1u << i) || !token_takes(answers, token, word))
			continue;
		next |= 1u << (i + 1);
		if (token_repeats(token))
			next |= 1u << i;
	}
	return widen(grammar, next);
}

static void fill_token(struct answers *answers, const struct token *token,
		       struct str previous)
{
	struct str rest = token->words, choice;
	while (next_choice(&rest, &choice)) {
		const struct source *source = source_find(choice);
		if (source)
			source->fill(answers, previous);
		else if (is_literal(choice))
			answers_add(answers, RANK_FIRST,
				    arena_strndup(answers->arena, choice.data,
						  choice.len));
	}
}

/* One of the whole arguments that "|" stands between. */
static void complete_one(const struct answers *from, struct answers *answers,
			 const struct grammar *grammar, struct str before)
{
	unsigned set = widen(grammar, 1);
	struct str previous = {"", 0}, word;
	answers->actor = from->actor;
	while (str_next_word(&before, &word)) {
		set = step(answers, grammar, set, word);
		previous = word;
		// An actor that was named is the one whose variables follow.
		if (complete_is_actor(answers->context, word))
			answers->actor = arena_strndup(answers->arena,
						       word.data, word.len);
	}
	for (size_t i = 0; i < grammar->count; i++) {
		if (set & 1u << i)
			fill_token(answers, &grammar->tokens[i], previous);
	}
}

void complete_command(struct answers *answers, const struct command *command,
		      struct str before)
{
	struct answers from = *answers;
	for (const char *text = command->arguments; *text;) {
		struct grammar grammar = grammar_read(&text);
		complete_one(&from, answers, &grammar, before);
	}
}
