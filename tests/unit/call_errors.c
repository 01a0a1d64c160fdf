/* call_errors: the help for each errno.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/errors.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <glob.h>
#include <netdb.h>
#include <string.h>

static bool is_sentence(const char *text)
{
	size_t len = strlen(text);
	return len > 10 && len < 160 && text[len - 1] == '.' &&
	       !strstr(text, "  ") && (text[0] < 'a' || text[0] > 'z');
}

static bool is_call(const char *name)
{
	return !strcmp(name, "*") || syscall_find(str_from(name)) != NULL;
}

/* The name of an errno, or what stands for a code of getaddrinfo(3). */
static const char *name_of(const struct error_help *row)
{
	if (row->error > 0)
		return symbol_name(SYMBOL_ERRNO, row->error);
	bool looks_up = !strcmp(row->call, "getaddrinfo") ||
			!strcmp(row->call, "getnameinfo");
	return looks_up ? gai_strerror(row->error) : NULL;
}

/* "bind(2)", "ip(7), IP_MTU" or "net/ipv4/udp.c udp_sendmsg", several of them
 * behind commas. */
static bool is_source(const char *text)
{
	const char *page = strchr(text, '('), *file = strstr(text, ".c ");
	bool is_page = page && strchr("2378", page[1]) && page[2] == ')';
	bool is_file = file && strchr(text, '/') && strchr(text, '/') < file &&
		       file[3] >= '_';
	return is_page || is_file;
}

Test(errors, every_row_is_whole)
{
	size_t count;
	const struct error_help *table = error_help_table(&count);
	cr_assert_gt(count, 200);
	for (size_t i = 0; i < count; i++) {
		const struct error_help *row = &table[i];
		const char *name = name_of(row);
		cr_expect(name, "%s %d", row->call, row->error);
		cr_expect(is_sentence(row->cause), "%s %s: %s", row->call, name,
			  row->cause);
		cr_expect(is_sentence(row->next), "%s %s: %s", row->call, name,
			  row->next);
		cr_expect(is_call(row->call), "%s is no call", row->call);
		cr_expect(is_source(row->source), "%s %s: %s", row->call, name,
			  row->source);
	}
}

/* The text of the lesson with that id, or NULL; the caller frees. */
static char *lesson_text(const char *id)
{
	AUTO_FREE char *pattern = xprintf("lessons/[0-9]*-%s.md", id);
	glob_t found;
	char *text = NULL;
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; !text && i < found.gl_pathc; i++) {
			const char *name = strchr(found.gl_pathv[i], '-') + 1;
			AUTO_FREE char *wanted = xprintf("%s.md", id);
			if (!strcmp(name, wanted))
				text = golden_read(found.gl_pathv[i]);
		}
		globfree(&found);
	}
	return text;
}

Test(errors, are_named_by_the_lesson_that_teaches_them)
{
	size_t count, taught = 0;
	const struct error_help *table = error_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		const struct error_help *row = &table[i];
		if (!row->taught)
			continue;
		AUTO_FREE char *text = lesson_text(row->taught);
		cr_assert(text, "there is no lesson %s", row->taught);
		cr_expect(strstr(text, name_of(row)), "%s does not name %s",
			  row->taught, name_of(row));
		taught++;
	}
	cr_expect_gt(taught, 30);
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
		{"recvmsg", EAGAIN, "recvmsg"},
		{"recvmsg", ECONNRESET, "recv"},
		{"sendmsg", EPIPE, "send"},
		{"dup2", EBADF, "dup"},
		{"getaddrinfo", EAI_NONAME, "getaddrinfo"},
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
