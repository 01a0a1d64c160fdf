/* produced_table: which rows of the table of errors are produced, which not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "call/table/errors.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "produced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>

#define MACHINE "the limit is that of the whole machine"
#define NO_REQUEST "no request of the table is about an interface"
#define NOTATION "the notation of calls cannot write it"
#define POLICY "a lab has no firewall and no security policy of its own"
#define MEMORY "the kernel would have to run out of memory"
#define NAME_SERVER "it depends on the name server that this machine asks"
#define RESOLVER "the C library tells of other failures in its own words"
#define LENGTH "pointers and lengths are not written, so they cannot be wrong"
#define ROUTER "a lab has no router, and its hosts need no ARP"
#define GENERAL "stands for calls that have no row of their own"

/* Rows that no lab produces, each with the reason. */
/* clang-format off */
static const struct {
	const char *call;
	int error;
	const char *reason;
} unproduced[] = {
	{"*", EPERM, GENERAL},
	{"*", EINTR, GENERAL},
	{"*", EIO, "the hardware below would have to fail"},
	{"*", EAGAIN, GENERAL},
	{"*", ENOMEM, MEMORY},
	{"*", EACCES, GENERAL},
	{"*", EFAULT, LENGTH},
	{"*", EINVAL, GENERAL},
	{"*", ENFILE, MACHINE},
	{"*", EMFILE, GENERAL},
	{"*", EPIPE, GENERAL},
	{"*", ENOSYS, "the kernel has every call of the table"},
	{"*", EPROTONOSUPPORT, GENERAL},
	{"*", EOPNOTSUPP, GENERAL},
	{"*", EAFNOSUPPORT, GENERAL},
	{"*", EADDRINUSE, GENERAL},
	{"*", EADDRNOTAVAIL, GENERAL},
	{"*", ENETDOWN, "the interfaces of a lab are always up"},
	{"*", ENETUNREACH, GENERAL},
	{"*", ECONNABORTED, GENERAL},
	{"*", ECONNRESET, GENERAL},
	{"*", ENOBUFS, GENERAL},
	{"*", EISCONN, GENERAL},
	{"*", ENOTCONN, GENERAL},
	{"*", ETIMEDOUT, GENERAL},
	{"*", ECONNREFUSED, GENERAL},
	{"*", EHOSTDOWN, ROUTER},
	{"*", EHOSTUNREACH, ROUTER},
	{"*", EALREADY, GENERAL},
	{"*", EINPROGRESS, GENERAL},
	{"accept", EPERM, POLICY},
	{"accept", ENFILE, MACHINE},
	{"accept", ECONNABORTED, "TCP and UNIX of Linux do not do it"},
	{"bind", ENAMETOOLONG, "no file system here has names that short"},
	{"bind", ENOSPC, "no file system here is full"},
	{"connect", EPERM, POLICY},
	{"connect", ECONNRESET,
	 "the RST would have to come between the end of the handshake and the "
	 "waking of the caller"},
	{"connect", EHOSTUNREACH, ROUTER},
	{"dup2", EBUSY, "another thread would have to take the number meanwhile"},
	{"epoll_ctl", ENOSPC, MACHINE},
	{"fcntl", EPERM, "no file of a lab may only grow"},
	{"fork", EAGAIN, "for root there is no limit"},
	{"fork", ENOMEM, MEMORY},
	{"getaddrinfo", EAI_AGAIN, NAME_SERVER},
	{"getaddrinfo", EAI_FAIL, NAME_SERVER},
	{"getaddrinfo", EAI_MEMORY, MEMORY},
	{"getaddrinfo", EAI_NODATA, NAME_SERVER},
	{"getaddrinfo", EAI_SYSTEM, RESOLVER},
	{"getnameinfo", EAI_AGAIN, NAME_SERVER},
	{"getnameinfo", EAI_FAIL, NAME_SERVER},
	{"getnameinfo", EAI_MEMORY, MEMORY},
	{"getnameinfo", EAI_OVERFLOW, "the room for names is large enough"},
	{"getnameinfo", EAI_SYSTEM, RESOLVER},
	{"getpeername", EINVAL, LENGTH},
	{"getsockname", EINVAL, LENGTH},
	{"getsockopt", EINVAL, LENGTH},
	{"ioctl", ENODEV, NO_REQUEST},
	{"ioctl", EPFNOSUPPORT, NO_REQUEST},
	{"ioctl", EADDRNOTAVAIL, NO_REQUEST},
	{"ioctl", EPERM, NO_REQUEST},
	{"kill", EPERM, "all processes of a lab are of one user"},
	{"pipe", ENFILE, MACHINE},
	{"pthread_create", EAGAIN, "for root there is no limit"},
	{"recv", EHOSTUNREACH, ROUTER},
	{"recvmsg", EMSGSIZE, NOTATION},
	{"select", EINVAL, NOTATION},
	{"send", ENOBUFS, "the queue of the wire never is full"},
	{"send", EHOSTUNREACH, ROUTER},
	{"socket", EACCES, POLICY},
};
/* clang-format on */

/* The name of the call that the row is about: the last of its actor. */
static const char *call_of(const struct produced *row, struct arena *arena)
{
	const char *name = NULL;
	size_t len = strlen(row->actor);
	struct str rest = str_from(row->script), line;
	while (str_next_line(&rest, &line)) {
		struct err err;
		struct call call;
		if (!str_has_prefix(line, row->actor) || line.data[len] != ' ')
			continue;
		struct str text = {line.data + len + 1, line.len - len - 1};
		cr_assert(call_parse(text, arena, &call, NULL, &err), "%s: %s",
			  row->name, err.text);
		name = call.syscall->name;
	}
	cr_assert(name, "%s", row->name);
	return name;
}

/* The errors of the resolver are negative. */
static bool is_error(int error)
{
	return error && error != PRODUCED_BLOCKED;
}

static void mark(const struct produced *rows, size_t count, bool *marks)
{
	size_t all;
	const struct error_help *table = error_help_table(&all);
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		const char *name = call_of(&rows[i], &arena);
		const struct error_help *help =
			is_error(rows[i].error)
				? error_help_find(name, rows[i].error)
				: NULL;
		cr_expect(help || !is_error(rows[i].error),
			  "%s: the table has no row for it", rows[i].name);
		if (help)
			marks[help - table] = true;
		arena_done(&arena);
	}
}

static const char *reason_of(const struct error_help *row)
{
	for (size_t i = 0; i < COUNT(unproduced); i++)
		if (unproduced[i].error == row->error &&
		    !strcmp(unproduced[i].call, row->call))
			return unproduced[i].reason;
	return NULL;
}

Test(produced, covers_the_table)
{
	static const struct produced *(*const tables[])(size_t *) = {
		produced_addresses,   produced_arguments,   produced_amounts,
		produced_connections, produced_descriptors, produced_processes,
		produced_names,	      produced_ready,	    produced_waits,
	};
	size_t count, made = 0, left = 0;
	const struct error_help *table = error_help_table(&count);
	AUTO_FREE bool *marks = xcalloc(count, sizeof(*marks));
	for (size_t i = 0; i < COUNT(tables); i++) {
		size_t rows;
		const struct produced *some = tables[i](&rows);
		mark(some, rows, marks);
	}
	for (size_t i = 0; i < count; i++) {
		const struct error_help *row = &table[i];
		const char *reason = reason_of(row);
		made += marks[i];
		left += reason != NULL;
		cr_expect(marks[i] != (reason != NULL), "%s %s is %s",
			  row->call, symbol_name(SYMBOL_ERRNO, row->error),
			  reason ? "produced, though a reason says it cannot be"
				 : "neither produced nor said why not");
	}
	cr_expect_eq(left, COUNT(unproduced), "a reason is for no row");
	cr_log_info("%zu rows: %zu produced, %zu cannot be", count, made, left);
}
