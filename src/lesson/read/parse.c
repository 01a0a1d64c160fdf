/* parse: a lesson's file to steps and beats.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cmark gives the document as a row of blocks. Words before the first heading
 * are the introduction. In a step, words wait in `before` until a beat takes
 * them, or go to the `after` of the beat that was there last, until a line of
 * --- or a prediction ends it. Nothing stops at a fault: all are found.
 */
#include "base/sentence.h"
#include "lesson/read/front.h"
#include "lesson/read/launches.h"
#include "lesson/read/reader.h"
#include "lesson/read/values.h"

#include <cmark-gfm.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const subgoals[] = {
	NOTATION("get ready"),
	NOTATION("reach the server"),
	NOTATION("take the call"),
	"ask",
	"answer",
	NOTATION("hang up"),
	NOTATION("look around"),
};

/* Words that nothing follows are a beat of their own. */
static void end_words(struct reader *reader)
{
	reader_end_beat(reader);
	if (!reader->step || !reader->before.text.len)
		return;
	reader_add_beat(reader, BEAT_READ, reader->before.line);
	reader_end_beat(reader);
}

/* What waited for another beat of the step belongs to its last. */
static void give_back(struct reader *reader)
{
	struct step *step = reader->step;
	if (!step->beat_count)
		return;
	struct beat *last = &step->beats[step->beat_count - 1];
	if (reader->more && !last->more) {
		last->more = reader->more;
		reader->more = NULL;
	}
	if (reader->notes && !last->notes) {
		last->notes = reader->notes;
		reader->notes = NULL;
	}
}

static void end_step(struct reader *reader)
{
	if (reader->prediction)
		FAULT(reader->faults, reader->prediction->line,
		      "fault-prediction-alone");
	reader->prediction = NULL;
	end_words(reader);
	reader->begins = false;
	if (!reader->step)
		return;
	if (!reader->step->beat_count)
		FAULT(reader->faults, reader->step->line, "fault-step-empty");
	give_back(reader);
}

/* "Subgoal: title". Capitals do not matter. */
static void read_title(struct reader *reader, struct step *step,
		       struct str text)
{
	const char *colon = memchr(text.data, ':', text.len);
	struct str word = {text.data,
			   colon ? (size_t)(colon - text.data) : text.len};
	word = str_trim(word);
	for (size_t i = 0; i < COUNT(subgoals); i++) {
		if (word.len == strlen(subgoals[i]) &&
		    !strncasecmp(word.data, subgoals[i], word.len))
			step->subgoal = subgoals[i];
	}
	if (!step->subgoal && colon) {
		AUTO_FREE char *nearest =
			fault_nearest(word, subgoals, COUNT(subgoals));
		FAULT(reader->faults, step->line, "fault-subgoal-unknown",
		      SLOT_STR("word", word), SLOT_TEXT("nearest", nearest));
	} else if (!colon) {
		FAULT(reader->faults, step->line, "fault-subgoal-missing");
	}
	struct str title = {text.data + text.len, 0};
	if (colon)
		title = str_trim((struct str){
			colon + 1, text.len - (size_t)(colon + 1 - text.data)});
	if (colon && !title.len)
		FAULT(reader->faults, step->line, "fault-title-missing");
	step->title =
		arena_strndup(&reader->lesson->arena, title.data, title.len);
}

static void read_heading(struct reader *reader, cmark_node *node, int line)
{
	if (cmark_node_get_heading_level(node) != 2) {
		FAULT(reader->faults, line, "fault-heading-level",
		      SLOT_NUMBER("level", cmark_node_get_heading_level(node)));
		return;
	}
	end_step(reader);
	struct lesson *lesson = reader->lesson;
	lesson->steps = list_grow(&lesson->arena, lesson->steps,
				  lesson->step_count, sizeof(*lesson->steps));
	struct step *step = &lesson->steps[lesson->step_count++];
	*step = (struct step){.line = line};
	reader->step = step;
	struct buf text = {0};
	words_print(node, false, &text);
	struct str title = {buf_text(&text), text.len};
	if (lesson->is_exercise)
		check_read_title(reader, step, title);
	else
		read_title(reader, step, title);
	if (lesson->is_exercise)
		check_begin(reader);
	buf_done(&text);
}

static void read_words(struct reader *reader, cmark_node *node, int line)
{
	// In a check, words always say what is done next.
	bool is_after = reader->last && !reader->lesson->is_exercise;
	struct words *words = !reader->step ? &reader->introduction
			      : is_after    ? &reader->after
					    : &reader->before;
	reader_check_words(reader, node, line);
	words_add(words, node, line);
}

/* The lines of the file, to see what cmark no longer says. */
struct source {
	struct str *lines;
	size_t count;
	int first; /* line of the file that is cmark's line 1 */
};

/* Line number `line` as cmark counts, empty outside of the file. */
static struct str source_line(const struct source *source, int line)
{
	size_t index = (size_t)(line + source->first - 2);
	if (!source->lines || line < 1 || index >= source->count)
		return (struct str){"", 0};
	return str_trim(source->lines[index]);
}

/* Whether the last line of a fenced block is a fence. */
static bool is_closed(const struct source *source, cmark_node *node)
{
	int line = cmark_node_get_end_line(node);
	struct str last = source_line(source, line);
	return line > cmark_node_get_start_line(node) &&
	       (str_has_prefix(last, "```") || str_has_prefix(last, "~~~"));
}

static void read_fence(struct reader *reader, const struct source *source,
		       cmark_node *node, int line)
{
	int length, offset;
	char fence;
	if (!cmark_node_get_fenced(node, &length, &offset, &fence)) {
		FAULT(reader->faults, line, "fault-indented");
		return;
	}
	if (!is_closed(source, node))
		FAULT(reader->faults, line, "fault-unclosed");
	block_read(reader, str_from(cmark_node_get_fence_info(node)),
		   str_from(cmark_node_get_literal(node)), line);
}

/* What Markdown has and lessons have not. */
static void fault_node(struct reader *reader, cmark_node *node, int line)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *name = cmark_node_get_type_string(node);
	if (type == CMARK_NODE_BLOCK_QUOTE)
		FAULT(reader->faults, line, "fault-placeless-quotation");
	else if (type == CMARK_NODE_HTML_BLOCK)
		FAULT(reader->faults, line, "fault-placeless-html");
	else
		FAULT(reader->faults, line, "fault-placeless",
		      SLOT_TEXT("what", name));
}

static bool is_comment(cmark_node *node)
{
	return str_has_prefix(str_from(cmark_node_get_literal(node)), "<!--");
}

static void read_node(struct reader *reader, const struct source *source,
		      cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	int start = cmark_node_get_start_line(node);
	int line = start + source->first - 1;
	if (type == CMARK_NODE_HEADING) {
		if (str_has_prefix(source_line(source, start), "#"))
			read_heading(reader, node, line);
		else
			FAULT(reader->faults, line, "fault-underlined");
	} else if (type == CMARK_NODE_CODE_BLOCK) {
		read_fence(reader, source, node, line);
	} else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_LIST) {
		read_words(reader, node, line);
	} else if (type == CMARK_NODE_THEMATIC_BREAK) {
		end_words(reader);
	} else if (type != CMARK_NODE_HTML_BLOCK || !is_comment(node)) {
		fault_node(reader, node, line);
	}
}

static void read_document(struct reader *reader, const struct source *source,
			  struct str text)
{
	cmark_node *document = cmark_parse_document(text.data, text.len,
						    CMARK_OPT_VALIDATE_UTF8);
	cmark_node *node = cmark_node_first_child(document);
	for (; node; node = cmark_node_next(node))
		read_node(reader, source, node);
	cmark_node_free(document);
	end_step(reader);
	reader->lesson->introduction =
		reader_take_words(reader, &reader->introduction);
	if (!reader->step)
		FAULT(reader->faults, source->first,
		      reader->lesson->is_exercise ? "fault-no-check"
						  : "fault-no-step");
}

static bool is_rule(struct str line)
{
	return str_is(str_trim(line), "---");
}

/* The lines between the two rules. What is left in `rest` is the document. */
static bool cut_front(struct str *rest, struct str *front, int *lines)
{
	struct str next = *rest, line;
	if (!str_next_line(&next, &line) || !is_rule(line))
		return false;
	front->data = next.data;
	*lines = 1;
	while (str_next_line(&next, &line)) {
		++*lines;
		if (!is_rule(line))
			continue;
		front->len = (size_t)(line.data - front->data);
		*rest = next;
		return true;
	}
	return false;
}

/* The document of an exercise has values in the place of their names; what is
 * on a line stays there. */
static void read_drawn(struct reader *reader, const struct source *source,
		       struct str text)
{
	struct buf drawn = {0};
	values_put(text, source->first, reader->lesson->seed, &drawn,
		   reader->faults);
	read_document(reader, source,
		      (struct str){buf_text(&drawn), drawn.len});
	buf_done(&drawn);
}

static void read_all(struct reader *reader, struct str text)
{
	struct source source = {.first = 1};
	struct str rest = text, front, line;
	size_t cap = 0;
	int lines;
	while (str_next_line(&rest, &line)) {
		source.lines = xgrow(source.lines, &cap, source.count + 1,
				     sizeof(*source.lines));
		source.lines[source.count++] = line;
	}
	if (cut_front(&text, &front, &lines)) {
		front_parse(reader->lesson, front, 2, reader->faults);
		source.first = lines + 1;
		if (reader->lesson->is_exercise)
			read_drawn(reader, &source, text);
		else
			read_document(reader, &source, text);
	} else {
		FAULT(reader->faults, 1, "fault-front-missing");
	}
	free(source.lines);
}

struct lesson *lesson_parse(const char *file, const char *text, size_t len,
			    struct faults *faults)
{
	return lesson_parse_drawn(file, text, len, 0, faults);
}

struct lesson *lesson_parse_drawn(const char *file, const char *text,
				  size_t len, uint64_t seed,
				  struct faults *faults)
{
	struct lesson *lesson = xcalloc(1, sizeof(*lesson));
	lesson->seed = seed;
	struct reader reader = {.lesson = lesson, .faults = faults};
	size_t before = faults->count;
	lesson->file = arena_strdup(&lesson->arena, file);
	lesson->digest = lesson_digest((struct str){text, len});
	read_all(&reader, (struct str){text, len});
	words_done(&reader.introduction);
	words_done(&reader.before);
	words_done(&reader.after);
	faults_sort(faults);
	if (faults->count == before)
		return lesson;
	lesson_free(lesson);
	return NULL;
}
