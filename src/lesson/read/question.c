/* question: predictions, and what modify and recall blocks ask.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     predict = question, list of "- [ ] option (M09)", each with an indented
 *               line below it, and "- [x] option", then why, or nothing
 *     fill    = written.c
 *     puzzle  = question, list of "- `call`" that have no place among the next
 *               ones, each with an indented line below it, or none; why
 *     recall  = question, list with the answer; or as predict
 *     modify  = question
 *
 * Inside of these blocks stands Markdown, which is read by itself.
 */
#include "base/sentence.h"
#include "call/whole/parse.h"
#include "lesson/read/reader.h"

#include <cmark-gfm.h>
#include <ctype.h>
#include <string.h>

static cmark_node *parse_markdown(struct str text)
{
	return cmark_parse_document(text.data, text.len,
				    CMARK_OPT_VALIDATE_UTF8);
}

static char *take_words(struct reader *reader, struct words *words)
{
	char *text = NULL;
	if (words->text.len)
		text = arena_strndup(&reader->lesson->arena, words->text.data,
				     words->text.len);
	words_done(words);
	return text;
}

/* "(M09)" at the end of an option: cuts it off and returns its id. */
static const char *cut_misconception(struct arena *arena, struct str *text)
{
	size_t at = text->len;
	if (!at || text->data[--at] != ')')
		return NULL;
	size_t digits = 0;
	while (at && isdigit((unsigned char)text->data[at - 1])) {
		at--;
		digits++;
	}
	if (!digits || at < 2 || memcmp(text->data + at - 2, "(M", 2) != 0)
		return NULL;
	const char *id = arena_strndup(arena, text->data + at - 1, digits + 1);
	*text = str_trim((struct str){text->data, at - 2});
	return id;
}

/* Cuts an item behind its first line. Returns the lines below it as a paragraph
 * that is the caller's, or NULL for none. */
static cmark_node *cut_reply(cmark_node *item)
{
	cmark_node *line = cmark_node_first_child(item);
	cmark_node *at = line ? cmark_node_first_child(line) : NULL;
	while (at && cmark_node_get_type(at) != CMARK_NODE_SOFTBREAK)
		at = cmark_node_next(at);
	if (!at)
		return NULL;
	cmark_node *reply = cmark_node_new(CMARK_NODE_PARAGRAPH);
	for (cmark_node *next = cmark_node_next(at); next;
	     next = cmark_node_next(at))
		cmark_node_append_child(reply, next);
	cmark_node_free(at);
	return reply;
}

/* The words below an option. Only what is wrong has them: why the right one is
 * right is said to all. */
static const char *read_reply(struct reader *reader, cmark_node *node,
			      bool right, int line)
{
	struct words words = {0};
	if (node)
		words_add(&words, node, line + 1);
	size_t lines = words_lines(&words);
	char *reply = take_words(reader, &words);
	if (right && reply)
		FAULT(reader->faults, line, "fault-right-words");
	else if (!right && !reply)
		FAULT(reader->faults, line, "fault-wrong-silent");
	else if (lines > WORDS_LINES)
		FAULT(reader->faults, line, "fault-option-long",
		      SLOT_NUMBER("lines", lines),
		      SLOT_NUMBER("columns", WORDS_COLUMNS),
		      SLOT_NUMBER("most", WORDS_LINES));
	return reply;
}

/* What stands behind the box of an option. */
static void add_option(struct reader *reader, struct prediction *prediction,
		       struct str text, bool right, int line)
{
	struct arena *arena = &reader->lesson->arena;
	const char *id = cut_misconception(arena, &text);
	size_t place = prediction->option_count++;
	prediction->options[place] = (struct option){
		.text = arena_strndup(arena, text.data, text.len),
		.right = right,
		.misconception = id,
		.place = (int)place,
	};
	if (!text.len)
		FAULT(reader->faults, line, "fault-option-empty");
	if (right && id)
		FAULT(reader->faults, line, "fault-right-misconception",
		      SLOT_TEXT("id", id));
}

/* An item of a list as one line. It prints as "- words": its mark is the
 * list's. */
static struct str item_text(cmark_node *item, struct buf *words)
{
	words_print(item, true, words);
	struct str text = str_trim((struct str){buf_text(words), words->len});
	if (str_has_prefix(text, "- "))
		text = (struct str){text.data + 2, text.len - 2};
	return text;
}

static void read_option(struct reader *reader, struct prediction *prediction,
			cmark_node *item, int line)
{
	struct buf words = {0};
	cmark_node *below = cut_reply(item);
	struct str text = item_text(item, &words);
	bool right = str_has_prefix(text, "[x]") || str_has_prefix(text, "[X]");
	if (!right && !str_has_prefix(text, "[ ]")) {
		FAULT(reader->faults, line, "fault-option-box");
	} else if (prediction->option_count == LESSON_CHOICES_MAX) {
		FAULT(reader->faults, line, "fault-options-most",
		      SLOT_NUMBER("most", LESSON_CHOICES_MAX));
	} else {
		text = str_trim((struct str){text.data + 3, text.len - 3});
		add_option(reader, prediction, text, right, line);
		prediction->options[prediction->option_count - 1].reply =
			read_reply(reader, below, right, line);
	}
	if (below)
		cmark_node_free(below);
	buf_done(&words);
}

/* A call that has no place in the order. */
static void read_distractor(struct reader *reader,
			    struct prediction *prediction, cmark_node *item,
			    int line)
{
	struct buf words = {0};
	struct err err;
	struct arena *arena = &reader->lesson->arena;
	struct call *call = arena_alloc(arena, sizeof(*call));
	cmark_node *below = cut_reply(item);
	struct str text = item_text(item, &words);
	size_t place = prediction->option_count;
	bool is_code = text.len > 2 && text.data[0] == '`' &&
		       text.data[text.len - 1] == '`';
	if (place == LESSON_OPTIONS_MAX) {
		FAULT(reader->faults, line, "fault-items-most",
		      SLOT_NUMBER("most", LESSON_OPTIONS_MAX));
	} else if (!is_code) {
		FAULT(reader->faults, line, "fault-puzzle-no-call");
	} else if (call_parse((struct str){text.data + 1, text.len - 2}, arena,
			      call, NULL, &err)) {
		prediction->options[prediction->option_count++] =
			(struct option){.call = call,
					.reply = read_reply(reader, below,
							    false, line)};
	} else {
		faults_pass(reader->faults, line, &err);
	}
	if (below)
		cmark_node_free(below);
	buf_done(&words);
}

static void check_prediction(struct reader *reader,
			     const struct prediction *prediction, bool list)
{
	int line = prediction->line;
	size_t right = 0;
	for (size_t i = 0; i < prediction->option_count; i++)
		right += prediction->options[i].right;
	if (!prediction->question)
		FAULT(reader->faults, line, "fault-prediction-question");
	if (!list)
		FAULT(reader->faults, line, "fault-prediction-no-options",
		      SLOT_NUMBER("most", LESSON_CHOICES_MAX));
	else if (prediction->option_count == 1)
		FAULT(reader->faults, line, "fault-prediction-one-option",
		      SLOT_NUMBER("most", LESSON_CHOICES_MAX));
	if (prediction->option_count && !right)
		FAULT(reader->faults, line, "fault-prediction-no-answer");
}

static void read_item(struct reader *reader, struct prediction *prediction,
		      cmark_node *item, int line)
{
	if (prediction->kind == ASKED_CHOICE) {
		read_option(reader, prediction, item, line);
		return;
	}
	if (prediction->kind == ASKED_CALLS) {
		read_distractor(reader, prediction, item, line);
		return;
	}
	struct buf words = {0};
	const char *actors[READER_NAMES_MAX];
	const struct written_item written = {
		.text = item_text(item, &words),
		.line = line,
		.actors = actors,
		.actor_count = reader_actors(reader, actors),
	};
	written_read_item(reader, prediction, &written);
	buf_done(&words);
}

static struct prediction *read_prediction(struct reader *reader,
					  enum asked_kind kind, struct str text,
					  int line)
{
	struct prediction *prediction =
		arena_alloc(&reader->lesson->arena, sizeof(*prediction));
	prediction->kind = kind;
	prediction->line = line;
	struct words question = {0}, why = {0};
	bool list = false;
	cmark_node *document = parse_markdown(text);
	cmark_node *node = cmark_node_first_child(document);
	reader_check_words(reader, document, line);
	for (; node; node = cmark_node_next(node)) {
		int at = line + cmark_node_get_start_line(node);
		if (cmark_node_get_type(node) != CMARK_NODE_LIST || list) {
			words_add(list ? &why : &question, node, at);
			continue;
		}
		list = true;
		cmark_node *item = cmark_node_first_child(node);
		for (; item; item = cmark_node_next(item))
			read_item(reader, prediction, item,
				  line + cmark_node_get_start_line(item));
	}
	cmark_node_free(document);
	prediction->question = take_words(reader, &question);
	prediction->why = take_words(reader, &why);
	if (kind == ASKED_CHOICE)
		check_prediction(reader, prediction, list);
	else if (kind != ASKED_CALLS)
		written_check(reader, prediction);
	return prediction;
}

const struct prediction *prediction_read(struct reader *reader,
					 enum asked_kind kind, struct str text,
					 int line)
{
	return read_prediction(reader, kind, text, line);
}

/* The items of a list, one on each line, without their marks. */
static void add_items(struct buf *out, cmark_node *list)
{
	cmark_node *item = cmark_node_first_child(list);
	for (; item; item = cmark_node_next(item)) {
		struct buf words = {0};
		words_print(item, true, &words);
		const char *text = buf_text(&words);
		if (out->len)
			buf_putc(out, '\n');
		buf_puts(out, strncmp(text, "- ", 2) ? text : text + 2);
		buf_done(&words);
	}
}

bool question_has_boxes(struct str text)
{
	struct str line;
	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (str_has_prefix(line, "- [ ]") ||
		    str_has_prefix(line, "- [x]") ||
		    str_has_prefix(line, "- [X]"))
			return true;
	}
	return false;
}

/* What is right, in one text: there may be several such options. */
static const char *join_right(struct arena *arena,
			      const struct prediction *asked)
{
	struct buf right = {0};
	for (size_t i = 0; i < asked->option_count; i++) {
		if (!asked->options[i].right)
			continue;
		buf_puts(&right, right.len ? "\n" : "");
		buf_puts(&right, asked->options[i].text);
	}
	return buf_keep(&right, arena);
}

void question_read_choice(struct reader *reader, struct str text, int line,
			  struct beat *beat)
{
	struct prediction *asked =
		read_prediction(reader, ASKED_CHOICE, text, line);
	asked->recalls = true;
	beat->prediction = asked;
	beat->question = asked->question;
	beat->answer = join_right(&reader->lesson->arena, asked);
}

void question_read(struct reader *reader, struct str text, int line,
		   const char **question, const char **answer)
{
	struct words words = {0};
	struct buf items = {0};
	cmark_node *document = parse_markdown(text);
	cmark_node *node = cmark_node_first_child(document);
	reader_check_words(reader, document, line);
	for (; node; node = cmark_node_next(node)) {
		if (answer && cmark_node_get_type(node) == CMARK_NODE_LIST)
			add_items(&items, node);
		else
			words_add(&words, node, line);
	}
	cmark_node_free(document);
	*question = take_words(reader, &words);
	if (!*question)
		FAULT(reader->faults, line,
		      answer ? "fault-recall-question"
			     : "fault-modify-question");
	if (answer && items.len)
		*answer = arena_strndup(&reader->lesson->arena, items.data,
					items.len);
	else if (answer)
		FAULT(reader->faults, line, "fault-recall-answer");
	buf_done(&items);
}
