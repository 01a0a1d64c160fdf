/* message_read_python: the arguments of socket.sendmsg() and recvmsg().
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Python has no struct msghdr: buffers, control messages, flags and address are
 * arguments of their own, of which the flags are the call's next argument.
 */
#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/parse_value.h"
#include "call/part/python_read.h"

#include <string.h>

enum { RIGHTS_MOST = 253 }; /* SCM_MAX_FD */

/* Reads the flags, which are argument `arg` + 1. */
static bool read_flags(struct reader *reader, const struct call *call,
		       size_t arg, struct err *err)
{
	// The reader of an argument may see the others; this one is not read
	// by the template.
	struct value *flags = (struct value *)&call->args[arg + 1];
	reader_space(reader);
	flags->kind = VALUE_INT;
	return parse_flags(reader, call, arg + 1, &flags->num, err);
}

/* --- sendmsg ---------------------------------------------------------------
 */

/* a.fileno() or a number: what an array of descriptors holds. */
static bool read_rights(struct reader *reader, const struct call *call,
			size_t arg, struct value *items, struct err *err)
{
	return python_want(reader, "array.array(\"i\",", err) &&
	       (reader_space(reader), true) &&
	       python_read_items(reader, call, arg, read_python_fd,
				 &items[MESSAGE_RIGHTS], err) &&
	       python_want(reader, "))", err);
}

static bool read_credentials(struct reader *reader, struct value *items,
			     struct err *err)
{
	static const char *const own[] = {"os.getpid()", "os.getuid()",
					  "os.getgid()"};
	struct value *ids = list_new(&items[MESSAGE_CREDENTIALS], COUNT(own),
				     reader->arena);
	if (!python_want(reader, "struct.pack(\"iII\"", err))
		return false;
	for (size_t i = 0; i < COUNT(own); i++) {
		if (!python_want(reader, ",", err))
			return false;
		reader_space(reader);
		for (size_t k = 0; k < COUNT(own); k++)
			if (python_take(reader, own[k]))
				ids[i] = (struct value){.kind = VALUE_NAME,
							.name = own[k] +
								strlen("os.")};
		if (ids[i].kind)
			continue;
		ids[i].kind = VALUE_INT;
		if (!reader_number(reader, INT32_MIN, UINT32_MAX, &ids[i].num,
				   err))
			return false;
	}
	return python_want(reader, "))", err);
}

/* (level, type, b"..."): kept as the bytes of a control message. */
static bool read_other(struct reader *reader, struct buf *controls,
		       struct err *err)
{
	static const char zeros[sizeof(uint64_t)];
	int64_t level, type;
	struct value data = {0};
	reader_space(reader);
	if (!reader_number(reader, INT32_MIN, INT32_MAX, &level, err) ||
	    !python_want(reader, ",", err))
		return false;
	reader_space(reader);
	if (!reader_number(reader, INT32_MIN, INT32_MAX, &type, err) ||
	    !python_want(reader, ",", err))
		return false;
	reader_space(reader);
	if (!python_read_bytes(reader, &data, err))
		return false;
	struct cmsghdr head = {
		.cmsg_len = CMSG_LEN(data.bytes.len),
		.cmsg_level = (int)level,
		.cmsg_type = (int)type,
	};
	buf_add(controls, &head, sizeof(head));
	buf_add(controls, data.bytes.data, data.bytes.len);
	buf_add(controls, zeros, CMSG_SPACE(data.bytes.len) - head.cmsg_len);
	return python_want(reader, ")", err);
}

static bool read_control(struct reader *reader, const struct call *call,
			 size_t arg, struct value *items, struct buf *controls,
			 struct err *err)
{
	if (python_take(reader, "(socket.SOL_SOCKET, socket.SCM_RIGHTS,"))
		return (reader_space(reader), true) &&
		       read_rights(reader, call, arg, items, err);
	if (python_take(reader, "(socket.SOL_SOCKET, socket.SCM_CREDENTIALS,"))
		return read_credentials(reader, items, err);
	return python_want(reader, "(", err) &&
	       read_other(reader, controls, err);
}

static bool read_ancillary(struct reader *reader, const struct call *call,
			   size_t arg, struct value *items, struct err *err)
{
	struct buf controls = {0};
	bool read = python_want(reader, "[", err);
	for (size_t i = 0; read && !python_take(reader, "]"); i++)
		read = (!i || python_want(reader, ",", err)) &&
		       (reader_space(reader), true) &&
		       read_control(reader, call, arg, items, &controls, err);
	if (controls.len) {
		struct value *other = &items[MESSAGE_CONTROL];
		other->kind = VALUE_BYTES;
		other->bytes.len = controls.len;
		other->bytes.data =
			arena_copy(reader->arena, controls.data, controls.len);
	}
	buf_done(&controls);
	return read;
}

bool read_python_message(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, MESSAGE_MEMBERS, reader->arena);
	if (!read_python_buffers(reader, call, arg, &items[MESSAGE_IOV], err))
		return false;
	if (!python_take(reader, ","))
		return true;
	reader_space(reader);
	if (!read_ancillary(reader, call, arg, items, err))
		return false;
	if (!python_take(reader, ","))
		return true;
	if (!read_flags(reader, call, arg, err))
		return false;
	if (!python_take(reader, ","))
		return true;
	reader_space(reader);
	return python_take(reader, "None") ||
	       python_read_address(reader, &items[MESSAGE_NAME], err);
}

/* --- recvmsg ---------------------------------------------------------------
 */

/* The room with what aligns the next message: a second descriptor of 4 bytes
 * may fit into that, so it is kept as bytes. */
static bool read_space(struct reader *reader, struct value *items,
		       struct err *err)
{
	int64_t num;
	reader_space(reader);
	if (!reader_number(reader, 0, READER_BYTES_MOST, &num, err))
		return false;
	int64_t room = (int64_t)CMSG_SPACE((size_t)num);
	items[MESSAGE_CONTROL] = value_int(items[MESSAGE_CONTROL].num + room);
	return python_want(reader, ")", err);
}

/* "socket.CMSG_SPACE(12) + socket.CMSG_LEN(4)" and numbers. */
static bool read_room_term(struct reader *reader, struct value *items,
			   struct err *err)
{
	int64_t num;
	reader_space(reader);
	if (python_take(reader, "socket.CMSG_SPACE(12)")) {
		items[MESSAGE_CREDENTIALS] = value_int(1);
		return true;
	}
	if (python_take(reader, "socket.CMSG_SPACE("))
		return read_space(reader, items, err);
	bool rights = python_take(reader, "socket.CMSG_LEN(");
	int64_t most = rights ? RIGHTS_MOST * sizeof(int) : READER_BYTES_MOST;
	reader_space(reader);
	if (!reader_number(reader, 0, most, &num, err))
		return false;
	if (rights) {
		list_new(&items[MESSAGE_RIGHTS], (size_t)num / sizeof(int),
			 reader->arena);
		return python_want(reader, ")", err);
	}
	num += items[MESSAGE_CONTROL].num;
	if (num)
		items[MESSAGE_CONTROL] = value_int(num);
	return num <= READER_BYTES_MOST ||
	       READER_FAIL(reader, reader->rest.data, err,
			   "expected-less-room");
}

static bool read_control_room(struct reader *reader, struct value *items,
			      struct err *err)
{
	do {
		if (!read_room_term(reader, items, err))
			return false;
	} while (python_take(reader, "+"));
	return true;
}

/* "; got = socket.socket(fileno=array.array("i", ancdata[-1][2])[0])" for each
 * variable that takes a descriptor. */
static bool read_given(struct reader *reader, struct value *rights,
		       struct err *err)
{
	struct value *fds = (struct value *)rights->items;
	while (rights->count && python_take(reader, ";")) {
		struct str name;
		int64_t index;
		reader_space(reader);
		const char *begin = reader->rest.data;
		if (!reader_name(reader, &name))
			return READER_FAIL(reader, begin, err,
					   "expected-variable");
		if (!python_want(reader,
				 "= socket.socket(fileno=array.array(\"i\", "
				 "ancdata[-1][2])[",
				 err) ||
		    !reader_number(reader, 0, (int64_t)rights->count - 1,
				   &index, err) ||
		    !python_want(reader, "])", err))
			return false;
		fds[index].kind = VALUE_NAME;
		fds[index].name =
			arena_strndup(reader->arena, name.data, name.len);
	}
	return true;
}

static bool read_iov(struct reader *reader, const struct call *call, size_t arg,
		     struct value *iov, struct err *err)
{
	if (python_take(reader, "recvmsg_into(")) {
		reader_space(reader);
		return read_python_rooms(reader, call, arg, iov, err);
	}
	if (!python_want(reader, "recvmsg(", err))
		return false;
	reader_space(reader);
	return parse_count(reader, call, arg, list_new(iov, 1, reader->arena),
			   err);
}

bool read_python_message_room(struct reader *reader, const struct call *call,
			      size_t arg, struct value *value, struct err *err)
{
	struct value *items = list_new(value, MESSAGE_MEMBERS, reader->arena);
	// Python always asks who sent it.
	items[MESSAGE_NAME] = value_int(1);
	if (!read_iov(reader, call, arg, &items[MESSAGE_IOV], err))
		return false;
	if (python_take(reader, ",")) {
		if (!read_control_room(reader, items, err))
			return false;
		if (python_take(reader, ",") &&
		    !read_flags(reader, call, arg, err))
			return false;
	}
	return python_want(reader, ")", err) &&
	       read_given(reader, &items[MESSAGE_RIGHTS], err);
}
