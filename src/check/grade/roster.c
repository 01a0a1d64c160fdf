/* roster: what there is to be graded.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each platform puts what it knows of a person into the names of the files:
 *
 *     Moodle      Ada Lovelace_123456_assignsubmission_file_[…]
 *     Canvas      lovelaceada[_LATE]_4711_98765_echo.c
 *     Gradescope  submission_123456789/, beside submission_metadata.yml
 *
 * Of Canvas several files are one submission. What is called otherwise is named
 * as it is, without the suffix of a file; where two would then have one name
 * they keep their suffixes.
 *
 * Who stands in names.csv and handed in nothing has a submission without paths:
 * a class list is such a file, and one absent person is no fault of it. One in
 * which nobody is known has other columns than are read.
 */
#include "check/grade/roster.h"

#include "base/sentence.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NAMES_FILE "names.csv"

/* A name as it is taken apart. */
struct parts {
	struct str name, id, title;
};

/* --- names -----------------------------------------------------------------
 */

static bool is_digits(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!isdigit((unsigned char)word.data[i]))
			return false;
	}
	return word.len > 0;
}

/* Cuts what is in front of the next _ off `rest`. */
static bool next_part(struct str *rest, struct str *part)
{
	const char *end = memchr(rest->data, '_', rest->len);
	if (!end)
		return false;
	*part = (struct str){rest->data, (size_t)(end - rest->data)};
	rest->len -= part->len + 1;
	rest->data = end + 1;
	return true;
}

static bool read_moodle(const char *entry, struct parts *parts)
{
	static const char mark[] = "_assignsubmission_";
	const char *end = strstr(entry, mark);
	if (!end)
		return false;
	const char *id = end;
	while (id > entry && id[-1] != '_')
		id--;
	if (id <= entry + 1 || !is_digits((struct str){id, (size_t)(end - id)}))
		return false;
	parts->name = (struct str){entry, (size_t)(end - entry)};
	parts->id = (struct str){id, (size_t)(end - id)};
	parts->title = (struct str){entry, (size_t)(id - 1 - entry)};
	return true;
}

static bool read_canvas(const char *entry, struct parts *parts)
{
	struct str rest = str_from(entry), user, id, number;
	if (!next_part(&rest, &user) || !user.len || !next_part(&rest, &id))
		return false;
	if (str_is(id, "LATE") && !next_part(&rest, &id))
		return false;
	if (!is_digits(id) || !next_part(&rest, &number) || !is_digits(number))
		return false;
	parts->name = (struct str){entry, (size_t)(id.data + id.len - entry)};
	parts->id = id;
	parts->title = user;
	return true;
}

static bool read_gradescope(const char *entry, struct parts *parts)
{
	static const char front[] = "submission_";
	struct str all = str_from(entry);
	struct str id = {entry + strlen(front), 0};
	if (!str_has_prefix(all, front))
		return false;
	id.len = strlen(id.data);
	if (!is_digits(id))
		return false;
	*parts = (struct parts){all, id, all};
	return true;
}

/* "echo.tar.gz" is "echo". */
static void read_plain(const char *entry, struct parts *parts)
{
	static const char *const suffixes[] = {
		".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst", ".tgz",
		".tar",	   ".zip",    ".c",	  ".py",      ".cpp"};
	struct str name = str_from(entry);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		size_t len = strlen(suffixes[i]);
		if (name.len > len &&
		    !strcasecmp(entry + name.len - len, suffixes[i])) {
			name.len -= len;
			break;
		}
	}
	*parts = (struct parts){name, name, name};
}

static void read_parts(const char *entry, struct parts *parts)
{
	if (!read_moodle(entry, parts) && !read_canvas(entry, parts) &&
	    !read_gradescope(entry, parts))
		read_plain(entry, parts);
}

/* What can be part of a path on any machine, and is one line. */
static const char *safe_name(struct arena *arena, struct str name)
{
	struct buf safe = {0};
	uint32_t c;
	for (size_t at = 0, len; at < name.len; at += len) {
		len = text_decode(name.data + at, name.len - at, &c);
		bool is_bad = c < ' ' || c == 0x7f || c == 0xfffd ||
			      (c < 0x80 && strchr("/\\:*?\"<>|", (int)c));
		if (is_bad)
			buf_putc(&safe, '_');
		else
			buf_add(&safe, name.data + at, len);
	}
	return buf_keep(&safe, arena);
}

/* --- the folder ------------------------------------------------------------
 */

static int is_entry(const struct dirent *entry)
{
	static const char *const others[] = {
		NAMES_FILE, "submission_metadata.yml", "__MACOSX"};
	for (size_t i = 0; i < COUNT(others); i++) {
		if (!strcmp(entry->d_name, others[i]))
			return false;
	}
	return entry->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
	DIR *folder = opendir(path);
	if (folder)
		closedir(folder);
	return folder;
}

/* Files of one submission begin alike; a plain name is one of its own. */
static struct roster_item *
find_alike(struct roster *roster, const struct parts *parts, const char *path)
{
	bool has_id = parts->id.data != parts->name.data;
	for (size_t i = 0; has_id && i < roster->count; i++) {
		if (str_is(parts->name, roster->items[i].name) &&
		    !is_folder(path))
			return &roster->items[i];
	}
	return NULL;
}

static void add_path(struct roster *roster, struct roster_item *item,
		     const char *path)
{
	const char **paths = arena_alloc(
		&roster->arena, (item->path_count + 1) * sizeof(*paths));
	if (item->path_count)
		memcpy(paths, item->paths, item->path_count * sizeof(*paths));
	paths[item->path_count++] = arena_strdup(&roster->arena, path);
	item->paths = paths;
}

static void add_entry(struct roster *roster, const char *folder,
		      const char *entry)
{
	struct parts parts;
	AUTO_FREE char *path = xprintf("%s/%s", folder, entry);
	read_parts(entry, &parts);
	struct roster_item *item = find_alike(roster, &parts, path);
	if (!item) {
		item = &roster->items[roster->count++];
		item->name = safe_name(&roster->arena, parts.name);
		item->id = safe_name(&roster->arena, parts.id);
		item->title = safe_name(&roster->arena, parts.title);
	}
	add_path(roster, item, path);
}

/* Two with one name are called as their files are. */
static void tell_apart(struct roster *roster)
{
	bool *is_double = xcalloc(roster->count + 1, sizeof(*is_double));
	for (size_t i = 0; i < roster->count; i++) {
		for (size_t j = 0; j < roster->count; j++)
			is_double[i] |=
				i != j && !strcmp(roster->items[i].name,
						  roster->items[j].name);
	}
	for (size_t i = 0; i < roster->count; i++) {
		struct roster_item *item = &roster->items[i];
		const char *entry = strrchr(item->paths[0], '/') + 1;
		bool is_plain = !strcmp(item->id, item->name);
		if (is_double[i])
			item->name = safe_name(&roster->arena, str_from(entry));
		if (is_double[i] && is_plain)
			item->id = item->title = item->name;
	}
	free(is_double);
}

static int by_name(const void *a, const void *b)
{
	const struct roster_item *first = a, *second = b;
	return strcmp(first->name, second->name);
}

/* --- names.csv -------------------------------------------------------------
 */

enum { COLUMNS = 3 };

/* Cuts a field off `rest`, which may be quoted as CSV does it. */
static char *next_field(struct arena *arena, struct str *rest)
{
	struct buf field = {0};
	bool is_quoted = rest->len && rest->data[0] == '"';
	size_t at = is_quoted;
	while (at < rest->len) {
		char c = rest->data[at++];
		if (c == ',' && !is_quoted)
			break;
		if (c == '"' && is_quoted &&
		    !(at < rest->len && rest->data[at] == '"')) {
			is_quoted = false;
			continue;
		}
		at += c == '"' && is_quoted;
		buf_putc(&field, c);
	}
	rest->data += at;
	rest->len -= at;
	return buf_keep(&field, arena);
}

/* Whoever handed something in is called as that is, or as its file. */
static bool is_called(const struct roster_item *item, const char *word)
{
	return !strcmp(word, item->name) ||
	       (item->path_count &&
		!strcmp(word, strrchr(item->paths[0], '/') + 1));
}

static struct roster_item *add_absent(struct roster *roster, const char *name)
{
	struct roster_item *items = arena_alloc(
		&roster->arena, (roster->count + 1) * sizeof(*items));
	memcpy(items, roster->items, roster->count * sizeof(*items));
	roster->items = items;
	struct roster_item *item = &items[roster->count++];
	item->name = item->id = item->title = name;
	return item;
}

/* Returns whether the row is about something that was handed in. */
static bool take_row(struct roster *roster, struct str line, bool is_first)
{
	const char *fields[COLUMNS] = {"", "", ""};
	for (size_t i = 0; i < COLUMNS && line.len; i++)
		fields[i] = next_field(&roster->arena, &line);
	const char *name = safe_name(&roster->arena, str_from(fields[0]));
	struct roster_item *item = NULL;
	if ((is_first && !strcasecmp(name, "submission")) || !*name)
		return false;
	for (size_t i = 0; !item && i < roster->count; i++) {
		if (is_called(&roster->items[i], fields[0]) ||
		    is_called(&roster->items[i], name))
			item = &roster->items[i];
	}
	if (!item)
		item = add_absent(roster, name);
	item->is_id_given |= fields[1][0];
	item->id = fields[1][0] ? fields[1] : item->id;
	item->title = fields[2][0] ? fields[2] : item->title;
	return item->path_count;
}

/* Whose grade would be whose is not to be guessed. */
static bool has_own_ids(const struct roster *roster, const char *path,
			struct err *err)
{
	for (size_t i = 0; i < roster->count; i++) {
		const struct roster_item *one = &roster->items[i];
		for (size_t n = 0; one->is_id_given && n < i; n++) {
			const struct roster_item *other = &roster->items[n];
			if (other->is_id_given && !strcmp(one->id, other->id))
				return FAILURE(err, "names-twice",
					       SLOT_TEXT("path", path),
					       SLOT_TEXT("id", one->id),
					       SLOT_TEXT("one", other->name),
					       SLOT_TEXT("other", one->name));
		}
	}
	return true;
}

static bool read_names(struct roster *roster, const char *folder,
		       struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/" NAMES_FILE, folder);
	FILE *file = fopen(path, "re");
	AUTO_FREE char *line = NULL;
	size_t cap = 0, rows = 0, known = 0;
	if (!file)
		return errno == ENOENT ||
		       FAILURE(err, "read-file", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	for (; getline(&line, &cap, file) > 0; rows++) {
		line[strcspn(line, "\r\n")] = '\0';
		const char *bom = "\xef\xbb\xbf";
		size_t skip = strncmp(line, bom, 3) == 0 ? 3 : 0;
		known += take_row(roster, str_from(line + skip), !rows);
	}
	fclose(file);
	if (!known && rows > 1)
		return FAILURE(err, "names-none", SLOT_TEXT("path", path));
	return has_own_ids(roster, path, err);
}

/* --- all of it -------------------------------------------------------------
 */

bool roster_read(struct roster *roster, const char *folder, struct err *err)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_entry, alphasort);
	if (count < 0)
		return FAILURE(err, "read-folder", SLOT_TEXT("folder", folder),
			       SLOT_TEXT("reason", strerror(errno)));
	roster->items = arena_alloc(
		&roster->arena, ((size_t)count + 1) * sizeof(*roster->items));
	for (int i = 0; i < count; i++) {
		add_entry(roster, folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	if (!roster->count)
		return FAILURE(err, "no-submissions",
			       SLOT_TEXT("folder", folder));
	tell_apart(roster);
	if (!read_names(roster, folder, err))
		return false;
	qsort(roster->items, roster->count, sizeof(*roster->items), by_name);
	return true;
}

void roster_done(struct roster *roster)
{
	arena_done(&roster->arena);
	*roster = (struct roster){0};
}

const struct roster_item *roster_find(const struct roster *roster,
				      const char *word)
{
	for (size_t i = 0; i < roster->count; i++) {
		if (!strcmp(roster->items[i].name, word) ||
		    !strcmp(roster->items[i].id, word))
			return &roster->items[i];
	}
	return NULL;
}

void roster_shard(struct roster *roster, unsigned which, unsigned count)
{
	size_t kept = 0;
	for (size_t i = which - 1; i < roster->count; i += count)
		roster->items[kept++] = roster->items[i];
	roster->count = kept;
}
