/* asked: what a learner writes for an answer, and what the journal says of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer is kept as text that can be read without its lesson: the values of
 * the fields in their order, or the packets by their names, which the shuffled
 * letters of one run are read to.
 *
 * Packets are given to items in the order in which both come: two items with
 * the same words stand for two packets, and no answer depends on which of them
 * was meant. An item that no packet of the beat is like did not come; a packet
 * that no item is like was not asked for.
 *
 * Of calls the lesson itself has the order: they are its next ones. They have
 * commas of their own, so a semicolon parts them.
 */
#include "lesson/asked.h"

#include "base/sentence.h"
#include "base/text.h"
#include "lesson/asked_part.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

bool asked_in_words(const struct prediction *prediction)
{
	return prediction && prediction->kind != ASKED_CHOICE;
}

bool asked_has_option(const struct prediction *prediction, int choice,
		      struct err *err)
{
	if (choice < (int)prediction->option_count)
		return true;
	return FAILURE(
		err, "answer-no-option",
		SLOT_PART("option", &(char){'a' + choice}, 1),
		SLOT_PART("last",
			  &(char){'a' + (int)prediction->option_count - 1}, 1));
}

const char *asked_lead(const struct prediction *prediction, size_t i)
{
	static const char *const letters[] = {"a)", "b)", "c)",
					      "d)", "e)", "f)"};
	static const char *const numbers[] = {"1.", "2.", "3.",
					      "4.", "5.", "6."};
	static_assert(COUNT(letters) == LESSON_OPTIONS_MAX, "a letter each");
	static_assert(COUNT(numbers) == LESSON_OPTIONS_MAX, "a number each");
	return prediction->kind == ASKED_FIELDS ? numbers[i] : letters[i];
}

bool asked_needs_wire(const struct prediction *prediction)
{
	for (size_t i = 0; prediction && i < prediction->option_count; i++) {
		const struct asked_part *part = prediction->options[i].part;
		if (part && part_needs_wire(part))
			return true;
	}
	return false;
}

void asked_print_how(const struct prediction *prediction, struct buf *out)
{
	size_t count = prediction->option_count;
	if (prediction->kind == ASKED_FIELDS && count == 1)
		SENTENCE(out, "answer-value");
	else if (prediction->kind == ASKED_FIELDS)
		SENTENCE(out, "answer-values", SLOT_NUMBER("count", count));
	else
		SENTENCE(out, "answer-letters");
}

const char *asked_between(const struct prediction *prediction)
{
	return prediction->kind == ASKED_CALLS ? "; " : ", ";
}

/* --- what was typed --------------------------------------------------------
 */

/* The next value of a list with commas. */
static bool next_value(struct str *rest, struct str *value)
{
	if (!rest->data)
		return false;
	const char *comma = memchr(rest->data, ',', rest->len);
	size_t len = comma ? (size_t)(comma - rest->data) : rest->len;
	*value = str_trim((struct str){rest->data, len});
	*rest = comma ? (struct str){comma + 1, rest->len - len - 1}
		      : (struct str){0};
	return true;
}

static bool read_values(const struct prediction *prediction, const char *text,
			struct buf *out, struct err *err)
{
	struct str rest = str_from(text), value;
	size_t count = 0;
	bool is_empty = false;
	while (next_value(&rest, &value)) {
		buf_puts(out, count++ ? ", " : "");
		buf_add(out, value.data, value.len);
		is_empty |= !value.len;
	}
	if (count == prediction->option_count && !is_empty)
		return true;
	struct buf how = {0};
	asked_print_how(prediction, &how);
	FAILURE(err, "answer-expected", SLOT_TEXT("text", text),
		SLOT_TEXT("how", buf_text(&how)));
	buf_done(&how);
	return false;
}

static bool read_letters(const struct prediction *prediction, const char *text,
			 struct buf *out, struct err *err)
{
	bool is_taken[LESSON_OPTIONS_MAX] = {false};
	size_t count = 0;
	for (const char *c = text; *c; c++) {
		size_t at = (size_t)(tolower((unsigned char)*c) - 'a');
		if (isspace((unsigned char)*c) || *c == ',')
			continue;
		if (!isalpha((unsigned char)*c) ||
		    at >= prediction->option_count)
			return FAILURE(
				err, "answer-no-item", SLOT_TEXT("text", text),
				SLOT_PART("item", &(char){*c}, 1),
				SLOT_PART(
					"last",
					&(char){(
						char)('a' +
						      prediction->option_count -
						      1)},
					1));
		if (is_taken[at])
			return FAILURE(err, "answer-item-twice",
				       SLOT_TEXT("text", text));
		is_taken[at] = true;
		buf_puts(out, !count++ ? "" : asked_between(prediction));
		buf_puts(out, prediction->options[at].text);
	}
	return count || FAILURE(err, "answer-no-letters");
}

bool asked_read(const struct prediction *prediction, const char *text,
		struct buf *out, struct err *err)
{
	return prediction->kind == ASKED_FIELDS
		       ? read_values(prediction, text, out, err)
		       : read_letters(prediction, text, out, err);
}

/* --- what the journal says -------------------------------------------------
 */

static void judge_fields(const struct prediction *prediction, struct str said,
			 const struct view *view, struct verdict *verdict)
{
	struct str value;
	verdict->is_known = verdict->is_right = true;
	for (size_t i = 0; i < prediction->option_count; i++) {
		const struct option *option = &prediction->options[i];
		struct buf found = {0};
		bool is_known = part_read(option->part, view, &found);
		bool has_value = next_value(&said, &value);
		struct str text = {buf_text(&found), found.len};
		verdict->is_known &= is_known;
		buf_puts(&verdict->found, i ? ", " : "");
		buf_add(&verdict->found, text.data, text.len);
		if (!has_value || !part_is_same(option->part, value, text)) {
			verdict->is_right = false;
			buf_printf(&verdict->missed, "%s%s",
				   verdict->missed.len ? "; " : "",
				   option->text);
		}
		buf_done(&found);
	}
}

static bool is_like(const struct asked_part *part,
		    const struct event_packet *packet)
{
	return wanted_matches(&part->wanted, packet) &&
	       (!part->actor || text_is(part->actor, packet->from_actor));
}

/* Marks the first item that is free and like the packet; -1 for none. */
static int take_item(const struct prediction *prediction,
		     const struct event_packet *packet, bool *is_taken)
{
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (is_taken[i] ||
		    !is_like(prediction->options[i].part, packet))
			continue;
		is_taken[i] = true;
		return (int)i;
	}
	return -1;
}

static void judge_order(const struct prediction *prediction, struct str said,
			const struct view *view, struct verdict *verdict)
{
	bool is_taken[LESSON_OPTIONS_MAX] = {false};
	size_t count, came = 0;
	const struct event_packet **packets = goal_packets(view, &count);
	for (size_t i = 0; i < count; i++) {
		int at = take_item(prediction, packets[i], is_taken);
		if (at >= 0)
			buf_printf(&verdict->found, "%s%s", came++ ? ", " : "",
				   prediction->options[at].text);
	}
	free(packets);
	for (size_t i = 0; i < prediction->option_count; i++) {
		if (!is_taken[i])
			buf_printf(&verdict->missed, "%s%s",
				   verdict->missed.len ? ", " : "",
				   prediction->options[i].text);
	}
	// One packet alone is in no order.
	verdict->is_known = came > 1;
	verdict->is_right = str_is(said, buf_text(&verdict->found));
}

static void judge_calls(const struct prediction *prediction, struct str said,
			struct verdict *verdict)
{
	for (int place = 0; place < (int)prediction->option_count; place++) {
		for (size_t i = 0; i < prediction->option_count; i++) {
			const struct option *option = &prediction->options[i];
			if (option->right && option->place == place)
				buf_printf(&verdict->found, "%s%s",
					   place ? "; " : "", option->text);
		}
	}
	verdict->is_known = true;
	verdict->is_right = str_is(said, buf_text(&verdict->found));
}

struct verdict asked_judge(const struct prediction *prediction,
			   const char *said, const struct asked_beat *beat)
{
	struct verdict verdict = {0};
	const struct view view = {
		.journal = beat->journal,
		.begin = beat->begin,
		.place = beat->place,
		.actor = beat->actor,
	};
	struct str text = said ? str_from(said) : (struct str){0};
	if (prediction->kind == ASKED_FIELDS)
		judge_fields(prediction, text, &view, &verdict);
	else if (prediction->kind == ASKED_CALLS)
		judge_calls(prediction, text, &verdict);
	else
		judge_order(prediction, text, &view, &verdict);
	verdict.is_right &= said && verdict.is_known;
	return verdict;
}

void verdict_done(struct verdict *verdict)
{
	buf_done(&verdict->found);
	buf_done(&verdict->missed);
}
