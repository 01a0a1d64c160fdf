/* fetch_list: lists and structures of another process's call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that points to memory is read level by level: a struct msghdr, its
 * array of struct iovec, the buffers. The pointers in it stay those of the
 * other process; raw_part_at() finds what they point to.
 */
#include "call/part/fetch_value.h"
#include "call/part/raw_value.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/fetch.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

enum { IOV_MOST = 1024, POLLS_MOST = 4096, EVENTS_MOST = 65536 };

/* A pointer to so many bytes, or NULL. */
static bool fetch_pointer(uint64_t address, enum raw_kind kind, size_t len,
			  const struct fetch *fetch, struct raw_word *out)
{
	*out = (struct raw_word){0};
	if (!address)
		return true;
	out->kind = kind;
	return fetch_memory(address, len, fetch, out);
}

static struct raw_word room_at(uint64_t address, size_t len)
{
	return (struct raw_word){.kind = RAW_OUT, .word = address, .len = len};
}

bool fetch_pair(const uint64_t *words, const struct fetch *fetch,
		struct raw_word *out)
{
	(void)fetch;
	out[0] = room_at(words[0], 2 * sizeof(int));
	return words[0];
}

/* A request that the table does not have may point anywhere. */
bool fetch_request_value(const uint64_t *words, const struct fetch *fetch,
			 struct raw_word *out)
{
	const struct request *request = request_of(fetch->call);
	if (request->number != (int)fetch->call->args[1].num)
		return false;
	switch (request->value) {
	case REQUEST_GET:
		out[0] = room_at(words[0], sizeof(int));
		return words[0];
	case REQUEST_SET:
		return words[0] &&
		       fetch_pointer(words[0], RAW_IN, sizeof(int), fetch, out);
	default:
		return fetch_word(words, fetch, out);
	}
}

bool fetch_polls(const uint64_t *words, const struct fetch *fetch,
		 struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return words[1] <= POLLS_MOST &&
	       fetch_pointer(words[0], RAW_IN_OUT,
			     (size_t)words[1] * sizeof(struct pollfd), fetch,
			     &out[0]);
}

/* See raw_ready.c. */
bool fetch_timeout(const uint64_t *words, const struct fetch *fetch,
		   struct raw_word *out)
{
#ifndef SYS_poll
	if (fetch->call->syscall->raw[0] == &kind_poll)
		return fetch_pointer(words[0], RAW_IN, sizeof(struct timespec),
				     fetch, out);
#endif
	return fetch_word(words, fetch, out);
}

/* The kernel looks at as many bits as the first word says, and at whole words
 * of them. */
bool fetch_set(const uint64_t *words, const struct fetch *fetch,
	       struct raw_word *out)
{
	enum { BITS = 8 * sizeof(long) };
	int64_t count = (int64_t)fetch->words[0];
	return count >= 0 && count <= FD_SETSIZE &&
	       fetch_pointer(words[0], RAW_IN_OUT,
			     ((size_t)count + BITS - 1) / BITS * sizeof(long),
			     fetch, out);
}

bool fetch_timeval(const uint64_t *words, const struct fetch *fetch,
		   struct raw_word *out)
{
	return fetch_pointer(words[0], RAW_IN_OUT, sizeof(struct timespec),
			     fetch, out);
}

/* A pointer to the mask's address and its size; decode_mask_pair() finds the
 * mask itself behind them. */
bool fetch_mask_pair(const uint64_t *words, const struct fetch *fetch,
		     struct raw_word *out)
{
	uint64_t pair[3] = {0};
	out[0] = (struct raw_word){0};
	if (!words[0])
		return true;
	size_t len = 2 * sizeof(*pair);
	if (!fetch->read(fetch->data, words[0], pair, len) ||
	    pair[1] != RAW_SIGNAL_SET)
		return false;
	if (pair[0]) {
		len = sizeof(pair);
		if (!fetch->read(fetch->data, pair[0], &pair[2], sizeof(*pair)))
			return false;
	}
	out[0] =
		(struct raw_word){.kind = RAW_IN, .word = words[0], .len = len};
	out[0].data = arena_copy(fetch->arena, pair, len);
	return true;
}

bool fetch_mask(const uint64_t *words, const struct fetch *fetch,
		struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return (!words[0] || words[1] == RAW_SIGNAL_SET) &&
	       fetch_pointer(words[0], RAW_IN, RAW_SIGNAL_SET, fetch, out);
}

/* To take a descriptor off a list the kernel reads no memory, see epoll_ctl(2):
 * what stands there is of no meaning. */
bool fetch_events(const uint64_t *words, const struct fetch *fetch,
		  struct raw_word *out)
{
	*out = (struct raw_word){.kind = RAW_WORD, .word = words[0]};
	if (fetch->call->args[1].num == EPOLL_CTL_DEL)
		return true;
	return fetch_pointer(words[0], RAW_IN, sizeof(struct epoll_event),
			     fetch, out);
}

bool fetch_events_room(const uint64_t *words, const struct fetch *fetch,
		       struct raw_word *out)
{
	int32_t count = (int32_t)words[1];
	size_t len = count > 0 ? (size_t)count * sizeof(struct epoll_event) : 0;
	(void)fetch;
	out[0] = room_at(words[0], len);
	out[1] = (struct raw_word){.word = words[1]};
	return count <= EVENTS_MOST;
}

/* --- buffers ---------------------------------------------------------------
 */

static bool fetch_buffer(const struct iovec *iovec, enum raw_kind kind,
			 const struct fetch *fetch, struct raw_word *out)
{
	uint64_t address = (uintptr_t)iovec->iov_base;
	*out = (struct raw_word){
		.kind = kind, .word = address, .len = iovec->iov_len};
	if (iovec->iov_len > FETCH_MOST)
		return false;
	return kind == RAW_OUT ||
	       fetch_memory(address, iovec->iov_len, fetch, out);
}

/* The array, and a part for each of its buffers. */
static bool fetch_iov(uint64_t address, uint64_t count, enum raw_kind kind,
		      const struct fetch *fetch, struct raw_word *out)
{
	struct iovec iovec;
	*out = (struct raw_word){.kind = RAW_IN};
	if (!address || count > IOV_MOST ||
	    !fetch_memory(address, (size_t)count * sizeof(iovec), fetch, out))
		return false;
	struct raw_part *parts = raw_parts(out, (size_t)count, fetch->arena);
	for (size_t i = 0; i < count; i++) {
		parts[i].offset = i * sizeof(iovec);
		memcpy(&iovec, out->data + parts[i].offset, sizeof(iovec));
		if (!fetch_buffer(&iovec, kind, fetch, &parts[i].memory))
			return false;
	}
	return true;
}

bool fetch_buffers(const uint64_t *words, const struct fetch *fetch,
		   struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return fetch_iov(words[0], words[1], RAW_IN, fetch, &out[0]);
}

bool fetch_rooms(const uint64_t *words, const struct fetch *fetch,
		 struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return fetch_iov(words[0], words[1], RAW_OUT, fetch, &out[0]);
}

/* --- messages --------------------------------------------------------------
 */

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

int64_t fetch_message_name_room(const struct raw_word *words)
{
	struct msghdr header;
	if (!raw_part_at(words, offsetof(struct msghdr, msg_name)))
		return CALL_ROOM_NONE;
	memcpy(&header, words->data, sizeof(header));
	return header.msg_namelen ? (int64_t)header.msg_namelen
				  : CALL_ROOM_EMPTY;
}
