/* block: the fenced blocks of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each kind is a row of the table at the end: its word behind the fence and
 * the function that reads it.
 */
#include "base/sentence.h"
#include "lesson/asked.h"
#include "lesson/read/launches.h"
#include "lesson/read/reader.h"
#include "lesson/read/starter.h"

#include <cmark-gfm.h>

/* A block while it is read. */
struct block {
	struct str rest; /* of the words behind the fence */
	struct str text; /* between the fences */
	int line;	 /* of the fence; the text begins on the next */
};

typedef void block_fn(struct reader *reader, struct block *block);

static const char *actor_name(struct reader *reader, struct str word, int line)
{
	const char *names[READER_NAMES_MAX];
	size_t count = reader_actors(reader, names);
	for (size_t i = 0; i < count; i++) {
		if (str_is(word, names[i]))
			return names[i];
	}
	// Without any actor the front matter is at fault, which is told there.
	if (count) {
		AUTO_FREE char *nearest = fault_nearest(word, names, count);
		FAULT(reader->faults, line, "fault-no-actor",
		      SLOT_STR("word", word), SLOT_TEXT("nearest", nearest));
	}
	return arena_strndup(&reader->lesson->arena, word.data, word.len);
}

/* Whether the step is there that a beat needs. */
static bool in_step(struct reader *reader, const struct block *block)
{
	if (!reader->step)
		FAULT(reader->faults, block->line, "fault-before-steps");
	return reader->step;
}

static void read_setup(struct reader *reader, const struct block *block,
		       const char *actor)
{
	if (reader->lesson->is_exercise)
		FAULT(reader->faults, block->line, "fault-setup-in-exercise");
	else if (reader->beats)
		FAULT(reader->faults, block->line, "fault-setup-late");
	calls_read(reader, actor, block->text, block->line, true);
}

/* The variables that a question asks about. */
static void check_asked(struct reader *reader, const struct beat *beat)
{
	const struct prediction *prediction = beat->prediction;
	for (size_t i = 0; prediction && i < prediction->option_count; i++) {
		const struct asked_part *part = prediction->options[i].part;
		struct expect like = {.line = prediction->line};
		if (!part)
			continue;
		like.variable = asked_variable(part, &like.actor);
		if (like.variable)
			naming_expect(reader, &like, beat);
	}
}

/* The question is asked before the beat that was read last. */
static void ask_before(struct reader *reader,
		       const struct prediction *prediction)
{
	if (!reader->last)
		return;
	if (prediction && prediction->kind == ASKED_CALLS)
		FAULT(reader->faults, prediction->line, "fault-puzzle-place");
	reader->last->prediction = prediction;
	check_asked(reader, reader->last);
}

static void read_c(struct reader *reader, struct block *block)
{
	struct str word;
	if (!str_next_word(&block->rest, &word)) {
		FAULT(reader->faults, block->line, "fault-c-actor");
		return;
	}
	const char *actor = actor_name(reader, word, block->line);
	struct str rest = block->rest;
	if (str_next_word(&rest, &word) && str_is(word, "setup")) {
		block->rest = rest;
		read_setup(reader, block, actor);
		return;
	}
	reader_end_beat(reader);
	in_step(reader, block);
	const struct prediction *prediction = reader->prediction;
	reader->prediction = NULL;
	size_t first = reader->step ? reader->step->beat_count : 0;
	calls_read(reader, actor, block->text, block->line, false);
	if (prediction && prediction->kind == ASKED_CALLS) {
		puzzle_complete(reader, prediction, first);
		return;
	}
	// The question is about what the block comes to: its last call, which
	// its expectations are about as well.
	ask_before(reader, prediction);
}

static void read_try(struct reader *reader, struct block *block)
{
	struct str word;
	if (!str_next_word(&block->rest, &word)) {
		FAULT(reader->faults, block->line, "fault-try-actor");
		return;
	}
	in_step(reader, block);
	try_read(reader, actor_name(reader, word, block->line), block->text,
		 block->line);
}

static void read_wire(struct reader *reader, struct block *block)
{
	reader_end_beat(reader);
	in_step(reader, block);
	const struct prediction *prediction = reader->prediction;
	reader->prediction = NULL;
	orders_read(reader, block->text, block->line);
	// As with calls, about what the block comes to.
	ask_before(reader, prediction);
}

static const char *host_name(struct reader *reader, struct str word, int line)
{
	const struct lesson *lesson = reader->lesson;
	const char *names[64];
	size_t count = 0;
	for (; count < lesson->host_count && count < 64; count++) {
		names[count] = lesson->hosts[count].name;
		if (str_is(word, names[count]))
			return names[count];
	}
	AUTO_FREE char *nearest = fault_nearest(word, names, count);
	FAULT(reader->faults, line, "fault-no-host", SLOT_STR("word", word),
	      SLOT_TEXT("nearest", nearest));
	return NULL;
}

static void read_sh(struct reader *reader, struct block *block)
{
	struct str word, line, rest = block->text, command = {0};
	const char *host = NULL;
	int number = block->line, found = block->line, count = 0;
	if (str_next_word(&block->rest, &word))
		host = host_name(reader, word, block->line);
	while (str_next_line(&rest, &line)) {
		number++;
		line = str_trim(line);
		if (!line.len || line.data[0] == '#')
			continue;
		if (++count == 1) {
			command = line;
			found = number;
		} else if (count == 2) {
			FAULT(reader->faults, number, "fault-sh-second");
		}
	}
	if (!count)
		FAULT(reader->faults, block->line, "fault-sh-empty");
	if (!in_step(reader, block))
		return;
	naming_reach(reader, NULL, found);
	const struct prediction *prediction = reader->prediction;
	reader->prediction = NULL;
	struct beat *beat = reader_add_beat(reader, BEAT_COMMAND, found);
	ask_before(reader, prediction);
	beat->host = host;
	beat->command = arena_strndup(&reader->lesson->arena, command.data,
				      command.len);
}

static void read_asked(struct reader *reader, struct block *block,
		       enum asked_kind kind)
{
	reader_end_beat(reader);
	if (!in_step(reader, block))
		return;
	if (reader->prediction)
		FAULT(reader->faults, reader->prediction->line,
		      "fault-prediction-twice");
	reader->prediction =
		prediction_read(reader, kind, block->text, block->line);
}

static void read_predict(struct reader *reader, struct block *block)
{
	read_asked(reader, block, ASKED_CHOICE);
}

static void read_fill(struct reader *reader, struct block *block)
{
	read_asked(reader, block, ASKED_FIELDS);
}

static void read_arrange(struct reader *reader, struct block *block)
{
	read_asked(reader, block, ASKED_ORDER);
}

static void read_puzzle(struct reader *reader, struct block *block)
{
	read_asked(reader, block, ASKED_CALLS);
}

static void read_expect(struct reader *reader, struct block *block)
{
	expects_read(reader, block->text, block->line);
}

static void read_modify(struct reader *reader, struct block *block)
{
	if (!in_step(reader, block))
		return;
	struct beat *beat = reader_add_beat(reader, BEAT_MODIFY, block->line);
	question_read(reader, block->text, block->line, &beat->question, NULL);
}

static void read_recall(struct reader *reader, struct block *block)
{
	if (!in_step(reader, block))
		return;
	struct beat *beat = reader_add_beat(reader, BEAT_RECALL, block->line);
	if (question_has_boxes(block->text))
		question_read_choice(reader, block->text, block->line, beat);
	else
		question_read(reader, block->text, block->line, &beat->question,
			      &beat->answer);
}

/* Adds a block's Markdown to what is there already. */
static void add_text(struct reader *reader, const struct block *block,
		     const char **field)
{
	struct buf words = {0};
	cmark_node *document = cmark_parse_document(
		block->text.data, block->text.len, CMARK_OPT_VALIDATE_UTF8);
	if (*field) {
		buf_puts(&words, *field);
		buf_puts(&words, "\n\n");
	}
	size_t len = words.len;
	words_print(document, true, &words);
	reader_check_words(reader, document, block->line);
	cmark_node_free(document);
	if (words.len > len)
		*field = arena_strndup(&reader->lesson->arena, words.data,
				       words.len);
	else
		FAULT(reader->faults, block->line, "fault-block-empty");
	buf_done(&words);
}

static void read_more(struct reader *reader, struct block *block)
{
	add_text(reader, block,
		 reader->last ? &reader->last->more : &reader->more);
}

static void read_notes(struct reader *reader, struct block *block)
{
	add_text(reader, block,
		 reader->last ? &reader->last->notes : &reader->notes);
}

static void read_light(struct reader *reader, struct block *block)
{
	light_read(reader, block->text, block->line);
}

static void read_program(struct reader *reader, struct block *block)
{
	if (in_step(reader, block))
		launch_read_program(reader, block->text, block->line);
}

static void read_peer(struct reader *reader, struct block *block)
{
	if (in_step(reader, block))
		launch_read_peer(reader, &block->rest, block->text,
				 block->line);
}

static void read_signal(struct reader *reader, struct block *block)
{
	if (in_step(reader, block))
		signal_read(reader, block->text, block->line);
}

static void read_starter(struct reader *reader, struct block *block)
{
	starter_read(reader, &block->rest, block->text, block->line);
}

static void read_hints(struct reader *reader, struct block *block)
{
	if (in_step(reader, block))
		hints_read(reader, block->text, block->line);
}

enum { IN_LESSON = 1, IN_EXERCISE = 2, IN_BOTH = 3 };

static const struct {
	const char *word;
	block_fn *read;
	unsigned where;
} blocks[] = {
	{"c", read_c, IN_BOTH},
	{"sh", read_sh, IN_BOTH},
	{"wire", read_wire, IN_BOTH},
	{"try", read_try, IN_LESSON},
	{"predict", read_predict, IN_LESSON},
	{"fill", read_fill, IN_LESSON},
	{"arrange", read_arrange, IN_LESSON},
	{"puzzle", read_puzzle, IN_LESSON},
	{"expect", read_expect, IN_BOTH},
	{"modify", read_modify, IN_LESSON},
	{"recall", read_recall, IN_LESSON},
	{"more", read_more, IN_BOTH},
	{"notes", read_notes, IN_BOTH},
	{"light", read_light, IN_LESSON},
	{"program", read_program, IN_EXERCISE},
	{"peer", read_peer, IN_EXERCISE},
	{"signal", read_signal, IN_EXERCISE},
	{"starter", read_starter, IN_EXERCISE},
	{"hints", read_hints, IN_EXERCISE},
};

static unsigned place_of(const struct reader *reader)
{
	return reader->lesson->is_exercise ? IN_EXERCISE : IN_LESSON;
}

static void fault_unknown(struct reader *reader, struct str word, int line)
{
	const char *names[COUNT(blocks)];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(blocks); i++) {
		if (blocks[i].where & place_of(reader))
			names[count++] = blocks[i].word;
	}
	AUTO_FREE char *nearest = fault_nearest(word, names, count);
	if (word.len)
		FAULT(reader->faults, line, "fault-block-unknown",
		      SLOT_STR("word", word), SLOT_TEXT("nearest", nearest));
	else
		FAULT(reader->faults, line, "fault-block-wordless",
		      SLOT_TEXT("nearest", nearest));
}

void block_read(struct reader *reader, struct str info, struct str text,
		int line)
{
	struct block block = {info, text, line};
	struct str word;
	str_next_word(&block.rest, &word);
	for (size_t i = 0; i < COUNT(blocks); i++) {
		if (!str_is(word, blocks[i].word) ||
		    !(blocks[i].where & place_of(reader)))
			continue;
		blocks[i].read(reader, &block);
		if (str_next_word(&block.rest, &word))
			FAULT(reader->faults, line, "fault-fence-rest",
			      SLOT_STR("word", word));
		return;
	}
	fault_unknown(reader, word, line);
}
