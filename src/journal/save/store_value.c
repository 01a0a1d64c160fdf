/* store: words, names of constants and bytes, which are strings in JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/list.h"
#include "journal/save/store.h"

#include <assert.h>
#include <inttypes.h>
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
		STORE_FAIL(store, key, "log-unknown-word-near",
			   SLOT_PART("word", word, 40),
			   SLOT_TEXT("nearest", nearest));
	else
		STORE_FAIL(store, key, "log-unknown-word",
			   SLOT_PART("word", word, 40));
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
		STORE_FAIL(store, key, "log-unknown-name",
			   SLOT_PART("name", name, 40));
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
		store_fail(store, key, why.text);
	else if (rest.len)
		STORE_FAIL(store, key, "log-quote");
	buf_done(&quoted);
}

/* The text between the quotes; `text` keeps it. */
static const char *write_data(const void *data, size_t len, struct buf *text)
{
	text_quote(text, data, len, SIZE_MAX);
	text->data[text->len - 1] = '\0';
	return text->data + 1;
}

void store_data(struct store *store, const char *key,
		const unsigned char **data, size_t *len)
{
	struct buf text = {0};
	const char *inside = "";
	if (!store_is_loading(store))
		inside = write_data(*data, *len, &text);
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
			STORE_FAIL(store, key, "log-no-bytes",
				   SLOT_PART("found", text, 2));
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

/* --- values in their own shape ---------------------------------------------
 */

enum { VALUE_DEPTH = 8 };

static void put_member(const char *key, const char *text, struct buf *out)
{
	buf_printf(out, "{\"%s\": ", key);
	store_put_string(out, text);
	buf_putc(out, '}');
}

static void put_value(const struct value *value, struct buf *out)
{
	struct buf text = {0};
	switch (value->kind) {
	case VALUE_NONE:
		buf_puts(out, "null");
		break;
	case VALUE_INT:
		buf_printf(out, "%" PRId64, value->num);
		break;
	case VALUE_NAME:
		put_member("name", value->name, out);
		break;
	case VALUE_ADDRESS:
		address_print(value->address, &text);
		put_member("address", buf_text(&text), out);
		break;
	case VALUE_BYTES:
	case VALUE_OPTION:
		store_put_string(out, write_data(value->bytes.data,
						 value->bytes.len, &text));
		break;
	case VALUE_AT: // never within a list
		break;
	case VALUE_LIST:
		buf_putc(out, '[');
		for (size_t i = 0; i < value->count; i++) {
			buf_puts(out, i ? ", " : "");
			put_value(&value->items[i], out);
		}
		buf_putc(out, ']');
		break;
	}
	buf_done(&text);
}

static void read_object(struct store *store, const char *key,
			const json_t *json, struct value *value)
{
	const json_t *name = json_object_get(json, "name");
	const json_t *address = json_object_get(json, "address");
	struct err why = {0};
	if (name) {
		value->kind = VALUE_NAME;
		value->name = arena_strdup(store->arena,
					   store_string(store, key, name));
		return;
	}
	struct address *read = arena_alloc(store->arena, sizeof(*read));
	value->kind = VALUE_ADDRESS;
	value->address = read;
	if (!address)
		STORE_FAIL(store, key, "log-no-address");
	else if (!address_parse(str_from(store_string(store, key, address)),
				read, &why))
		store_fail(store, key, why.text);
}

static void read_string(struct store *store, const char *key,
			const json_t *json, struct value *value)
{
	struct buf bytes = {0};
	value->kind = VALUE_BYTES;
	read_data(store, key, store_string(store, key, json), &bytes);
	keep_bytes(store, &bytes, &value->bytes.data, &value->bytes.len);
	buf_done(&bytes);
}

static void read_value(struct store *store, const char *key, const json_t *json,
		       size_t depth, struct value *value)
{
	*value = (struct value){.kind = VALUE_NONE};
	if (json_is_integer(json)) {
		value->kind = VALUE_INT;
		value->num = json_integer_value(json);
	} else if (json_is_string(json)) {
		read_string(store, key, json, value);
	} else if (json_is_object(json)) {
		read_object(store, key, json, value);
	} else if (json_is_array(json) && depth < VALUE_DEPTH) {
		size_t count = json_array_size(json);
		struct value *items = list_new(value, count, store->arena);
		for (size_t i = 0; i < count; i++)
			read_value(store, key, json_array_get(json, i),
				   depth + 1, &items[i]);
	} else if (!json_is_null(json)) {
		STORE_FAIL(store, key, "log-no-value");
	}
}

void store_value(struct store *store, const char *key, struct value *value)
{
	if (!store_is_loading(store)) {
		struct buf json = {0};
		put_value(value, &json);
		store_derived_json(store, key, buf_text(&json));
		buf_done(&json);
		return;
	}
	const json_t *json = store_member(store, key);
	*value = (struct value){.kind = VALUE_NONE};
	if (json)
		read_value(store, key, json, 0, value);
}
