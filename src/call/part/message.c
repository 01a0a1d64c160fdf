/* message: control messages as bytes and as values.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Control messages stand behind each other at multiples of 8 bytes, see
 * cmsg(3). The kernel writes SCM_CREDENTIALS before SCM_RIGHTS, and as many
 * descriptors as have room: the room for them therefore comes last and ends
 * with the last one asked for (CMSG_LEN, not CMSG_SPACE, which has place for
 * one more).
 */
#include "call/part/message.h"

#include "call/list.h"
#include "call/part/errqueue.h"

#include <string.h>

enum { FD_SIZE = sizeof(int), CREDENTIALS = 3 };

size_t message_control_room(const struct value *message)
{
	size_t room = 0;
	const struct value *rights = list_item(message, MESSAGE_RIGHTS);
	room += (size_t)list_item(message, MESSAGE_CONTROL)->num;
	if (list_item(message, MESSAGE_CREDENTIALS)->kind)
		room += CMSG_SPACE(sizeof(struct ucred));
	if (list_item(message, MESSAGE_ERROR)->kind)
		room += CMSG_SPACE(sizeof(struct sock_extended_err) +
				   sizeof(struct sockaddr_in6));
	if (rights->kind)
		room += CMSG_LEN(rights->count * FD_SIZE);
	return room;
}

static void put_control(struct buf *out, int type, const int *data,
			size_t count)
{
	static const char zeros[sizeof(uint64_t)];
	struct cmsghdr head = {
		.cmsg_len = CMSG_LEN(count * sizeof(*data)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = type,
	};
	buf_add(out, &head, sizeof(head));
	buf_add(out, data, count * sizeof(*data));
	buf_add(out, zeros, CMSG_SPACE(count * sizeof(*data)) - head.cmsg_len);
}

static void put_list(struct buf *out, int type, const struct value *list)
{
	if (!list->kind)
		return;
	int *data = xcalloc(list->count + 1, sizeof(*data));
	for (size_t i = 0; i < list->count; i++)
		data[i] = (int)list->items[i].num;
	put_control(out, type, data, list->count);
	free(data);
}

struct bytes message_control(const struct value *message, struct arena *arena)
{
	struct buf out = {0};
	put_list(&out, SCM_RIGHTS, list_item(message, MESSAGE_RIGHTS));
	put_list(&out, SCM_CREDENTIALS,
		 list_item(message, MESSAGE_CREDENTIALS));
	const struct bytes *other = &list_item(message, MESSAGE_CONTROL)->bytes;
	buf_add(&out, other->data, other->len);
	struct bytes bytes = {.len = out.len};
	if (out.len)
		bytes.data = arena_copy(arena, out.data, out.len);
	buf_done(&out);
	return bytes;
}

/* An id of nobody is -1, any other is unsigned. */
static struct value id_of(uint32_t id)
{
	return value_int(id == UINT32_MAX ? -1 : (int64_t)id);
}

static struct value credentials_of(const unsigned char *data,
				   struct arena *arena)
{
	struct ucred ucred;
	struct value list;
	struct value *items = list_new(&list, CREDENTIALS, arena);
	memcpy(&ucred, data, sizeof(ucred));
	items[0] = value_int(ucred.pid);
	items[1] = id_of(ucred.uid);
	items[2] = id_of(ucred.gid);
	return list;
}

static struct value data_of(const struct cmsghdr *head,
			    const unsigned char *data, size_t len,
			    struct arena *arena)
{
	bool sockets = head->cmsg_level == SOL_SOCKET;
	if (sockets && head->cmsg_type == SCM_RIGHTS && len % FD_SIZE == 0)
		return list_of_ints(data, len / FD_SIZE, arena);
	if (sockets && head->cmsg_type == SCM_CREDENTIALS &&
	    len == sizeof(struct ucred))
		return credentials_of(data, arena);
	return (struct value){
		.kind = VALUE_BYTES,
		.bytes = {arena_copy(arena, data, len), len, 0, 0},
	};
}

struct value message_controls(const unsigned char *data, size_t len,
			      struct arena *arena)
{
	struct value list;
	list_new(&list, 0, arena);
	size_t at = 0;
	while (at < len && len - at >= sizeof(struct cmsghdr)) {
		struct cmsghdr head;
		memcpy(&head, data + at, sizeof(head));
		size_t size = head.cmsg_len;
		if (size < sizeof(head))
			break;
		if (size > len - at)
			size = len - at;
		struct value *control = list_add(&list, arena);
		struct value *items = list_new(control, 3, arena);
		items[0] = value_int(head.cmsg_level);
		items[1] = value_int(head.cmsg_type);
		items[2] = data_of(&head, data + at + sizeof(head),
				   size - sizeof(head), arena);
		at += CMSG_ALIGN(size);
	}
	return list;
}

bool message_is_rights(const struct value *control)
{
	return list_item(control, 0)->num == SOL_SOCKET &&
	       list_item(control, 1)->num == SCM_RIGHTS &&
	       list_item(control, 2)->kind == VALUE_LIST;
}

bool message_is_credentials(const struct value *control)
{
	return list_item(control, 0)->num == SOL_SOCKET &&
	       list_item(control, 1)->num == SCM_CREDENTIALS &&
	       list_item(control, 2)->kind == VALUE_LIST;
}

struct bytes message_join(const struct value *iov, struct arena *arena)
{
	struct buf all = {0};
	for (size_t i = 0; i < iov->count; i++)
		buf_add(&all, iov->items[i].bytes.data,
			iov->items[i].bytes.len);
	struct bytes bytes = {arena_copy(arena, buf_text(&all), all.len),
			      all.len, 0, 0};
	buf_done(&all);
	return bytes;
}
