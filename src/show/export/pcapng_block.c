/* pcapng_block: the blocks that a capture file is made of, as bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/export/pcapng_block.h"

#include <string.h>

void pcapng_put16(struct buf *out, unsigned number)
{
	const unsigned char bytes[] = {(unsigned char)number,
				       (unsigned char)(number >> 8)};
	buf_add(out, bytes, sizeof(bytes));
}

void pcapng_put32(struct buf *out, uint32_t number)
{
	pcapng_put16(out, number & 0xffff);
	pcapng_put16(out, number >> 16);
}

void pcapng_put_padded(struct buf *out, const void *data, size_t len)
{
	buf_add(out, data, len);
	buf_add(out, "\0\0\0", -len & 3);
}

void pcapng_put_option(struct buf *out, unsigned code, const void *data,
		       size_t len)
{
	pcapng_put16(out, code);
	pcapng_put16(out, (unsigned)len);
	pcapng_put_padded(out, data, len);
}

void pcapng_put_text(struct buf *out, unsigned code, const char *text)
{
	struct buf shown = {0};
	text_show(&shown, text, strlen(text), 0xffff);
	pcapng_put_option(out, code, buf_text(&shown),
			  shown.len < 0xffff ? shown.len : 0xffff);
	buf_done(&shown);
}

size_t pcapng_block_begin(struct buf *out, uint32_t type)
{
	size_t begin = out->len;
	pcapng_put32(out, type);
	pcapng_put32(out, 0);
	return begin;
}

void pcapng_block_end(struct buf *out, size_t begin)
{
	pcapng_put_option(out, PCAPNG_OPTION_END, "", 0);
	uint32_t len = (uint32_t)(out->len - begin + 4);
	pcapng_put32(out, len);
	memcpy(out->data + begin + 4, out->data + out->len - 4, 4);
}
