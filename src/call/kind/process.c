/* process: the arguments of calls about processes and signals as text.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The strace forms are those of the system calls that glibc makes: clone for
 * fork, wait4 for waitpid, clock_nanosleep for sleep, rt_sigaction for signal.
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

static const char unknown_memory[] = "0x...";

enum { SIGNAL_RT_FIRST = 32 }; /* of the kernel; the C library keeps two */

/* --- C --------------------------------------------------------------------
 */

/* WUNTRACED, where strace(1) says WSTOPPED. */
void c_wait(const struct call *call, size_t arg, struct buf *out)
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

/* --- Python ---------------------------------------------------------------
 */

void python_process(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *value = &call->args[arg];
	// The C functions are in Python's os module.
	if (value->kind == VALUE_NAME)
		buf_printf(out, "%s%s", strchr(value->name, '(') ? "os." : "",
			   value->name);
	else
		buf_printf(out, "%" PRId64, value->num);
}

void python_signal(const struct call *call, size_t arg, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, call->args[arg].num);
	if (name)
		buf_printf(out, "signal.%s", name);
	else
		buf_printf(out, "%" PRId64, call->args[arg].num);
}

void python_wait(const struct call *call, size_t arg, struct buf *out)
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

void python_handler(const struct call *call, size_t arg, struct buf *out)
{
	int64_t handler = call->args[arg].num;
	const char *name = symbol_name(SYMBOL_HANDLER, handler);
	buf_printf(out, "%s%s", handler == RAW_HANDLER ? "" : "signal.",
		   name ? name : "handler");
}

/* siginterrupt() asks the other way round: whether calls are to fail. */
void python_action_flags(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].num & SA_RESTART ? "False" : "True");
}

/* --- strace(1) ------------------------------------------------------------
 */

static void print_signal(int64_t number, struct buf *out)
{
	const char *name = symbol_name(SYMBOL_SIGNAL, number);
	if (name)
		buf_puts(out, name);
	else if (number == SIGNAL_RT_FIRST)
		buf_puts(out, "SIGRTMIN");
	else if (number > SIGNAL_RT_FIRST && number < NSIG)
		buf_printf(out, "SIGRT_%" PRId64, number - SIGNAL_RT_FIRST);
	else
		buf_printf(out, "%" PRId64, number);
}

void strace_signal(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	(void)part;
	print_signal(call->args[arg].num, out);
}

void strace_clone(const struct call *call, size_t arg, size_t part,
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
void strace_wait_status(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	int status = (int)call->result.option;
	(void)arg, (void)part;
	if (!call->result.done || call->result.value <= 0) {
		buf_puts(out, unknown_memory);
		return;
	}
	buf_puts(out, "[{");
	if (WIFEXITED(status)) {
		buf_printf(out, "WIFEXITED(s) && WEXITSTATUS(s) == %d",
			   WEXITSTATUS(status));
	} else if (WIFSIGNALED(status)) {
		buf_puts(out, "WIFSIGNALED(s) && WTERMSIG(s) == ");
		print_signal(WTERMSIG(status), out);
		if (WCOREDUMP(status))
			buf_puts(out, " && WCOREDUMP(s)");
	} else if (WIFCONTINUED(status)) {
		buf_puts(out, "WIFCONTINUED(s)");
	} else {
		buf_puts(out, "WIFSTOPPED(s) && WSTOPSIG(s) == ");
		print_signal(WSTOPSIG(status), out);
	}
	buf_puts(out, "}]");
}

void strace_null(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_puts(out, "NULL");
}

void strace_clock(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, part ? "0" : "CLOCK_REALTIME");
}

void strace_sleep(const struct call *call, size_t arg, size_t part,
		  struct buf *out)
{
	(void)part;
	buf_printf(out, "{tv_sec=%" PRId64 ", tv_nsec=0}", call->args[arg].num);
}

void strace_left(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	struct timespec left;
	(void)arg, (void)part;
	if (call->result.data.len < sizeof(left)) {
		buf_puts(out, unknown_memory);
		return;
	}
	memcpy(&left, call->result.data.data, sizeof(left));
	buf_printf(out, "{tv_sec=%lld, tv_nsec=%lld}", (long long)left.tv_sec,
		   (long long)left.tv_nsec);
}

/* The C library puts SA_RESTORER there, and the machine's way back. */
static void print_action(const struct raw_action *action, bool restorer,
			 struct buf *out)
{
	const char *name = symbol_name(SYMBOL_HANDLER, action->handler);
	bool known = action->handler != RAW_HANDLER && name;
	const char *join = "";
	buf_printf(out, "{sa_handler=%s, sa_mask=[",
		   known ? name : unknown_memory);
	for (int number = 1; number < NSIG; number++) {
		if (!(action->mask >> (number - 1) & 1))
			continue;
		struct buf text = {0};
		print_signal(number, &text);
		buf_printf(out, "%s%s", join, buf_text(&text) + strlen("SIG"));
		buf_done(&text);
		join = " ";
	}
	buf_puts(out, "], sa_flags=");
	uint32_t flags = (uint32_t)action->flags;
	flags |= restorer ? RAW_SA_RESTORER : 0;
	symbol_print_flags(SYMBOL_SA, flags, out);
	if (flags & RAW_SA_RESTORER)
		buf_printf(out, ", sa_restorer=%s", unknown_memory);
	buf_putc(out, '}');
}

void strace_action(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	struct raw_action action = raw_action_of(call, arg);
	(void)part;
	print_action(&action, RAW_SA_RESTORER != 0, out);
}

void strace_old_action(const struct call *call, size_t arg, size_t part,
		       struct buf *out)
{
	struct raw_action action;
	(void)arg, (void)part;
	if (call->result.data.len < sizeof(action)) {
		buf_puts(out, unknown_memory);
		return;
	}
	memcpy(&action, call->result.data.data, sizeof(action));
	print_action(&action, false, out);
}

void strace_set_size(const struct call *call, size_t arg, size_t part,
		     struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_printf(out, "%d", RAW_SIGNAL_SET);
}

/* --- a C program ----------------------------------------------------------
 */

void declare_wait_status(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "int status;\n");
}

void express_wait_status(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "&status");
}

static bool is_sigaction(const struct call *call)
{
	return !strcmp(call->syscall->name, "sigaction");
}

void declare_action(const struct call *call, size_t arg, struct buf *out)
{
	if (!is_sigaction(call))
		return;
	buf_puts(out, "struct sigaction action = {0};\n"
		      "action.sa_handler = ");
	c_constant(call, arg, out);
	buf_puts(out, ";\n");
	if (!call->args[arg + 1].num)
		return;
	buf_puts(out, "action.sa_flags = ");
	c_constant(call, arg + 1, out);
	buf_puts(out, ";\n");
}

void express_action(const struct call *call, size_t arg, struct buf *out)
{
	if (is_sigaction(call))
		buf_puts(out, "&action, NULL");
	else
		c_constant(call, arg, out);
}
