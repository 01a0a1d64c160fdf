/* packet: any bytes as packets of one wire: decoded, placed in flows, printed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a row of packets, each with two bytes of length before it.
 */
#include "base/mem.h"
#include "journal/packet/flow.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_packet(const uint8_t *data, size_t len, struct flows *flows)
{
	struct packet packet;
	struct err err = {0};
	struct buf out = {0};
	unsigned char *exact = xmalloc(len);
	memcpy(exact, data, len);
	if (packet_decode(exact, len, &packet, &err)) {
		flow_note(flows, &packet);
		packet_print(&packet, &out);
		assert(out.len);
		assert(packet.len <= len);
		// Reads every byte of the payload.
		text_quote(&out, packet.payload, packet.len, packet.len);
	} else {
		assert(err.text[0]);
	}
	buf_done(&out);
	free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flows *flows = flows_new();
	while (size > 2) {
		size_t len = (size_t)data[0] << 8 | data[1];
		data += 2;
		size -= 2;
		if (len > size)
			len = size;
		try_packet(data, len, flows);
		data += len;
		size -= len;
	}
	flows_free(flows);
	return 0;
}
