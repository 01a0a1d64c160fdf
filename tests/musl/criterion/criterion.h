/* criterion: as much of that library as the units of the lowest layers use.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Debian's is linked with glibc, and so is everything that uses it: with
 * another C library units run by this. A test is a process of its own, as
 * there; messages for failures are left out, the file and line are told.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct unit_test {
	const char *suite, *name;
	void (*run)(void);
	struct unit_test *next;
};

/* Makes a test known; it has to last. */
void unit_add(struct unit_test *test);

/* Tells where `what` is not so; ends the test when that `is_fatal`. */
void unit_fail(const char *file, int line, const char *what, bool is_fatal);

/* Ends the test; it counts as one that was not tried. */
void unit_skip(const char *why);

#define Test(suite_, name_)                                                    \
	static void suite_##_##name_##_body(void);                             \
	__attribute__((constructor)) static void suite_##_##name_##_add(void)  \
	{                                                                      \
		static struct unit_test test = {                               \
			#suite_, #name_, suite_##_##name_##_body, NULL};       \
		unit_add(&test);                                               \
	}                                                                      \
	static void suite_##_##name_##_body(void)

#define UNIT_CHECK(is_fatal, condition)                                        \
	((condition) ? (void)0                                                 \
		     : unit_fail(__FILE__, __LINE__, #condition, is_fatal))

#define cr_assert(condition, ...) UNIT_CHECK(true, condition)
#define cr_assert_not(condition, ...) UNIT_CHECK(true, !(condition))
#define cr_assert_eq(a, b, ...) UNIT_CHECK(true, (a) == (b))
#define cr_assert_gt(a, b, ...) UNIT_CHECK(true, (a) > (b))
#define cr_assert_lt(a, b, ...) UNIT_CHECK(true, (a) < (b))
#define cr_assert_null(a, ...) UNIT_CHECK(true, (a) == NULL)
#define cr_assert_not_null(a, ...) UNIT_CHECK(true, (a) != NULL)
#define cr_assert_str_eq(a, b, ...) UNIT_CHECK(true, strcmp(a, b) == 0)
#define cr_assert_fail(...) UNIT_CHECK(true, false)
#define cr_expect(condition, ...) UNIT_CHECK(false, condition)
#define cr_expect_not(condition, ...) UNIT_CHECK(false, !(condition))
#define cr_expect_eq(a, b, ...) UNIT_CHECK(false, (a) == (b))
#define cr_expect_neq(a, b, ...) UNIT_CHECK(false, (a) != (b))
#define cr_expect_gt(a, b, ...) UNIT_CHECK(false, (a) > (b))
#define cr_expect_geq(a, b, ...) UNIT_CHECK(false, (a) >= (b))
#define cr_expect_lt(a, b, ...) UNIT_CHECK(false, (a) < (b))
#define cr_expect_leq(a, b, ...) UNIT_CHECK(false, (a) <= (b))
#define cr_expect_null(a, ...) UNIT_CHECK(false, (a) == NULL)
#define cr_expect_not_null(a, ...) UNIT_CHECK(false, (a) != NULL)
#define cr_expect_str_eq(a, b, ...) UNIT_CHECK(false, strcmp(a, b) == 0)
#define cr_expect_str_neq(a, b, ...) UNIT_CHECK(false, strcmp(a, b) != 0)
#define cr_expect_arr_eq(a, b, size, ...)                                      \
	UNIT_CHECK(false, memcmp(a, b, size) == 0)
#define cr_skip_test(...) unit_skip(__VA_ARGS__)
