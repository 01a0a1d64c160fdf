/* room: memory that the kernel fills, with its length beside it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A length that the kernel is given by address it overwrites with the length it
 * would have needed; a program that passes too little is told so by nothing
 * else.
 */
#include "call/part/row.h"
#include "call/table/option.h"

#include <string.h>

/* Memory that the kernel writes at most `room` bytes into, and where it reads
 * that number and writes another. */
void raw_encode_buffer(size_t room, struct arena *arena,
		       struct raw_word words[2])
{
	socklen_t len = (socklen_t)room;
	words[0] = raw_memory(RAW_OUT, arena, NULL, room);
	words[1] = raw_memory(RAW_IN_OUT, arena, &len, sizeof(len));
}

/* The length that the kernel left behind, at most what there was room for; the
 * call's result gets a longer one. */
size_t raw_written_len(const struct raw_word words[2], struct call *call,
		       size_t room)
{
	socklen_t len = 0;
	if (words[1].data && words[1].len >= sizeof(len))
		memcpy(&len, words[1].data, sizeof(len));
	if (words[0].len < room)
		room = words[0].len;
	if (len <= room)
		return len;
	call->result.length = len;
	return room;
}

size_t raw_option_room(const struct call *call)
{
	const struct option *option = option_of(call);
	return option ? option->room : sizeof(int);
}

struct bytes raw_copy_out(const struct raw_word *word, size_t len,
			  struct arena *arena)
{
	return (struct bytes){arena_copy(arena, word->data, len), len, 0, 0};
}
