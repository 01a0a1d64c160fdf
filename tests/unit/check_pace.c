/* check_pace: limits stretch with what a thread waits for a processor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/pace.h"

#include <criterion/criterion.h>

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

Test(pace, it_grows)
{
	struct pace begin = pace_now(), end = begin;
	if (!begin.ran)
		cr_skip_test("this kernel does not count");
	while (end.ran == begin.ran)
		end = pace_now();
	cr_expect_gt(end.ran, begin.ran);
	cr_expect_geq(end.waited, begin.waited);
}
