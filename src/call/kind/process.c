/* process: processes: who, how one ended, and the time that is slept.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fork(3) is clone(2), waitpid(3) wait4(2), sleep(3) clock_nanosleep(2).
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

/* WUNTRACED, where strace(1) says WSTOPPED. */
static void c_wait(const struct call *call, size_t arg, struct buf *out)
{
	static const int flags[] = {WNOHANG, WUNTRACED, WCONTINUED};
	int64_t left = call->args[arg].num;
	const char *join = "";
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!(left & flags[i]))
			continue;
		buf_printf(out, "%s%s", join,
			   symbol_name_in_c(SYMBOL_WAIT, flags[i]));
		join = "|";
		left &= ~(int64_t)flags[i];
	}
	if (left || !*join)
		buf_printf(out, left ? "%s0x%" PRIx64 : "%s0", join,
			   (uint64_t)(uint32_t)left);
}

static void python_process(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	// The C functions are in Python's os module.
	if (value->kind == VALUE_NAME)
		buf_printf(out, "%s%s", strchr(value->name, '(') ? "os." : "",
			   value->name);
	else
		buf_printf(out, "%" PRId64, value->num);
}

static void python_wait(const struct call *call, size_t arg, struct buf *out)
{
	static const struct {
		int flag;
		const char *name;
	} flags[] = {
		{WNOHANG, "os.WNOHANG"},
		{WUNTRACED, "os.WUNTRACED"},
		{WCONTINUED, "os.WCONTINUED"},
	};
	int64_t left = call->args[arg].num;
	const char *join = "";
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!(left & flags[i].flag))
			continue;
		buf_printf(out, "%s%s", join, flags[i].name);
		join = " | ";
		left &= ~(int64_t)flags[i].flag;
	}
	if (left || !*join)
		buf_printf(out, "%s%" PRId64, join, left);
}

static void strace_clone(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	static const char *const parts[] = {
		"child_stack=NULL",
		"flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD",
		"child_tidptr=0x...",
	};
	(void)call, (void)arg;
	buf_puts(out, parts[part]);
}

/* A status as the macros of waitpid(2) take it apart. */
static void strace_wait_status(const struct call *call, size_t arg, size_t part,
			       struct buf *out)
{
	int status = (int)call->result.option;
	(void)arg, (void)part;
	if (!call->result.done || call->result.value <= 0) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	buf_puts(out, "[{");
	if (WIFEXITED(status)) {
		buf_printf(out, "WIFEXITED(s) && WEXITSTATUS(s) == %d",
			   WEXITSTATUS(status));
	} else if (WIFSIGNALED(status)) {
		buf_puts(out, "WIFSIGNALED(s) && WTERMSIG(s) == ");
		strace_print_signal(WTERMSIG(status), out);
		if (WCOREDUMP(status))
			buf_puts(out, " && WCOREDUMP(s)");
	} else if (WIFCONTINUED(status)) {
		buf_puts(out, "WIFCONTINUED(s)");
	} else {
		buf_puts(out, "WIFSTOPPED(s) && WSTOPSIG(s) == ");
		strace_print_signal(WSTOPSIG(status), out);
	}
	buf_puts(out, "}]");
}

static void strace_null(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_puts(out, "NULL");
}

static void strace_clock(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, part ? "0" : "CLOCK_REALTIME");
}

static void strace_sleep(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	(void)part;
	buf_printf(out, "{tv_sec=%" PRId64 ", tv_nsec=0}", call->args[arg].num);
}

static void strace_left(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	struct timespec left;
	(void)arg, (void)part;
	if (call->result.data.len < sizeof(left)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	memcpy(&left, call->result.data.data, sizeof(left));
	buf_printf(out, "{tv_sec=%lld, tv_nsec=%lld}", (long long)left.tv_sec,
		   (long long)left.tv_nsec);
}

static void declare_wait_status(const struct call *call, size_t arg,
				struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "int status;\n");
}

static void express_wait_status(const struct call *call, size_t arg,
				struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&status");
}

/* --- memory -------------------------------------------------------------
 */

enum { CLONE_WORDS = 3 };

static bool encode_clone(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	for (int i = 0; i < CLONE_WORDS; i++)
		words[i] = raw_number(0);
	return true;
}

static bool encode_wait_status(const struct call *call, size_t arg,
			       struct arena *arena, struct raw_word *words,
			       struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(int));
	return true;
}

static void take_wait_status(struct call *call, size_t arg,
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

static bool encode_clock(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(CLOCK_REALTIME);
	words[1] = raw_number(0);
	return true;
}

static bool decode_clock(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	(void)arena, (void)call, (void)arg;
	return words[0].word == CLOCK_REALTIME && !words[1].word;
}

static bool encode_sleep(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	struct timespec time = {.tv_sec = call->args[arg].num};
	(void)err;
	words[0] = raw_memory(RAW_IN, arena, &time, sizeof(time));
	return true;
}

static bool decode_sleep(const struct raw_word *words, struct arena *arena,
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

static bool encode_left(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(struct timespec));
	return true;
}

/* sleep(3) gives the whole seconds that are left, and leaves the errno of the
 * system call behind. */
static void take_left(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
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

/* clang-format off */
const struct kind kind_process = {
	.expected = SENTENCE_ID("wants-process-variable-fork"),
	KIND_WORD_NUMBER, .parse = parse_fd, .print_c = c_plain,
	.python = python_process, .strace = strace_number,
	.expression = c_plain,
};

const struct kind kind_wait = {
	.expected = SENTENCE_ID("wants-0-flags-wnohang"),
	KIND_WORD_NUMBER, .flags = true, .group = SYMBOL_WAIT,
	.parse = parse_constant, .print_c = c_wait, .python = python_wait,
	.strace = strace_constant, .expression = c_wait, .unknown = "W???",
};

const struct kind kind_sleep = {
	.expected = SENTENCE_ID("wants-number-seconds"),
	.words = 1, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_sleep, .expression = c_plain,
	.encode = encode_sleep, .decode = decode_sleep,
};

const struct kind kind_clone = {
	.expected = SENTENCE_ID("wants-flags-clone"), .hidden = true, .words = 3,
	.strace = strace_clone,
	.encode = encode_clone, .decode = decode_written,
};

const struct kind kind_wait_status = {
	.expected = SENTENCE_ID("wants-room-status"), .hidden = true, .words = 1,
	.strace = strace_wait_status,
	.declare = declare_wait_status,
	.expression = express_wait_status,
	.encode = encode_wait_status, .decode = decode_written,
	.take = take_wait_status,
};

const struct kind kind_no_usage = {
	.expected = SENTENCE_ID("wants-no-room-usage"), .hidden = true, .words = 1,
	.strace = strace_null,
	.encode = encode_zero, .decode = decode_nothing,
};

const struct kind kind_clock = {
	.expected = SENTENCE_ID("wants-clock"), .hidden = true, .words = 2,
	.strace = strace_clock,
	.encode = encode_clock, .decode = decode_clock,
};

const struct kind kind_left = {
	.expected = SENTENCE_ID("wants-room-time"), .hidden = true, .words = 1,
	.strace = strace_left,
	.encode = encode_left, .decode = decode_written,
	.take = take_left, .takes_failure = true,
};
/* clang-format on */
