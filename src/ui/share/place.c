/* place: where a broker is that somebody else runs, and who comes to it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A user or a password may have any character, as %XX where it would mean
 * something. What is wrong is told without the password.
 */
#include "ui/share/place.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *prefix;
	bool is_secret, is_web;
	int port;
} schemes[] = {
	{"mqtt://", false, false, 1883},
	{"mqtts://", true, false, 8883},
	{"ws://", false, true, 80},
	{"wss://", true, true, 443},
};

bool place_is_url(const char *text)
{
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (str_has_prefix(str_from(text), schemes[i].prefix))
			return true;
	}
	return false;
}

static int digit_of(char letter)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = letter ? strchr(digits, letter) : NULL;
	return at ? (int)((at - digits) % 16) : -1;
}

/* Copies a part, each %XX as what it stands for. */
static bool copy_part(char *out, size_t size, struct str part)
{
	size_t len = 0;
	for (size_t i = 0; i < part.len; i++) {
		char letter = part.data[i];
		if (letter == '%') {
			int high = i + 2 < part.len ? digit_of(part.data[i + 1])
						    : -1;
			int low = high < 0 ? -1 : digit_of(part.data[i + 2]);
			if (low < 0)
				return false;
			letter = (char)(high * 16 + low);
			i += 2;
		}
		if (!letter || len + 1 >= size)
			return false;
		out[len++] = letter;
	}
	out[len] = '\0';
	return true;
}

static bool read_port(struct str text, int *port)
{
	int number = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || i > 4)
			return false;
		number = number * 10 + (text.data[i] - '0');
	}
	*port = number;
	return number > 0 && number <= 65535;
}

/* The part before the first (or last) `mark`, which is cut off `rest`. */
static bool cut_at(struct str *rest, char mark, bool is_last, struct str *part)
{
	const char *at = is_last ? memrchr(rest->data, mark, rest->len)
				 : memchr(rest->data, mark, rest->len);
	if (!at)
		return false;
	*part = (struct str){rest->data, (size_t)(at - rest->data)};
	rest->len -= part->len + 1;
	rest->data = at + 1;
	return true;
}

static bool read_who(struct place *place, struct str who)
{
	struct str user;
	if (!cut_at(&who, ':', false, &user)) {
		user = who;
		who.len = 0;
	}
	return user.len && copy_part(place->user, sizeof(place->user), user) &&
	       copy_part(place->password, sizeof(place->password), who);
}

static bool read_parts(struct place *place, struct str rest, bool has_path)
{
	struct str who, host, before;
	if (cut_at(&rest, '@', true, &who) && !read_who(place, who))
		return false;
	if (cut_at(&rest, '/', false, &before)) {
		if (rest.len && !has_path)
			return false;
		if (!copy_part(place->path, sizeof(place->path), rest))
			return false;
		rest = before;
	}
	host = rest;
	if (cut_at(&rest, ':', true, &host) && !read_port(rest, &place->port))
		return false;
	return host.len && !memchr(host.data, ' ', host.len) &&
	       copy_part(place->host, sizeof(place->host), host);
}

static bool read_url(struct place *place, struct str text, bool is_web)
{
	for (size_t i = 0; i < COUNT(schemes); i++) {
		size_t len = strlen(schemes[i].prefix);
		if (schemes[i].is_web != is_web ||
		    !str_has_prefix(text, schemes[i].prefix))
			continue;
		*place = (struct place){.port = schemes[i].port,
					.is_secret = schemes[i].is_secret};
		return read_parts(place,
				  (struct str){text.data + len, text.len - len},
				  is_web);
	}
	return false;
}

/* The first line of a file, as an address. */
static bool read_file(struct place *place, const char *path, bool is_web,
		      struct err *err)
{
	char line[2 * PLACE_HOST + 2 * PLACE_NAME];
	const struct slot name = SLOT_TEXT("path", path);
	FILE *file = fopen(path, "re");
	if (!file)
		return FAILURE(err, "open-file", name,
			       SLOT_TEXT("reason", strerror(errno)));
	bool ok = fgets(line, sizeof(line), file) != NULL;
	// A folder can be opened, and only reading fails.
	int error = !ok && ferror(file) ? errno : 0;
	(void)fclose(file);
	if (error)
		return FAILURE(err, "read-file", name,
			       SLOT_TEXT("reason", strerror(error)));
	if (ok)
		line[strcspn(line, "\r\n")] = '\0';
	if (ok && read_url(place, str_from(line), is_web))
		return true;
	return is_web ? FAILURE(err, "page-address-file", name)
		      : FAILURE(err, "broker-file", name);
}

/* An address of another kind, such as http://..., is no name of a file. */
static bool is_address(const char *text)
{
	return place_is_url(text) || strstr(text, "://");
}

bool place_read(struct place *place, const char *text, struct err *err)
{
	if (!is_address(text))
		return read_file(place, text, false, err);
	return read_url(place, str_from(text), false) ||
	       FAILURE(err, "broker-address");
}

bool place_read_web(struct place *place, const char *text, struct err *err)
{
	if (!is_address(text))
		return read_file(place, text, true, err);
	return read_url(place, str_from(text), true) ||
	       FAILURE(err, "page-address");
}
