/* frame: what a courier and the program tell each other over a pair of sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both ends are one program on one machine, so the numbers stand as they are in
 * memory. What a broker said goes through here in bodies, and means nothing.
 */
#include "ui/share/frame.h"

#include <string.h>

struct head {
	uint32_t kind, topic, body;
};

void frame_add(const struct frame *frame, struct buf *out)
{
	const struct head head = {(uint32_t)frame->kind,
				  (uint32_t)frame->topic.len,
				  (uint32_t)frame->body.len};
	buf_add(out, (const char *)&head, sizeof(head));
	buf_add(out, frame->topic.data, frame->topic.len);
	buf_add(out, frame->body.data, frame->body.len);
}

int frame_take(struct str *bytes, struct frame *frame)
{
	struct head head;
	if (bytes->len < sizeof(head))
		return 0;
	memcpy(&head, bytes->data, sizeof(head));
	if (head.kind >= FRAME_KIND_COUNT || head.topic > FRAME_TOPIC_MOST ||
	    head.body > FRAME_BODY_MOST)
		return -1;
	size_t len = sizeof(head) + head.topic + head.body;
	if (bytes->len < len)
		return 0;
	frame->kind = (enum frame_kind)head.kind;
	frame->topic = (struct str){bytes->data + sizeof(head), head.topic};
	frame->body = (struct str){frame->topic.data + head.topic, head.body};
	bytes->data += len;
	bytes->len -= len;
	return 1;
}
