/* language: the learner's languages, as the environment names them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As gettext(3) has it: LC_ALL, LC_MESSAGES or LANG says in which locale
 * messages are, and when that is not "C", LANGUAGE may list languages instead
 * of its one. English needs no catalogue: what is listed behind it is not
 * wanted.
 */
#include "base/language.h"

#include "base/mem.h"
#include "base/places.h"
#include "base/text.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

const char language_domain[] = "sockstep";

enum { NAME_MOST = 32 };

/* A name of a language leads into folders: nothing else may. */
static bool is_name(struct str name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz_"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	for (size_t i = 0; i < name.len; i++) {
		if (!memchr(allowed, name.data[i], sizeof(allowed) - 1))
			return false;
	}
	return name.len > 0 && name.len < NAME_MOST;
}

static bool is_english(struct str name)
{
	return str_is(name, "C") || str_is(name, "POSIX") ||
	       str_is(name, "en") || str_has_prefix(name, "en_");
}

static const char *locale_name(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *value = getenv(names[i]);
		if (value && value[0])
			return value;
	}
	return "C";
}

/* Languages with colons between them, the most wanted first. */
static const char *wanted_languages(void)
{
	const char *locale = locale_name(), *listed = getenv("LANGUAGE");
	bool is_plain = !strcmp(locale, "C") || !strcmp(locale, "POSIX");
	return is_plain ? "" : listed && listed[0] ? listed : locale;
}

/* Cuts the next language off, without its ".UTF-8" and "@euro". */
static bool next_language(struct str *rest, struct str *name)
{
	if (!rest->len)
		return false;
	const char *colon = memchr(rest->data, ':', rest->len);
	size_t len = colon ? (size_t)(colon - rest->data) : rest->len;
	*name = (struct str){rest->data, 0};
	while (name->len < len && !strchr(".@", name->data[name->len]))
		name->len++;
	len += colon != NULL;
	*rest = (struct str){rest->data + len, rest->len - len};
	return true;
}

static char *folder_of(const char *folder, struct str name, const char *below)
{
	char *path =
		xprintf("%s/%.*s%s", folder, (int)name.len, name.data, below);
	if (!access(path, R_OK))
		return path;
	free(path);
	return NULL;
}

/* FOLDER/LANGUAGE and `below` of the first language that has that. */
static char *find_below(const char *folder, const char *below)
{
	struct str rest = str_from(wanted_languages()), name;
	while (next_language(&rest, &name) && !is_english(name)) {
		const char *land = memchr(name.data, '_', name.len);
		if (!is_name(name))
			continue;
		char *path = folder_of(folder, name, below);
		if (!path && land) {
			name.len = (size_t)(land - name.data);
			path = folder_of(folder, name, below);
		}
		if (path)
			return path;
	}
	return NULL;
}

char *language_folder(const char *folder)
{
	return find_below(folder, "");
}

/* Where a program that was not installed has its catalogues. The caller
 * frees. */
static char *beside_program(void)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	path[len > 0 ? len : 0] = '\0';
	char *slash = strrchr(path, '/');
	return xprintf("%.*s/locale", slash ? (int)(slash - path) : 0, path);
}

/* A locale that is not installed here still lets LANGUAGE be followed. */
static bool open_catalogue(const char *folder)
{
	AUTO_FREE char *path = find_below(folder, "/LC_MESSAGES/sockstep.mo");
	return path &&
	       (setlocale(LC_MESSAGES, "") ||
		setlocale(LC_MESSAGES, "C.UTF-8")) &&
	       bindtextdomain(language_domain, folder) &&
	       bind_textdomain_codeset(language_domain, "UTF-8");
}

bool language_is_translated(void)
{
	static bool has_looked, found;
	if (has_looked)
		return found;
	AUTO_FREE char *near = beside_program();
	has_looked = true;
	found = open_catalogue(near) || open_catalogue(places_locale);
	return found;
}
