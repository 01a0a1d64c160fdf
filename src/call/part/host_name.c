/* host_name: a host's name in the place of an address, as programs are given
 * it. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/host_name.h"

#include "base/sentence.h"

#include <ctype.h>
#include <string.h>

static bool is_name(struct str text)
{
	bool has_letter = false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (!isalnum(c) && (!i || !strchr("-._", c)))
			return false;
		has_letter |= isalpha(c) != 0;
	}
	return has_letter;
}

/* "unix:", "raw:" and "unspec:" begin addresses of other kinds. */
static bool is_kind(struct str text)
{
	return str_is(text, "unix") || str_is(text, "raw") ||
	       str_is(text, "unspec");
}

static bool read_port(struct str text, int *port)
{
	*port = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (!isdigit((unsigned char)text.data[i]))
			return false;
		*port = *port * 10 + (text.data[i] - '0');
		if (*port > UINT16_MAX)
			return false;
	}
	return text.len > 0;
}

bool host_name_begins(struct str text)
{
	const char *colon = text.len ? memchr(text.data, ':', text.len) : NULL;
	struct str name = {text.data,
			   colon ? (size_t)(colon - text.data) : text.len};
	return is_name(name) && !(colon && is_kind(name));
}

bool host_name_find(struct reader *reader, struct str text,
		    struct address *address, struct err *err)
{
	const struct name_finder *finder = reader->finder;
	struct str name = text, rest = {"", 0};
	const char *colon = memchr(text.data, ':', text.len);
	int port;
	if (colon) {
		name.len = (size_t)(colon - text.data);
		rest = (struct str){colon + 1, text.len - name.len - 1};
	}
	if (!read_port(rest, &port))
		return FAILURE(err, "lookup-no-port", SLOT_STR("name", name));
	return finder->find(finder->data, name, port, address, err);
}
