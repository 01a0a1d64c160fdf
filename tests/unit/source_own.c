/* source_own: whose line counts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/source/source_own.h"

#include <criterion/criterion.h>

Test(source_own, what_is_built_in_usr_src_is_no_system)
{
	static const struct {
		const char *file;
		bool is_of_system;
	} rows[] = {
		{"/usr/lib/python3.11/socket.py", true},
		{"/usr/include/c++/12/thread", true},
		{"/usr/src/app/server.py", false},
		{"/usr/src/debug/glibc/socket.c", true},
		{"/usr/local/src/server/main.c", false},
		{"/usr/local/go/src/net/dial.go", true},
		{"/home/me/.pyenv/lib/python3.12/socket.py", true},
		{"/home/me/server.py", false},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		cr_expect_eq(source_is_of_system(rows[i].file),
			     rows[i].is_of_system, "%s", rows[i].file);
}

Test(source_own, the_library_of_go_has_no_lines_of_the_program)
{
	struct source_frame frames[] = {
		{"/home/me/sdk/go/src/syscall/asm_linux.s", "syscall.Syscall",
		 36},
		{"/home/me/sdk/go/src/net/dial.go", "net.Dial", 350},
		{"/home/me/go/src/client/main.go", "main.main", 9},
		{"/home/me/sdk/go/src/runtime/asm_amd64.s", "runtime.goexit",
		 1594},
	};
	struct source_stack stack = {frames, 4, -1, 0};
	source_leave_go(&stack);
	cr_expect_eq(frames[0].line, 0);
	cr_expect_eq(frames[1].line, 0);
	cr_expect_eq(frames[2].line, 9);
	cr_expect_eq(frames[3].line, 0);
}

Test(source_own, a_folder_of_that_name_is_no_go)
{
	struct source_frame frames[] = {
		{"/home/me/src/runtime/queue.c", "queue_take", 12},
		{"/home/me/src/main.c", "main", 40},
	};
	struct source_stack stack = {frames, 2, -1, 0};
	source_leave_go(&stack);
	cr_expect_eq(frames[0].line, 12);
	cr_expect_eq(frames[1].line, 40);
}
