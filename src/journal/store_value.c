/* store: words, names of constants and bytes, which are strings in JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "journal/store.h"

#include <assert.h>
#include <string.h>

void store_word(struct store *store, const char *key, const char *const *words,
		size_t count, unsigned *index)
{
	assert(store_is_loading(store) || *index < count);
	const char *word = store_is_loading(store) ? "" : words[*index];
	store_text(store, key, &word);
	if (!store_is_loading(store))
		return;
	*index = 0;
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(words[i], word)) {
			*index = (unsigned)i;
			return;
		}
	}
	const char *nearest;
	if (text_nearest(word, words, count, &nearest, 1))
		store_fail(store, key, "unknown word \"%.40s\", perhaps \"%s\"",
			   word, nearest);
	else
		store_fail(store, key, "unknown word \"%.40s\"", word);
}

void store_symbol(struct store *store, const char *key, enum symbol_group group,
		  int *value)
{
	bool loading = store_is_loading(store);
	const char *name = loading ? NULL : symbol_name(group, *value);
	if (loading ? json_is_integer(json_object_get(store->value, key))
		    : !name) {
		store_int(store, key, value);
		return;
	}
	int64_t wide = *value;
	store_text(store, key, &name);
	if (loading && !symbol_value(group, str_from(name), &wide))
		store_fail(store, key, "unknown name \"%.40s\"", name);
	*value = (int)wide;
}

static void keep_bytes(struct store *store, const struct buf *bytes,
		       const unsigned char **data, size_t *len)
{
	*len = bytes->len;
	*data = arena_copy(store->arena, buf_text(bytes), bytes->len);
}

/* `text` is what stands between the quotes that text_quote() writes. */
static void read_data(struct store *store, const char *key, const char *text,
		      struct buf *bytes)
{
	struct buf quoted = {0};
	struct err why = {0};
	buf_printf(&quoted, "\"%s\"", text);
	struct str rest = {quoted.data, quoted.len};
	if (!text_unquote(&rest, bytes, &why))
		store_fail(store, key, "%s", why.text);
	else if (rest.len)
		store_fail(store, key, "a quote needs a backslash before it");
	buf_done(&quoted);
}

void store_data(struct store *store, const char *key,
		const unsigned char **data, size_t *len)
{
	struct buf text = {0};
	const char *inside = "";
	if (!store_is_loading(store)) {
		text_quote(&text, *data, *len, SIZE_MAX);
		text.data[text.len - 1] = '\0';
		inside = text.data + 1;
	}
	store_text(store, key, &inside);
	if (store_is_loading(store)) {
		read_data(store, key, inside, &text);
		keep_bytes(store, &text, data, len);
	}
	buf_done(&text);
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static void read_hex(struct store *store, const char *key, const char *text,
		     struct buf *bytes)
{
	for (; *text; text += 2) {
		int high = hex_digit(text[0]), low = hex_digit(text[1]);
		if (high < 0 || low < 0) {
			store_fail(store, key,
				   "expected two digits 0-9 and a-f for each "
				   "byte, found %.2s",
				   text);
			return;
		}
		buf_putc(bytes, (char)(high << 4 | low));
	}
}

void store_hex(struct store *store, const char *key, const unsigned char **data,
	       size_t *len)
{
	static const char digits[] = "0123456789abcdef";
	struct buf text = {0};
	const char *hex = "";
	if (!store_is_loading(store)) {
		for (size_t i = 0; i < *len; i++) {
			buf_putc(&text, digits[(*data)[i] >> 4]);
			buf_putc(&text, digits[(*data)[i] & 15]);
		}
		hex = buf_text(&text);
	}
	store_text(store, key, &hex);
	if (store_is_loading(store)) {
		read_hex(store, key, hex, &text);
		keep_bytes(store, &text, data, len);
	}
	buf_done(&text);
}
