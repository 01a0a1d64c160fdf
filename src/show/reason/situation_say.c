/* situation_say: sentences of a situation, one behind the other.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names begin a sentence as they are written; what stands in the place of one
 * begins it with a capital letter.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "show/reason/situation_parts.h"

#include <ctype.h>
#include <string.h>

struct buf *situation_sentence(struct situation *situation)
{
	if (situation->out->len)
		buf_putc(situation->out, ' ');
	return situation->out;
}

void situation_tell(struct situation *situation, const char *id,
		    const struct slot *slots, size_t count)
{
	struct buf *out = situation_sentence(situation);
	size_t begin = out->len;
	sentence_add(out, id, slots, count);
	const char *nobody = WORDS(situation, "no-process");
	if (out->len > begin &&
	    !strncmp(out->data + begin, nobody, strlen(nobody)))
		out->data[begin] = (char)toupper(out->data[begin]);
}

const char *situation_words(struct situation *situation, const char *id,
			    const struct slot *slots, size_t count)
{
	struct buf text = {0};
	sentence_add(&text, id, slots, count);
	return buf_keep(&text, &situation->arena);
}
