/* say: what a typed line means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/say.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/part/expression.h"
#include "call/table/syscalls.h"
#include "call/whole/typed.h"
#include "call/whole/typed_name.h"
#include "ui/app.h"
#include "ui/command/act_call.h"
#include "ui/command/act_own.h"
#include "ui/command/command.h"
#include "ui/file/actors.h"

#include <ctype.h>
#include <string.h>

static size_t skip_name(struct str text, size_t i, bool with_dots)
{
	while (i < text.len &&
	       (isalnum((unsigned char)text.data[i]) || text.data[i] == '_' ||
		(with_dots && text.data[i] == '.')))
		i++;
	return i;
}

static size_t skip_blanks(struct str text, size_t i)
{
	while (i < text.len && isblank((unsigned char)text.data[i]))
		i++;
	return i;
}

static struct str from(struct str text, size_t i)
{
	return (struct str){text.data + i, text.len - i};
}

/* "int s = …" is copied from a program; the type changes nothing. */
static struct str without_type(struct str text)
{
	static const char *const types[] = {"int", "ssize_t", "pid_t"};
	struct str rest = text, type, name;
	if (!str_next_word(&rest, &type) || !str_next_word(&rest, &name) ||
	    !memchr(text.data, '=', text.len))
		return text;
	for (size_t i = 0; i < COUNT(types); i++) {
		if (str_is(type, types[i]))
			return from(text, (size_t)(name.data - text.data));
	}
	return text;
}

static bool looks_like_call(struct str text)
{
	size_t len = skip_name(text, 0, true);
	size_t i = skip_blanks(text, len);
	if (!len)
		return text.len && text.data[0] == '(';
	if (memchr(text.data, '.', len))
		return true;
	if (i == text.len)
		return false;
	bool has_more = memchr(text.data, '=', text.len) != NULL;
	return text.data[i] == '(' || text.data[i] == '=' ||
	       (text.data[i] == ',' && has_more);
}

/* Some lines have no blank in them. */
static char *show_word(struct str word)
{
	enum { WORD_MOST = 40 };
	struct buf out = {0};
	text_show(&out, word.data, word.len, WORD_MOST);
	return buf_take(&out);
}

/* What begins a statement of C or Python that makes no call. */
static const char *const statements[] = {
	"char",	  "class",    "def",   "for",	"from",	  "if",
	"import", "printf",   "print", "raise", "return", "struct",
	"try",	  "unsigned", "while", "with",
};

static bool is_statement(struct str word)
{
	for (size_t i = 0; i < COUNT(statements); i++) {
		if (str_is(word, statements[i]))
			return true;
	}
	return false;
}

static struct str first_name(struct str text)
{
	return (struct str){text.data, skip_name(text, 0, false)};
}

/* "print(s.recv(1))", but "from = socket()" is a call. */
static bool begins_statement(struct str text)
{
	struct str name = first_name(text);
	size_t i = skip_blanks(text, name.len);
	bool is_variable = i < text.len && strchr("=,.", text.data[i]);
	return is_statement(name) && !is_variable;
}

/* What shells know, and programs that a lab has a command for. */
static bool fail_of_shell(struct str word, struct err *err)
{
	static const char *const leave[] = {"exit", "bye", "logout"};
	static const char *const programs[] = {
		"cat",	"curl",	 "dig",	 "ip",	    "ls",
		"lsof", "nc",	 "ncat", "ping",    "netstat",
		"ps",	"socat", "ss",	 "tcpdump", "telnet"};
	for (size_t i = 0; i < COUNT(leave); i++) {
		if (str_is(word, leave[i]))
			return FAILURE(err, "word-of-leaving",
				       SLOT_STR("word", word));
	}
	for (size_t i = 0; i < COUNT(programs); i++) {
		if (str_is(word, programs[i]))
			return FAILURE(err, "word-of-program",
				       SLOT_STR("word", word));
	}
	return true;
}

static bool fail_unknown(struct str word, struct err *err)
{
	if (is_statement(word))
		return FAILURE(err, "statement-of-program",
			       SLOT_STR("word", word));
	if (!fail_of_shell(word, err))
		return false;
	size_t command_count, call_count, count = 0;
	const struct command *commands = command_table(&command_count);
	const struct syscall *calls = syscall_table(&call_count);
	const char *near[2];
	AUTO_FREE const char **names =
		xcalloc(command_count + call_count, sizeof(*names));
	for (size_t i = 0; i < command_count; i++)
		names[count++] = commands[i].name;
	for (size_t i = 0; i < call_count; i++)
		names[count++] = calls[i].name;
	AUTO_FREE char *text = show_word(word);
	size_t found = text_nearest(text, names, count, near, 2);
	if (found > 1)
		return FAILURE(err, "word-unknown-two", SLOT_TEXT("text", text),
			       SLOT_TEXT("nearest", near[0]),
			       SLOT_TEXT("other", near[1]));
	if (found)
		return FAILURE(err, "word-unknown-near",
			       SLOT_TEXT("text", text),
			       SLOT_TEXT("nearest", near[0]));
	return FAILURE(err, "word-unknown", SLOT_TEXT("text", text));
}

/* "close s": the command takes no argument, but the call of the same name has
 * one. */
static bool means_call(struct str word, struct str rest)
{
	const struct command *command = command_find(word);
	return command && !command->arguments[0] && syscall_find(word) &&
	       str_trim(rest).len;
}

bool say_read(struct str line, struct said *said, struct err *err)
{
	*said = (struct said){.kind = SAY_NOTHING};
	line = str_trim(line);
	if (line.len && line.data[0] == ':')
		line = str_trim(from(line, 1));
	if (!line.len || line.data[0] == '#')
		return true;
	// The key that shows help, where a line is typed.
	if (str_is(line, "?"))
		line = str_from("help");
	said->kind = SAY_CALL;
	bool is_for_actor = actors_cut_name(&line, &said->actor);
	said->text = line = without_type(line);
	// As plain mode tells it.
	if (is_for_actor && str_is(said->actor, "wire")) {
		said->kind = SAY_COMMAND;
		return true;
	}
	struct str rest = line, word;
	str_next_word(&rest, &word);
	if (begins_statement(line))
		return fail_unknown(first_name(line), err);
	if (is_for_actor || looks_like_call(line))
		return true;
	size_t beginning = command_count_beginning(word);
	if (means_call(word, rest))
		return true;
	bool is_command =
		command_find(word) || (!syscall_find(word) && beginning == 1);
	if (is_command || (beginning > 1 && !typed_find_c(word))) {
		said->kind = SAY_COMMAND;
		return true;
	}
	return typed_find_c(word) || fail_unknown(word, err);
}

/* htons(80) alone is no call: nothing is asked of the kernel. */
static bool tell_value(struct app *app, struct str text, struct err *err)
{
	struct buf value = {0};
	bool ok = expression_print(text, &value, err);
	if (ok)
		APP_SAY(app, "reply-value", SLOT_STR("what", text),
			SLOT_TEXT("value", buf_text(&value)));
	buf_done(&value);
	return ok;
}

/* The call, with blanks in the place of what stands before it: columns are
 * told as those of the line. */
static char *call_in_its_place(struct str line, const struct said *said)
{
	return xprintf("%*s%.*s", (int)(said->text.data - line.data), "",
		       (int)said->text.len, said->text.data);
}

bool say_check(struct str line, struct err *err)
{
	struct said said;
	if (!say_read(line, &said, err))
		return false;
	if (said.kind == SAY_COMMAND)
		return command_check(said.text, err);
	if (said.kind == SAY_CALL && expression_begins(said.text)) {
		struct buf value = {0};
		bool ok = expression_print(said.text, &value, err);
		buf_done(&value);
		return ok;
	}
	if (said.kind == SAY_NOTHING)
		return true;
	AUTO_FREE char *call = call_in_its_place(line, &said);
	return call_check_typed(str_from(call), err);
}

/* "client: repeat 3 send(c, "x")" */
static bool check_call(const struct said *said, struct err *err)
{
	struct str rest = said->text, word = {0};
	str_next_word(&rest, &word);
	if (!said->actor.len || looks_like_call(said->text) ||
	    !command_find(word) || syscall_find(word))
		return true;
	return FAILURE(err, "command-behind-actor", SLOT_STR("word", word));
}

/* "client send(c, "x")": the colon is missing. */
static bool names_actor(const struct app *app, struct str line)
{
	struct str word;
	return app->session && str_next_word(&line, &word) &&
	       !command_find(word) && !syscall_find(word) &&
	       actors_find(session_journal(app->session), word);
}

bool say_line(struct app *app, struct str line, struct err *err)
{
	struct said said;
	if (!command_find(str_trim(line)) && own_tell_variable(app, line))
		return true;
	if (!say_read(line, &said, err)) {
		struct str rest = line, word = {0};
		str_next_word(&rest, &word);
		return names_actor(app, line) &&
		       FAILURE(err, "actor-without-colon",
			       SLOT_STR("actor", word));
	}
	if (said.kind == SAY_COMMAND)
		return command_run(app, said.text, err);
	if (said.kind == SAY_CALL && expression_begins(said.text))
		return tell_value(app, said.text, err);
	if (said.kind == SAY_NOTHING)
		return true;
	if (!check_call(&said, err))
		return false;
	AUTO_FREE char *call = call_in_its_place(line, &said);
	return call_run_typed(app, said.actor, str_from(call), err);
}

/* It can have words in it that were typed: a terminal must not obey them. */
static void tell_failed(struct app *app, const struct err *err)
{
	struct buf text = {0};
	text_show(&text, err->text, strlen(err->text), sizeof(err->text));
	app_say(app, "%s", buf_text(&text));
	buf_done(&text);
}

bool app_run_line(struct app *app, struct str line)
{
	app->frames.is_touched = true;
	struct err err;
	bool ok = say_line(app, line, &err);
	if (!ok)
		tell_failed(app, &err);
	return ok;
}

void app_run_command(struct app *app, const char *line)
{
	app->frames.is_touched = true;
	struct err err;
	if (!command_run(app, str_from(line), &err))
		tell_failed(app, &err);
}
