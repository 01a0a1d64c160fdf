/* syscalls: the table of calls; adding a call is adding a row.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/text.h"
#include "call/table/kind.h"
#include "call/whole/raw.h"

/* One argument as the learner writes it. */
struct parameter {
	const char *name; /* as in the man page: "sockfd", "backlog" */
	const struct kind *kind;
	bool optional; /* may be left out at the end; then it is 0 or empty */
};

enum syscall_flag {
	SYSCALL_MAKES_FD = 1, /* the result is a new descriptor */
	SYSCALL_CAN_BLOCK = 2,
	SYSCALL_ENDS_FD = 4,	 /* the descriptor is gone afterwards: close */
	SYSCALL_RECEIVES = 8,	 /* the result counts bytes put into a buffer */
	SYSCALL_SENDS = 16,	 /* the result counts bytes taken from one */
	SYSCALL_ENDS_ACTOR = 32, /* it never comes back: _exit */
	SYSCALL_GIVES_NUMBERS = 64, /* Python has its descriptors as they are,
				     * and not in objects */
};

/* `number` is the system call that glibc makes for it (recv is recvfrom), as
 * strace(1) shows it under `strace_name`. `raw` are the kinds of its arguments
 * in the kernel's order: those that are written and, between them, hidden ones
 * (see kind.h). `operation` is other than RAW_SYSCALL where an agent calls the
 * function of the C library. `python` is a template (python_template.c), and so
 * is `python_number` where it is another one for a descriptor that Python has
 * as a number. */
struct syscall {
	const char *name;
	const char *strace_name;
	long number;
	enum raw_operation operation;
	unsigned flags;
	struct parameter parameters[6];
	const char *otherwise[6]; /* what stands for an argument that was left
				   * out at the prompt, in C notation */
	const struct kind *raw[6];
	const char *python, *python_number;
	const char *python_into; /* follows the variable: ", peer" */
	const char *failure;	 /* how a C program sees that it failed; NULL:
				  * "== -1", "": it never does */
	const char *help;	 /* the id of a sentence */
	const char *man;	 /* "bind(2)" */
};

/* Whether SIGPIPE is the answer to the call itself: then it ended in EPIPE. A
 * thread that another one's SIGPIPE kills can be inside any call. */
bool syscall_is_piped(const struct syscall *syscall, int signal);

/* Whether the call makes one more actor, a process or a thread. */
bool syscall_makes_actor(const struct syscall *syscall);

/* The row of `name`, or NULL. */
const struct syscall *syscall_find(struct str name);

/* The row that shows system call `number` as its bare words, under a name such
 * as sys_recvmsg, or NULL. They are apart from the others: nobody is offered
 * them, but a saved journal can hold them, and syscall_find() finds them. */
const struct syscall *syscall_bare(long number);
const struct syscall *syscall_bare_find(struct str name);

/* System calls that do what a row does when more arguments of theirs are NULL,
 * such as epoll_pwait(2): a traced program's is shown as that row's call is.
 * `count` of them. */
const struct syscall *syscall_variants(size_t *count);

/* System calls that only traced programs make: nobody is offered them, but a
 * saved journal can hold them, and syscall_find() finds them. `count` of them.
 */
const struct syscall *syscall_others(size_t *count);

/* All rows, sorted by name; `count` of them. */
const struct syscall *syscall_table(size_t *count);
size_t syscall_parameters(const struct syscall *syscall);

/* One machine word of a system call: the `part`th word of an argument. `arg` is
 * the index of the written argument, or SYSCALL_HIDDEN. */
struct syscall_word {
	const struct kind *kind;
	size_t arg, part;
};

enum { SYSCALL_HIDDEN = 6, SYSCALL_WORDS_MAX = 6 };

/* Writes what each word is. Returns how many there are. */
size_t syscall_words(const struct syscall *syscall,
		     struct syscall_word words[SYSCALL_WORDS_MAX]);
