/* frame: whatever comes over the pair of sockets, frames are cut off it whole.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/share/frame.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct frame frame;
	struct buf again = {0};
	int taken;
	while ((taken = frame_take(&bytes, &frame)) > 0) {
		assert(frame.kind < FRAME_KIND_COUNT);
		assert(frame.topic.len <= FRAME_TOPIC_MOST);
		assert(frame.body.data + frame.body.len == bytes.data);
		frame_add(&frame, &again);
	}
	// What was cut off is what was put together, and nothing is lost.
	assert(again.len + bytes.len == size);
	assert(!again.len || !memcmp(again.data, data, again.len));
	// Without its last byte the last one is not whole yet.
	if (again.len) {
		struct str cut = {(const char *)data, again.len - 1};
		while ((taken = frame_take(&cut, &frame)) > 0)
			;
		assert(!taken && cut.len);
	}
	buf_done(&again);
	return 0;
}
