/* python_form: what the arguments of a method are that C has not as such.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/python_form.h"

#include "base/sentence.h"

#include <string.h>

#define CONTROL                                                                \
	"ancdata", PYTHON_PART_CONTROL, SENTENCE_ID("wants-what-goes-along")
#define ROOM                                                                   \
	"ancbufsize", PYTHON_PART_CONTROL_ROOM,                                \
		SENTENCE_ID("wants-room-what-comes")
#define FLAGS "flags", PYTHON_PART_FLAGS, SENTENCE_ID("wants-socket-msg-joined")

/* clang-format off */
static const struct python_form forms[] = {
	{"poll", "poll", 0, {
		{"timeout", PYTHON_PART_TIMEOUT, SENTENCE_ID("wants-milliseconds-1000-none")},
	}},
	{"poll", "register", 1, {
		{"fd", PYTHON_PART_FD, SENTENCE_ID("wants-variable-srv-descriptor")},
		{"eventmask", PYTHON_PART_EVENTS, SENTENCE_ID("wants-select-poll-joined")},
	}},
	{"recvmsg", "recvmsg", 1, {
		{"bufsize", PYTHON_PART_COUNT, SENTENCE_ID("wants-how-many-bytes")},
		{ROOM}, {FLAGS},
	}},
	{"recvmsg", "recvmsg_into", 1, {
		{"buffers", PYTHON_PART_ROOMS, SENTENCE_ID("wants-buffers-be-filled")},
		{ROOM}, {FLAGS},
	}},
	{"sendmsg", "sendmsg", 1, {
		{"buffers", PYTHON_PART_BUFFERS, SENTENCE_ID("wants-list-bytes-b-2")},
		{CONTROL}, {FLAGS},
		{"address", PYTHON_PART_ADDRESS, SENTENCE_ID("wants-pair-127-0-2")},
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
