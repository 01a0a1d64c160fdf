/* launches: the blocks that only an exercise has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     program = { word } { "input" strings | "env" NAME=VALUE | "on" host }
 *
 * The first line of a program block has its arguments, the others begin with
 * their word. When a program is ready is no matter of this block: an expect
 * block behind it says what the kernel has then.
 */
#include "lesson/read/launches.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "journal/until.h"
#include "lesson/expect/goal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MOST = 64 };

/* --- checks ----------------------------------------------------------------
 */

/* Those of CURRICULUM.md, M01 to M44, separated by one blank each. */
static bool are_misconceptions(struct str text)
{
	enum { LAST = 44 };
	struct str rest = text, word;
	size_t len = 0;
	while (str_next_word(&rest, &word)) {
		int number = 0;
		if (word.len != 3 || word.data[0] != 'M' ||
		    !isdigit((unsigned char)word.data[1]) ||
		    !isdigit((unsigned char)word.data[2]))
			return false;
		number = (word.data[1] - '0') * 10 + (word.data[2] - '0');
		if (number < 1 || number > LAST)
			return false;
		len += word.len + (len > 0);
	}
	return len && len == text.len;
}

/* What is in "(4 points, M13 M14)" at the end of a title, which is cut off. */
static bool cut_points(struct arena *arena, struct str *title,
		       struct step *step)
{
	const char *open = memrchr(title->data, '(', title->len);
	if (!open || title->data[title->len - 1] != ')')
		return false;
	struct str inside = {open + 1,
			     title->len - 2 - (size_t)(open - title->data)};
	const char *comma = memchr(inside.data, ',', inside.len);
	size_t len = comma ? (size_t)(comma - inside.data) : inside.len;
	AUTO_FREE char *text = xprintf("%.*s", (int)len, inside.data);
	int end = 0;
	if ((sscanf(text, "%2d points%n", &step->points, &end) != 1 || !end) &&
	    (sscanf(text, "%2d point%n", &step->points, &end) != 1 || !end))
		return false;
	if (text[end] || step->points <= 0)
		return false;
	title->len = (size_t)(open - title->data);
	*title = str_trim(*title);
	if (!comma)
		return true;
	struct str held =
		str_trim((struct str){comma + 1, inside.len - len - 1});
	step->misconceptions = arena_strndup(arena, held.data, held.len);
	return are_misconceptions(held);
}

void check_read_title(struct reader *reader, struct step *step, struct str text)
{
	static const char word[] = "Check:";
	struct str title = text;
	step->subgoal = "check";
	bool is_check = str_has_prefix(text, word);
	if (is_check) {
		title.data += strlen(word);
		title.len -= strlen(word);
		title = str_trim(title);
	}
	if (!is_check || !title.len ||
	    !cut_points(&reader->lesson->arena, &title, step) || !title.len)
		FAULT(reader->faults, step->line, "fault-heading-check");
	step->title =
		arena_strndup(&reader->lesson->arena, title.data, title.len);
}

/* Adds an actor that no front matter names. */
static const char *add_program(struct reader *reader, struct str name)
{
	struct lesson *lesson = reader->lesson;
	const char *kept = arena_strndup(&lesson->arena, name.data, name.len);
	lesson->children =
		list_grow(&lesson->arena, lesson->children, lesson->child_count,
			  sizeof(*lesson->children));
	lesson->children[lesson->child_count++] = kept;
	return kept;
}

void check_begin(struct reader *reader)
{
	reader->naming_count = 0;
	reader->namings = NULL;
	reader->lesson->child_count = 0;
	reader->lesson->children = NULL;
	add_program(reader, str_from(LESSON_PROGRAM));
}

/* --- programs --------------------------------------------------------------
 */

/* A program block while it is read. */
struct draft {
	struct reader *reader;
	struct launch *launch;
	const char *words[WORDS_MOST + 1], *environment[WORDS_MOST + 1];
	size_t word_count, environment_count;
	int line;
};

static const char *keep(struct draft *draft, struct str word)
{
	return arena_strndup(&draft->reader->lesson->arena, word.data,
			     word.len);
}

static void add_words(struct draft *draft, struct str line)
{
	struct str word;
	while (str_next_word(&line, &word) && draft->word_count < WORDS_MOST)
		draft->words[draft->word_count++] = keep(draft, word);
}

static void read_input(struct draft *draft, struct str rest)
{
	struct err err;
	struct arena *arena = &draft->reader->lesson->arena;
	struct scan scan = {
		.rest = rest, .start = rest.data, .arena = arena, .err = &err};
	if (!scan_strings(&scan, &draft->launch->input))
		FAULT(draft->reader->faults, draft->line, "fault-input",
		      SLOT_TEXT("error", err.text));
}

static void read_environment(struct draft *draft, struct str rest)
{
	rest = str_trim(rest);
	if (!memchr(rest.data, '=', rest.len))
		FAULT(draft->reader->faults, draft->line, "fault-env",
		      SLOT_STR("word", rest));
	else if (draft->environment_count < WORDS_MOST)
		draft->environment[draft->environment_count++] =
			keep(draft, rest);
}

static void read_host(struct draft *draft, struct str rest)
{
	rest = str_trim(rest);
	const struct lesson *lesson = draft->reader->lesson;
	for (size_t i = 0; i < lesson->host_count; i++) {
		if (str_is(rest, lesson->hosts[i].name))
			draft->launch->host = lesson->hosts[i].name;
	}
	if (!draft->launch->host)
		FAULT(draft->reader->faults, draft->line, "fault-on-host",
		      SLOT_STR("word", rest));
}

static void read_until(struct draft *draft, struct str rest)
{
	struct until until;
	struct err err;
	rest = str_trim(rest);
	if (until_parse(rest, &until, &err) && until.kind == UNTIL_NAME)
		draft->launch->until = until.name;
	else
		FAULT(draft->reader->faults, draft->line, "fault-until",
		      SLOT_STR("word", rest));
}

static const struct {
	const char *word;
	void (*read)(struct draft *draft, struct str rest);
} lines[] = {
	{"input", read_input},
	{"env", read_environment},
	{"on", read_host},
	{"until", read_until},
};

static void read_line(struct draft *draft, struct str line, bool is_first)
{
	struct str rest = line, word;
	str_next_word(&rest, &word);
	for (size_t i = 0; i < COUNT(lines); i++) {
		if (str_is(word, lines[i].word)) {
			lines[i].read(draft, str_trim(rest));
			return;
		}
	}
	if (is_first)
		add_words(draft, line);
	else
		FAULT(draft->reader->faults, draft->line, "fault-launch-word",
		      SLOT_STR("word", word));
}

static void add_launch(struct draft *draft, const char *actor, int line)
{
	struct reader *reader = draft->reader;
	struct arena *arena = &reader->lesson->arena;
	draft->launch->words =
		arena_copy(arena, draft->words,
			   (draft->word_count + 1) * sizeof(*draft->words));
	draft->launch->environment = arena_copy(
		arena, draft->environment,
		(draft->environment_count + 1) * sizeof(*draft->environment));
	naming_reach(reader, NULL, line);
	struct beat *beat = reader_add_beat(reader, BEAT_LAUNCH, line);
	beat->actor = actor;
	beat->launch = draft->launch;
}

/* Whether the check has started the learner's program before. */
static bool is_started(const struct reader *reader)
{
	const struct step *step = reader->step;
	for (size_t i = 0; i < step->beat_count; i++) {
		if (step->beats[i].kind == BEAT_LAUNCH &&
		    !step->beats[i].launch->code)
			return true;
	}
	return false;
}

void launch_read_program(struct reader *reader, struct str text, int line)
{
	struct draft draft = {.reader = reader, .line = line};
	struct str rest = text, raw;
	bool is_first = true;
	draft.launch =
		arena_alloc(&reader->lesson->arena, sizeof(struct launch));
	while (str_next_line(&rest, &raw)) {
		draft.line++;
		raw = str_trim(raw);
		if (reader_is_comment(raw))
			continue;
		read_line(&draft, raw, is_first);
		is_first = false;
	}
	add_launch(&draft,
		   is_started(reader) ? LESSON_PROGRAM_AGAIN : LESSON_PROGRAM,
		   line);
}

static bool can_name(struct reader *reader, struct str name)
{
	const char *names[READER_NAMES_MAX];
	size_t count = reader_actors(reader, names);
	bool good = name.len && isalpha((unsigned char)name.data[0]);
	for (size_t i = 0; i < name.len; i++)
		good = good && (isalnum((unsigned char)name.data[i]) ||
				name.data[i] == '_');
	for (size_t i = 0; i < count; i++)
		good = good && !str_is(name, names[i]);
	AUTO_FREE char *text = xprintf("%.*s", (int)name.len, name.data);
	return good && !goal_is_word(text);
}

void launch_read_peer(struct reader *reader, struct str *rest, struct str text,
		      int line)
{
	struct draft draft = {.reader = reader, .line = line};
	struct str name = {"", 0}, word;
	draft.launch =
		arena_alloc(&reader->lesson->arena, sizeof(struct launch));
	draft.launch->code =
		arena_strndup(&reader->lesson->arena, text.data, text.len);
	str_next_word(rest, &name);
	if (!can_name(reader, name)) {
		FAULT(reader->faults, line, "fault-peer-name");
		return;
	}
	if (str_next_word(rest, &word))
		read_host(&draft, word);
	if (!str_trim(text).len)
		FAULT(reader->faults, line, "fault-peer-empty");
	add_launch(&draft, add_program(reader, name), line);
}

/* --- signals ---------------------------------------------------------------
 */

static const char *find_actor(const struct reader *reader, struct str word)
{
	const char *names[READER_NAMES_MAX];
	size_t count = reader_actors(reader, names);
	for (size_t i = 0; i < count; i++) {
		if (str_is(word, names[i]))
			return names[i];
	}
	return NULL;
}

void signal_read(struct reader *reader, struct str text, int line)
{
	struct str rest = str_trim(text), actor = {"", 0}, word = {"", 0};
	int64_t signal = 0;
	str_next_word(&rest, &actor);
	str_next_word(&rest, &word);
	const char *name = find_actor(reader, actor);
	if (!name || !symbol_value(SYMBOL_SIGNAL, word, &signal) ||
	    str_trim(rest).len) {
		FAULT(reader->faults, line + 1, "fault-signal",
		      SLOT_STR("words", str_trim(text)));
		return;
	}
	naming_reach(reader, NULL, line);
	struct beat *beat = reader_add_beat(reader, BEAT_SIGNAL, line);
	beat->actor = name;
	beat->signal = (int)signal;
}
