/* store: the members of a JSON object, written or read by the same code.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One function for each kind of event names its members in order; with a store
 * that saves they are written, with one that loads they are read. What is
 * saved and what is loaded can so not come apart. The first fault of a load
 * stays in `err`, and everything after it does nothing.
 */
#pragma once
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/call.h"
#include "call/table/symbol.h"

#include <jansson.h>
#include <stdint.h>

enum { STORE_DEPTH = 4 };

struct journal;

struct store {
	struct buf *out;     /* saving; NULL while loading */
	const json_t *value; /* loading: the object being read */
	struct arena *arena; /* loading: owns what is read */
	struct err *err;
	const struct journal *journal; /* loading: what was read before */
	bool failed;
	const json_t *outer[STORE_DEPTH];
	size_t depth;
};

bool store_is_loading(const struct store *store);

/* Notes the first fault: "key: sentence". */
void store_fail(struct store *store, const char *key, const char *text);

/* The same of a record. */
#define STORE_FAIL(store, key, id, ...)                                        \
	store_say(store, key, id, SLOTS(__VA_ARGS__))
void store_say(struct store *store, const char *key, const char *id,
	       const struct slot *slots, size_t count);

/* Whether a member is there and not null; true while saving. */
bool store_has(const struct store *store, const char *key);

/* A string that must be there; that may be null; that may have NULs in it. */
void store_text(struct store *store, const char *key, const char **text);
void store_text_or_null(struct store *store, const char *key,
			const char **text);
void store_str(struct store *store, const char *key, struct str *text);

/* A number between `least` and `most`. The second is left out when it is 0,
 * so that rare members do not fill every line. */
void store_number(struct store *store, const char *key, int64_t *number,
		  int64_t least, int64_t most);
void store_number_or_0(struct store *store, const char *key, int64_t *number,
		       int64_t least, int64_t most);

/* The same for a member of a struct, of its type. */
void store_int(struct store *store, const char *key, int *number);
void store_uint(struct store *store, const char *key, uint32_t *number);
void store_uint_or_0(struct store *store, const char *key, uint32_t *number);
void store_u64(struct store *store, const char *key, uint64_t *number);
void store_bool(struct store *store, const char *key, bool *truth);

/* Nanoseconds, as seconds with `digits` (6 or 9) digits. */
void store_time(struct store *store, const char *key, uint64_t *time,
		int digits);

/* One of `count` words; a name of `group` or a number without a name. */
void store_word(struct store *store, const char *key, const char *const *words,
		size_t count, unsigned *index);
void store_symbol(struct store *store, const char *key, enum symbol_group group,
		  int *value);

/* Bytes as text with the escapes of strace(1); as hexadecimal digits. */
void store_data(struct store *store, const char *key,
		const unsigned char **data, size_t *len);
void store_hex(struct store *store, const char *key, const unsigned char **data,
	       size_t *len);

/* A value in its own shape: numbers, strings (bytes with the escapes of
 * strace(1)), lists, null for VALUE_NONE, objects for addresses and names. */
void store_value(struct store *store, const char *key, struct value *value);

/* Members that only readers of the file need: written, not read. */
void store_derived_text(struct store *store, const char *key, const char *text);
void store_derived_number(struct store *store, const char *key, int64_t number);
void store_derived_null(struct store *store, const char *key);
void store_derived_json(struct store *store, const char *key, const char *json);

/* For what is neither of these: a string of JSON, without a member; the member
 * being loaded, or NULL with a fault when it is not there. */
void store_put_string(struct buf *out, const char *text);
void store_put_stringn(struct buf *out, struct str text);
const json_t *store_member(struct store *store, const char *key);

/* A string of JSON that has no NUL in it, which would cut it; "" and a fault
 * for anything else. */
const char *store_string(struct store *store, const char *key,
			 const json_t *member);

/* A member that is an object. */
void store_object_begin(struct store *store, const char *key);
void store_object_end(struct store *store);

/* A member that is a list of `count` objects. Returns how many there are. */
size_t store_list_begin(struct store *store, const char *key, size_t count);
void store_item_begin(struct store *store, size_t index);
void store_item_end(struct store *store);
void store_list_end(struct store *store);

/* A list of strings: begin with store_list_begin(), then each string. */
void store_item_text(struct store *store, size_t index, const char **text);
