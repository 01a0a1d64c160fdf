/* fetch_value: one argument of another process's call, by its kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program passes what it likes: an address that is not mapped, a length that
 * is beyond any sense. What this program's own agents would never pass is
 * refused here, and the call is then shown as its bare words.
 */
#include "call/part/fetch_value.h"

#include "call/whole/fetch.h"

#include <string.h>
#include <time.h>

bool fetch_word(const uint64_t *words, const struct fetch *fetch,
		struct raw_word *out)
{
	(void)fetch;
	out[0] = (struct raw_word){.word = words[0]};
	return true;
}

bool fetch_memory(uint64_t address, size_t len, const struct fetch *fetch,
		  struct raw_word *out)
{
	unsigned char *data = arena_alloc(fetch->arena, len + 1);
	out->word = address;
	out->data = data;
	out->len = len;
	return !len || fetch->read(fetch->data, address, data, len);
}

bool fetch_in(const uint64_t *words, const struct fetch *fetch,
	      struct raw_word *out)
{
	out[0] = (struct raw_word){.kind = RAW_IN};
	out[1] = (struct raw_word){.word = words[1]};
	return words[1] <= FETCH_MOST &&
	       fetch_memory(words[0], (size_t)words[1], fetch, &out[0]);
}

/* accept(fd, NULL, NULL) asks for no address. A length that cannot be read is
 * the kernel's to refuse, as is one beyond any sense. */
bool fetch_peer(const uint64_t *words, const struct fetch *fetch,
		struct raw_word *out)
{
	int32_t len;
	out[0] = (struct raw_word){.word = words[0]};
	out[1] = (struct raw_word){.word = words[1]};
	if (!words[0] || !words[1] ||
	    !fetch_memory(words[1], sizeof(len), fetch, &out[1])) {
		out[1] = (struct raw_word){.word = words[1]};
		return true;
	}
	out[1].kind = RAW_IN_OUT;
	memcpy(&len, out[1].data, sizeof(len));
	out[0].kind = RAW_OUT;
	out[0].len = len < 0 ? 0 : (size_t)len;
	if (out[0].len > FETCH_MOST)
		out[0].len = FETCH_MOST;
	return true;
}

bool fetch_nothing(const uint64_t *words, const struct fetch *fetch,
		   struct raw_word *out)
{
	(void)fetch;
	out[0] = out[1] = (struct raw_word){0};
	return !words[0] && !words[1];
}

/* A pointer to so many bytes, or NULL. */
bool fetch_pointer(uint64_t address, enum raw_kind kind, size_t len,
		   const struct fetch *fetch, struct raw_word *out)
{
	*out = (struct raw_word){0};
	if (!address)
		return true;
	out->kind = kind;
	return fetch_memory(address, len, fetch, out);
}

bool fetch_time(const uint64_t *words, const struct fetch *fetch,
		struct raw_word *out)
{
	return fetch_pointer(words[0], RAW_IN_OUT, sizeof(struct timespec),
			     fetch, out);
}

struct raw_word fetch_room_at(uint64_t address, size_t len)
{
	return (struct raw_word){.kind = RAW_OUT, .word = address, .len = len};
}

int64_t fetch_room_of(const struct raw_word *words, const struct call *call)
{
	(void)call;
	uint32_t room;
	if (words[1].kind != RAW_IN_OUT && !words[0].word)
		return words[1].word ? CALL_ROOM_NO_ADDRESS : CALL_ROOM_NONE;
	if (words[1].kind != RAW_IN_OUT)
		return words[1].word ? CALL_ROOM_LOST : CALL_ROOM_NO_LENGTH;
	memcpy(&room, words[1].data, sizeof(room));
	return room ? (int64_t)room : CALL_ROOM_EMPTY;
}

size_t fetch_written_len(const struct raw_word *word, int64_t value)
{
	uint32_t len;
	(void)value;
	memcpy(&len, word[1].data, sizeof(len));
	return len;
}
