/* trace_regs: the registers of a thread in a ptrace stop.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* At the entry of a call: makes the kernel skip it, so that it comes back at
 * once with `value` (a negative errno); trace_regs_result() must be called at
 * its exit, too. */
bool trace_regs_skip(pid_t tid, int64_t value);

/* At the exit of a call: what the program will see as its result. */
bool trace_regs_result(pid_t tid, int64_t value);

/* At the entry of a socketcall(2), which 32-bit programs of x86 make: makes it
 * the socket(2) of these programs, whose arguments are in registers; what was
 * in those is in `before`, and is put back at its exit. */
bool trace_regs_socket(pid_t tid, const uint64_t args[3], uint64_t before[3]);
bool trace_regs_socket_made(pid_t tid, const uint64_t before[3]);

/* At the entry of a call: another value for one of its six arguments. */
bool trace_regs_argument(pid_t tid, int number, uint64_t value);

/* At the first instruction of a signal handler: the result of the call that
 * the signal interrupted, as the program will see it when the handler is over;
 * -EINTR, unless the call is to be made again. */
bool trace_regs_interrupted(pid_t tid, int64_t *value);
