/* front: the front matter of a lesson, its keys and their values.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A key begins in the first column; the lines behind it that are indented, or
 * items "- " of its list, are its value. Each key is read by itself (yaml.h),
 * by its row of the table below.
 */
#include "lesson/read/front.h"

#include "lesson/catalogue.h"
#include "lesson/read/yaml.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

struct front;

/* How a key's value is read into the lesson. */
struct front_key {
	const char *name;
	bool required;
	bool (*read)(struct front *front, struct yaml *yaml, struct err *err);
	size_t offset; /* of the lesson's field, for plain texts */
	const char *expected;
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
		return err_set(err, "it is empty");
	memcpy((char *)front->lesson + front->key->offset, &text, sizeof(text));
	return true;
}

static bool read_id(struct front *front, struct yaml *yaml, struct err *err)
{
	if (!read_text(front, yaml, err))
		return false;
	const char *id = front->lesson->id;
	if (!is_id(id))
		return err_set(err, "it is \"%s\"", id);
	const char *file = front->lesson->file;
	if (catalogue_number(file) && !str_is(catalogue_id(file), id))
		return err_set(err, "%s is not the name of the file", id);
	return true;
}

static bool read_module(struct front *front, struct yaml *yaml, struct err *err)
{
	if (!read_text(front, yaml, err))
		return false;
	const char *module = front->lesson->module;
	size_t digits = strspn(module, "0123456789");
	if (!digits || module[digits] != ' ')
		return err_set(err, "it is \"%s\"", module);
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
	return err_set(err, "it is \"%s\"", kind);
}

static bool read_requires(struct front *front, struct yaml *yaml,
			  struct err *err)
{
	struct lesson *lesson = front->lesson;
	if (!yaml_list(yaml, &lesson->requires, &lesson->requires_count, err))
		return false;
	for (size_t i = 0; i < lesson->requires_count; i++) {
		if (!is_id(lesson->requires[i]))
			return err_set(err, "\"%s\" is no id of a lesson",
				       lesson->requires[i]);
	}
	return true;
}

static bool read_minutes_of(const char *name, const char *text, int *minutes,
			    struct err *err)
{
	if (!text)
		return err_set(err, "%s is missing", name);
	size_t len = strspn(text, "0123456789");
	if (!len || len > 3 || text[len])
		return err_set(err, "%s is \"%s\"", name, text);
	*minutes = (int)strtol(text, NULL, 10);
	return *minutes ? true : err_set(err, "%s is 0", name);
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
		return err_set(err, "it is empty");
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
		return err_set(err, "it is empty");
	lesson->hosts =
		arena_alloc(&lesson->arena, count * sizeof(*lesson->hosts));
	for (size_t i = 0; i < count; i++) {
		if (!is_id(rows[i].name))
			return err_set(err, "\"%s\" cannot name a host",
				       rows[i].name);
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
			return err_set(err, "\"%s\" is no program", items[i]);
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
	 "small letters, digits and -"},
	{"title", true, read_text, offsetof(struct lesson, title),
	 "a text, in \"quotes\" where it has a colon"},
	{"module", true, read_module, offsetof(struct lesson, module),
	 "a number and a name, like 2 Making a TCP connection"},
	{"kind", true, read_kind, offsetof(struct lesson, kind),
	 "core, extension or exercise"},
	{"objective", true, read_text, offsetof(struct lesson, objective),
	 "a text, in \"quotes\" where it has a colon"},
	{"requires", true, read_requires, 0,
	 "a list of lesson ids, like [listen] or []"},
	{"minutes", true, read_minutes, 0,
	 "whole numbers of minutes, like {demo: 6, lab: 15}"},
	{"actors", true, read_actors, 0,
	 "names, like {server: {}, client: {host: alpha}}"},
	{"hosts", false, read_hosts, 0,
	 "names, like {alpha: {addresses: \"10.0.0.1/24\"}}"},
	{"needs", false, read_needs, 0,
	 "a list of wire, namespaces and names of programs"},
	{"seeds", false, read_seeds, 0,
	 "a list of texts"},
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
	faults_add(front->faults, line,
		   "unknown key %.*s in the front matter%s", (int)name.len,
		   name.data, nearest);
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
		faults_add(front->faults, line,
			   "key %s is there twice: the first is on line %d",
			   key->name, *seen);
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
	if (!key->read(front, &yaml, &err))
		faults_add(front->faults, yaml.fault_line,
			   "%s: %s; expected %s", key->name, err.text,
			   key->expected);
}

static bool is_comment(struct str line)
{
	struct str text = str_trim(line);
	return !text.len || text.data[0] == '#';
}

static bool continues(struct str line)
{
	return is_comment(line) || line.data[0] == ' ' ||
	       line.data[0] == '\t' || str_has_prefix(line, "- ");
}

static bool begins_key(struct str line)
{
	const char *colon = memchr(line.data, ':', line.len);
	return colon && colon > line.data &&
	       (colon + 1 == line.data + line.len || isspace(colon[1]));
}

/* Lengthens `text` by the lines that belong to the key which it begins. */
static int take_value(struct str *rest, struct str *text)
{
	int lines = 0;
	struct str next = *rest, line;
	while (str_next_line(&next, &line) && continues(line)) {
		text->len = (size_t)(next.data - text->data);
		*rest = next;
		lines++;
	}
	return lines;
}

static void check_missing(struct front *front)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		// The peers of an exercise may all be programs.
		bool is_spared = front->lesson->is_exercise &&
				 keys[i].read == read_actors;
		if (keys[i].required && !front->lines[i] && !is_spared)
			faults_add(front->faults, front->end,
				   "the front matter has no %s; expected %s",
				   keys[i].name, keys[i].expected);
	}
}

/* In an exercise one name is taken. */
static void check_actors(struct front *front)
{
	const struct lesson *lesson = front->lesson;
	for (size_t i = 0; lesson->is_exercise && i < lesson->actor_count;
	     i++) {
		if (!strcmp(lesson->actors[i].name, LESSON_PROGRAM))
			faults_add(front->faults,
				   front->lines[find_key(str_from("actors")) -
						keys],
				   "actors: %s is the learner's own program; "
				   "expected other names for its peers",
				   LESSON_PROGRAM);
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
		faults_add(front->faults,
			   front->lines[find_key(str_from("actors")) - keys],
			   "actor %s lives on host %s, which hosts does not "
			   "name%s",
			   lesson->actors[i].name, host, nearest);
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
		if (is_comment(first))
			continue;
		if (!begins_key(first)) {
			faults_add(faults, line,
				   "the front matter has a line that is no "
				   "key; expected one like title: A text");
			continue;
		}
		struct str value = first;
		int more = take_value(&rest, &value);
		read_key(&front, value, line);
		line += more;
	}
	front.end = line;
	check_missing(&front);
	check_actors(&front);
	check_hosts(&front);
}
