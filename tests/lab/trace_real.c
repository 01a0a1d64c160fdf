/* trace_real: programs that others wrote.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

/* Both run to the end of the client, whose answer is in `expected`, as is how
 * the server's call is printed. */
static void run(struct buf *found, const char *server, const char *client,
		const char *const expected[2])
{
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	if (traced_start(&traced, "server", server)) {
		traced_go(&traced, "server", UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "server", LAB_ACTOR_BLOCKED);
	}
	if (traced_start(&traced, "client", client)) {
		traced_go(&traced, "client", UNTIL_EXIT, NULL, 0);
		traced_await(&traced, "client", LAB_ACTOR_ENDED);
	}
	AUTO_FREE char *calls = traced_calls(&traced, NULL);
	for (int i = 0; i < 2; i++)
		INSIDE_EXPECT(found, strstr(calls, expected[i]), "no %s in\n%s",
			      expected[i], calls);
	traced_close(&traced);
}

static void talk_to_python(struct buf *found)
{
	static const char *const expected[] = {
		"server: sendto(4, \"hello\", 5, 0, NULL, 0) = 5\n",
		"client: recvfrom(3, \"hello\", 1024, 0, NULL, NULL) = 5\n"};
	run(found, "@python3 tests/programs/server.py", "client", expected);
}

Test(trace_real, python)
{
	check(talk_to_python);
}

static void fetch_a_page(struct buf *found)
{
	static const char *const expected[] = {"recvfrom(4, \"GET / HTTP/1.1",
					       "\"HTTP/1.0 200 OK"};
	run(found, "@python3 -m http.server 8000 --directory tests/programs",
	    "@curl -s http://127.0.0.1:8000/", expected);
}

Test(trace_real, http)
{
	check(fetch_a_page);
}
