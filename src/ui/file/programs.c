/* programs: the programs that `sockstep trace` is to start.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/file/programs.h"

#include "base/sentence.h"
#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool read_when(const char *text, struct program *program,
		      struct err *err)
{
	static const char word[] = "listening";
	size_t len = sizeof(word) - 1;
	int end = 0;
	program->when = PROGRAM_WHEN_LISTENING;
	if (!strcmp(text, word))
		return true;
	bool has_port = !strncmp(text, word, len) &&
			sscanf(text + len, ":%5d%n", &program->port, &end) == 1;
	if (!strncmp(text, word, len) && text[len] == ':' &&
	    (strchr(text + len, '/') || text[len + 1] == '@')) {
		program->path = text + len + 1;
		return true;
	}
	if (has_port && !text[len + (size_t)end] && program->port > 0 &&
	    program->port < 65536)
		return true;
	return FAILURE(err, "when-expected", SLOT_TEXT("value", text));
}

/* --- names -----------------------------------------------------------------
 */

static bool is_name(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool fits = isalpha((unsigned char)text[i]) || text[i] == '_' ||
			    (i && (isdigit((unsigned char)text[i]) ||
				   text[i] == '-' || text[i] == '.'));
		if (!fits)
			return false;
	}
	return len > 0;
}

static struct str base_name(const char *path)
{
	return str_from(text_base(path));
}

/* Of python3.11 or bash the script is what a learner calls the program. */
static bool is_interpreter(struct str name)
{
	static const char *const names[] = {"python", "bash", "sh",  "perl",
					    "ruby",   "node", "php", "lua"};
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t len = strlen(names[i]);
		struct str rest = {name.data + len, name.len - len};
		if (name.len < len || memcmp(name.data, names[i], len) != 0)
			continue;
		size_t digits = 0;
		while (digits < rest.len &&
		       (isdigit((unsigned char)rest.data[digits]) ||
			rest.data[digits] == '.'))
			digits++;
		if (digits == rest.len)
			return true;
	}
	return false;
}

/* "server" of "python3 -u /home/me/server.py". */
static struct str natural_name(const struct program *program)
{
	struct str name = base_name(program->words[0]);
	if (is_interpreter(name)) {
		const char *const *word = program->words + 1;
		while (*word && **word == '-' && strcmp(*word, "-m") != 0) {
			// What follows is a program's text.
			if (!strcmp(*word, "-c") || !strcmp(*word, "-e"))
				return name;
			word++;
		}
		if (*word && !strcmp(*word, "-m"))
			word++;
		if (*word)
			name = base_name(*word);
		const char *dot = memchr(name.data, '.', name.len);
		if (dot && dot > name.data && !strstr(dot, ".server"))
			name.len = (size_t)(dot - name.data);
	}
	return name;
}

static bool is_taken(const struct programs *programs, const char *name)
{
	for (size_t i = 0; i < programs->count; i++) {
		if (!strcmp(programs->items[i].name, name))
			return true;
	}
	return false;
}

static void give_name(const struct programs *programs, struct program *program,
		      struct arena *arena)
{
	struct str natural = natural_name(program);
	char *word = arena_strndup(arena, natural.data, natural.len);
	// An actor's name is a word of commands.
	bool said = false;
	for (size_t i = 0; word[i]; i++) {
		if (!is_name(word + i, 1) && !(i && is_name(word, i + 1)))
			word[i] = '_';
		said = said || word[i] != '_';
	}
	const char *clean = said ? word : "program";
	program->name = clean;
	for (int i = 2; is_taken(programs, program->name); i++)
		program->name = arena_printf(arena, "%s-%d", clean, i);
}

/* Of a process that is gone or kept from us nothing is known. */
const char *programs_name_process(int pid, struct arena *arena)
{
	const struct programs none = {0};
	const char *words[64];
	size_t count = 0;
	AUTO_FREE char *path = xprintf("/proc/%d/cmdline", pid);
	char text[4096];
	FILE *file = fopen(path, "re");
	size_t len = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
	if (file)
		fclose(file);
	text[len] = '\0';
	for (size_t at = 0; at < len && count + 1 < COUNT(words);
	     at += strlen(text + at) + 1)
		words[count++] = text + at;
	words[count] = NULL;
	struct program program = {.words = words};
	if (count)
		give_name(&none, &program, arena);
	return count ? program.name : "process";
}

/* --- one program -----------------------------------------------------------
 */

/* Takes a word that stands before the program; `taken` says whether it was
 * one. */
static bool take_front(struct program *program, char *word, bool *taken,
		       struct arena *arena, struct err *err)
{
	size_t len = strlen(word);
	*taken = true;
	if (len > 1 && word[len - 1] == '=' && is_name(word, len - 1)) {
		program->name = arena_strndup(arena, word, len - 1);
		return true;
	}
	if (word[0] == '@' && is_name(word + 1, len - 1)) {
		program->host = word + 1;
		return true;
	}
	if (!strncmp(word, "--when=", 7))
		return read_when(word + 7, program, err);
	*taken = false;
	if (word[0] == '@')
		return FAILURE(err, "host-behind-at", SLOT_TEXT("word", word));
	return true;
}

static bool read_program(struct programs *programs, char **words,
			 const char *when, struct arena *arena, struct err *err)
{
	struct program program = {0};
	bool taken = true;
	while (*words && taken) {
		if (!take_front(&program, *words, &taken, arena, err))
			return false;
		words += taken;
	}
	if (!*words)
		return FAILURE(err, "program-missing",
			       SLOT_NUMBER("number", programs->count + 1));
	program.words = (const char *const *)words;
	if (when && programs->count && !program.when &&
	    !read_when(when, &program, err))
		return false;
	if (program.name && is_taken(programs, program.name))
		return FAILURE(err, "programs-same-name",
			       SLOT_TEXT("name", program.name));
	if (!program.name)
		give_name(programs, &program, arena);
	programs->items[programs->count++] = program;
	return true;
}

bool programs_read(struct programs *programs, char **words, int count,
		   const char *when, struct arena *arena, struct err *err)
{
	*programs = (struct programs){0};
	int begin = 0;
	for (int i = 0; i <= count; i++) {
		if (i < count && strcmp(words[i], "::") != 0)
			continue;
		if (programs->count == PROGRAMS_MOST)
			return FAILURE(err, "programs-most",
				       SLOT_NUMBER("most", PROGRAMS_MOST));
		// Behind the last word stands NULL already, as main() has it.
		if (i < count)
			words[i] = NULL;
		if (!read_program(programs, words + begin, when, arena, err))
			return false;
		begin = i + 1;
	}
	return true;
}
