/* message_kernel: struct msghdr as memory that points to memory, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * recvmsg(2) writes into the structure itself too: how long the address and the
 * control messages are, and msg_flags.
 */
#include "base/sentence.h"
#include "call/part/buffers.h"
#include "call/part/message.h"
#include "call/part/row.h"

#include <string.h>
#include <sys/socket.h>

enum { PARTS_MOST = 3 };

/* Points the member at `offset` to `memory`. */
static void point(struct raw_word *word, size_t offset, struct raw_word memory)
{
	word->parts[word->part_count++] = (struct raw_part){offset, memory};
}

static void begin(struct raw_word *word, enum raw_kind kind,
		  const struct msghdr *header, struct arena *arena)
{
	*word = raw_memory(kind, arena, header, sizeof(*header));
	raw_parts(word, PARTS_MOST, arena);
	word->part_count = 0;
}

bool encode_message(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	const struct value *message = &call->args[arg];
	const struct value *iov = list_item(message, MESSAGE_IOV);
	const struct value *name = list_item(message, MESSAGE_NAME);
	const struct address *address = value_address(name);
	struct bytes control = message_control(message, arena);
	struct msghdr header = {
		.msg_namelen = name->kind ? address->len : 0,
		.msg_iovlen = iov->count,
		.msg_controllen = control.len,
	};
	if (header.msg_namelen > sizeof(address->as))
		return FAILURE(err, "address-bytes-most",
			       SLOT_TEXT("call", call->syscall->name),
			       SLOT_NUMBER("bytes", address->len),
			       SLOT_NUMBER("most", sizeof(address->as)));
	begin(&words[0], RAW_IN, &header, arena);
	if (name->kind)
		point(&words[0], offsetof(struct msghdr, msg_name),
		      raw_memory(RAW_IN, arena, &address->as, address->len));
	if (iov->kind)
		point(&words[0], offsetof(struct msghdr, msg_iov),
		      raw_iov(iov, false, arena));
	if (control.len)
		point(&words[0], offsetof(struct msghdr, msg_control),
		      raw_memory(RAW_IN, arena, control.data, control.len));
	return true;
}

bool encode_message_room(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	const struct value *message = &call->args[arg];
	const struct value *iov = list_item(message, MESSAGE_IOV);
	bool name = list_item(message, MESSAGE_NAME)->kind;
	size_t control = message_control_room(message);
	struct msghdr header = {
		.msg_namelen = name ? RAW_PEER_ROOM : 0,
		.msg_iovlen = iov->count,
		.msg_controllen = control,
	};
	(void)err;
	begin(&words[0], RAW_IN_OUT, &header, arena);
	if (name)
		point(&words[0], offsetof(struct msghdr, msg_name),
		      raw_memory(RAW_OUT, arena, NULL, RAW_PEER_ROOM));
	if (iov->kind)
		point(&words[0], offsetof(struct msghdr, msg_iov),
		      raw_iov(iov, true, arena));
	if (control)
		point(&words[0], offsetof(struct msghdr, msg_control),
		      raw_memory(RAW_OUT, arena, NULL, control));
	return true;
}

static void decode_name(const struct raw_word *part, struct arena *arena,
			struct value *value)
{
	struct address *address = arena_alloc(arena, sizeof(*address));
	size_t len = part->len;
	if (len > sizeof(address->as))
		len = sizeof(address->as);
	value->kind = VALUE_ADDRESS;
	value->address = address;
	address->len = (socklen_t)len;
	memcpy(&address->as, part->data, len);
}

/* One SCM_RIGHTS and one SCM_CREDENTIALS have members of their own, when they
 * are all there is and in the order in which encode writes them. */
static void decode_control(const struct raw_word *part, struct arena *arena,
			   struct value *items)
{
	struct value all = message_controls(part->data, part->len, arena);
	size_t used = 0;
	struct value rights = {0}, credentials = {0};
	if (message_is_rights(list_item(&all, used)))
		rights = *list_item(list_item(&all, used++), 2);
	if (message_is_credentials(list_item(&all, used)))
		credentials = *list_item(list_item(&all, used++), 2);
	struct value again[MESSAGE_MEMBERS] = {
		[MESSAGE_RIGHTS] = rights,
		[MESSAGE_CREDENTIALS] = credentials,
	};
	struct value message = {
		.kind = VALUE_LIST, .items = again, .count = COUNT(again)};
	struct bytes bytes = message_control(&message, arena);
	if (bytes.len == part->len) {
		items[MESSAGE_RIGHTS] = rights;
		items[MESSAGE_CREDENTIALS] = credentials;
		return;
	}
	items[MESSAGE_CONTROL].kind = VALUE_BYTES;
	items[MESSAGE_CONTROL].bytes.len = part->len;
	items[MESSAGE_CONTROL].bytes.data =
		arena_copy(arena, part->data, part->len);
}

bool decode_message(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	const struct raw_word *word = &words[0];
	if (word->kind == RAW_WORD || word->len < sizeof(struct msghdr))
		return false;
	struct value *items =
		list_new(&call->args[arg], MESSAGE_DECODED, arena);
	struct msghdr header;
	memcpy(&header, word->data, sizeof(header));
	items[MESSAGE_FLAGS] = value_int(header.msg_flags);
	const struct raw_word *name =
		raw_part_at(word, offsetof(struct msghdr, msg_name));
	const struct raw_word *control =
		raw_part_at(word, offsetof(struct msghdr, msg_control));
	const struct raw_word *iov =
		raw_part_at(word, offsetof(struct msghdr, msg_iov));
	if (iov)
		items[MESSAGE_IOV] = raw_iov_decode(iov, false, arena);
	if (name)
		decode_name(name, arena, &items[MESSAGE_NAME]);
	if (control)
		decode_control(control, arena, items);
	return true;
}

bool decode_message_room(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	const struct raw_word *word = &words[0];
	if (word->kind == RAW_WORD || word->len < sizeof(struct msghdr))
		return false;
	struct value *items =
		list_new(&call->args[arg], MESSAGE_MEMBERS, arena);
	const struct raw_word *control =
		raw_part_at(word, offsetof(struct msghdr, msg_control));
	const struct raw_word *iov =
		raw_part_at(word, offsetof(struct msghdr, msg_iov));
	if (iov)
		items[MESSAGE_IOV] = raw_iov_decode(iov, true, arena);
	if (raw_part_at(word, offsetof(struct msghdr, msg_name)))
		items[MESSAGE_NAME] = value_int(1);
	if (control && control->len)
		items[MESSAGE_CONTROL] = value_int((int64_t)control->len);
	return true;
}

static void take_name(struct call *call, const struct raw_word *part,
		      size_t len)
{
	struct address *address = &call->result.address;
	size_t room = part->len;
	if (room > sizeof(address->as))
		room = sizeof(address->as);
	if (len > room) {
		call->result.length = (int64_t)len;
		len = room;
	}
	address->len = (socklen_t)len;
	if (len)
		memcpy(&address->as, part->data, len);
}

void take_message_room(struct call *call, size_t arg,
		       const struct raw_word *words, struct arena *arena)
{
	const struct raw_word *word = &words[0];
	struct msghdr header;
	(void)arg;
	if (word->kind == RAW_WORD || word->len < sizeof(header))
		return;
	memcpy(&header, word->data, sizeof(header));
	const struct raw_word *name =
		raw_part_at(word, offsetof(struct msghdr, msg_name));
	const struct raw_word *control =
		raw_part_at(word, offsetof(struct msghdr, msg_control));
	struct value *out =
		list_new(&call->result.out, MESSAGE_OUT_MEMBERS, arena);
	size_t len = header.msg_controllen;
	if (len > (control ? control->len : 0))
		len = control ? control->len : 0;
	out[MESSAGE_OUT_FLAGS] = value_int(header.msg_flags);
	out[MESSAGE_OUT_CONTROLS] =
		message_controls(control ? control->data : NULL, len, arena);
	out[MESSAGE_OUT_LEN] = value_int((int64_t)len);
	call->result.data = raw_iov_bytes(
		raw_part_at(word, offsetof(struct msghdr, msg_iov)),
		(size_t)call->result.value, arena);
	if (name)
		take_name(call, name, header.msg_namelen);
}

bool given_message_room(const struct call *call, size_t arg, size_t index,
			const char **name, int64_t *num)
{
	const struct value *names = list_item(&call->args[arg], MESSAGE_RIGHTS);
	const struct value *controls =
		list_item(&call->result.out, MESSAGE_OUT_CONTROLS);
	const struct value *fds = NULL;
	for (size_t i = 0; i < controls->count && !fds; i++)
		if (message_is_rights(&controls->items[i]))
			fds = list_item(&controls->items[i], 2);
	const struct value *item = list_item(names, index);
	*name = item->kind == VALUE_NAME ? item->name : NULL;
	*num = fds && index < fds->count ? fds->items[index].num : -1;
	return index < names->count || *num >= 0;
}

/* A member that points to `len` bytes of `kind`, unless it is NULL. */
static bool add_part(struct raw_word *word, size_t offset, struct iovec at,
		     enum raw_kind kind, const struct fetch *fetch)
{
	struct raw_part *part = &word->parts[word->part_count];
	part->offset = offset;
	if (!at.iov_base || (!at.iov_len && kind == RAW_IN))
		return true;
	word->part_count++;
	return fetch_buffer(&at, kind, fetch, &part->memory);
}

static bool fetch_header(uint64_t address, bool receives,
			 const struct fetch *fetch, struct raw_word *out)
{
	enum { PARTS = 3 };
	enum raw_kind kind = receives ? RAW_OUT : RAW_IN;
	struct msghdr header;
	if (!address || !fetch_pointer(address, receives ? RAW_IN_OUT : RAW_IN,
				       sizeof(header), fetch, out))
		return false;
	memcpy(&header, out->data, sizeof(header));
	raw_parts(out, PARTS, fetch->arena);
	out->part_count = 0;
	size_t room =
		receives && header.msg_namelen > sizeof(struct sockaddr_storage)
			? sizeof(struct sockaddr_storage)
			: header.msg_namelen;
	const struct iovec name = {header.msg_name, room};
	const struct iovec control = {header.msg_control,
				      header.msg_controllen};
	if ((!receives && name.iov_len > sizeof(struct sockaddr_storage)) ||
	    !add_part(out, offsetof(struct msghdr, msg_name), name, kind,
		      fetch) ||
	    !add_part(out, offsetof(struct msghdr, msg_control), control, kind,
		      fetch))
		return false;
	if (!header.msg_iov && !header.msg_iovlen)
		return true;
	struct raw_part *iov = &out->parts[out->part_count++];
	iov->offset = offsetof(struct msghdr, msg_iov);
	return fetch_iov((uintptr_t)header.msg_iov, header.msg_iovlen, kind,
			 fetch, &iov->memory);
}

bool fetch_message(const uint64_t *words, const struct fetch *fetch,
		   struct raw_word *out)
{
	return fetch_header(words[0], false, fetch, &out[0]);
}

bool fetch_message_room(const uint64_t *words, const struct fetch *fetch,
			struct raw_word *out)
{
	return fetch_header(words[0], true, fetch, &out[0]);
}

int64_t fetch_message_name_room(const struct raw_word *words,
				const struct call *call)
{
	(void)call;
	struct msghdr header;
	if (!raw_part_at(words, offsetof(struct msghdr, msg_name)))
		return CALL_ROOM_NONE;
	memcpy(&header, words->data, sizeof(header));
	return header.msg_namelen ? (int64_t)header.msg_namelen
				  : CALL_ROOM_EMPTY;
}
