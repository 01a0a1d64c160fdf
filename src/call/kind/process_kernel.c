/* process_kernel: the arguments of calls about processes and signals as words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a signal is to do travels as struct raw_action, for the address of a
 * handler is the agent's own business. signal(3) of the C library blocks the
 * signal while its handler runs and restarts calls, as BSD had it; sigaction(2)
 * does only what it is told.
 */
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

static struct raw_word number(int64_t num)
{
	return (struct raw_word){.kind = RAW_WORD, .word = (uint64_t)num};
}

static struct raw_word memory(enum raw_kind kind, struct arena *arena,
			      const void *data, size_t len)
{
	return (struct raw_word){
		.kind = kind,
		.len = len,
		.data = data ? arena_copy(arena, data, len)
			     : arena_alloc(arena, len),
	};
}

/* --- clone, wait4 -------------------------------------------------------- */

enum { CLONE_WORDS = 3 };

bool encode_clone(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	for (int i = 0; i < CLONE_WORDS; i++)
		words[i] = number(0);
	return true;
}

bool encode_wait_status(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(int));
	return true;
}

void take_wait_status(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	int status;
	(void)arg, (void)arena;
	// Nothing is written when WNOHANG found nobody.
	if (call->result.value <= 0 || words[0].len < sizeof(status))
		return;
	memcpy(&status, words[0].data, sizeof(status));
	call->result.option = status;
}

bool encode_zero(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = number(0);
	return true;
}

bool decode_zero(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)arena, (void)call, (void)arg;
	return words[0].kind == RAW_WORD && !words[0].word;
}

bool decode_written(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}

/* --- clock_nanosleep -----------------------------------------------------
 */

bool encode_clock(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = number(CLOCK_REALTIME);
	words[1] = number(0);
	return true;
}

bool decode_clock(const struct raw_word *words, struct arena *arena,
		  struct call *call, size_t arg)
{
	(void)arena, (void)call, (void)arg;
	return words[0].word == CLOCK_REALTIME && !words[1].word;
}

bool encode_sleep(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	struct timespec time = {.tv_sec = call->args[arg].num};
	(void)err;
	words[0] = memory(RAW_IN, arena, &time, sizeof(time));
	return true;
}

bool decode_sleep(const struct raw_word *words, struct arena *arena,
		  struct call *call, size_t arg)
{
	struct timespec time;
	(void)arena;
	if (words[0].len < sizeof(time))
		return false;
	memcpy(&time, words[0].data, sizeof(time));
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = time.tv_sec;
	return !time.tv_nsec;
}

bool encode_left(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(struct timespec));
	return true;
}

/* sleep(3) gives the whole seconds that are left, and leaves the errno of the
 * system call behind. */
void take_left(struct call *call, size_t arg, const struct raw_word *words,
	       struct arena *arena)
{
	struct result *result = &call->result;
	struct timespec time;
	(void)arg;
	if (result->error != EINTR || words[0].len < sizeof(time))
		return;
	memcpy(&time, words[0].data, sizeof(time));
	result->data.data = arena_copy(arena, &time, sizeof(time));
	result->data.len = sizeof(time);
	result->value = time.tv_sec;
}

/* --- rt_sigaction ---------------------------------------------------------
 */

static bool is_bsd(const struct call *call)
{
	return !strcmp(call->syscall->name, "signal");
}

struct raw_action raw_action_of(const struct call *call, size_t arg)
{
	struct raw_action action = {.handler = call->args[arg].num};
	int64_t signal = call->args[arg - 1].num;
	if (is_bsd(call) && signal > 0) {
		action.flags = SA_RESTART;
		action.mask = UINT64_C(1) << (signal - 1);
	} else if (!is_bsd(call)) {
		action.flags = (uint32_t)call->args[arg + 1].num;
	}
	return action;
}

bool encode_action(const struct call *call, size_t arg, struct arena *arena,
		   struct raw_word *words, struct err *err)
{
	struct raw_action action = raw_action_of(call, arg);
	(void)err;
	words[0] = memory(RAW_IN, arena, &action, sizeof(action));
	return true;
}

bool decode_action(const struct raw_word *words, struct arena *arena,
		   struct call *call, size_t arg)
{
	struct raw_action action;
	(void)arena;
	if (words[0].len < sizeof(action))
		return false;
	memcpy(&action, words[0].data, sizeof(action));
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = action.handler;
	if (is_bsd(call))
		return action.mask != 0;
	call->args[arg + 1].kind = VALUE_INT;
	call->args[arg + 1].num = action.flags;
	return !action.mask;
}

bool encode_old_action(const struct call *call, size_t arg, struct arena *arena,
		       struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(struct raw_action));
	return true;
}

void take_old_action(struct call *call, size_t arg,
		     const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	if (call->result.value < 0 || words[0].len < sizeof(struct raw_action))
		return;
	call->result.data.len = sizeof(struct raw_action);
	call->result.data.data =
		arena_copy(arena, words[0].data, sizeof(struct raw_action));
}

bool encode_set_size(const struct call *call, size_t arg, struct arena *arena,
		     struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = number(RAW_SIGNAL_SET);
	return true;
}
