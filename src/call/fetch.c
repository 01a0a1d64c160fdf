/* fetch: the call that another process makes, from its registers and memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word that is an address keeps it in `word`, so that the memory behind it
 * can be read again when the call is over.
 */
#include "call/fetch.h"

#include "call/fetch_value.h"
#include "call/syscalls.h"

#include <string.h>

/* One row of the table, if the words are of its kinds. */
static bool fetch_row(const struct fetch *fetch, const struct syscall *syscall,
		      const uint64_t words[RAW_WORDS], struct raw_call *raw)
{
	struct syscall_word shape[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(syscall, shape);
	*raw = (struct raw_call){.number = syscall->number};
	for (size_t i = 0; i < count; i++) {
		const struct kind_row *row = kind_row(shape[i].kind);
		if (!shape[i].part &&
		    (!row->fetch ||
		     !row->fetch(&words[i], fetch, &raw->words[i])))
			return false;
	}
	return true;
}

/* Room that the caller has for an address or an option, which only its own
 * memory tells. */
static void note_room(const struct syscall *syscall, const struct raw_call *raw,
		      struct call *call)
{
	struct syscall_word shape[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(syscall, shape);
	for (size_t i = 0; i < count; i++) {
		const struct raw_word *words = &raw->words[i];
		uint32_t room;
		if (shape[i].part || (shape[i].kind != KIND_PEER &&
				      shape[i].kind != KIND_OPTION_ROOM))
			continue;
		call->room = CALL_ROOM_NONE;
		if (words[1].kind != RAW_IN_OUT)
			continue;
		memcpy(&room, words[1].data, sizeof(room));
		call->room = room;
	}
}

bool call_fetch(const struct fetch *fetch, long number,
		const uint64_t words[RAW_WORDS], struct raw_call *raw,
		struct call *call)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (table[i].number != number || table[i].operation ||
		    !fetch_row(fetch, &table[i], words, raw) ||
		    !call_from_raw_row(raw, &table[i], fetch->arena, call))
			continue;
		note_room(&table[i], raw, call);
		return true;
	}
	return false;
}

bool call_fetch_words(long number, const uint64_t words[RAW_WORDS],
		      struct raw_call *raw, struct call *call)
{
	const struct syscall *bare = syscall_bare(number);
	if (!bare)
		return false;
	*raw = (struct raw_call){.number = number};
	*call = (struct call){.syscall = bare,
			      .argc = syscall_parameters(bare)};
	for (size_t i = 0; i < call->argc; i++) {
		raw->words[i].word = words[i];
		call->args[i].kind = VALUE_INT;
		call->args[i].num = bare->parameters[i].kind == KIND_FD
					    ? (int32_t)words[i]
					    : (int64_t)words[i];
	}
	return true;
}

/* How much of the memory of a word the kernel has written: as a length beside
 * it says, or as the call's value does. */
static size_t written(const struct raw_word *word, bool has_next, int64_t value)
{
	uint32_t len;
	uint64_t most = value > 0 ? (uint64_t)value : 0;
	if (has_next && word[1].kind == RAW_IN_OUT) {
		memcpy(&len, word[1].data, sizeof(len));
		most = len;
	}
	return word->len < most ? word->len : (size_t)most;
}

static void read_again(const struct fetch *fetch, struct raw_word *word,
		       size_t len)
{
	word->data = arena_alloc(fetch->arena, len + 1);
	word->len = len;
	if (len && !fetch->read(fetch->data, word->word, word->data, len))
		word->len = 0;
}

void call_fetch_back(const struct fetch *fetch, struct raw_call *raw,
		     int64_t value)
{
	for (int i = 0; i < RAW_WORDS; i++) {
		struct raw_word *word = &raw->words[i];
		if (word->kind == RAW_IN_OUT)
			fetch->read(fetch->data, word->word, word->data,
				    word->len);
	}
	for (int i = 0; i < RAW_WORDS; i++) {
		struct raw_word *word = &raw->words[i];
		if (word->kind == RAW_OUT)
			read_again(fetch, word,
				   written(word, i + 1 < RAW_WORDS, value));
	}
}
