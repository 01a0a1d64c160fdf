/* fetch: the call that another process makes, from its registers and memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word that is an address keeps it in `word`, so that the memory behind it
 * can be read again when the call is over.
 */
#include "call/whole/fetch.h"

#include "call/part/fetch_value.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <string.h>
#include <sys/epoll.h>

/* Memory that cannot be read, or is not what it should be. */
static void take_at(const uint64_t *words, const struct kind *row,
		    struct raw_word *raw, struct value *value)
{
	*value = (struct value){.kind = VALUE_AT, .at = words[0]};
	raw[0] = (struct raw_word){.word = words[0]};
	if (row->words < 2)
		return;
	raw[1] = (struct raw_word){.word = words[1]};
	value->num = row->counts_int ? (int32_t)words[1] : (int64_t)words[1];
}

/* What the call does not have is not written: ioctl(3, FIONREAD). */
static void leave_out(struct call *call)
{
	const struct parameter *parameters = call->syscall->parameters;
	while (call->argc && parameters[call->argc - 1].optional &&
	       call->args[call->argc - 1].kind == VALUE_NONE)
		call->argc--;
}

/* One row of the table, if the words are of its kinds. An argument may depend
 * on those before it, so each is decoded at once. */
static bool fetch_row(const struct fetch *from, const struct syscall *syscall,
		      bool lenient, struct raw_call *raw, struct call *call)
{
	struct fetch fetch = *from;
	struct syscall_word shape[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(syscall, shape);
	*raw = (struct raw_call){.number = syscall->number};
	*call = (struct call){.syscall = syscall,
			      .argc = syscall_parameters(syscall)};
	fetch.call = call;
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = shape[i].kind;
		if (shape[i].part)
			continue;
		if (row->fetch &&
		    row->fetch(&fetch.words[i], &fetch, &raw->words[i]) &&
		    row->decode(&raw->words[i], fetch.arena, call,
				shape[i].arg))
			continue;
		if (!lenient || row->hidden || !row->fetch)
			return false;
		take_at(&fetch.words[i], row, &raw->words[i],
			&call->args[shape[i].arg]);
	}
	leave_out(call);
	return true;
}

/* Room that the caller has for an address or an option, which only its own
 * memory tells; of select, a first word that its sets do not tell. */
static void note_room(const struct raw_call *raw, struct call *call)
{
	struct syscall_word shape[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, shape);
	for (size_t i = 0; i < count; i++) {
		if (!shape[i].part && shape[i].kind->room)
			call->room = shape[i].kind->room(&raw->words[i], call);
	}
}

static bool fetch_from(const struct fetch *fetch, const struct syscall *table,
		       size_t count, long number, bool lenient,
		       struct raw_call *raw, struct call *call)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].number != number || table[i].operation ||
		    !fetch_row(fetch, &table[i], lenient, raw, call))
			continue;
		note_room(raw, call);
		return true;
	}
	return false;
}

bool call_fetch(const struct fetch *from, long number,
		const uint64_t words[RAW_WORDS], struct raw_call *raw,
		struct call *call)
{
	size_t count, variant_count, other_count;
	const struct syscall *table = syscall_table(&count);
	const struct syscall *variants = syscall_variants(&variant_count);
	const struct syscall *others = syscall_others(&other_count);
	struct fetch fetch = *from;
	fetch.words = words;
	for (int lenient = 0; lenient < 2; lenient++) {
		if (fetch_from(&fetch, variants, variant_count, number, lenient,
			       raw, call) ||
		    fetch_from(&fetch, table, count, number, lenient, raw,
			       call) ||
		    fetch_from(&fetch, others, other_count, number, lenient,
			       raw, call))
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
		call->args[i].num = bare->parameters[i].kind == &kind_fd
					    ? (int32_t)words[i]
					    : (int64_t)words[i];
	}
	return true;
}

/* How much of the memory of a word the kernel has written: as a length beside
 * it says, or as the call's value does. */
static size_t written(const struct raw_word *word, const struct kind *kind,
		      int64_t value)
{
	size_t most = kind->written ? kind->written(word, value) : word->len;
	return word->len < most ? word->len : most;
}

static void read_again(const struct fetch *fetch, struct raw_word *word,
		       size_t len)
{
	word->data = arena_alloc(fetch->arena, len + 1);
	word->len = len;
	if (len && !fetch->read(fetch->data, word->word, word->data, len))
		word->len = 0;
}

/* The buffers of an array of struct iovec are filled one after the other,
 * `left` bytes in all; other memory is read whole. */
static void read_parts(const struct fetch *fetch, struct raw_word *word,
		       size_t left)
{
	bool is_iov = word->kind == RAW_IN;
	for (size_t i = 0; i < word->part_count; i++) {
		struct raw_word *part = &word->parts[i].memory;
		size_t len = is_iov && part->len > left ? left : part->len;
		if (part->kind == RAW_OUT) {
			read_again(fetch, part, len);
			left -= is_iov ? len : 0;
		}
		read_parts(fetch, part, left);
	}
}

/* The first `count` parts are filled, and tell themselves how far. */
static void read_counted(const struct fetch *fetch, struct raw_word *word,
			 size_t count)
{
	if (word->part_count > count)
		word->part_count = count;
	read_parts(fetch, word, SIZE_MAX);
}

void call_fetch_back(const struct fetch *fetch, struct raw_call *raw,
		     const struct syscall *syscall, int64_t value)
{
	struct syscall_word shape[SYSCALL_WORDS_MAX];
	size_t count = value < 0 ? 0 : syscall_words(syscall, shape);
	for (size_t i = 0; i < count; i++) {
		struct raw_word *word = &raw->words[i];
		if (word->kind == RAW_IN_OUT)
			fetch->read(fetch->data, word->word, word->data,
				    word->len);
	}
	for (size_t i = 0; i < count; i++) {
		struct raw_word *word = &raw->words[i];
		if (word->kind == RAW_OUT)
			read_again(fetch, word,
				   written(word, shape[i].kind, value));
		if (shape[i].kind->counts_parts && !shape[i].part)
			read_counted(fetch, word, (size_t)value);
		else
			read_parts(fetch, word, (size_t)value);
	}
}
