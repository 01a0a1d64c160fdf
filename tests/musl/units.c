/* units: runs the units that are linked with musl, each in a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Debian's archives of jansson and libunistring are compiled for glibc, with
 * its checks of sizes; these three functions are all of it that musl has not.
 */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNIT_FAILED = 1, UNIT_SKIPPED = 77 };

static struct unit_test *tests;
static bool has_failed;

void unit_add(struct unit_test *test)
{
	test->next = tests;
	tests = test;
}

void unit_fail(const char *file, int line, const char *what, bool is_fatal)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
	has_failed = true;
	if (is_fatal)
		_exit(UNIT_FAILED);
}

void unit_skip(const char *why)
{
	fprintf(stderr, "skipped: %s\n", why);
	_exit(UNIT_SKIPPED);
}

/* Returns what the process ended with, -1 for a signal. */
static int run(const struct unit_test *test)
{
	int status;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		test->run();
		fflush(NULL);
		_exit(has_failed ? UNIT_FAILED : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(void)
{
	int count = 0, failed = 0, skipped = 0;
	for (const struct unit_test *test = tests; test; test = test->next) {
		int status = run(test);
		count++;
		skipped += status == UNIT_SKIPPED;
		if (status && status != UNIT_SKIPPED) {
			failed++;
			printf("FAILED  %s/%s%s\n", test->suite, test->name,
			       status < 0 ? ": a signal ended it" : "");
		}
	}
	printf("musl: %d units, %d failed, %d skipped\n", count, failed,
	       skipped);
	return failed || !count;
}

/* --- what glibc's headers make of snprintf(3) and the like ------------------
 */

int __vsnprintf_chk(char *text, size_t most, int flag, size_t size,
		    const char *format, va_list arguments);
int __vsnprintf_chk(char *text, size_t most, int flag, size_t size,
		    const char *format, va_list arguments)
{
	(void)flag;
	if (most > size)
		abort();
	return vsnprintf(text, most, format, arguments);
}

int __snprintf_chk(char *text, size_t most, int flag, size_t size,
		   const char *format, ...);
int __snprintf_chk(char *text, size_t most, int flag, size_t size,
		   const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int len = __vsnprintf_chk(text, most, flag, size, format, arguments);
	va_end(arguments);
	return len;
}

char *__strncpy_chk(char *to, const char *from, size_t count, size_t size);
char *__strncpy_chk(char *to, const char *from, size_t count, size_t size)
{
	if (count > size)
		abort();
	return strncpy(to, from, count);
}
