/* call_wrong: every call with each of its arguments wrong in every way: the
 * message points at the argument and says what should stand there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "call/whole/typed.h"
#include "call_golden.h"

#include <criterion/criterion.h>
#include <string.h>

/* What is no argument of any sort, or of most. */
static const char *const wrongs[] = {
	"",	 ")",	 ",",	  "=",	   "\"open",	 "{",	   "{{",
	"}",	 "*",	 "%",	  "\033",  "12ab",	 "0x",	   "[::1",
	"\303",	 "'x'",	 "(1)",	  "1.2.3", "A_NAME|",	 "{1,",	   "{\"x\"",
	"{iov}", "{x=}", "1e9",	  "-",	   "\"a\" * -1", "_|_",	   "{{1}}",
	"a b",	 "nil(", "{1 2}", "NULL",  "unix:\"x",	 "raw:1g",
};

/* The texts of the arguments of a call, and where each begins. */
struct written {
	char *text;
	size_t begin[CALL_ARGS_MAX], end[CALL_ARGS_MAX], count;
};

/* Cuts the arguments of a printed call apart. */
static void cut(const char *text, struct written *written)
{
	size_t depth = 0, at = strcspn(text, "(") + 1;
	bool quoted = false;
	written->text = xstrdup(text);
	written->count = 0;
	written->begin[0] = at;
	for (; text[at]; at++) {
		char c = text[at];
		bool ends = !quoted && !depth && (c == ',' || c == ')');
		if (quoted && c == '\\')
			at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && strchr("([{", c))
			depth++;
		else if (!quoted && depth && strchr(")]}", c))
			depth--;
		if (!ends)
			continue;
		written->end[written->count++] = at;
		if (c == ')')
			return;
		at += 1;
		written->begin[written->count] = at + 1;
	}
}

/* The call with `wrong` in place of one argument. */
static char *replace(const struct written *written, size_t arg,
		     const char *wrong)
{
	return xprintf("%.*s%s%s", (int)written->begin[arg], written->text,
		       wrong, written->text + written->end[arg]);
}

static size_t check(const struct written *written, size_t arg,
		    const char *wrong)
{
	struct arena arena = {0};
	struct call call;
	struct err err = {0};
	size_t column = 0, failed = 0;
	AUTO_FREE char *text = replace(written, arg, wrong);
	if (!call_parse(str_from(text), &arena, &call, &column, &err)) {
		size_t least = written->begin[arg];
		// What is missing is missing at the end of the argument before.
		size_t most = strlen(text) + 1;
		cr_expect(column >= least && column <= most,
			  "%s: column %zu: %s", text, column, err.text);
		cr_expect(strlen(err.text) > strlen("column 10: ") + 8,
			  "%s: %s", text, err.text);
		cr_expect(!strchr(err.text, '\033'), "%s", err.text);
		failed = 1;
	}
	arena_done(&arena);
	return failed;
}

/* A whole call for each row of the table that takes arguments. */
static const char *const whole[] = {
	"_exit(0)",
	"accept(srv)",
	"accept4(srv, SOCK_NONBLOCK)",
	"alarm(1)",
	"bind(srv, 127.0.0.1:80)",
	"close(srv)",
	"connect(cli, unix:/tmp/s)",
	"dup(s)",
	"dup2(s, 7)",
	"epoll_create1(EPOLL_CLOEXEC)",
	"epoll_ctl(ep, EPOLL_CTL_ADD, s, EPOLLIN|EPOLLET)",
	"epoll_wait(ep, 10, -1)",
	"fcntl(s, F_SETFL, O_NONBLOCK)",
	"getaddrinfo(\"localhost\", \"80\")",
	"getnameinfo(127.0.0.1:80)",
	"getpeername(s)",
	"getsockname(s)",
	"getsockopt(s, SOL_SOCKET, SO_ERROR)",
	"ioctl(s, FIONBIO, 1)",
	"kill(child, SIGTERM)",
	"listen(srv, 5)",
	"pipe({a, b})",
	"pipe2({a, b}, O_NONBLOCK)",
	"poll({{srv, POLLIN}, {cli, POLLIN|POLLOUT}}, 1000)",
	"read(s, 16)",
	"readv(s, {1, 2})",
	"recv(s, 16, MSG_PEEK)",
	"recvfrom(s, 16, 0)",
	"recvmsg(s, {iov={100, 4}, name, rights={got}}, MSG_PEEK)",
	"select({a, b}, {cli}, NULL, {1, 0})",
	"send(s, \"hi\", 0)",
	"sendmsg(s, {iov={\"x\"}, name=127.0.0.1:9, rights={a}}, 0)",
	"sendto(s, \"hi\", 0, 127.0.0.1:9)",
	"setsockopt(s, SOL_SOCKET, SO_LINGER, {1, 0})",
	"shutdown(s, SHUT_WR)",
	"sigaction(SIGALRM, handler, SA_RESTART)",
	"signal(SIGPIPE, SIG_IGN)",
	"sleep(1)",
	"socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
	"socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})",
	"waitpid(child, WNOHANG)",
	"write(s, \"hi\")",
	"writev(s, {\"a\", \"b\"})",
};

Test(wrong, every_argument_of_every_call)
{
	size_t rows, refused = 0, tried = 0;
	const struct syscall *table = syscall_table(&rows);
	AUTO_FREE bool *seen = xcalloc(rows, sizeof(*seen));
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct arena arena = {0};
		struct written written;
		struct call call;
		struct err err;
		cr_assert(call_parse(str_from(whole[i]), &arena, &call, NULL,
				     &err),
			  "%s: %s", whole[i], err.text);
		cut(whole[i], &written);
		cr_assert_eq(written.count, call.argc, "%s", whole[i]);
		for (size_t arg = 0; arg < written.count; arg++) {
			for (size_t k = 0; k < COUNT(wrongs); k++, tried++)
				refused += check(&written, arg, wrongs[k]);
		}
		seen[call.syscall - table] = true;
		free(written.text);
		arena_done(&arena);
	}
	// Rows without parameters have no argument that can be wrong.
	for (size_t i = 0; i < rows; i++)
		cr_expect(seen[i] || !syscall_parameters(&table[i]),
			  "%s has no call here", table[i].name);
	// A name is a variable where a descriptor can stand, and so on.
	cr_expect(refused * 10 > tried * 9, "%zu of %zu", refused, tried);
}

/* One argument too few, and one too many. */
Test(wrong, counts_of_arguments)
{
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct arena arena = {0};
		struct call call;
		struct err err = {0};
		size_t column = 0, len = strlen(whole[i]);
		AUTO_FREE char *more =
			xprintf("%.*s, 5)", (int)len - 1, whole[i]);
		AUTO_FREE char *none = xprintf(
			"%.*s)", (int)strcspn(whole[i], "(") + 1, whole[i]);
		cr_expect(!call_parse(str_from(none), &arena, &call, &column,
				      &err) &&
				  strstr(err.text, " needs `"),
			  "%s: %s", none, err.text);
		cr_expect_eq(column, strlen(none), "%s: %zu", none, column);
		bool read = call_parse(str_from(more), &arena, &call, &column,
				       &err);
		// Some take one more that may be left out.
		cr_expect(read || column >= len, "%s: %zu: %s", more, column,
			  err.text);
		arena_done(&arena);
	}
}
