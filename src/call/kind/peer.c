/* peer: room for an address that the kernel writes, and its length.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <string.h>

static void strace_peer(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)arg;
	const struct address *address = &call->result.address;
	if (strace_print_undecoded(call, part, out))
		return;
	if (part)
		strace_print_length(call, RAW_PEER_ROOM, address->len, out);
	else if (strace_failed(call) || address->len < sizeof(sa_family_t))
		buf_puts(out, STRACE_UNKNOWN);
	else
		address_print_strace(address, out);
}

static void strace_no_peer(const struct call *call, size_t arg, size_t part,
			   struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_puts(out, "NULL");
}

static void declare_peer(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "struct sockaddr_storage addr;\n"
		      "socklen_t addrlen = sizeof(addr);\n");
}

static void express_peer(const struct call *call, size_t arg, struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "(struct sockaddr *)&addr, &addrlen");
}

static bool encode_peer(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)call, (void)arg, (void)err;
	raw_encode_buffer(RAW_PEER_ROOM, arena, words);
	return true;
}

static bool decode_peer(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}

static void take_peer(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg, (void)arena;
	struct address *address = &call->result.address;
	size_t len = raw_written_len(words, call, sizeof(address->as));
	address->len = (socklen_t)len;
	if (len)
		memcpy(&address->as, words[0].data, len);
}

/* clang-format off */
const struct kind kind_peer = {
	.expected = SENTENCE_ID("wants-room-address"), .hidden = true, .words = 2,
	.strace = strace_peer,
	.declare = declare_peer, .expression = express_peer,
	.encode = encode_peer, .decode = decode_peer, .take = take_peer,
	.fetch = fetch_peer,
	.room = fetch_room_of, .written = fetch_written_len,
};

const struct kind kind_no_peer = {
	.expected = SENTENCE_ID("wants-no-room-address"), .hidden = true, .words = 2,
	.strace = strace_no_peer,
	.encode = encode_nothing, .decode = decode_nothing,
	.fetch = fetch_nothing,
};
/* clang-format on */
