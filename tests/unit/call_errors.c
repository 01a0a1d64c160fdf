/* call_errors: the help for each errno.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/errors.h"
#include "call/symbol.h"
#include "call/syscalls.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static bool is_sentence(const char *text)
{
	size_t len = strlen(text);
	return len > 10 && len < 160 && text[len - 1] == '.' &&
	       !strstr(text, "  ") && (text[0] < 'a' || text[0] > 'z');
}

Test(errors, every_row_is_whole)
{
	size_t count;
	const struct error_help *table = error_help_table(&count);
	cr_assert_gt(count, 90);
	for (size_t i = 0; i < count; i++) {
		const struct error_help *row = &table[i];
		const char *name = symbol_name(SYMBOL_ERRNO, row->error);
		cr_expect(name, "%s %d", row->call, row->error);
		cr_expect(is_sentence(row->cause), "%s %s: %s", row->call, name,
			  row->cause);
		cr_expect(is_sentence(row->next), "%s %s: %s", row->call, name,
			  row->next);
		cr_expect(!strcmp(row->call, "*") ||
				  syscall_find(str_from(row->call)),
			  "%s is no call", row->call);
		cr_expect(*row->source, "%s %s", row->call, name);
	}
}

Test(errors, the_nearest_row_wins)
{
	static const struct {
		const char *call;
		int error;
		const char *row;
	} rows[] = {
		{"connect", ECONNREFUSED, "connect"},
		{"connect", EBADF, "*"},
		{"listen", ECONNREFUSED, "*"},
		{"accept4", EINVAL, "accept"},
		{"recvfrom", EAGAIN, "recv"},
		{"read", ECONNRESET, "recv"},
		{"write", EPIPE, "send"},
		{"sendto", EMSGSIZE, "send"},
		{"sendto", ENOTSOCK, "*"},
		{"socket", EMFILE, "socket"},
		{"getsockname", ENOTSOCK, "*"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct error_help *help =
			error_help_find(rows[i].call, rows[i].error);
		cr_assert(help, "%s %d", rows[i].call, rows[i].error);
		cr_expect_str_eq(help->call, rows[i].row);
		cr_expect_eq(help->error, rows[i].error);
	}
	cr_expect_null(error_help_find("connect", EXDEV));
}
