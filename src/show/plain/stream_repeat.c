/* stream_repeat: equal calls in a row, which are counted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program that asks again and again instead of waiting makes thousands of
 * calls that all come back alike. The first few say so; of the others their
 * number is told. Equal means that all lines of a call are, those of what it
 * met and of packets included, and that nothing else was told in between.
 */
#include "show/plain/stream_repeat.h"

#include "base/sentence.h"

#include <string.h>

enum {
	TOLD_MOST = 3,	   /* in full */
	TELL_FIRST = 1000, /* then, and at ten times as many, a number is told
			    * even while it goes on */
};

void stream_repeat_done(struct stream_repeat *repeat)
{
	buf_done(&repeat->lines);
	*repeat = (struct stream_repeat){0};
}

static void tell(struct stream_repeat *repeat, struct buf *out)
{
	if (!repeat->counted)
		return;
	SENTENCE_LINE(out, "  ", "\n", "same-again",
		      SLOT_NUMBER("count", repeat->counted));
	repeat->counted = 0;
}

void stream_repeat_end(struct stream_repeat *repeat, struct buf *out)
{
	tell(repeat, out);
	buf_clear(&repeat->lines);
	repeat->told = 0;
}

static bool is_round(size_t number)
{
	while (number > TELL_FIRST && number % 10 == 0)
		number /= 10;
	return number == TELL_FIRST;
}

void stream_repeat_add(struct stream_repeat *repeat, const struct buf *lines,
		       bool is_call, struct buf *out)
{
	if (!lines->len)
		return;
	bool is_same =
		is_call && !strcmp(buf_text(&repeat->lines), buf_text(lines));
	if (!is_same)
		stream_repeat_end(repeat, out);
	if (is_call && !is_same)
		buf_add(&repeat->lines, buf_text(lines), lines->len);
	repeat->told += is_call;
	if (repeat->told <= TOLD_MOST) {
		buf_add(out, buf_text(lines), lines->len);
		return;
	}
	repeat->counted++;
	if (is_round(repeat->told))
		tell(repeat, out);
}
