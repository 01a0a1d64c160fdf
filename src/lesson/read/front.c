/* front: the front matter of a lesson, its keys and their values.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A key begins in the first column; the lines behind it that are indented, or
 * items "- " of its list, are its value. Each key is read by itself (yaml.h),
 * by its row of the table below.
 */
#include "lesson/read/front.h"

#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "lesson/read/front_lines.h"
#include "lesson/read/yaml.h"

#include <stddef.h>
#include <string.h>

struct front;

/* How a key's value is read into the lesson. */
struct front_key {
	const char *name;
	bool required;
	bool (*read)(struct front *front, struct yaml *yaml, struct err *err);
	size_t offset;	      /* of the lesson's field, for plain texts */
	const char *expected; /* the id of a sentence that says it */
};

struct front {
	struct lesson *lesson;
	struct faults *faults;
	const struct front_key *key; /* being read */
	int lines[16];		     /* where each key stood, 0: not yet */
	int end;		     /* the line behind the last */
};

static bool is_id(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return len && !text[len] && text[0] != '-';
}

static bool read_text(struct front *front, struct yaml *yaml, struct err *err)
{
	const char *text;
	if (!yaml_text(yaml, &text, err))
		return false;
	if (!str_trim(str_from(text)).len)
		return FAILURE(err, "value-empty");
	memcpy((char *)front->lesson + front->key->offset, &text, sizeof(text));
	return true;
}

static bool read_id(struct front *front, struct yaml *yaml, struct err *err)
{
	if (!read_text(front, yaml, err))
		return false;
	const char *id = front->lesson->id;
	if (!is_id(id))
		return FAILURE(err, "value-is", SLOT_TEXT("text", id));
	const char *file = front->lesson->file;
	if (catalogue_number(file) && !str_is(catalogue_id(file), id))
		return FAILURE(err, "value-no-file", SLOT_TEXT("id", id));
	return true;
}

static bool read_module(struct front *front, struct yaml *yaml, struct err *err)
{
	if (!read_text(front, yaml, err))
		return false;
	const char *module = front->lesson->module;
	size_t digits = strspn(module, "0123456789");
	if (!digits || module[digits] != ' ')
		return FAILURE(err, "value-is", SLOT_TEXT("text", module));
	return true;
}

static bool read_kind(struct front *front, struct yaml *yaml, struct err *err)
{
	if (!read_text(front, yaml, err))
		return false;
	const char *kind = front->lesson->kind;
	front->lesson->is_exercise = !strcmp(kind, "exercise");
	if (front->lesson->is_exercise || !strcmp(kind, "core") ||
	    !strcmp(kind, "extension"))
		return true;
	return FAILURE(err, "value-is", SLOT_TEXT("text", kind));
}

static bool read_requires(struct front *front, struct yaml *yaml,
			  struct err *err)
{
	struct lesson *lesson = front->lesson;
	if (!yaml_list(yaml, &lesson->requires, &lesson->requires_count, err))
		return false;
	for (size_t i = 0; i < lesson->requires_count; i++) {
		if (!is_id(lesson->requires[i]))
			return FAILURE(err, "value-no-id",
				       SLOT_TEXT("id", lesson->requires[i]));
	}
	return true;
}

static bool read_minutes_of(const char *name, const char *text, int *minutes,
			    struct err *err)
{
	if (!text)
		return FAILURE(err, "value-missing", SLOT_TEXT("name", name));
	size_t len = strspn(text, "0123456789");
	if (!len || len > 3 || text[len])
		return FAILURE(err, "value-named-is", SLOT_TEXT("name", name),
			       SLOT_TEXT("text", text));
	*minutes = (int)strtol(text, NULL, 10);
	return *minutes ? true
			: FAILURE(err, "value-zero", SLOT_TEXT("name", name));
}

static bool read_minutes(struct front *front, struct yaml *yaml,
			 struct err *err)
{
	static const char *const names[] = {"demo", "lab"};
	const char *values[YAML_FIELDS_MAX];
	return yaml_row(yaml, names, COUNT(names), values, err) &&
	       read_minutes_of(names[0], values[0],
			       &front->lesson->minutes_demo, err) &&
	       read_minutes_of(names[1], values[1], &front->lesson->minutes_lab,
			       err);
}

static bool read_actors(struct front *front, struct yaml *yaml, struct err *err)
{
	static const char *const fields[] = {"host"};
	struct lesson *lesson = front->lesson;
	struct yaml_row *rows;
	size_t count;
	if (!yaml_table(yaml, fields, COUNT(fields), &rows, &count, err))
		return false;
	if (!count)
		return FAILURE(err, "value-empty");
	struct actor_spec *actors =
		arena_alloc(&lesson->arena, count * sizeof(*actors));
	for (size_t i = 0; i < count; i++) {
		if (!lesson_check_actor(rows[i].name, err))
			return false;
		actors[i] =
			(struct actor_spec){rows[i].name, rows[i].values[0]};
	}
	lesson->actors = actors;
	lesson->actor_count = count;
	return true;
}

static bool read_hosts(struct front *front, struct yaml *yaml, struct err *err)
{
	static const char *const fields[] = {"addresses"};
	struct lesson *lesson = front->lesson;
	struct yaml_row *rows;
	size_t count;
	if (!yaml_table(yaml, fields, COUNT(fields), &rows, &count, err))
		return false;
	if (!count)
		return FAILURE(err, "value-empty");
	lesson->hosts =
		arena_alloc(&lesson->arena, count * sizeof(*lesson->hosts));
	for (size_t i = 0; i < count; i++) {
		if (!is_id(rows[i].name))
			return FAILURE(err, "value-no-host",
				       SLOT_TEXT("name", rows[i].name));
		lesson->hosts[i] =
			(struct host_spec){rows[i].name, rows[i].values[0]};
	}
	lesson->host_count = count;
	return true;
}

static bool read_needs(struct front *front, struct yaml *yaml, struct err *err)
{
	struct lesson *lesson = front->lesson;
	const char **items;
	size_t count;
	if (!yaml_list(yaml, &items, &count, err))
		return false;
	lesson->needs_tools = items;
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(items[i], "wire"))
			lesson->needs_wire = true;
		else if (!strcmp(items[i], "namespaces"))
			lesson->needs_namespaces = true;
		else if (items[i][0] && !strpbrk(items[i], " \t/"))
			lesson->needs_tools[lesson->needs_tools_count++] =
				items[i];
		else
			return FAILURE(err, "value-no-program",
				       SLOT_TEXT("name", items[i]));
	}
	return true;
}

/* Where a lesson comes from is for its authors; only its form is checked. */
static bool read_seeds(struct front *front, struct yaml *yaml, struct err *err)
{
	(void)front;
	const char **items;
	size_t count;
	return yaml_list(yaml, &items, &count, err);
}

/* clang-format off */
static const struct front_key keys[] = {
	{"id", true, read_id, offsetof(struct lesson, id),
	 SENTENCE_ID("key-id")},
	{"title", true, read_text, offsetof(struct lesson, title),
	 SENTENCE_ID("key-title")},
	{"module", true, read_module, offsetof(struct lesson, module),
	 SENTENCE_ID("key-module")},
	{"kind", true, read_kind, offsetof(struct lesson, kind),
	 SENTENCE_ID("key-kind")},
	{"objective", true, read_text, offsetof(struct lesson, objective),
	 SENTENCE_ID("key-title")},
	{"requires", true, read_requires, 0,
	 SENTENCE_ID("key-requires")},
	{"minutes", true, read_minutes, 0,
	 SENTENCE_ID("key-minutes")},
	{"actors", true, read_actors, 0,
	 SENTENCE_ID("key-actors")},
	{"hosts", false, read_hosts, 0,
	 SENTENCE_ID("key-hosts")},
	{"needs", false, read_needs, 0,
	 SENTENCE_ID("key-needs")},
	{"seeds", false, read_seeds, 0,
	 SENTENCE_ID("key-seeds")},
};
/* clang-format on */

static const struct front_key *find_key(struct str name)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		if (str_is(name, keys[i].name))
			return &keys[i];
	}
	return NULL;
}

static void fault_unknown(struct front *front, struct str name, int line)
{
	const char *names[COUNT(keys)];
	for (size_t i = 0; i < COUNT(keys); i++)
		names[i] = keys[i].name;
	AUTO_FREE char *nearest = fault_nearest(name, names, COUNT(keys));
	FAULT(front->faults, line, "fault-key-unknown", SLOT_STR("word", name),
	      SLOT_TEXT("nearest", nearest));
}

/* One key with its value, from its first line to the line before the next. */
static void read_key(struct front *front, struct str text, int line)
{
	const char *colon = memchr(text.data, ':', text.len);
	struct str name = {text.data, (size_t)(colon - text.data)};
	const struct front_key *key = find_key(name);
	if (!key) {
		fault_unknown(front, name, line);
		return;
	}
	int *seen = &front->lines[key - keys];
	if (*seen) {
		FAULT(front->faults, line, "fault-key-twice",
		      SLOT_TEXT("key", key->name), SLOT_NUMBER("line", *seen));
		return;
	}
	*seen = line;
	struct yaml yaml = {.key = key->name,
			    .text = text,
			    .line = line,
			    .arena = &front->lesson->arena,
			    .fault_line = line};
	struct err err;
	front->key = key;
	if (key->read(front, &yaml, &err))
		return;
	struct buf expected = {0};
	sentence_add(&expected, key->expected, NULL, 0);
	FAULT(front->faults, yaml.fault_line, "fault-key-value",
	      SLOT_TEXT("key", key->name), SLOT_TEXT("error", err.text),
	      SLOT_TEXT("expected", buf_text(&expected)));
	buf_done(&expected);
}

static void fault_missing(struct front *front, const struct front_key *key)
{
	struct buf expected = {0};
	sentence_add(&expected, key->expected, NULL, 0);
	FAULT(front->faults, front->end, "fault-key-missing",
	      SLOT_TEXT("key", key->name),
	      SLOT_TEXT("expected", buf_text(&expected)));
	buf_done(&expected);
}

static void check_missing(struct front *front)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		// The peers of an exercise may all be programs.
		bool is_spared = front->lesson->is_exercise &&
				 keys[i].read == read_actors;
		if (keys[i].required && !front->lines[i] && !is_spared)
			fault_missing(front, &keys[i]);
	}
}

/* In an exercise one name is taken. */
static void check_actors(struct front *front)
{
	const struct lesson *lesson = front->lesson;
	for (size_t i = 0; lesson->is_exercise && i < lesson->actor_count;
	     i++) {
		if (!strcmp(lesson->actors[i].name, LESSON_PROGRAM))
			FAULT(front->faults,
			      front->lines[find_key(str_from("actors")) - keys],
			      "fault-program-named",
			      SLOT_TEXT("name", LESSON_PROGRAM));
	}
}

static void check_hosts(struct front *front)
{
	const struct lesson *lesson = front->lesson;
	const char *names[YAML_ROWS_MAX];
	for (size_t i = 0; i < lesson->host_count; i++)
		names[i] = lesson->hosts[i].name;
	for (size_t i = 0; i < lesson->actor_count; i++) {
		const char *host = lesson->actors[i].host;
		bool known = !host;
		for (size_t n = 0; n < lesson->host_count; n++)
			known = known || !strcmp(host, names[n]);
		if (known)
			continue;
		AUTO_FREE char *nearest = fault_nearest(str_from(host), names,
							lesson->host_count);
		FAULT(front->faults,
		      front->lines[find_key(str_from("actors")) - keys],
		      "fault-actor-host",
		      SLOT_TEXT("actor", lesson->actors[i].name),
		      SLOT_TEXT("host", host), SLOT_TEXT("nearest", nearest));
	}
}

void front_parse(struct lesson *lesson, struct str text, int line,
		 struct faults *faults)
{
	_Static_assert(COUNT(keys) <= COUNT(((struct front *)0)->lines),
		       "a line for each key");
	struct front front = {.lesson = lesson, .faults = faults};
	struct str rest = text, first;
	for (; str_next_line(&rest, &first); line++) {
		if (front_is_comment(first))
			continue;
		if (!front_begins_key(first)) {
			FAULT(faults, line, "fault-no-key");
			continue;
		}
		struct str value = first;
		int more = front_take_value(&rest, &value);
		read_key(&front, value, line);
		line += more;
	}
	front.end = line;
	check_missing(&front);
	check_actors(&front);
	check_hosts(&front);
}
