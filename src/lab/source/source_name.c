/* source_name: the name of a function as its program writes it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * C++ and Rust pack the scopes of a function, its name and the kinds of its
 * arguments into one symbol: each name stands behind its length, and N and E
 * are around several. What that does not cover (templates, operators but those
 * of lambdas) stays as it is. The last name of Rust is a hash.
 */
#include "lab/source/source_name.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_LENGTH = 17, NAME_MOST = 256 };

/* One name at `*at`, which moves behind it; false where there is none. */
static bool take_name(const char **at, const char **name, size_t *len)
{
	const char *digits = *at + (**at == 'L');
	char *end;
	if (!isdigit((unsigned char)*digits))
		return false;
	unsigned long count = strtoul(digits, &end, 10);
	if (!count || count > NAME_MOST || strnlen(end, count) < count)
		return false;
	*name = end;
	*len = count;
	*at = end + count;
	return true;
}

static bool is_hash(const char *name, size_t len)
{
	return len == HASH_LENGTH && *name == 'h' &&
	       strspn(name + 1, "0123456789abcdef") >= HASH_LENGTH - 1;
}

/* Adds "Socket::Socket" of a constructor, "Socket::~Socket" of the other. */
static void add_special(const char **at, const char *name, size_t len,
			struct buf *out)
{
	bool ends = **at == 'D';
	if ((**at == 'C' || ends) && isdigit((unsigned char)(*at)[1])) {
		buf_printf(out, "::%s%.*s", ends ? "~" : "", (int)len, name);
		*at += 2;
	}
}

static bool read_symbol(const char *at, struct buf *out)
{
	const char *name = NULL;
	size_t len = 0;
	bool is_nested = *at == 'N';
	at += is_nested;
	at += is_nested ? strspn(at, "rVK") : 0;
	while (take_name(&at, &name, &len)) {
		if (!is_hash(name, len))
			buf_printf(out, "%s%.*s", out->len ? "::" : "",
				   (int)len, name);
		if (!is_nested)
			return *at != 'I';
	}
	if (name)
		add_special(&at, name, len, out);
	return out->len && *at == 'E';
}

/* A lambda is an operator of a class without a name, within a function. */
static bool read_lambda(const char *symbol, struct buf *out)
{
	bool is_lambda = strstr(symbol, "ENKUl") || strstr(symbol, "ENUl");
	if (strncmp(symbol, "_ZZ", 3) != 0 || !is_lambda ||
	    !read_symbol(symbol + 3, out))
		return false;
	buf_puts(out, "::lambda");
	return true;
}

const char *source_name_read(struct arena *arena, const char *symbol)
{
	struct buf out = {0};
	bool is_read =
		read_lambda(symbol, &out) ||
		(!strncmp(symbol, "_Z", 2) && read_symbol(symbol + 2, &out));
	const char *name =
		arena_strdup(arena, is_read ? buf_text(&out) : symbol);
	buf_done(&out);
	return name;
}
