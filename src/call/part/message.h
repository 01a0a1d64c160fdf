/* message: struct msghdr of sendmsg(2) and recvmsg(2) as a list of members.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An argument of &kind_message or &kind_message_room is a list of the members
 * below; VALUE_NONE is one that was left out. What recvmsg(2) wrote is
 * result.data (the bytes of all buffers), result.address, and in result.out a
 * list of the members of `enum message_out`.
 */
#pragma once
#include "call/call.h"

enum message_member {
	MESSAGE_IOV,	/* list of bytes, or of sizes to be filled */
	MESSAGE_NAME,	/* an address; to be filled: any number */
	MESSAGE_RIGHTS, /* list of descriptors; to be filled: of variables */
	MESSAGE_CREDENTIALS, /* {pid, uid, gid}; to be filled: any number */
	MESSAGE_ERROR,	     /* room for what IP_RECVERR sends: any number */
	MESSAGE_CONTROL, /* other control messages: their bytes; to be filled:
			  * how many bytes of room */
	MESSAGE_MEMBERS,
	MESSAGE_FLAGS = MESSAGE_MEMBERS, /* msg_flags of a message that a
					  * program sends: the kernel does not
					  * look at it, and only strace(1)
					  * prints it */
	MESSAGE_DECODED
};

enum message_out {
	MESSAGE_OUT_FLAGS,    /* msg_flags, MSG_TRUNC and others */
	MESSAGE_OUT_CONTROLS, /* list of {level, type, data}; data is a list of
			       * descriptors, {pid, uid, gid} or bytes */
	MESSAGE_OUT_LEN,      /* msg_controllen as the kernel left it */
	MESSAGE_OUT_MEMBERS
};

/* Bytes of msg_control that a &kind_message_room asks for. */
size_t message_control_room(const struct value *message);

/* The bytes of msg_control that a &kind_message says, for the kernel. */
struct bytes message_control(const struct value *message, struct arena *arena);

/* The control messages in `len` bytes of msg_control, as
 * MESSAGE_OUT_CONTROLS. A message that is cut short keeps the bytes it has. */
struct value message_controls(const unsigned char *data, size_t len,
			      struct arena *arena);

/* Whether all of the bytes are there of a structure {pid, uid, gid}. */
bool message_is_credentials(const struct value *control);
bool message_is_rights(const struct value *control);

/* The bytes of all buffers of a list, one after the other. */
struct bytes message_join(const struct value *iov, struct arena *arena);
