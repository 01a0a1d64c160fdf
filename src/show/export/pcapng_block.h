/* pcapng_block: the blocks that a capture file is made of, as bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers are little-endian, whatever the machine is.
 */
#pragma once
#include "base/text.h"

enum { PCAPNG_OPTION_END = 0 };

/* A block has its length at both ends. Returns where it begins, for the end. */
size_t pcapng_block_begin(struct buf *out, uint32_t type);
void pcapng_block_end(struct buf *out, size_t begin);

void pcapng_put16(struct buf *out, unsigned number);
void pcapng_put32(struct buf *out, uint32_t number);

/* Bytes, behind which what comes next begins at a multiple of four. */
void pcapng_put_padded(struct buf *out, const void *data, size_t len);

/* An option of the block; a text is shown in glyphs. */
void pcapng_put_option(struct buf *out, unsigned code, const void *data,
		       size_t len);
void pcapng_put_text(struct buf *out, unsigned code, const char *text);
