/* promise: what each inhabitant of a lab may do, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * confine.c has what is done for it, and tests/lab/lab_confine.c tries each
 * cell from inside. The numbers are those of confine.h.
 */
#include "lab/inside/promise.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <string.h>

/* What stands in each row, as records, but for the last row. */
/* clang-format off */
static const struct promise rows[] = {
	{SENTENCE_ID("promise-seen"), {
		SENTENCE_ID("promise-seen-system"),
		SENTENCE_ID("promise-seen-own"),
		SENTENCE_ID("promise-seen-folder")}},
	{SENTENCE_ID("promise-written"), {
		SENTENCE_ID("promise-written-lab"),
		SENTENCE_ID("promise-written-own"),
		SENTENCE_ID("promise-written-lab")}},
	{SENTENCE_ID("promise-sockets"), {
		SENTENCE_ID("promise-sockets-share"),
		SENTENCE_ID("promise-sockets-share"),
		SENTENCE_ID("promise-lab")}},
	{SENTENCE_ID("promise-devices"), {
		SENTENCE_ID("promise-devices-lab"),
		SENTENCE_ID("promise-devices-lab"),
		SENTENCE_ID("promise-devices-lab")}},
	{SENTENCE_ID("promise-processes"), {
		SENTENCE_ID("promise-processes-lab"),
		SENTENCE_ID("promise-lab"),
		SENTENCE_ID("promise-processes-lab")}},
	{SENTENCE_ID("promise-kernel"), {
		SENTENCE_ID("promise-kernel-lab"),
		SENTENCE_ID("promise-kernel-own"),
		SENTENCE_ID("promise-kernel-lab")}},
	{SENTENCE_ID("promise-environment"), {
		SENTENCE_ID("promise-variables"),
		SENTENCE_ID("promise-variables-own"),
		SENTENCE_ID("promise-variables")}},
};

static const char *const names[] = {
	[INHABITANT_AGENT] = SENTENCE_ID("promise-agents"),
	[INHABITANT_PROGRAM] = SENTENCE_ID("promise-programs"),
	[INHABITANT_SUBMISSION] = SENTENCE_ID("promise-submissions"),
};
/* clang-format on */

/* The row whose numbers are those of confine.h. */
static void add_limits(struct arena *arena, struct promise *row)
{
	row->of = sentence_text("promise-limits");
	row->may[INHABITANT_AGENT] = SENTENCE_KEPT(
		arena, "promise-limits-agent",
		SLOT_NUMBER("processes", CONFINE_PROCESSES_AGENT),
		SLOT_NUMBER("descriptors", CONFINE_DESCRIPTORS_AGENT),
		SLOT_NUMBER("memory", CONFINE_MEMORY_AGENT),
		SLOT_NUMBER("tmp", CONFINE_TMP_AGENT));
	row->may[INHABITANT_PROGRAM] = SENTENCE_KEPT(
		arena, "promise-limits-program",
		SLOT_NUMBER("processes", CONFINE_PROCESSES_PROGRAM),
		SLOT_NUMBER("memory", CONFINE_MEMORY_PROGRAM),
		SLOT_NUMBER("tmp", CONFINE_TMP_PROGRAM));
	row->may[INHABITANT_SUBMISSION] = SENTENCE_KEPT(
		arena, "promise-limits-submission",
		SLOT_NUMBER("processes", CONFINE_PROCESSES_SUBMISSION),
		SLOT_NUMBER("descriptors", CONFINE_DESCRIPTORS_SUBMISSION),
		SLOT_NUMBER("memory", CONFINE_MEMORY_SUBMISSION),
		SLOT_NUMBER("tmp", CONFINE_TMP_SUBMISSION));
}

const struct promise *promises(struct arena *arena, size_t *count)
{
	struct promise *said =
		arena_alloc(arena, (COUNT(rows) + 1) * sizeof(*said));
	for (size_t i = 0; i < COUNT(rows); i++) {
		said[i].of = sentence_text(rows[i].of);
		for (int who = 0; who < INHABITANT_COUNT; who++)
			said[i].may[who] = sentence_text(rows[i].may[who]);
	}
	add_limits(arena, &said[COUNT(rows)]);
	*count = COUNT(rows) + 1;
	return said;
}

const char *promise_name(enum inhabitant who)
{
	return sentence_text(names[who]);
}

enum { WIDTH = 78, INDENT = 16 };

/* Words have a column of their own; a longer one stands before its text. */
static void print_cell(const char *word, const char *text, struct buf *out)
{
	struct str rest = str_from(text), line;
	while (text_wrap(&rest, WIDTH - INDENT, &line)) {
		int room = INDENT - 2 - (int)text_width(word, strlen(word));
		buf_printf(out, "  %s%*s", word, room > 1 ? room : 1, "");
		buf_add(out, line.data, line.len);
		buf_putc(out, '\n');
		word = "";
	}
}

void promise_print(struct buf *out)
{
	struct arena arena = {0};
	size_t count;
	const struct promise *said = promises(&arena, &count);
	for (int who = 0; who < INHABITANT_COUNT; who++) {
		SENTENCE_LINE(out, "\n", "\n", "promise-of",
			      SLOT_TEXT("who", promise_name(who)));
		for (size_t i = 0; i < count; i++)
			print_cell(said[i].of, said[i].may[who], out);
	}
	SENTENCE_LINE(out, "\n", "\n", "promise-without");
	arena_done(&arena);
}
