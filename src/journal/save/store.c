/* store: the members of a JSON object, written or read by the same code.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing goes straight into the text, because a tree of JSON values for each
 * of 100 000 events would cost more than the events; reading is jansson's.
 */
#include "journal/save/store.h"

#include "base/sentence.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

bool store_is_loading(const struct store *store)
{
	return !store->out;
}

void store_fail(struct store *store, const char *key, const char *text)
{
	if (!store->failed)
		err_set(store->err, "%s: %s", key, text);
	store->failed = true;
}

void store_say(struct store *store, const char *key, const char *id,
	       const struct slot *slots, size_t count)
{
	AUTO_FREE char *text = sentence_new(id, slots, count);
	store_fail(store, key, text);
}

/* --- writing ------------------------------------------------------------- */

/* JSON names characters by their units in UTF-16. */
static void put_escape(struct buf *out, uint32_t c)
{
	if (c == '\n' || c == '\t')
		buf_puts(out, c == '\n' ? "\\n" : "\\t");
	else if (c < 0x10000)
		buf_printf(out, "\\u%04x", c);
	else
		buf_printf(out, "\\u%04x\\u%04x",
			   0xd800 + ((c - 0x10000) >> 10),
			   0xdc00 + ((c - 0x10000) & 0x3ff));
}

/* A string of JSON. Bytes that are no UTF-8 become U+FFFD: JSON has no other
 * way to hold them. What a terminal would obey is escaped, so that a log can
 * be looked at. */
void store_put_stringn(struct buf *out, struct str text)
{
	struct glyph glyph;
	buf_putc(out, '"');
	while (text_glyph(text.data, text.len, &glyph)) {
		if (glyph.c == '"' || glyph.c == '\\')
			buf_printf(out, "\\%c", (char)glyph.c);
		else if (glyph.is_escaped && glyph.c != 0xfffd)
			put_escape(out, glyph.c);
		else
			text_encode(out, glyph.c);
		text.data += glyph.used;
		text.len -= glyph.used;
	}
	buf_putc(out, '"');
}

void store_put_string(struct buf *out, const char *text)
{
	store_put_stringn(out, str_from(text));
}

static void put_comma(struct buf *out)
{
	char last = out->len ? out->data[out->len - 1] : '{';
	if (last != '{' && last != '[')
		buf_puts(out, ", ");
}

static void put_key(struct buf *out, const char *key)
{
	put_comma(out);
	store_put_string(out, key);
	buf_puts(out, ": ");
}

static void put_member(struct store *store, const char *key, struct str text)
{
	put_key(store->out, key);
	store_put_stringn(store->out, text);
}

void store_derived_text(struct store *store, const char *key, const char *text)
{
	if (!store_is_loading(store))
		put_member(store, key, str_from(text));
}

void store_derived_number(struct store *store, const char *key, int64_t number)
{
	if (store_is_loading(store))
		return;
	put_key(store->out, key);
	buf_printf(store->out, "%" PRId64, number);
}

void store_derived_json(struct store *store, const char *key, const char *json)
{
	if (store_is_loading(store))
		return;
	put_key(store->out, key);
	buf_puts(store->out, json);
}

void store_derived_null(struct store *store, const char *key)
{
	if (store_is_loading(store))
		return;
	put_key(store->out, key);
	buf_puts(store->out, "null");
}

/* --- reading ------------------------------------------------------------- */

bool store_has(const struct store *store, const char *key)
{
	if (!store_is_loading(store))
		return true;
	const json_t *member = json_object_get(store->value, key);
	return member && !json_is_null(member);
}

const json_t *store_member(struct store *store, const char *key)
{
	if (store->failed)
		return NULL;
	const json_t *member = json_object_get(store->value, key);
	if (!member)
		STORE_FAIL(store, key, "log-missing");
	return member;
}

/* The string of JSON that a member is; empty with a fault. */
static struct str read_str(struct store *store, const char *key,
			   const json_t *member)
{
	if (!member || !json_is_string(member)) {
		STORE_FAIL(store, key, "log-no-string");
		return str_from("");
	}
	return (struct str){json_string_value(member),
			    json_string_length(member)};
}

const char *store_string(struct store *store, const char *key,
			 const json_t *member)
{
	struct str read = read_str(store, key, member);
	if (memchr(read.data, '\0', read.len))
		STORE_FAIL(store, key, "log-null-byte");
	return read.data;
}

void store_text(struct store *store, const char *key, const char **text)
{
	if (!store_is_loading(store)) {
		store_derived_text(store, key, *text ? *text : "");
		return;
	}
	*text = arena_strdup(
		store->arena,
		store_string(store, key, store_member(store, key)));
}

void store_str(struct store *store, const char *key, struct str *text)
{
	if (!store_is_loading(store)) {
		put_member(store, key, text->data ? *text : str_from(""));
		return;
	}
	struct str read = read_str(store, key, store_member(store, key));
	text->data = arena_strndup(store->arena, read.data, read.len);
	text->len = read.len;
}

void store_text_or_null(struct store *store, const char *key, const char **text)
{
	if (!store_is_loading(store) && !*text)
		store_derived_null(store, key);
	else if (store_has(store, key))
		store_text(store, key, text);
	else
		*text = NULL;
}

void store_number(struct store *store, const char *key, int64_t *number,
		  int64_t least, int64_t most)
{
	if (!store_is_loading(store)) {
		store_derived_number(store, key, *number);
		return;
	}
	*number = least > 0 ? least : 0;
	const json_t *member = store_member(store, key);
	if (!member)
		return;
	int64_t read = json_integer_value(member);
	if (!json_is_integer(member))
		STORE_FAIL(store, key, "log-no-number");
	else if (read < least || read > most)
		STORE_FAIL(store, key, "log-number-range",
			   SLOT_NUMBER("value", read),
			   SLOT_NUMBER("least", least),
			   SLOT_NUMBER("most", most));
	else
		*number = read;
}

void store_number_or_0(struct store *store, const char *key, int64_t *number,
		       int64_t least, int64_t most)
{
	if (store_is_loading(store) ? store_has(store, key) : *number != 0)
		store_number(store, key, number, least, most);
	else
		*number = 0;
}

void store_int(struct store *store, const char *key, int *number)
{
	int64_t wide = *number;
	store_number(store, key, &wide, INT_MIN, INT_MAX);
	*number = (int)wide;
}

void store_uint(struct store *store, const char *key, uint32_t *number)
{
	int64_t wide = *number;
	store_number(store, key, &wide, 0, UINT32_MAX);
	*number = (uint32_t)wide;
}

void store_uint_or_0(struct store *store, const char *key, uint32_t *number)
{
	int64_t wide = *number;
	store_number_or_0(store, key, &wide, 0, UINT32_MAX);
	*number = (uint32_t)wide;
}

/* JSON as jansson reads it has signed numbers: above INT64_MAX they are
 * written negative, and come back the same. */
void store_u64(struct store *store, const char *key, uint64_t *number)
{
	int64_t wide = (int64_t)*number;
	store_number(store, key, &wide, INT64_MIN, INT64_MAX);
	*number = (uint64_t)wide;
}

void store_bool(struct store *store, const char *key, bool *truth)
{
	if (!store_is_loading(store)) {
		put_key(store->out, key);
		buf_puts(store->out, *truth ? "true" : "false");
		return;
	}
	const json_t *member = store_member(store, key);
	if (member && !json_is_boolean(member))
		STORE_FAIL(store, key, "log-no-truth");
	*truth = json_is_true(member);
}

static void fail_seconds(struct store *store, const char *key, double seconds,
			 double most)
{
	AUTO_FREE char *value = xprintf("%g", seconds);
	AUTO_FREE char *end = xprintf("%g", most);
	STORE_FAIL(store, key, "log-number-range", SLOT_TEXT("value", value),
		   SLOT_NUMBER("least", 0), SLOT_TEXT("most", end));
}

void store_time(struct store *store, const char *key, uint64_t *time,
		int digits)
{
	uint64_t unit = digits == 6 ? 1000 : 1, second = 1000000000 / unit;
	if (!store_is_loading(store)) {
		uint64_t units = *time / unit;
		put_key(store->out, key);
		buf_printf(store->out, "%" PRIu64 ".%0*" PRIu64, units / second,
			   digits, units % second);
		return;
	}
	*time = 0;
	const json_t *member = store_member(store, key);
	if (!member)
		return;
	// Below this a double still tells all of the units apart.
	double most = digits == 6 ? 4e9 : 4e6;
	double seconds = json_number_value(member);
	if (!json_is_number(member))
		STORE_FAIL(store, key, "log-no-seconds");
	else if (!(seconds >= 0 && seconds <= most))
		fail_seconds(store, key, seconds, most);
	else
		*time = (uint64_t)(seconds * (double)second + 0.5) * unit;
}

/* --- objects and lists -----------------------------------------------------
 */

static void enter(struct store *store, const json_t *value)
{
	assert(store->depth < STORE_DEPTH);
	store->outer[store->depth++] = store->value;
	store->value = value;
}

static void leave(struct store *store)
{
	assert(store->depth);
	store->value = store->outer[--store->depth];
}

void store_object_begin(struct store *store, const char *key)
{
	if (!store_is_loading(store)) {
		put_key(store->out, key);
		buf_putc(store->out, '{');
		return;
	}
	const json_t *member = store_member(store, key);
	if (member && !json_is_object(member))
		STORE_FAIL(store, key, "log-no-object");
	enter(store, member);
}

void store_object_end(struct store *store)
{
	if (store_is_loading(store))
		leave(store);
	else
		buf_putc(store->out, '}');
}

size_t store_list_begin(struct store *store, const char *key, size_t count)
{
	if (!store_is_loading(store)) {
		put_key(store->out, key);
		buf_putc(store->out, '[');
		return count;
	}
	const json_t *member = store_member(store, key);
	if (member && !json_is_array(member))
		STORE_FAIL(store, key, "log-no-list");
	enter(store, member);
	return store->failed ? 0 : json_array_size(member);
}

void store_item_begin(struct store *store, size_t index)
{
	if (!store_is_loading(store)) {
		put_comma(store->out);
		buf_putc(store->out, '{');
		return;
	}
	const json_t *item = json_array_get(store->value, index);
	if (!json_is_object(item))
		STORE_FAIL(store, sentence_text(SENTENCE_ID("log-item")),
			   "log-no-object");
	enter(store, item);
}

void store_item_end(struct store *store)
{
	store_object_end(store);
}

void store_list_end(struct store *store)
{
	if (store_is_loading(store))
		leave(store);
	else
		buf_putc(store->out, ']');
}

void store_item_text(struct store *store, size_t index, const char **text)
{
	if (!store_is_loading(store)) {
		put_comma(store->out);
		store_put_string(store->out, *text);
		return;
	}
	const json_t *item = json_array_get(store->value, index);
	const char *read = store_string(
		store, sentence_text(SENTENCE_ID("log-item")), item);
	*text = arena_strdup(store->arena, read ? read : "");
}
