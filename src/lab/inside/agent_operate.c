/* agent: how each sort of call is made, see enum raw_operation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Most calls are one system call, words and all as the lab laid them out. The
 * others are functions of the C library, called as a program calls them: what
 * they do in between is the library's business.
 */
#include "call/part/resolve.h"
#include "lab/inside/agent.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int64_t make_syscall(struct desk *desk)
{
	const uint64_t *w = desk->words;
	long value = syscall(desk->number, w[0], w[1], w[2], w[3], w[4], w[5]);
	return value < 0 ? -errno : value;
}

static void *memory_of(const struct desk *desk, int word)
{
	return (void *)(uintptr_t)desk->words[word];
}

static void action_from_raw(const struct raw_action *raw,
			    void (*handler)(int number),
			    struct sigaction *action)
{
	void (*const handlers[])(int) = {
		[RAW_DEFAULT] = SIG_DFL,
		[RAW_IGNORE] = SIG_IGN,
		[RAW_HANDLER] = handler,
	};
	*action = (struct sigaction){
		.sa_handler = handlers[raw->handler],
		.sa_flags = (int)raw->flags,
	};
	sigemptyset(&action->sa_mask);
	for (int number = 1; number < NSIG; number++) {
		if (raw->mask >> (number - 1) & 1)
			sigaddset(&action->sa_mask, number);
	}
}

static void action_to_raw(const struct sigaction *action,
			  struct raw_action *raw)
{
	raw->handler = action->sa_handler == SIG_IGN   ? RAW_IGNORE
		       : action->sa_handler == SIG_DFL ? RAW_DEFAULT
						       : RAW_HANDLER;
	raw->flags = action->sa_flags;
	raw->mask = 0;
	for (int number = 1; number < NSIG; number++) {
		if (sigismember(&action->sa_mask, number) == 1)
			raw->mask |= UINT64_C(1) << (number - 1);
	}
}

static int64_t set_action(struct desk *desk, void (*handler)(int number))
{
	struct sigaction new, old;
	action_from_raw(memory_of(desk, 1), handler, &new);
	if (sigaction((int)desk->words[0], &new, &old) < 0)
		return -errno;
	action_to_raw(&old, memory_of(desk, 2));
	return 0;
}

static int64_t set_alarm(struct desk *desk)
{
	return alarm((unsigned)desk->words[0]);
}

/* --- the resolver ----------------------------------------------------------
 */

/* EAI_* are negative, as an errno is that a system call gives back. */
static int64_t resolved(int error)
{
	return error == EAI_SYSTEM ? RESOLVE_SYSTEM - errno : error;
}

static void keep_found(const struct addrinfo *list, struct raw_found *found)
{
	found->count = 0;
	for (; list && found->count < RESOLVE_MOST; list = list->ai_next) {
		memcpy(&found->items[found->count].address, list->ai_addr,
		       list->ai_addrlen);
		found->items[found->count].len = list->ai_addrlen;
		found->items[found->count++].type = list->ai_socktype;
	}
}

static int64_t find_addresses(struct desk *desk)
{
	const struct raw_hints *raw = memory_of(desk, 2);
	struct addrinfo *list = NULL, hints = {.ai_family = raw->family,
					       .ai_socktype = raw->type,
					       .ai_flags = raw->flags};
	int error = getaddrinfo(memory_of(desk, 0), memory_of(desk, 1), &hints,
				&list);
	if (error)
		return resolved(error);
	keep_found(list, memory_of(desk, 3));
	freeaddrinfo(list);
	return 0;
}

static int64_t find_names(struct desk *desk)
{
	return resolved(getnameinfo(
		memory_of(desk, 0), (socklen_t)desk->words[1],
		memory_of(desk, 2), RESOLVE_NAME, memory_of(desk, 3),
		RESOLVE_SERVICE, (int)desk->words[4]));
}

int64_t agent_operate(struct desk *desk, void (*handler)(int number))
{
	static int64_t (*const operations[])(struct desk * desk) = {
		[RAW_SYSCALL] = make_syscall,
		[RAW_ALARM] = set_alarm,
		[RAW_GETADDRINFO] = find_addresses,
		[RAW_GETNAMEINFO] = find_names,
	};
	if (desk->operation == RAW_SIGACTION)
		return set_action(desk, handler);
	return operations[desk->operation](desk);
}
