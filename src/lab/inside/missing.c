/* missing: what a lab cannot do, as one sentence.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/inside/missing.h"

void missing_add(struct buf *missing, const char *text)
{
	struct buf both = {0};
	if (missing->len)
		SENTENCE(&both, "missing-also",
			 SLOT_TEXT("missing", buf_text(missing)),
			 SLOT_TEXT("also", text));
	else
		buf_puts(&both, text);
	buf_done(missing);
	*missing = both;
}

void missing_say(struct buf *missing, const char *id, const struct slot *slots,
		 size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	missing_add(missing, buf_text(&text));
	buf_done(&text);
}
