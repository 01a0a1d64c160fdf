/* check_pace: limits stretch with what a thread waits for a processor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/pace.h"

#include <criterion/criterion.h>
#include <unistd.h>

Test(pace, a_limit_is_stretched)
{
	static const struct {
		struct pace begin, end;
		uint64_t stretched; /* of 100 */
	} cases[] = {
		{{10, 5}, {20, 5}, 100},  // it never waited
		{{10, 5}, {20, 15}, 200}, // as long as it ran
		{{10, 5}, {20, 20}, 250},
		{{10, 5}, {11, 1005}, 600}, // no more than that
		{{10, 5}, {10, 15}, 100},   // it has not run yet
		{{0, 0}, {0, 0}, 100},	    // the kernel does not say
		{{10, 5}, {0, 0}, 100},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_expect_eq(pace_stretch(cases[i].begin, cases[i].end, 100),
			     cases[i].stretched, "case %zu", i);
}

/* The machine is six times as slow as an idle one: that is nothing to who
 * sleeps, and little to who wakes up now and then. */
Test(pace, a_limit_of_sleepers_is_their_own)
{
	struct pace begin = {10, 5}, end = {20, 105};
	cr_expect_eq(pace_stretch_of(begin, end, 100, 0), 100);
	cr_expect_eq(pace_stretch_of(begin, end, 100, 20), 140);
	cr_expect_eq(pace_stretch_of(begin, end, 100, 1000), 600);
	cr_expect_eq(pace_stretch_of(begin, begin, 100, 1000), 100);
}

Test(pace, it_grows)
{
	struct pace begin = pace_now(), end = begin;
	if (!begin.ran)
		cr_skip_test("this kernel does not count");
	while (end.ran == begin.ran)
		end = pace_now();
	cr_expect_gt(end.ran, begin.ran);
	cr_expect_geq(end.waited, begin.waited);
	cr_expect_geq(pace_of(getpid()).ran, 1);
	cr_expect_eq(pace_of(-1).ran, 0);
}
