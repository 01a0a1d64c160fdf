/* raw: a call to the six words of its system call and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/raw.h"

#include "call/part/raw_value.h"
#include "call/part/resolve.h"
#include "call/table/syscalls.h"

/* The argument that is an address as it is, or NULL. */
static const struct value *memory_at(const struct call *call,
				     const struct syscall_word *word)
{
	if (word->arg == SYSCALL_HIDDEN ||
	    call->args[word->arg].kind != VALUE_AT)
		return NULL;
	return &call->args[word->arg];
}

bool call_to_raw(const struct call *call, struct arena *arena,
		 struct raw_call *raw, struct err *err)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	*raw = (struct raw_call){.operation = call->syscall->operation,
				 .number = call->syscall->number};
	for (size_t i = 0; i < count; i++) {
		if (words[i].part)
			continue;
		const struct kind *row = words[i].kind;
		const struct value *at = memory_at(call, &words[i]);
		if (at) {
			raw->words[i].word = at->at;
			if (row->words > 1)
				raw->words[i + 1].word = (uint64_t)at->num;
			continue;
		}
		if (!row->encode(call, words[i].arg, arena, &raw->words[i],
				 err))
			return false;
	}
	return true;
}

void call_take_result(struct call *call, const struct raw_call *raw,
		      int64_t value, uint64_t elapsed, struct arena *arena)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	call->result = (struct result){
		.done = true, .value = value, .elapsed = elapsed};
	bool failed = value < 0;
	if (failed && call->syscall->number < 0) {
		bool is_errno = value <= RESOLVE_SYSTEM;
		call->result.error =
			(int)(is_errno ? RESOLVE_SYSTEM - value : value);
		call->result.value = is_errno ? EAI_SYSTEM : value;
	} else if (failed) {
		call->result.error = (int)-value;
		call->result.value = -1;
	}
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part && row->take &&
		    !memory_at(call, &words[i]) &&
		    (!failed || row->takes_failure))
			row->take(call, words[i].arg, &raw->words[i], arena);
	}
}

bool call_from_raw_row(const struct raw_call *raw,
		       const struct syscall *syscall, struct arena *arena,
		       struct call *call)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(syscall, words);
	*call = (struct call){.syscall = syscall,
			      .argc = syscall_parameters(syscall)};
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = words[i].kind;
		if (!words[i].part &&
		    !row->decode(&raw->words[i], arena, call, words[i].arg))
			return false;
	}
	return true;
}

bool call_from_raw(const struct raw_call *raw, struct arena *arena,
		   struct call *call)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++)
		if (table[i].number == raw->number &&
		    table[i].operation == raw->operation &&
		    call_from_raw_row(raw, &table[i], arena, call))
			return true;
	return false;
}
