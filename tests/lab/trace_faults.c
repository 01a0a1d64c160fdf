/* trace_faults: calls that are made to go wrong do, and others do not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

struct row {
	struct call_fault fault;
	const char *expected; /* a line among the calls of threads */
};

static const struct row rows[] = {
	{{FAULT_ERROR, NULL, "listen", 1, 0, ENOMEM},
	 "listen(3, 5) = -1 ENOMEM (Cannot allocate memory) (INJECTED)\n"},
	{{FAULT_ERROR, NULL, "recv", 1, 0, ECONNRESET}, "recvfrom(4, 0x"},
	{{FAULT_SHORT, NULL, "send", 1, 0, 3},
	 "sendto(3, \"hello\", 5, 0, NULL, 0) = 3\n"},
	{{FAULT_SHORT, NULL, "recvfrom", 1, 0, 2},
	 "recvfrom(4, \"he\", 1024, 0, NULL, NULL) = 2\n"
	 "sendto(4, \"he\", 2, 0, NULL, 0) = 2\n"
	 "recvfrom(4, \"llo\", 1024, 0, NULL, NULL) = 3\n"},
	{{FAULT_SHORT, NULL, "recvfrom", 1, 1, 2},
	 "recvfrom(4, \"ll\", 1024, 0, NULL, NULL) = 2\n"},
	{{FAULT_ERROR, "server", "recv", 2, 0, EINTR},
	 "recvfrom(4, \"hello\", 1024, 0, NULL, NULL) = 5\n"
	 "sendto(4, \"hello\", 5, 0, NULL, 0) = 5\n"
	 "recvfrom(4, "},
	{{FAULT_DELAY, NULL, "connect", 1, 0, 20000},
	 "sendto(3, \"hello\", 5, 0, NULL, 0) = 5\n"},
	{{FAULT_SIGNAL, "client", "send", 1, 0, SIGTERM},
	 "connect(3, {sa_family=AF_INET, sin_port=htons(12345), "
	 "sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n"},
};

static const char *note_of(const struct traced *traced)
{
	for (size_t i = 0; i < journal_count(traced->journal); i++)
		if (journal_at(traced->journal, i)->kind == EVENT_NOTE)
			return journal_at(traced->journal, i)->as.note;
	return "";
}

static void strike(struct buf *found, const struct row *row)
{
	struct traced traced;
	struct err err = {0};
	if (!traced_open(&traced, found, false))
		return;
	INSIDE_EXPECT(found, lab_trace_fault(traced.lab, &row->fault, &err),
		      "%s", err.text);
	traced_start(&traced, "server", "server");
	traced_go(&traced, "server", UNTIL_EXIT, NULL, 0);
	traced_start(&traced, "client", "client");
	traced_go(&traced, "client", UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "client", LAB_ACTOR_ENDED);
	AUTO_FREE char *calls = traced_calls(&traced, "server");
	AUTO_FREE char *others = traced_calls(&traced, "client");
	INSIDE_EXPECT(found,
		      strstr(calls, row->expected) ||
			      strstr(others, row->expected),
		      "%s:\n%s%s", row->fault.call, calls, others);
	INSIDE_EXPECT(found, !strncmp(note_of(&traced), "fault: ", 7),
		      "%s: the note is \"%s\"", row->fault.call,
		      note_of(&traced));
	traced_close(&traced);
}

static void strike_each(struct buf *found)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		strike(found, &rows[i]);
}

Test(trace_faults, each)
{
	AUTO_FREE char *found = apart(strike_each);
	cr_expect_str_empty(found, "%s", found);
}

static void refuse(struct buf *found)
{
	static const struct call_fault wrong[] = {
		{FAULT_ERROR, NULL, "open", 1, 0, EIO},
		{FAULT_ERROR, NULL, "fork", 1, 0, EIO},
		{FAULT_SHORT, NULL, "connect", 1, 0, 3},
	};
	struct traced traced;
	if (!traced_open(&traced, found, false))
		return;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = {0};
		INSIDE_EXPECT(found,
			      !lab_trace_fault(traced.lab, &wrong[i], &err) &&
				      strstr(err.text, wrong[i].call),
			      "%s: %s", wrong[i].call, err.text);
	}
	traced_close(&traced);
}

Test(trace_faults, refused)
{
	AUTO_FREE char *found = apart(refuse);
	cr_expect_str_empty(found, "%s", found);
}

static void miss(struct buf *found)
{
	static const struct call_fault missed = {FAULT_ERROR, NULL, "accept",
						 2,	      1,    EMFILE};
	struct traced traced;
	struct err err = {0};
	if (!traced_open(&traced, found, false))
		return;
	INSIDE_EXPECT(found, lab_trace_fault(traced.lab, &missed, &err), "%s",
		      err.text);
	traced_start(&traced, "p", "faulty");
	traced_go(&traced, "p", UNTIL_EXIT, NULL, 0);
	traced_await(&traced, "p", LAB_ACTOR_ENDED);
	INSIDE_EXPECT(found,
		      !strcmp(note_of(&traced),
			      "the fault accept:error=EMFILE:when=2+ has not "
			      "come: no program has made the call that it is "
			      "about"),
		      "the note is \"%s\"", note_of(&traced));
	traced_close(&traced);
}

Test(trace_faults, that_never_come_are_told)
{
	AUTO_FREE char *found = apart(miss);
	cr_expect_str_empty(found, "%s", found);
}
