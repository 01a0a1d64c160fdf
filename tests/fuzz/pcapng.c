/* pcapng: any packets, and any saved journal, as a capture file that is taken
 * apart again: blocks, their lengths at both ends, each packet's bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/export/pcapng.h"

#include "journal/save/save.h"

#include <assert.h>
#include <string.h>

enum { PACKET_BLOCK = 6, PACKET_LENGTH_AT = 20, PACKET_AT = 28 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t number_at(const struct buf *file, size_t at)
{
	uint32_t number;
	assert(at + sizeof(number) <= file->len);
	memcpy(&number, file->data + at, sizeof(number));
	return number;
}

/* Whether the packet of a block is one of the journal. */
static bool is_known(const struct journal *journal, const char *bytes,
		     size_t len)
{
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_packet *packet = &event->as.packet;
		if (event->kind == EVENT_PACKET && packet->len == len &&
		    (!len || !memcmp(packet->bytes, bytes, len)))
			return true;
	}
	return false;
}

static void check(const struct journal *journal)
{
	struct buf file = {0};
	size_t told = pcapng_print(journal, 0, journal_count(journal), &file);
	size_t found = 0;
	for (size_t at = 0; at < file.len;) {
		uint32_t len = number_at(&file, at + 4);
		assert(len >= 12 && len % 4 == 0 && len <= file.len - at);
		assert(number_at(&file, at + len - 4) == len);
		if (number_at(&file, at) == PACKET_BLOCK) {
			uint32_t size = number_at(&file, at + PACKET_LENGTH_AT);
			assert(size <= len - PACKET_AT);
			assert(is_known(journal, file.data + at + PACKET_AT,
					size));
			found++;
		}
		at += len;
	}
	assert(found == told);
	buf_done(&file);
}

static void add_packet(struct journal *journal, const uint8_t *data, size_t len)
{
	struct event event = {.kind = EVENT_PACKET};
	struct event_packet *packet = &event.as.packet;
	struct err err;
	packet->number = (unsigned)journal_count(journal) + 1;
	packet->from_host = "host";
	packet->bytes = data;
	packet->len = len;
	if (packet_decode(data, len, &packet->packet, &err))
		journal_append(journal, &event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct journal *journal = journal_new();
	struct err err;
	if (size && data[0] == '{') {
		FILE *file = fmemopen((void *)(uintptr_t)data, size, "r");
		journal_load(journal, file, "fuzz", &err);
		fclose(file);
	} else {
		while (size > 1) {
			size_t len = data[0] < size - 1 ? data[0] : size - 1;
			add_packet(journal, data + 1, len);
			data += len + 1;
			size -= len + 1;
		}
	}
	check(journal);
	journal_free(journal);
	return 0;
}
