/* base_mem: arenas, errors and clean-up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/err.h"
#include "base/mem.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

Test(mem, an_arena_gives_zeroed_aligned_memory_of_any_size)
{
	struct arena arena = {0};
	static const size_t sizes[] = {0, 1, 15, 16, 17, 4000, 16384, 100000};
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			unsigned char *new = arena_alloc(&arena, sizes[i]);
			cr_expect_eq((uintptr_t) new % 16, 0);
			for (size_t n = 0; n < sizes[i]; n++)
				cr_assert_eq(new[n], 0);
			memset(new, 0xee, sizes[i]);
		}
	}
	arena_done(&arena);
	cr_expect_null(arena.last);
	cr_expect_str_eq(arena_printf(&arena, "%d %s", 7, "again"), "7 again");
	arena_done(&arena);
}

Test(mem, a_scope_closes_its_descriptor_unless_it_is_taken)
{
	int kept, closed;
	{
		AUTO_CLOSE int a = open("/dev/null", O_RDONLY | O_CLOEXEC);
		AUTO_CLOSE int b = open("/dev/null", O_RDONLY | O_CLOEXEC);
		closed = a;
		kept = take_fd(&b);
	}
	cr_expect_lt(fcntl(closed, F_GETFD), 0);
	cr_expect_geq(fcntl(kept, F_GETFD), 0);
	close(kept);
}

Test(mem, a_number_is_found_or_where_it_belongs)
{
	static const struct {
		unsigned number;
		const char *word;
	} items[] = {{2, "two"}, {5, "five"}, {9, "nine"}};
	static const struct {
		unsigned number;
		size_t place;
	} cases[] = {{0, 0}, {2, 0}, {3, 1}, {5, 1}, {6, 2}, {9, 2}, {10, 3}};
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_assert_eq(place_of_number(items, COUNT(items),
					     sizeof(*items), cases[i].number),
			     cases[i].place, "%u", cases[i].number);
	cr_assert_eq(place_of_number(NULL, 0, sizeof(*items), 1), 0);
}

Test(err, sentences_grow_on_their_way_up)
{
	struct err err = {0};
	cr_expect(!err_set(&err, "open %s: %s", "x", "no such file"));
	cr_expect(!err_wrap(&err, "lesson %d", 3));
	cr_expect_str_eq(err.text, "lesson 3: open x: no such file");
	cr_expect(!err_at(&err, "a.md", 12, "unknown call %s", "lisen"));
	cr_expect_str_eq(err.text, "a.md:12: unknown call lisen");
}

Test(err, a_long_sentence_is_cut_and_ends)
{
	struct err err = {0};
	char text[4000];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	err_set(&err, "%s", text);
	err_wrap(&err, "%s", text);
	err_at(&err, text, 1, "%s", text);
	cr_expect_eq(strlen(err.text), sizeof(err.text) - 1);
}
