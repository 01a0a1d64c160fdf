/* python_form: what the arguments of a method are that C has not as such.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/python_form.h"

#include <string.h>

#define CONTROL                                                                \
	"ancdata", PYTHON_PART_CONTROL,                                        \
		"what goes along, such as [(socket.SOL_SOCKET, "               \
		"socket.SCM_RIGHTS, array.array(\"i\", [srv.fileno()]))]"
#define ROOM                                                                   \
	"ancbufsize", PYTHON_PART_CONTROL_ROOM,                                \
		"room for what comes along, such as socket.CMSG_LEN(4) for "   \
		"one descriptor"
#define FLAGS "flags", PYTHON_PART_FLAGS, "socket.MSG_*, joined by |"

/* clang-format off */
static const struct python_form forms[] = {
	{"poll", "poll", 0, {
		{"timeout", PYTHON_PART_TIMEOUT, "milliseconds, such as 1000, or None for no end"},
	}},
	{"poll", "register", 1, {
		{"fd", PYTHON_PART_FD, "a variable such as srv, or a descriptor"},
		{"eventmask", PYTHON_PART_EVENTS, "select.POLL*, joined by |"},
	}},
	{"recvmsg", "recvmsg", 1, {
		{"bufsize", PYTHON_PART_COUNT, "how many bytes to take at most"},
		{ROOM}, {FLAGS},
	}},
	{"recvmsg", "recvmsg_into", 1, {
		{"buffers", PYTHON_PART_ROOMS, "buffers to be filled, such as [bytearray(3), bytearray(16)]"},
		{ROOM}, {FLAGS},
	}},
	{"sendmsg", "sendmsg", 1, {
		{"buffers", PYTHON_PART_BUFFERS, "a list of bytes, such as [b\"hello\"]"},
		{CONTROL}, {FLAGS},
		{"address", PYTHON_PART_ADDRESS, "a pair such as (\"127.0.0.1\", 12345)"},
	}},
};
/* clang-format on */

const struct python_form *python_form_find(const struct syscall *syscall,
					   struct str method)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (!strcmp(forms[i].call, syscall->name) &&
		    str_is(method, forms[i].method))
			return &forms[i];
	}
	return NULL;
}

size_t python_form_count(const struct python_form *form)
{
	size_t count = 0;
	while (form->parameters[count].name)
		count++;
	return count;
}
