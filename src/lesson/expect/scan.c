/* scan: a line of an expect block, word by word.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson/expect/scan.h"

#include "base/sentence.h"
#include "lesson/read/fault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { VALUES_MAX = 16 };

struct str scan_peek(const struct scan *scan)
{
	struct str rest = str_trim(scan->rest);
	size_t len = 0;
	while (len < rest.len && !strchr(" \t\r\n,", rest.data[len]))
		len++;
	if (!len && rest.len)
		len = 1; // a comma is a word
	return (struct str){rest.data, len};
}

struct str scan_word(struct scan *scan)
{
	struct str word = scan_peek(scan);
	const char *end = scan->rest.data + scan->rest.len;
	scan->rest.data = word.data + word.len;
	scan->rest.len = (size_t)(end - scan->rest.data);
	return word;
}

bool scan_is(struct scan *scan, const char *word)
{
	if (!str_is(scan_peek(scan), word))
		return false;
	scan_word(scan);
	return true;
}

bool scan_comma(struct scan *scan)
{
	return scan_is(scan, ",");
}

bool scan_fail(const struct scan *scan, const char *expected)
{
	enum { SHOWN = 40 };
	struct str word = scan_peek(scan);
	size_t column = (size_t)(word.data - scan->start) + 1;
	if (!word.len)
		word = str_from(sentence_text(SENTENCE_ID("goal-end-of-line")));
	return FAILURE(scan->err, "column-found", SLOT_NUMBER("column", column),
		       SLOT_PART("found", word.data,
				 word.len < SHOWN ? word.len : SHOWN),
		       SLOT_TEXT("expected", expected));
}

bool scan_say(const struct scan *scan, const char *id, const struct slot *slots,
	      size_t count)
{
	AUTO_FREE char *expected = sentence_new(id, slots, count);
	return scan_fail(scan, expected);
}

bool scan_fail_near(const struct scan *scan, const char *expected,
		    const char *const *names, size_t count)
{
	AUTO_FREE char *nearest =
		fault_nearest_or_all(scan_peek(scan), names, count);
	AUTO_FREE char *both = xprintf("%s%s", expected, nearest);
	return scan_fail(scan, both);
}

bool scan_end(struct scan *scan)
{
	return !scan_peek(scan).len || SCAN_FAIL(scan, "goal-end-of-line");
}

bool scan_number(struct scan *scan, int64_t *number)
{
	char text[24] = {0};
	struct str word = scan_peek(scan);
	// 18 digits and a sign: more does not fit into 64 bits for sure.
	if (!word.len || word.len > 19)
		return SCAN_FAIL(scan, "goal-number");
	memcpy(text, word.data, word.len);
	size_t sign = text[0] == '-';
	size_t digits = strspn(text + sign, "0123456789");
	if (!digits || digits > 18 || text[sign + digits])
		return SCAN_FAIL(scan, "goal-number");
	*number = strtoll(text, NULL, 10);
	scan_word(scan);
	return true;
}

bool scan_string(struct scan *scan, struct str *bytes)
{
	struct str rest = str_trim(scan->rest);
	if (!rest.len || rest.data[0] != '"')
		return SCAN_FAIL(scan, "goal-text");
	size_t column = (size_t)(rest.data - scan->start) + 1;
	struct buf out = {0};
	bool ok = text_unquote(&rest, &out, scan->err) ||
		  FAILURE_IN(scan->err, "at-column",
			     SLOT_NUMBER("column", column));
	if (ok) {
		bytes->data =
			arena_strndup(scan->arena, buf_text(&out), out.len);
		bytes->len = out.len;
		scan->rest = rest;
	}
	buf_done(&out);
	return ok;
}

bool scan_strings(struct scan *scan, struct str *bytes)
{
	struct buf all = {0};
	bool ok = true;
	do {
		struct str one = {0};
		int64_t times = 1;
		ok = scan_string(scan, &one);
		if (ok && scan_is(scan, "*"))
			ok = scan_number(scan, &times);
		for (; ok && times > 0 && all.len < 1 << 20; times--)
			buf_add(&all, one.data, one.len);
	} while (ok && scan_peek(scan).len);
	bytes->data = arena_strndup(scan->arena, buf_text(&all), all.len);
	bytes->len = all.len;
	buf_done(&all);
	return ok;
}

bool scan_values(struct scan *scan, scan_value_fn *value, struct range *range)
{
	*range = (struct range){0};
	if (!scan_is(scan, "one")) {
		if (!value(scan, &range->low))
			return false;
		range->high = range->low;
		return true;
	}
	if (!scan_is(scan, "of"))
		return SCAN_FAIL(scan, "goal-of");
	int64_t values[VALUES_MAX];
	do {
		if (range->any_count == VALUES_MAX)
			return SCAN_FAIL(scan, "goal-values-most",
					 SLOT_NUMBER("most", VALUES_MAX));
		if (!value(scan, &values[range->any_count++]))
			return false;
	} while (scan_comma(scan));
	range->any = arena_copy(scan->arena, values,
				range->any_count * sizeof(values[0]));
	return true;
}

static bool scan_between(struct scan *scan, struct range *range)
{
	if (!scan_number(scan, &range->low))
		return false;
	if (!scan_is(scan, "and"))
		return SCAN_FAIL(scan, "goal-and");
	struct scan at = *scan;
	if (!scan_number(scan, &range->high))
		return false;
	return range->low <= range->high ||
	       SCAN_FAIL(&at, "goal-number-least",
			 SLOT_NUMBER("low", range->low));
}

bool scan_range(struct scan *scan, struct range *range)
{
	*range = (struct range){.low = INT64_MIN, .high = INT64_MAX};
	if (scan_is(scan, "between"))
		return scan_between(scan, range);
	if (!scan_is(scan, "at"))
		return scan_values(scan, scan_number, range);
	if (scan_is(scan, "least"))
		return scan_number(scan, &range->low);
	if (scan_is(scan, "most"))
		return scan_number(scan, &range->high);
	return SCAN_FAIL(scan, "goal-least-or-most");
}

bool range_has(const struct range *range, int64_t number)
{
	if (!range->any_count)
		return number >= range->low && number <= range->high;
	for (size_t i = 0; i < range->any_count; i++) {
		if (range->any[i] == number)
			return true;
	}
	return false;
}
