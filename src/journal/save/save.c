/* save: a journal as JSON lines, one object for each event, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/save/save.h"

#include "base/sentence.h"
#include "base/text.h"
#include "journal/save/save_kinds.h"

#include <errno.h>
#include <string.h>

/* Every event has these two first. */
static void save_event(struct store *store, struct event *event)
{
	static const char *words[EVENT_COUNT];
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		words[i] = event_word(i);
	unsigned kind = event->kind;
	store_word(store, "event", words, EVENT_COUNT, &kind);
	event->kind = kind;
	store_time(store, "t", &event->time, 6);
	if (!store->failed)
		save_members(store, event);
}

void event_save(const struct event *event, struct buf *out)
{
	struct err err = {0};
	struct store store = {.out = out, .err = &err};
	struct event copy = *event;
	buf_putc(out, '{');
	save_event(&store, &copy);
	buf_puts(out, "}\n");
}

static const char begin_word[] = "begin";

/* The version of what is written: 2 has labs and moves, 3 votes. A log without
 * one is of version 1. A member more makes no new version, an event or a word
 * does. */
enum { LOG_VERSION = 3, ARENA_MOST = 256 * 1024 };

void journal_save_begin(const struct journal *journal, struct buf *out)
{
	struct err err = {0};
	struct store store = {.out = out, .err = &err};
	uint64_t time = 0, wall = journal_wall(journal);
	buf_putc(out, '{');
	store_derived_text(&store, "event", begin_word);
	store_time(&store, "t", &time, 6);
	store_derived_number(&store, "version", LOG_VERSION);
	store_time(&store, "wall", &wall, 6);
	buf_puts(out, "}\n");
}

/* A later one is that of a lesson begun anew in the same log: a journal began
 * with its first event. */
static void load_begin(struct journal *journal, struct store *store)
{
	uint64_t wall = 0;
	int version = 1;
	if (store_has(store, "version"))
		store_int(store, "version", &version);
	if (version > LOG_VERSION)
		STORE_FAIL(store, "version", "log-newer",
			   SLOT_NUMBER("version", version),
			   SLOT_NUMBER("most", LOG_VERSION));
	store_time(store, "wall", &wall, 6);
	if (!store->failed && !journal_count(journal))
		journal_set_wall(journal, wall);
}

static bool is_begin(const json_t *object)
{
	const char *word = json_string_value(json_object_get(object, "event"));
	return text_is(word, begin_word);
}

/* Adds the event of one line to the journal, which copies it out of `arena`. */
static bool load_line(struct journal *journal, struct str line,
		      struct arena *arena, struct err *err)
{
	json_error_t fault;
	json_t *object =
		json_loadb(line.data, line.len,
			   JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
	if (!object)
		return FAILURE(err, "at-column-fault",
			       SLOT_NUMBER("column", fault.column),
			       SLOT_TEXT("fault", fault.text));
	struct event event = {0};
	struct store store = {.value = object,
			      .arena = arena,
			      .err = err,
			      .journal = journal};
	bool begins = is_begin(object);
	if (begins)
		load_begin(journal, &store);
	else if (json_is_object(object))
		save_event(&store, &event);
	else
		STORE_FAIL(&store, "line", "log-no-object");
	// The journal would give an event of time 0 the time of now.
	if (!event.time)
		event.time = 1;
	if (!store.failed && !begins)
		journal_append(journal, &event);
	json_decref(object);
	return !store.failed;
}

bool journal_load(struct journal *journal, FILE *file, const char *name,
		  struct err *err)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t len;
	bool good = true;
	struct arena arena = {0};
	if (!journal_count(journal))
		journal_set_wall(journal, 0);
	for (int line = 1; good && (len = getline(&text, &size, file)) >= 0;
	     line++) {
		struct str rest = str_trim((struct str){text, (size_t)len});
		if (rest.len && !load_line(journal, rest, &arena, err))
			good = err_wrap(err, "%s:%d", name, line);
		if (arena.total >= ARENA_MOST)
			arena_done(&arena);
	}
	arena_done(&arena);
	free(text);
	if (good && ferror(file))
		good = FAILURE(err, "read-log", SLOT_TEXT("path", name),
			       SLOT_TEXT("reason", strerror(errno)));
	return good;
}
