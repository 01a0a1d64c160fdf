/* lab_promise: what inhabitants may do is said alike wherever it is said.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "golden.h"
#include "lab/inside/promise.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

/* A text with one space where it has any, and without the marks by which a
 * format keeps a character from being one of its own. */
static char *plain(const char *text)
{
	struct buf out = {0};
	for (const char *at = text; *at; at++) {
		if (at[0] == '\\')
			at += at[1] == '&';
		else if (!isspace((unsigned char)*at))
			buf_putc(&out, *at);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_putc(&out, ' ');
	}
	return out.len ? buf_take(&out) : xstrdup("");
}

static char *read_plain(const char *path)
{
	AUTO_FREE char *text = golden_read(path);
	cr_assert(text, "there is no %s", path);
	return plain(text);
}

static void expect_in(const char *path, const char *text, const char *said)
{
	AUTO_FREE char *wanted = plain(said);
	cr_expect(strstr(text, wanted), "%s does not say \"%s\"", path, wanted);
}

Test(lab_promise, pages)
{
	static const char *const paths[] = {"README.md", "src/README.md"};
	struct arena arena = {0};
	size_t count;
	const struct promise *rows = promises(&arena, &count);
	for (size_t page = 0; page < COUNT(paths); page++) {
		AUTO_FREE char *text = read_plain(paths[page]);
		for (size_t i = 0; i < count; i++) {
			AUTO_FREE char *row = xprintf(
				"| %s | %s | %s | %s |", rows[i].of,
				rows[i].may[0], rows[i].may[1], rows[i].may[2]);
			expect_in(paths[page], text, row);
		}
	}
	arena_done(&arena);
}

Test(lab_promise, manual)
{
	AUTO_FREE char *text = read_plain("assets/sockstep.1");
	struct arena arena = {0};
	size_t count;
	const struct promise *rows = promises(&arena, &count);
	for (size_t i = 0; i < count; i++) {
		for (size_t who = 0; who < INHABITANT_COUNT; who++) {
			AUTO_FREE char *row = xprintf(".It %s %s", rows[i].of,
						      rows[i].may[who]);
			expect_in("the manual", text, row);
		}
	}
	arena_done(&arena);
}

Test(lab_promise, prints_all_within_a_terminal)
{
	struct buf out = {0};
	struct arena arena = {0};
	size_t count;
	const struct promise *rows = promises(&arena, &count);
	promise_print(&out);
	AUTO_FREE char *text = plain(buf_text(&out));
	for (size_t i = 0; i < count; i++) {
		for (size_t who = 0; who < INHABITANT_COUNT; who++) {
			AUTO_FREE char *row =
				xprintf("%s %s", rows[i].of, rows[i].may[who]);
			expect_in("doctor", text, row);
		}
	}
	for (const char *at = buf_text(&out); *at;) {
		size_t len = strcspn(at, "\n");
		cr_expect_leq(len, 80, "%.*s", (int)len, at);
		at += len + (at[len] == '\n');
	}
	buf_done(&out);
	arena_done(&arena);
}
