/* call_golden: reading the golden calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call_golden.h"

#include "call/list.h"
#include "call/part/message.h"
#include "call/table/syscalls.h"
#include "call/whole/raw.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

struct call *golden_calls(const char *path, struct arena *arena, size_t *count)
{
	AUTO_FREE char *text = golden_read(path);
	cr_assert(text, "%s is missing", path);
	struct call *calls = NULL;
	size_t cap = 0;
	struct str rest = str_from(text), line;
	*count = 0;
	while (str_next_line(&rest, &line)) {
		struct err err;
		calls = xgrow(calls, &cap, *count + 1, sizeof(*calls));
		bool read = call_parse(line, arena, &calls[*count], NULL, &err);
		cr_assert(read, "%.*s: %s", (int)line.len, line.data, err.text);
		(*count)++;
	}
	return calls;
}

bool golden_lookup(void *data, struct value *name)
{
	(void)data;
	name->num = 3 + name->name[0] % 5;
	return true;
}

static struct value plain_value(const struct value *value, bool given,
				struct arena *arena)
{
	struct value plain = *value;
	// How often a string was repeated is only in the writing.
	plain.bytes.repeat = 0;
	if (value->kind == VALUE_NAME)
		plain.kind = given ? VALUE_NONE : VALUE_INT;
	if (value->kind != VALUE_LIST)
		return plain;
	struct value *items = list_new(&plain, value->count, arena);
	for (size_t i = 0; i < value->count; i++)
		items[i] = plain_value(&value->items[i], given, arena);
	return plain;
}

/* What is asked for by name is bytes of room to the kernel. */
static struct value plain_message_room(const struct value *message,
				       struct arena *arena)
{
	struct value plain;
	struct value *items = list_new(&plain, MESSAGE_MEMBERS, arena);
	size_t room = message_control_room(message);
	items[MESSAGE_IOV] = message->items[MESSAGE_IOV];
	items[MESSAGE_NAME] = message->items[MESSAGE_NAME];
	if (room)
		items[MESSAGE_CONTROL] = value_int((int64_t)room);
	return plain;
}

/* The kernel's form has flags besides, which a call here does not set. */
static struct value plain_message(const struct value *message,
				  struct arena *arena)
{
	struct value plain;
	struct value *items = list_new(&plain, MESSAGE_DECODED, arena);
	for (size_t i = 0; i < MESSAGE_MEMBERS; i++)
		items[i] = message->items[i];
	items[MESSAGE_FLAGS] = value_int(0);
	return plain;
}

/* Whether an argument of the kind that is left out is not 0 but nothing. */
static bool can_be_nothing(const struct kind *kind)
{
	return kind == &kind_set || kind == &kind_timeval ||
	       kind == &kind_poll || kind == &kind_epoll_events ||
	       kind == &kind_fcntl_value || kind == &kind_ioctl_value;
}

struct call golden_plain(const struct call *call, struct arena *arena)
{
	struct call plain = *call;
	struct err err;
	plain.into = NULL;
	cr_assert(call_bind(&plain, arena, golden_lookup, NULL, &err));
	plain.argc = syscall_parameters(call->syscall);
	for (size_t i = 0; i < plain.argc; i++) {
		struct value *value = &plain.args[i];
		const struct kind *kind = call->syscall->parameters[i].kind;
		*value = plain_value(value, kind->given, arena);
		if (value->kind == VALUE_NONE && !can_be_nothing(kind))
			value->kind = VALUE_INT;
		if (kind == &kind_message_room)
			*value = plain_message_room(value, arena);
		if (kind == &kind_message && value->kind == VALUE_LIST)
			*value = plain_message(value, arena);
	}
	return plain;
}

static struct str next_field(struct str *rest)
{
	const char *tab = memchr(rest->data, '\t', rest->len);
	struct str field = *rest;
	if (tab) {
		field.len = (size_t)(tab - rest->data);
		rest->data = tab + 1;
		rest->len -= field.len + 1;
	} else {
		rest->len = 0;
	}
	return field;
}

enum { MEMORIES_MOST = 64 };

/* The memory that the kernel writes, each before its parts. */
static void collect(struct raw_word *word, struct raw_word **memories,
		    size_t *count)
{
	if (word->kind == RAW_OUT || word->kind == RAW_IN_OUT) {
		cr_assert_lt(*count, MEMORIES_MOST);
		memories[(*count)++] = word;
	}
	for (size_t i = 0; i < word->part_count; i++)
		collect(&word->parts[i].memory, memories, count);
}

/* Writes what the kernel wrote, "/0200…/10000000", into the memory. */
static void fill_words(struct raw_call *raw, struct str hex)
{
	struct raw_word *memories[MEMORIES_MOST], *memory = NULL;
	size_t count = 0, next = 0, used = 0;
	for (int i = 0; i < RAW_WORDS; i++)
		collect(&raw->words[i], memories, &count);
	while (hex.len) {
		if (hex.data[0] == '/') {
			cr_assert_lt(next, count);
			memory = memories[next++];
			memset(memory->data, 0, memory->len);
			used = 0;
			hex.data++;
			hex.len--;
			continue;
		}
		char pair[3] = {hex.data[0], hex.data[1], '\0'};
		cr_assert(memory && used < memory->len);
		memory->data[used++] = (unsigned char)strtol(pair, NULL, 16);
		hex.data += 2;
		hex.len -= 2;
	}
}

/* Writes the addresses of the parts where they belong. */
static void point(struct raw_word *word)
{
	for (size_t i = 0; i < word->part_count; i++) {
		struct raw_word *part = &word->parts[i].memory;
		uint64_t address = (uintptr_t)part->data;
		point(part);
		memcpy(word->data + word->parts[i].offset, &address,
		       sizeof(address));
	}
}

void golden_point(struct raw_call *raw)
{
	for (int i = 0; i < RAW_WORDS; i++)
		point(&raw->words[i]);
}

/* Whether this machine's strace says the same: machines that came after x86-64
 * have only newer calls in the place of some, and no SA_RESTORER. */
static bool is_of_machine(struct str line)
{
#ifdef SYS_poll
	(void)line;
	return true;
#else
	next_field(&line);
	next_field(&line);
	next_field(&line);
	return !str_has_prefix(line, "poll(") &&
	       !str_has_prefix(line, "dup2(") &&
	       !str_has_prefix(line, "epoll_wait(") &&
	       !str_has_prefix(line, "rt_sigaction(");
#endif
}

bool golden_entered(struct str *rest, struct arena *arena,
		    struct golden_call *golden)
{
	struct err err;
	struct str *line = &golden->line;
	do {
		if (!str_next_line(rest, line))
			return false;
	} while (str_has_prefix(*line, "#") || !is_of_machine(*line));
	golden->value = strtol(next_field(line).data, NULL, 10);
	golden->hex = next_field(line);
	struct str text = next_field(line);
	bool ready = call_parse(text, arena, &golden->call, NULL, &err) &&
		     call_to_raw(&golden->call, arena, &golden->raw, &err);
	cr_assert(ready, "%.*s: %s", (int)text.len, text.data, err.text);
	golden_point(&golden->raw);
	return true;
}

void golden_returned(struct golden_call *golden)
{
	fill_words(&golden->raw, golden->hex);
	golden_point(&golden->raw);
}

bool golden_traced(struct str *rest, struct arena *arena, struct call *call,
		   struct str *line)
{
	struct golden_call golden;
	if (!golden_entered(rest, arena, &golden))
		return false;
	golden_returned(&golden);
	*call = golden.call;
	*line = golden.line;
	call_take_result(call, &golden.raw, golden.value, 1, arena);
	return true;
}
