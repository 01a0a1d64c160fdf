/* call_fault: faults are read, printed and refused.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/fault.h"

#include <criterion/criterion.h>

static const struct {
	const char *text, *printed; /* one line for each fault */
} good[] = {
	{"send:error=ECONNRESET", "send:error=ECONNRESET:when=1+\n"},
	{"send:error=ECONNRESET:when=2", "send:error=ECONNRESET:when=2\n"},
	{"recvfrom:short=3:when=2+3", "recvfrom:short=3:when=2+3\n"},
	{"accept,connect:delay_enter=20ms:when=1",
	 "accept:delay_enter=20000:when=1\n"
	 "connect:delay_enter=20000:when=1\n"},
	{"recv:signal=SIGALRM:error=EINTR:actor=client",
	 "recv:signal=SIGALRM:when=1+:actor=client\n"
	 "recv:error=EINTR:when=1+:actor=client\n"},
	{"close:delay_enter=2s", "close:delay_enter=2000000:when=1+\n"},
	{"send:short=1", "send:short=1:when=1+\n"},
	{"send,sendto:delay_enter=1us", "send:delay_enter=1:when=1+\n"
					"sendto:delay_enter=1:when=1+\n"},
};

static const struct {
	const char *text, *message;
} bad[] = {
	{"", "fault ``: the name of a call is missing, such as `send`"},
	{":error=EPIPE", "fault `:error=EPIPE`: the name of a call is missing, "
			 "such as `send`"},
	{"send,:error=EPIPE", "fault `send,:error=EPIPE`: the name of a call "
			      "is missing, such as `send`"},
	{"sned:error=EPIPE", "fault `sned:error=EPIPE`: `sned` is no call that "
			     "can go wrong here; the nearest is send"},
	{"send", "fault `send`: nothing goes wrong: add error=, short=, "
		 "delay_enter= or signal="},
	{"send:error=EIO:",
	 "fault `send:error=EIO:`: error=, short=, delay_enter=, signal=, "
	 "when= or actor= is missing at a colon"},
	{"send:error=EFOO",
	 "fault `send:error=EFOO`: `EFOO` is no errno such as ECONNRESET"},
	{"send:signal=9",
	 "fault `send:signal=9`: `9` is no signal such as SIGALRM"},
	{"send:short=x", "fault `send:short=x`: `x` is no number of bytes"},
	{"send:short=99999999999",
	 "fault `send:short=99999999999`: `99999999999` is no number of bytes"},
	{"send:short=-1", "fault `send:short=-1`: `-1` is no number of bytes"},
	{"send:short=0", "fault `send:short=0`: a call for 0 bytes is another "
			 "call, not a short one: say at least 1"},
	{"send:delay_enter=0ms", "fault `send:delay_enter=0ms`: a delay of 0 "
				 "changes nothing: say at least 1us"},
	{"send:delay_enter=-1",
	 "fault `send:delay_enter=-1`: `-1` is no time such as 500us, 20ms or "
	 "2s"},
	{"send,recv,send:error=EIO",
	 "fault `send,recv,send:error=EIO`: send is named twice"},
	{"send:delay_enter=3h", "fault `send:delay_enter=3h`: `3h` is no time "
				"such as 500us, 20ms or 2s"},
	{"send:short=1:when=0",
	 "fault `send:short=1:when=0`: `0` is no count such as 2 (the second "
	 "call), 2+ (from then on) or 2+3 (and each third then)"},
	{"send:retval=1",
	 "fault `send:retval=1`: `retval=1` is not one of error=, short=, "
	 "delay_enter=, signal=, when= and actor="},
	{"send:error=EPIPE:actor=", "fault `send:error=EPIPE:actor=`: the name "
				    "of an actor is missing"},
};

static void print_all(const char *text, struct buf *out)
{
	struct arena arena = {0};
	struct call_faults faults;
	struct err err;
	cr_assert(call_faults_parse(str_from(text), &arena, &faults, &err),
		  "%s", err.text);
	for (size_t i = 0; i < faults.count; i++) {
		call_fault_print(&faults.items[i], out);
		buf_putc(out, '\n');
	}
	arena_done(&arena);
}

Test(fault, good_ones_are_read)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct buf out = {0};
		print_all(good[i].text, &out);
		cr_expect_str_eq(buf_text(&out), good[i].printed);
		buf_done(&out);
	}
}

Test(fault, what_is_printed_is_read_back)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct str rest = str_from(good[i].printed), line;
		while (str_next_line(&rest, &line)) {
			struct buf out = {0};
			AUTO_FREE char *text =
				xprintf("%.*s\n", (int)line.len, line.data);
			print_all(text, &out);
			cr_expect_str_eq(buf_text(&out), text);
			buf_done(&out);
		}
	}
}

Test(fault, bad_ones_are_refused)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct arena arena = {0};
		struct call_faults faults;
		struct err err;
		cr_expect(!call_faults_parse(str_from(bad[i].text), &arena,
					     &faults, &err));
		cr_expect_str_eq(err.text, bad[i].message);
		arena_done(&arena);
	}
}
