/* watchers: who reads the notes of a talk, over a socket of this machine.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "base/mem.h"
#include "base/text.h"

#include <stdint.h>

struct watchers;

/* Called for a word that a watcher sent: one of those of watchers_word(). */
typedef void watchers_fn(void *data, const char *word);

/* What a watcher may ask for, by number; NULL behind the last. */
const char *watchers_word(size_t index);

/* Makes the socket talk-PID in the folder of watchers_folder(). */
struct watchers *watchers_open(struct loop *loop, watchers_fn *fn, void *data,
			       struct err *err);
void watchers_close(struct watchers *watchers); /* NULL is fine */

/* Sends the text to all when it differs from the last one; never waits, and
 * lets those go who do not read. `minutes` is how long the talk is to last. */
void watchers_tell(struct watchers *watchers, const struct buf *text,
		   int minutes);

/* The folder of the user's own that talks are found in; it is made where there
 * is none. The caller frees it. NULL: nobody else must be able to write there,
 * and that cannot be had. */
char *watchers_folder(struct err *err);

/* The head of a message, and what follows it. */
struct talk_head {
	unsigned seconds, minutes, len;
};
enum { TALK_TEXT_MOST = 1 << 18 };

/* Cuts one message off `bytes`. Returns 0 when it is not whole yet, -1 when it
 * is none. */
int talk_take(struct str *bytes, struct talk_head *head, struct str *text);
