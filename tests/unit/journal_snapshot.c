/* journal_snapshot: finding rows and comparing two snapshots.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "journal/socket/snapshot.h"

#include <criterion/criterion.h>
#include <string.h>

/* A snapshot of one socket for each letter: small letters are on host alpha,
 * capitals on beta; a digit behind a letter is its Recv-Q. */
static struct snapshot snapshot_of(const char *text)
{
	struct snapshot snapshot = {0};
	for (const char *c = text; *c; c++) {
		struct socket_state socket = {.next_size = -1};
		socket.host = *c >= 'a' ? "alpha" : "beta";
		socket.cookie = (uint64_t)(*c | 0x20);
		if (c[1] >= '0' && c[1] <= '9')
			socket.recv_q = (uint32_t)(*++c - '0');
		snapshot_add(&snapshot, &socket);
	}
	return snapshot;
}

static char letter_of(const struct socket_state *socket)
{
	char c = (char)socket->cookie;
	return strcmp(socket->host, "alpha") ? (char)(c & ~0x20) : c;
}

static void print_changes(const struct change *changes, size_t count,
			  struct buf *out)
{
	static const char signs[] = {[CHANGE_NEW] = '+',
				     [CHANGE_CHANGED] = '*',
				     [CHANGE_GONE] = '-',
				     [CHANGE_SAME] = '='};
	for (size_t i = 0; i < count; i++) {
		const struct change *change = &changes[i];
		buf_putc(out, signs[change->kind]);
		buf_putc(out, letter_of(change->after ? change->after
						      : change->before));
		cr_expect_eq(change->kind == CHANGE_NEW, !change->before);
		cr_expect_eq(change->kind == CHANGE_GONE, !change->after);
	}
}

Test(snapshot, compares)
{
	static const struct {
		const char *before, *after, *changes;
	} cases[] = {
		{"", "", ""},
		{"", "ab", "+a+b"},
		{"ab", "", "-a-b"},
		{"abc", "abc", "=a=b=c"},
		{"abc", "ab1c", "=a*b=c"},
		{"abc", "ac", "=a-b=c"},
		{"abc", "bc", "-a=b=c"},
		{"abc", "ab", "=a=b-c"},
		{"abc", "abcd", "=a=b=c+d"},
		{"abc", "acd", "=a-b=c+d"},
		{"abc", "dabc", "+d=a=b=c"},
		{"abc", "xyz", "-a-b-c+x+y+z"},
		{"abcd", "bd1", "-a=b-c*d"},
		{"aA", "aA1", "=a*A"},
		{"aA", "A", "-a=A"},
		{"ab", "ba", "=b=a"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct snapshot before = snapshot_of(cases[i].before);
		struct snapshot after = snapshot_of(cases[i].after);
		size_t count;
		AUTO_FREE struct change *changes =
			snapshot_compare(&before, &after, &count);
		struct buf out = {0};
		print_changes(changes, count, &out);
		cr_expect_str_eq(buf_text(&out), cases[i].changes,
				 "%s to %s: %s", cases[i].before,
				 cases[i].after, buf_text(&out));
		buf_done(&out);
		snapshot_done(&before);
		snapshot_done(&after);
	}
}

Test(snapshot, finds_by_host_and_cookie)
{
	struct snapshot snapshot = snapshot_of("a1A2b3");
	cr_expect_eq(snapshot_find(&snapshot, "alpha", 'a')->recv_q, 1);
	cr_expect_eq(snapshot_find(&snapshot, "beta", 'a')->recv_q, 2);
	cr_expect_null(snapshot_find(&snapshot, "beta", 'b'));
	cr_expect_null(snapshot_find(&snapshot, NULL, 'b'));
	snapshot_done(&snapshot);
	cr_expect_eq(snapshot.count, 0);
}

Test(snapshot, finds_by_descriptor)
{
	struct snapshot snapshot = {0};
	struct socket_owner owners[] = {{"server", 4}, {"child", 4}};
	struct socket_state socket = {
		.cookie = 1, .owners = owners, .owner_count = 2};
	snapshot_add(&snapshot, &(struct socket_state){.cookie = 9});
	snapshot_add(&snapshot, &socket);
	owners[0].actor = "changed";
	const struct socket_state *row = &snapshot.rows[1];
	cr_expect_eq(snapshot_find_fd(&snapshot, "server", 4), row);
	cr_expect_eq(snapshot_find_fd(&snapshot, "child", 4), row);
	cr_expect_null(snapshot_find_fd(&snapshot, "server", 3));
	cr_expect_null(snapshot_find_fd(&snapshot, "nobody", 4));
	snapshot_done(&snapshot);
}
